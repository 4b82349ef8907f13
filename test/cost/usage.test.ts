import { describe, expect, it } from "vitest";
import { sumOf } from "../../lib/cost/bill.ts";
import { usageOf } from "../../lib/cost/usage.ts";

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
