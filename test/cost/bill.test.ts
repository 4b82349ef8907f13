import { describe, expect, it } from "vitest";
import { priceUnit, sumOf } from "../../lib/cost/bill.ts";
import { type Item, partly, times, units } from "../../lib/cost/items.ts";
import { quoted } from "../../lib/cost/quoted.ts";
import { ALARM, cents, KEY, SECRET, ZONE } from "../support/prices-by-hand.ts";

/** A bill is made of items, whoever found them: its lines, their order, their words and their sum. */

const REGION = "us-east-1";
const item = (line: string, more: Partial<Item> = {}): Item => ({ line, label: line, detail: "", units: [], ...more });
const secrets = (quantity: number, more: Partial<Item> = {}): Item =>
  item("secrets", {
    ...{ label: "Secrets", detail: "secret", count: ["secret", "secrets"], units: units(REGION, { secret: quantity }) },
    ...more,
  });

it("comes in the order in which one reads it: network, services, stores, what watches them, use", () => {
  const lines = [
    ...[
      "nat",
      "ipv4",
      "balancer",
      "firewall",
      "endpoints",
      "service:web",
      "service:api",
      "database:main",
      "cache:main",
    ],
    ...["instance:Own", "tunnel", "zones", "secrets", "keys", "insights", "alarms", "metrics", "dashboard", "health"],
    ...["balancer:network", "use:logs", "alarms:composite"],
  ];
  const mixed = [...lines].sort((one, other) => (one.slice(1) < other.slice(1) ? -1 : 1));
  const services = mixed.filter((id) => id.startsWith("service:"));
  const last = mixed.filter((id) => lines.indexOf(id) > 18);
  // What stands at the same place keeps the order in which it was found.
  expect(sumOf(mixed.map((id) => item(id))).lines.map(({ id }) => id)).toEqual([
    ...[...lines.slice(0, 5), ...services, ...lines.slice(7, 19), ...last],
  ]);
});

describe("a line", () => {
  it("adds up equal things, names each resource once, and keeps regions apart", () => {
    // No document says what one costs there.
    const far = units("eu-west-1", { secret: 2 });
    const [line] = sumOf([
      secrets(1, { urn: "urn:a" }),
      secrets(2, { urn: "urn:b", units: [...units(REGION, { secret: 1, kmsKey: 1 }), ...far] }),
      secrets(1, { urn: "urn:b" }),
      secrets(1),
    ]).lines;
    expect(line?.resources).toEqual(["urn:a", "urn:b"]);
    expect(line?.units.map(({ price, region, quantity, usd }) => [price, region, quantity, usd])).toEqual([
      ["secret", "eu-west-1", 2, null],
      ["secret", REGION, 4, 4 * SECRET],
      ["kmsKey", REGION, 1, KEY],
    ]);
    expect(line?.usd).toBe(4 * SECRET + KEY);
  });

  const detail = (...items: Item[]) => sumOf(items).lines[0]?.detail;

  it.each<[string, Item[], string]>([
    ["counts one", [secrets(1)], "1 secret"],
    ["counts several", [secrets(1), secrets(2)], "3 secrets"],
    [
      "counts things where their units are of several prices",
      [secrets(9, { units: units(REGION, { secret: 9, kmsKey: 9 }) })],
      "1 secret",
    ],
    ["counts things where a price has no units", [secrets(0), secrets(0)], "2 secrets"],
    [
      "says what is not counted",
      [item("a", { detail: "x" }), item("a", { detail: "y" }), item("a", { detail: "x" })],
      "x, x, y",
    ],
    [
      "counts what is there for a part of the month by itself",
      [secrets(1), ...times(3, partly(0.5, [secrets(1)]))],
      "1 secret, 3 secrets, awake 84 of 168 hours a week",
    ],
  ])("%s", (_, items, words) => {
    expect(detail(...items)).toBe(words);
  });

  it("is billed for the share of the month that it is there", () => {
    const [line] = sumOf(partly(0.25, [secrets(4)])).lines;
    expect([line?.usd, line?.units[0]?.quantity]).toEqual([SECRET, 1]);
    expect(partly(1, [secrets(4)])).toEqual([secrets(4)]);
    expect(partly(0.5, [item("a", { detail: "t3" })])[0]).toEqual(
      item("a", { detail: "t3, awake 84 of 168 hours a week" }),
    );
  });
});

describe("a sum", () => {
  const unknown = units("us-east-1", { "db.none:postgres": 1 });

  it("is that of the lines, each to the cent, and nothing for what has no price", () => {
    const alarms = item("alarms", { units: units(REGION, { alarm: 3 }) });
    const none = item("database:main", { label: "Database main", units: unknown });
    const half = item("zones", { label: "Zones", units: [...units(REGION, { hostedZone: 1 }), ...unknown] });
    const sum = sumOf([alarms, none, half, item("free")]);
    expect(sum.lines.map(({ id, usd, unknown }) => [id, usd, unknown])).toEqual([
      ["database:main", null, ["db.none:postgres in us-east-1"]],
      ["zones", ZONE, ["db.none:postgres in us-east-1"]],
      ["alarms", cents(3 * ALARM), []],
      ["free", 0, []],
    ]);
    expect(sum.usd).toBe(ZONE + cents(3 * ALARM));
    expect(sum.unknown).toEqual([
      "Database main: db.none:postgres in us-east-1",
      "Zones: db.none:postgres in us-east-1",
    ]);
    expect(sumOf([])).toEqual({ usd: 0, lines: [], unknown: [] });
  });

  it("says of each unit what it costs, by which span, and who says so", () => {
    const hour = priceUnit({ price: "natGateway", quantity: 2, region: REGION });
    expect(hour).toMatchObject({
      ...{ price: "natGateway", region: REGION, quantity: 2 },
      unitUsd: 0.045,
      per: "hour",
    });
    expect(hour.usd).toBeCloseTo(2 * 730 * 0.045, 6);
    expect([hour.what.length > 0, hour.source?.length !== 0, /^\d{4}-\d\d-\d\d$/.test(hour.date ?? "")]).toEqual([
      true,
      true,
      true,
    ]);
    expect(priceUnit({ price: "none", quantity: 2, region: REGION })).toEqual({
      ...{ price: "none", what: "none", region: REGION, quantity: 2 },
      ...{ usd: null, unitUsd: null, per: null, source: null, date: null },
    });
  });
});

it("a price is quoted to the cent at least, by what it is for", () => {
  const quotes = ["kmsKey", "natGb", "lcu", "logsGbMonth", "rdsDisk.gp3", "mails", "kmsRequests", "none"];
  expect(quotes.map((price) => quoted(price, REGION))).toEqual([
    ...["$1.00 a month", "$0.045 a GB", "$0.008 an hour", "$0.03 a GB a month", "$0.115 a GB a month"],
    ...["$0.10 a thousand", "$0.03 for 10,000", "price unknown in us-east-1"],
  ]);
});
