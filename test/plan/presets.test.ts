import { beforeAll, describe, expect, it } from "vitest";
import { planSchema } from "../../lib/plan/schema.ts";
import type { Plan } from "../../lib/plan/types.ts";
import { planOf, preset, repoOf, stageOf } from "../support/plan.ts";
import { wholePlan } from "./whole-plan.ts";

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
    // Two NAT gateways at 0.045, four addresses, web ACL 5 + 4 × 1, two tasks,
    // 26 + 29 + 24 + 2 × 48 metrics at 0.07, 10 alarms on 11 metrics at 0.10, a dashboard at 3.
    expect(lines(plan, "production")).toEqual([
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
    expect(stageOf(plan, "production").cost.usd).toBe(144.84);
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

wholePlan("saas");
