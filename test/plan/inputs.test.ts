import { beforeAll, expect, it } from "vitest";
import type { Answers } from "../../lib/answers/schema.ts";
import { billOf } from "../../lib/plan/cost/bill.ts";
import { Resources } from "../../lib/plan/resources/index.ts";
import type { Simulation } from "../../lib/proof/simulate/types.ts";
import { renderAll, runStages } from "../support/proof.ts";

/**
 * What a resource costs is decided by its settings too: a paid switch that nobody has priced is a bill that nobody expects. Which
 * settings are billed, and which cost nothing, is the table of test/cost/billed.ts.
 */

const EVERYTHING = {
  project: "shop",
  domain: "acme.com",
  services: [
    { name: "api", database: "main", cache: "main", secrets: ["JWT_SECRET"] },
    { name: "orders", source: "node", database: "orders", cache: "other" },
    { name: "worker", kind: "worker", source: "node", database: "ledger" },
    { name: "reports", kind: "worker", source: "node", database: "reports" },
    { name: "nightly", kind: "cron", source: "node", database: "main" },
    { name: "site", kind: "static" },
  ],
  databases: [
    { name: "main" },
    { name: "orders", engine: "aurora-postgres" },
    { name: "reports", engine: "aurora-postgres" },
    { name: "ledger", engine: "mysql" },
  ],
  caches: [{ name: "main" }, { name: "other", engine: "redis" }],
  backup: { region: "us-west-2" },
  alerts: { email: "oncall@acme.com" },
  capacity: "spot",
  architecture: "arm64",
} as unknown as Answers;

let simulations: Simulation[];
beforeAll(async () => {
  const [runs = []] = await runStages(await renderAll([EVERYTHING]));
  simulations = runs.map(({ simulation }) => simulation);
}, 300_000);

it("knows of every type whether it is billed", () => {
  for (const simulation of simulations)
    expect(billOf(new Resources(simulation), { traffic: null, logs: null }).unknown).toEqual([]);
});

const production = () => simulations.find(({ stage }) => stage === "production") as Simulation;
const billWith = (type: string, inputs: object) => {
  const { resources, ...rest } = production();
  const changed = resources.map((one) => (one.type === type ? { ...one, inputs: { ...one.inputs, ...inputs } } : one));
  return billOf(new Resources({ ...rest, resources: changed }), { traffic: null, logs: null });
};

it("bills each of two Aurora clusters for its own instances, and each region for its own keys", () => {
  const { lines } = billOf(new Resources(production()), { traffic: null, logs: null });
  for (const id of ["database:orders", "database:reports"])
    expect(lines.find((line) => line.id === id)).toMatchObject({
      usd: 87.6,
      detail: "2 Aurora instances of at least 0.5 ACU",
    });
  expect(lines.find(({ id }) => id === "keys")?.units.map(({ region, quantity }) => [region, quantity])).toEqual([
    ["us-east-1", 1],
    ["us-west-2", 1],
  ]);
});

it("does not pass over a paid switch that somebody turns on", () => {
  const insights = billWith("aws:rds/instance:Instance", { performanceInsightsRetentionPeriod: 731 });
  expect(insights.unknown.join()).toContain("Performance Insights kept longer than 7 days");
  const managed = { managedRuleGroupStatement: { name: "AWSManagedRulesBotControlRuleSet", vendorName: "AWS" } };
  const bots = billWith("aws:wafv2/webAcl:WebAcl", { rules: [{ name: "bots", statement: managed }] });
  expect(bots.unknown.join()).toContain("AWSManagedRulesBotControlRuleSet");
});
