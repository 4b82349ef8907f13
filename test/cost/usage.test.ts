import { describe, expect, it } from "vitest";
import { sumOf } from "../../lib/cost/bill.ts";
import { USES, usageOf } from "../../lib/cost/usage.ts";

const used = (
  uses: string[],
  traffic: number | null,
  { lines = [], priced = [], region = "us-east-1" }: { lines?: string[]; priced?: string[]; region?: string } = {},
) => {
  const usage = { traffic, logs: null };
  return usageOf({ region, lines, priced: new Set(priced), uses: new Set(uses), logMonths: 1, usage });
};

describe("CloudFront", () => {
  const sites = (traffic: number, region?: string) => {
    const [line] = sumOf(used(["cdn"], traffic, { ...(region && { region }) }).items).lines;
    return { usd: line?.usd, unknown: line?.units.filter(({ usd }) => usd === null).map(({ what }) => what) };
  };

  it("takes nothing for what it gives away each month", () => {
    // 100 GB are 2 million answers of 50 kB.
    expect(sites(100)).toEqual({ usd: 0, unknown: [] });
  });

  it("takes what it says for the rest, where the visitors are", () => {
    // 2000 GB are 40 million answers: 1000 × 0.085 + 30 × 1.00 + 38 × 0.10; in Mumbai 1000 × 0.109 + 30 × 1.20 + 38 × 0.10.
    const unknown = ["CloudFront, million reads of a key-value store"];
    expect(sites(2000)).toEqual({ usd: 118.8, unknown });
    expect(sites(2000, "ap-south-1")).toEqual({ usd: 148.8, unknown });
  });

  it("is named with its prices where nobody knows its share of the traffic", () => {
    for (const { named } of [used(["cdn"], null), used(["cdn"], 100, { lines: ["balancer"] })])
      expect(named).toContain(
        "CloudFront, beyond what it gives an account each month: 1 TB, 10 million requests, 2 million calls and reads ($0.085 a GB, $1.00 a million, $0.10 a million, price unknown in us-east-1)",
      );
  });
});

describe("a restore test", () => {
  const named = (priced: string[]) => used(["restores"], null, { priced }).named;
  const words = "restore tests: every week a copy of each database for an hour and more, and AWS Backup's test of it";

  it("is named with an hour of each copy, which is one instance, and with the price that nobody publishes", () => {
    expect(
      named(["db.t4g.small:postgres:multiAz", "db.t4g.small:postgres", "rdsDisk.gp3", "db.t4g.micro:mysql"]),
    ).toEqual([`${words} ($0.032 an hour, $0.016 an hour, price unknown in us-east-1)`]);
  });

  it("has no instance where the database is Aurora's", () => {
    expect(named(["db.r7g.large:aurora", "auroraAcu"])).toEqual([`${words} (price unknown in us-east-1)`]);
  });
});

describe("a stage with all that there is", () => {
  /** Lines that begin as each use asks for. */
  const lines = USES.flatMap((use) => use.lines ?? []).map((line) => line.replace(/:$/, ":api"));
  const all = {
    ...{ region: "us-east-1", lines, logMonths: 12, uses: new Set(USES.map(({ id }) => id)) },
    priced: new Set(["db.t4g.small:postgres:multiAz"]),
  };

  it("is told what is billed by use, with the price of each unit as AWS publishes it", () => {
    const { items, named } = usageOf({ ...all, usage: { traffic: null, logs: null } });
    expect(items).toEqual([]);
    expect(named).toEqual([
      "traffic to the internet ($0.09 a GB)",
      "load balancer capacity ($0.008 an hour)",
      "traffic between zones ($0.01 a GB)",
      "calls out through NAT gateways ($0.045 a GB)",
      "requests through the firewall ($0.60 a million)",
      "logs ($0.50 a GB, $0.03 a GB a month)",
      "metrics of logs, for the hours that have an error ($0.30 a month)",
      "requests to keys ($0.03 for 10,000)",
      "each of a key's first two rotations, one a year ($1.00 a month)",
      "requests to secrets ($0.05 for 10,000)",
      "backups of databases beyond their own size ($0.095 a GB a month)",
      "disks of databases that have grown ($0.115 a GB a month)",
      "enhanced monitoring of databases, which are logs ($0.50 a GB)",
      "Aurora's storage, requests and backups ($0.10 a GB a month, $0.20 a million, $0.021 a GB a month)",
      "backups, and their copies in the second region ($0.095 a GB a month, $0.02 a GB)",
      "restore tests: every week a copy of each database for an hour and more, and AWS Backup's test of it ($0.032 an hour, price unknown in us-east-1)",
      "snapshots of caches beyond the first ($0.085 a GB a month)",
      "container images ($0.10 a GB a month)",
      "objects in S3 ($0.023 a GB a month)",
      "scheduled and one-off tasks ($0.04048 an hour, $0.004445 an hour)",
      "traces in X-Ray, beyond the 100,000 a month that an account has free ($5.00 a million)",
      "calls of schedules ($1.00 a million)",
      "Lambda calls ($0.20 a million)",
      "questions for the names of services ($0.40 a million)",
      "messages to topics ($0.50 a million)",
      "messages to queues ($0.40 a million)",
      "mail that services send ($0.10 a thousand)",
      "traffic of VPC endpoints ($0.01 a GB)",
      "CloudFront, beyond what it gives an account each month: 1 TB, 10 million requests, 2 million calls and reads ($0.085 a GB, $1.00 a million, $0.10 a million, price unknown in us-east-1)",
      "DynamoDB's requests and storage",
      "files in EFS",
    ]);
  });

  /** Traffic and logs of a month in GB, and what is counted of it. */
  const counted = (traffic: number | null, logs: number | null) =>
    Object.fromEntries(
      usageOf({ ...all, usage: { traffic, logs } }).items.map(({ line, units }) => [
        line,
        Object.fromEntries(units.map(({ price, quantity }) => [price, quantity])),
      ]),
    );

  it("is billed for what is expected, and no other use is counted or named twice", () => {
    const traffic = {
      "use:transfer": { transferOut: 100 },
      // A GB in an hour, of 730.
      "use:lcu": { lcu: 100 / 730 },
      // Half of it is read in the other zone, and billed in both directions.
      "use:zones": { transferZone: 100 },
      "use:nat-bytes": { natGb: 10 },
      // 2 million answers of 50 kB.
      "use:firewall-requests": { wafRequests: 2 },
    };
    const logs = { "use:logs": { logsGb: 20, logsGbMonth: 240 } };
    expect([counted(100, null), counted(null, 20), counted(100, 20)]).toEqual([traffic, logs, { ...traffic, ...logs }]);
    const { items, named } = usageOf({ ...all, usage: { traffic: 100, logs: 20 } });
    expect(items[0]).toEqual({
      ...{ line: "use:transfer", label: "Traffic to the internet", detail: "as you expect it" },
      units: [{ price: "transferOut", quantity: 100, region: "us-east-1" }],
    });
    expect(named).toHaveLength(USES.length - items.length);
    expect(named.filter((words) => items.some(({ label }) => words.startsWith(label.toLowerCase())))).toEqual([]);
  });

  it("comes with what it is made of: traffic between zones is that of a load balancer to services", () => {
    const of = (...found: string[]) =>
      usageOf({ ...all, lines: found, uses: new Set(), usage: { traffic: null, logs: null } }).named;
    expect(of("service:api")).toEqual([]);
    expect(of("balancer").map((words) => words.split(" (")[0])).toEqual([
      "traffic to the internet",
      "load balancer capacity",
    ]);
    expect(of("balancer", "service:api")).toContain("traffic between zones ($0.01 a GB)");
  });
});
