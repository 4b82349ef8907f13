import { beforeAll, describe, expect, it } from "vitest";
import type { Plan } from "../../lib/plan/types.ts";
import { planOf, preset, repoOf, runPlan, stageOf } from "../support/plan.ts";

describe("the use that somebody expects", () => {
  let folder: string;
  let plan: Plan;
  beforeAll(async () => {
    folder = await repoOf(preset("minimal", { domain: "acme.com", alerts: { email: "oncall@acme.com" } } as never));
    plan = await planOf(folder, "production", "--traffic", "100GB", "--logs", "0.02 TB");
  });
  const lines = (stage: string, from: Plan) =>
    stageOf(from, stage).cost.lines.flatMap(({ id, usd }) => (id.startsWith("use:") ? [[id, usd]] : []));

  it("is counted, thing by thing", () => {
    // To the internet 100 × 0.09; through the load balancer 100 × 0.008; half of it from the other zone, billed in both
    // directions, 50 × 2 × 0.01; a tenth called out for 10 × 0.045; 2 million answers of 50 kB at 0.60. Logs 20 × 0.5, kept
    // for twelve months 20 × 12 × 0.03.
    expect(Object.fromEntries(lines("production", plan))).toEqual({
      "use:transfer": 9,
      "use:lcu": 0.8,
      "use:zones": 1,
      "use:nat-bytes": 0.45,
      "use:firewall-requests": 1.2,
      "use:logs": 17.2,
    });
    expect(plan.usage).toEqual({ traffic: 100, logs: 20 });
  });

  it("is named with the price of its unit where nobody says how much", async () => {
    const quiet = await planOf(folder, "production");
    expect(lines("production", quiet)).toEqual([]);
    const { byUse } = stageOf(quiet, "production").cost;
    expect(byUse).toContain("logs ($0.50 a GB, $0.03 a GB a month)");
    expect(byUse).toContain("traffic to the internet ($0.09 a GB)");
    expect(byUse).toContain("calls out through NAT gateways ($0.045 a GB)");
  });

  it("is an amount of data", async () => {
    const { exitCode, stderr } = await runPlan(folder, ["--traffic", "much", "--logs", "10 apples"]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('--traffic: "much" is no amount of data');
    expect(stderr).toContain('--logs: "10 apples" is no amount of data');
  });

  it("comes on top of budgets: each stage has one, and one of them that of the account", async () => {
    const budgets = (await planOf(folder)).stages.map(({ stage, layers }) => [
      stage,
      layers.flatMap(({ types }) => types).find(({ type }) => type === "aws:budgets/budget:Budget")?.count,
    ]);
    expect(budgets).toEqual([
      ["dev", 1],
      ["staging", 1],
      ["production", 2],
    ]);
  });
});
