import { beforeAll, describe, expect, it } from "vitest";
import { toBlueprint } from "../../lib/blueprint/parse.ts";
import { estimate } from "../../lib/cost/estimate.ts";
import { planSchema } from "../../lib/plan/schema.ts";
import type { Plan } from "../../lib/plan/types.ts";
import { toView } from "../../lib/render/view.ts";
import { planOf, preset, repoOf, stageOf } from "../support/plan.ts";

const lines = (plan: Plan, stage: string) => stageOf(plan, stage).cost.lines.map(({ id, usd }) => [id, usd]);

describe("the plan of the preset minimal", () => {
  let plan: Plan;
  beforeAll(async () => {
    plan = await planOf(await repoOf(preset("minimal")));
  });

  it("costs what one calculates by hand", () => {
    // 730 hours. Addresses at 0.005: 2 of the load balancer and 1 of the task, 3 × 3.65. Load balancer 0.0225. The task:
    // 0.25 × 0.04048 + 1 × 0.004445 = 0.014565. One hosted zone, one key.
    expect(lines(plan, "dev")).toEqual([
      ["ipv4", 10.95],
      ["balancer", 16.43],
      ["service:api", 10.63],
      ["zones", 0.5],
      ["keys", 1],
    ]);
    expect(stageOf(plan, "dev").cost.usd).toBe(39.51);
    // Two NAT gateways at 0.045, four addresses, web ACL 5 + 4 × 1, two tasks, 7 alarms at 0.10, a dashboard at 3.
    expect(lines(plan, "production")).toEqual([
      ["nat", 65.7],
      ["ipv4", 14.6],
      ["balancer", 16.43],
      ["firewall", 9],
      ["service:api", 21.26],
      ["zones", 0.5],
      ["keys", 1],
      ["alarms", 0.7],
      ["dashboard", 3],
    ]);
    expect(stageOf(plan, "production").cost.usd).toBe(132.19);
    expect(stageOf(plan, "production").cost.unknown).toEqual([]);
  });

  it("says that production is refused as it is, and plans it all the same", () => {
    expect(stageOf(plan, "production").refused).toContain("Production has no domain");
    expect(stageOf(plan, "dev").refused).toBeNull();
  });

  it("says what differs between stages", () => {
    const rows = Object.fromEntries(plan.differences.stages.rows.map(({ what, values }) => [what, values]));
    expect(plan.differences.stages.stages).toEqual(["dev", "staging", "production"]);
    expect(rows["Service api: tasks"]).toEqual(["1 to 2", "1 to 2", "2 to 4"]);
    expect(rows["NAT gateways"]).toEqual(["–", "–", "2 gateways"]);
    expect(rows["Service api: size"]).toBeUndefined();
  });

  it("keeps to its schema, and passes every control", () => {
    expect(() => planSchema.parse(plan)).not.toThrow();
    expect(plan.failed).toEqual({ controls: 0, programs: 0 });
  });
});

describe.each(["saas", "multi-tenant"])("the plan of the preset %s", (name) => {
  let plan: Plan;
  beforeAll(async () => {
    plan = await planOf(await repoOf(preset(name)), "--all");
  });

  it("costs what one calculates by hand in production", () => {
    // Tasks: api 2 × 730 × (0.25 × 0.04048 + 1 × 0.004445); web and worker 2 × 730 × (0.25 × 0.04048 + 0.5 × 0.004445).
    // Database 2 × (730 × 0.065 + 20 × 0.115). Cache 2 × 730 × 0.0256. Tunnel 730 × 0.0042 + 8 × 0.08, behind the NAT
    // gateway. Secrets 5 × 0.40. One key in us-east-1,
    // the other, for the copies of backups, in us-west-2. 26 alarms × 0.10.
    expect(lines(plan, "production")).toEqual([
      ["nat", 65.7],
      ["ipv4", 14.6],
      ["balancer", 16.43],
      ["firewall", 9],
      ["service:api", 21.26],
      ["service:web", 18.02],
      ["service:worker", 18.02],
      ["database:main", 99.5],
      ["cache:main", 37.38],
      ["tunnel", 3.71],
      ["zones", 0.5],
      ["secrets", 2],
      ["keys", 2],
      ["alarms", 2.6],
      ["dashboard", 3],
    ]);
    expect(stageOf(plan, "production").cost.usd).toBe(313.72);
    expect(stageOf(plan, "production").cost.unknown).toEqual([]);
  });

  it("offers to save first what costs nothing but work, and never what a control asks for", () => {
    // Arm: api 2 × 730 × (0.25 × (0.04048 − 0.03238) + 1 × (0.004445 − 0.00356)) = 4.2486; web and worker, with half the
    // memory, 3.60255 each. The tunnel 3.71. The database one size smaller: 2 × 730 × (0.065 − 0.032).
    expect(stageOf(plan, "production").cost.savings.map(({ id, usd }) => [id, usd])).toEqual([
      ["arm", 11.45],
      ["tunnel", 3.71],
      ["smaller:database:main", 48.18],
    ]);
  });

  it("agrees with what the README says, line by line, wherever the prices are those of us-east-1", () => {
    const readme = estimate(toView(toBlueprint(preset(name)), { repeat: "", generator: "" }));
    const same = readme.stages.filter(({ stage }) => stageOf(plan, stage).region === readme.region);
    expect(same.length).toBeGreaterThan(2);
    for (const { stage, lines: told } of same) {
      const { lines: planned } = stageOf(plan, stage).cost;
      expect(
        planned.map(({ id, units }) => {
          // What is in two regions is one line, and one number in the README.
          const totals: Record<string, number> = {};
          for (const { price, quantity } of units) totals[price] = (totals[price] ?? 0) + quantity;
          return [id, totals];
        }),
        stage,
      ).toEqual(told.map(({ id, units }) => [id, Object.fromEntries(units.filter(([, quantity]) => quantity > 0))]));
      for (const line of planned.filter(({ unknown }) => unknown.length === 0))
        expect(line.usd, `${stage} ${line.id}`).toBe(told.find(({ id }) => id === line.id)?.usd);
    }
  });

  it("keeps to its schema, and passes every control", () => {
    expect(() => planSchema.parse(plan)).not.toThrow();
    expect(plan.failed).toEqual({ controls: 0, programs: 0 });
  });
});
