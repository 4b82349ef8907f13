import { describe, expect, it } from "vitest";
import { estimate } from "../../lib/cost/estimate.ts";
import { clientCostTable, costTable } from "../../lib/render/docs/cost.ts";
import { costLines } from "../../lib/repo/summary.ts";
import { viewOf } from "../support/view.ts";

const stage = (name: string, answers: Record<string, unknown>) => {
  const found = estimate(viewOf(answers)).stages.find((candidate) => candidate.stage === name);
  if (found === undefined) throw new Error(`no stage ${name}`);
  return found;
};

const line = (name: string, id: string, answers: Record<string, unknown>) =>
  stage(name, answers).lines.find((candidate) => candidate.id === id)?.usd;

const ONE_API = { services: [{ name: "api" }] };

describe("the bill of two load balancers", () => {
  const more = (one: Record<string, unknown>, two: Record<string, unknown>) =>
    Object.fromEntries(
      stage("production", two).lines.flatMap(({ id, usd }) => {
        const added = Number(usd) - Number(line("production", id, one) ?? 0);
        return added === 0 ? [] : [[id, Math.round(added * 100) / 100]];
      }),
    );

  it("has another one with its addresses and its alarm, and no other firewall", () => {
    const services = [{ name: "api" }, { name: "v2" }];
    const apart = [
      { name: "api", balancer: 1 },
      { name: "v2", balancer: 2 },
    ];
    // 730 × 0.0225; 2 × 730 × 0.005; one alarm.
    expect(more({ services }, { services: apart })).toEqual({ balancer: 16.42, ipv4: 7.3, alarms: 0.1 });
  });
});

describe("the bill of one API", () => {
  it("is what one calculates by hand for dev", () => {
    // Load balancer 730 × 0.0225; 2 addresses of it and 1 of the task 3 × 730 × 0.005; the task 730 × (0.25 × 0.04048
    // + 1 × 0.004445); one hosted zone, one key.
    expect(stage("dev", ONE_API).lines.map(({ id, usd }) => [id, usd])).toEqual([
      ["ipv4", 10.95],
      ["balancer", 16.43],
      ["service:api", 10.63],
      ["zones", 0.5],
      ["keys", 1],
    ]);
    expect(stage("dev", ONE_API).usd).toBe(39.51);
  });

  it("is what one calculates by hand for production", () => {
    // NAT gateways 2 × 730 × 0.045; addresses of both and of the load balancer; web ACL 5 + 4 rules; 2 tasks;
    // 26 metrics of the cluster, 29 + 24 of the service and 48 of each task at 0.07; 10 alarms, one of which looks at two metrics.
    expect(stage("production", ONE_API).lines.map(({ id, usd }) => [id, usd])).toEqual([
      ["nat", 65.7],
      ["ipv4", 14.6],
      ["balancer", 16.43],
      ["firewall", 9],
      ["service:api", 21.26],
      ["zones", 0.5],
      ["keys", 1],
      ["insights", 12.25],
      ["alarms", 1.1],
      ["dashboard", 3],
    ]);
    expect(stage("production", ONE_API).usd).toBe(144.84);
  });
});

describe("single lines", () => {
  const withDatabase = (engine: string) => ({
    services: [{ name: "api", database: "main" }],
    databases: [{ name: "main", engine }],
  });

  it("bills a Multi-AZ instance and its storage twice", () => {
    // 0.016 × 730 + 20 × 0.115; MySQL in two zones has no price of its own: 2 × (0.065 × 730 + 20 × 0.115)
    expect(line("dev", "database:main", withDatabase("postgres"))).toBe(13.98);
    expect(line("production", "database:main", withDatabase("mysql"))).toBe(99.5);
  });

  it("bills Aurora's minimum for the writer and its replica, and nothing while it may pause", () => {
    expect(line("staging", "database:main", withDatabase("aurora-postgres"))).toBe(0);
    expect(line("production", "database:main", withDatabase("aurora-mysql"))).toBe(87.6);
  });

  it("knows that Valkey is cheaper than Redis", () => {
    const withCache = (engine: string) => ({
      services: [{ name: "api", cache: "main" }],
      caches: [{ name: "main", engine }],
    });
    expect(line("production", "cache:main", withCache("valkey"))).toBe(37.38);
    expect(line("production", "cache:main", withCache("redis"))).toBe(46.72);
  });

  it("has health checks with a domain, and not in dev", () => {
    const answers = { ...ONE_API, domain: "acme.com" };
    expect(line("staging", "health", answers)).toBe(1.5);
    expect(line("dev", "health", answers)).toBeUndefined();
    expect(line("staging", "health", ONE_API)).toBeUndefined();
  });

  it("has no line for a scheduled task or a site", () => {
    const answers = {
      services: [
        { name: "nightly", kind: "cron" },
        { name: "site", kind: "static" },
      ],
    };
    expect(stage("dev", answers).lines.map(({ id }) => id)).toEqual(["zones", "keys", "alarms"]);
  });
});

describe("a price that no document names", () => {
  // The load balancer of Cape Town.
  const there = { ...ONE_API, region: "af-south-1" };

  it("is listed, and neither counted as nothing nor taken from another region", () => {
    const { lines, unknown, usd } = stage("dev", there);
    expect(unknown).toContain("Load balancer: Application Load Balancer, LoadBalancerUsage in af-south-1");
    expect(lines.find(({ id }) => id === "balancer")?.usd).toBeNull();
    // The task 730 × (0.25 × 0.0546 + 1 × 0.006), three addresses, the hosted zone.
    expect(usd).toBe(25.79);
  });

  it("shows in the table", () => {
    const table = costTable(estimate(viewOf(there)));
    expect(table).toContain("| Load balancer | price unknown | price unknown | price unknown |");
    expect(table).toContain("| **Total** | **$25.79 + unknown** |");
  });

  it("is said once, however many stages it is in", () => {
    const lines = costLines(viewOf(there));
    expect(lines.filter((line) => line.includes("Application Load Balancer"))).toHaveLength(1);
    expect(lines).toContain("  No public document gives a price in af-south-1 for the following; calculator.aws does:");
  });
});

describe("clients", () => {
  const answers = { ...ONE_API, clients: [{ name: "globex", account: "111111111111", domain: "globex.com" }] };

  it("have the bill of their own stages", () => {
    expect(estimate(viewOf(answers)).stages.map((one) => one.stage)).toEqual([
      "dev",
      "staging",
      "production",
      "globex-staging",
      "globex-production",
    ]);
    expect(clientCostTable(estimate(viewOf(answers)), 2)).toContain(
      "| globex | staging $65.21, production $146.44 | **$211.65** |",
    );
    const two = {
      ...answers,
      clients: [...answers.clients, { name: "hooli", account: "222222222222", domain: "hooli.com" }],
    };
    expect(clientCostTable(estimate(viewOf(two)), 1)).toContain("| production, 2 clients | $146.44 | **$292.88** |");
    expect(clientCostTable(estimate(viewOf(ONE_API)), 2)).toBeNull();
  });
});
