import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseBlueprint } from "../../lib/answers/parse.ts";
import { platform } from "../support/platform.ts";

/** How much is taken of what is counted: the least and the most, and neither one less nor one more. */

type Item = Record<string, unknown>;

/** What else has to be said, so that nothing but the value itself can be wrong at its path. */
const AROUND: Record<string, Item> = {
  port: {},
  min: { kind: "worker", queue: "sqs", backlog: 1 },
  max: { kind: "worker", queue: "sqs", backlog: 1, min: 0 },
  backlog: { kind: "worker", queue: "sqs" },
  timeout: { kind: "cron" },
  schedule: { kind: "cron" },
  redirectsPriority: { redirects: ["www"] },
  image: { source: "image" },
  directory: { source: "existing" },
  writable: { source: "existing", directory: "apps/api" },
  origins: { kind: "api" },
};

const ACME = { name: "acme", account: "111111111111", domain: "acme.example" };
const NAMED: Record<string, Item> = {
  services: { name: "one" },
  clients: ACME,
  databases: {},
  caches: {},
  buckets: {},
};

/** A document with a value at a path such as `services[0].port`. */
function documentWith(path: string, value: unknown): Item {
  const document: Item = { project: "shop", domain: "acme.com" };
  const [first = "", ...rest] = path.split(".");
  const list = /^(\w+)\[0\]$/.exec(first)?.[1];
  const within = (keys: string[]): unknown =>
    keys.length === 0 ? value : { [keys[0] as string]: within(keys.slice(1)) };
  if (list === undefined) return { ...document, [first]: within(rest) };
  const key = (rest[0] ?? "").replace("[0]", "");
  const inner = rest[0]?.endsWith("[0]") ? { [key]: [value] } : (within(rest) as Item);
  return { ...document, [list]: [{ ...NAMED[list], ...AROUND[key], ...inner }] };
}

const refused = (path: string, value: unknown): string[] => {
  const result = parseBlueprint(documentWith(path, value));
  const problems = "problems" in result ? result.problems : [];
  return problems.filter((one) => one.path === path).map(({ message }) => message);
};

describe("numbers", () => {
  it.each<[path: string, least: number, most: number]>([
    // Below are ports that only root listens on.
    ["services[0].port", 1024, 65_535],
    ["services[0].min", 0, 100],
    ["services[0].max", 1, 200],
    ["services[0].backlog", 1, 1_000_000],
    // A week: the guard that ends runs looks back no further.
    ["services[0].timeout", 1, 10_080],
    // What a listener of AWS has.
    ["services[0].priority", 1, 50_000],
    ["services[0].redirectsPriority", 1, 50_000],
    ["services[0].balancer", 1, 50],
    ["backup.retentionDays", 7, 365],
    ["backup.copyRetentionDays", 7, 365],
    // An octet, but for that of the project's own network.
    ["clients[0].network", 1, 255],
    // Of requests, in percent.
    ["tracing", 1, 100],
    ["clients[0].sizes.production.database.connections", 1, 16_000],
    // Aurora has fifteen at most, ElastiCache five.
    ["clients[0].sizes.production.database.replicas", 0, 15],
    ["clients[0].sizes.production.cache.replicas", 0, 5],
    // RDS and ElastiCache keep so long; less than the controls ask is refused.
    ["clients[0].sizes.production.database.backupDays", 7, 35],
    ["clients[0].sizes.production.cache.snapshotDays", 1, 35],
  ])("%s is from %i to %i", (path, least, most) => {
    expect([least, most].flatMap((value) => refused(path, value))).toEqual([]);
    expect(refused(path, least - 1)).toEqual([`${least - 1} should be at least ${least}`]);
    expect(refused(path, most + 1)).toEqual([`${most + 1} should be at most ${most}`]);
    expect(refused(path, least + 0.5)).toEqual([`${least + 0.5} should be a whole number`]);
  });

  it("logs are kept for as long as CloudWatch offers", async () => {
    const types = join(await platform(), ".sst/platform/node_modules/@pulumi/aws/cloudwatch/logGroup.d.ts");
    const [, values = ""] = /Possible values are: ([\d, and]+)/.exec(await readFile(types, "utf8")) ?? [];
    const known = [...values.matchAll(/\d+/g)].map(Number).filter((days) => days > 0);
    expect(known.length).toBeGreaterThan(20);
    const path = "clients[0].sizes.production.logDays";
    const around = [...new Set(known.flatMap((days) => [days - 1, days, days + 1]))];
    expect(around.filter((days) => refused(path, days).length === 0)).toEqual(known);
  });
});

const letters = (count: number): string => "a".repeat(count);
/** A list of days in so many characters. */
const days = (count: number): string => (count % 2 === 1 ? "1,1".padStart(count, "1,") : "1,10".padStart(count, "1,"));

describe("texts", () => {
  it.each<[path: string, most: number, of: (count: number) => string]>([
    // What is made of them has to fit names of AWS.
    ["project", 16, letters],
    ["services[0].name", 20, letters],
    ["databases[0].name", 20, letters],
    ["caches[0].name", 20, letters],
    ["buckets[0].name", 20, letters],
    ["clients[0].name", 20, letters],
    // A certificate for `*.` of it takes no more.
    ["domain", 62, (count) => `${letters(count - 4)}.com`],
    ["clients[0].domain", 62, (count) => `${letters(count - 4)}.com`],
    ["services[0].health", 128, (count) => `/${letters(count - 1)}`],
    ["services[0].host", 40, letters],
    ["services[0].aliases[0]", 40, letters],
    ["services[0].redirects[0]", 40, letters],
    ["services[0].path", 80, (count) => `/${letters(count - 1)}`],
    ["services[0].schedule", 100, (count) => `cron(0 3 ${days(count - 16)} * ? *)`],
    ["services[0].image", 255, letters],
    ["services[0].directory", 100, letters],
    ["services[0].writable[0]", 100, (count) => `/${letters(count - 1)}`],
    ["services[0].email", 40, letters],
    ["services[0].secrets[0]", 64, (count) => letters(count).toUpperCase()],
    ["services[0].origins[0]", 100, (count) => `https://${letters(count - 8)}`],
    ["alerts.email", 254, (count) => `a@${letters(count - 6)}.com`],
    ["workingDirectory", 100, letters],
  ])("%s has at most %i characters", (path, most, of) => {
    expect(of(most)).toHaveLength(most);
    expect(refused(path, of(most))).toEqual([]);
    expect(refused(path, of(most + 1))).toHaveLength(1);
  });
});

describe("lists", () => {
  const named = (count: number) => Array.from({ length: count }, (_, index) => `n${index}`);
  const items = (count: number) => named(count).map((name) => ({ name }));

  it.each<[path: string, most: number, of: (count: number) => unknown[]]>([
    ["services", 200, items],
    ["databases", 50, items],
    ["caches", 50, items],
    ["buckets", 50, items],
    ["clients", 200, (count) => named(count).map((name) => ({ ...ACME, name, domain: `${name}.example` }))],
    ["services[0].writable", 10, (count) => named(count).map((name) => `/${name}`)],
    ["services[0].calls", 50, named],
    ["services[0].jobs", 20, named],
    ["services[0].origins", 20, (count) => named(count).map((name) => `https://${name}.com`)],
    ["services[0].secrets", 50, (count) => named(count).map((name) => name.toUpperCase())],
  ])("%s has at most %i items", (path, most, of) => {
    expect(refused(path, of(most))).toEqual([]);
    expect(refused(path, of(most + 1))).toHaveLength(1);
  });
});
