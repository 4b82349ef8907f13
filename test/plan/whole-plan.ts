import { beforeAll, describe, expect, it } from "vitest";
import { toBlueprint } from "../../lib/answers/parse.ts";
import { toView } from "../../lib/answers/view.ts";
import { estimate } from "../../lib/cost/estimate.ts";
import { planSchema } from "../../lib/plan/schema.ts";
import type { Plan } from "../../lib/plan/types.ts";
import { planOf, preset, repoOf, stageOf } from "../support/plan.ts";

const lines = (plan: Plan, stage: string) => stageOf(plan, stage).cost.lines.map(({ id, usd }) => [id, usd]);

/** The plan of a preset with everything, calculated by hand and compared with the rendered README. */
export function wholePlan(name: string): void {
  describe(`the plan of the preset ${name}`, () => {
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
}
