import { beforeAll, describe, expect, it } from "vitest";
import { estimate } from "../../lib/cost/estimate.ts";
import { planSchema } from "../../lib/plan/schema.ts";
import type { Plan } from "../../lib/plan/types.ts";
import { costTable } from "../../lib/render/docs/cost.ts";
import { costLines } from "../../lib/repo/summary.ts";
import { BY_HAND, byHand, sumByHand } from "../support/by-hand.ts";
import { planOf, preset, repoOf, stageOf } from "../support/plan.ts";
import { viewOf } from "../support/view.ts";

const STAGES = Object.keys(BY_HAND) as (keyof typeof BY_HAND)[];

/** The plan of a preset with everything, calculated by hand and compared with what the README and the kickoff say. */
export function wholePlan(name: string): void {
  describe(`the plan of the preset ${name}`, () => {
    const answers = preset(name, { domain: "acme.com" });
    const told = estimate(viewOf(answers as never));
    let plan: Plan;
    beforeAll(async () => {
      plan = await planOf(await repoOf(answers), "--all");
    });

    it.each(STAGES)("costs what one calculates by hand in %s: in the plan, the README and the kickoff", (stage) => {
      const { usd, lines, unknown } = stageOf(plan, stage).cost;
      expect(lines.map((line) => [line.id, line.usd])).toEqual(byHand(stage));
      expect(usd).toBe(sumByHand(stage));
      expect(unknown).toEqual([]);
      const rows = costTable(told)
        .split("\n")
        .map((row) => row.split("|").map((cell) => cell.trim()));
      expect(rows.at(-1)?.[2 + STAGES.indexOf(stage)]).toBe(`**$${sumByHand(stage).toFixed(2)}**`);
      expect(costLines(viewOf(answers as never)).find((line) => line.trim().startsWith(`${stage} `))).toMatch(
        new RegExp(`\\$ *${sumByHand(stage).toFixed(0)}$`),
      );
    });

    it("offers to save first what costs nothing but work, and never what a control asks for", () => {
      // Arm: api 2 × 730 × (0.25 × (0.04048 − 0.03238) + 1 × (0.004445 − 0.00356)) = 4.2486; web and worker, with half the
      // memory, 3.60255 each. The tunnel 3.71. Without tasks and containers, 87 × 0.30 instead of 473 × 0.07. The
      // database one size smaller, in two zones: 730 × 0.129 + 20 × 0.23 − 2 × 730 × 0.032 − 20 × 0.23.
      expect(stageOf(plan, "production").cost.savings.map(({ id, usd }) => [id, usd])).toEqual([
        ["arm", 11.44],
        ["insights", 7.01],
        ["tunnel", 3.71],
        ["smaller:database:main", 47.45],
        ["smaller:cache:main", 18.69],
      ]);
    });

    it("has the bill that the README has, line by line, for every stage and client, with the prices of its region", () => {
      expect(told.stages.map(({ stage }) => stage)).toEqual(plan.stages.map(({ stage }) => stage));
      for (const { stage, lines, usd, unknown, region } of told.stages) {
        const { cost } = stageOf(plan, stage);
        expect(cost.lines.map((line) => ({ ...line, resources: [] }))).toEqual(lines);
        expect([cost.usd, cost.unknown, cost.region], stage).toEqual([usd, unknown, region]);
      }
    });

    it("adds up the stages of the project and of each client", () => {
      const of = (client: string | null) => plan.stages.filter((stage) => stage.client === client);
      for (const { client, usd } of plan.totals.owners)
        expect(usd).toBeCloseTo(of(client).reduce((sum, { cost }) => sum + cost.usd, 0));
      expect(plan.totals.all.usd).toBeCloseTo(plan.totals.owners.reduce((sum, { usd }) => sum + usd, 0));
      expect(plan.totals.owners.map(({ client }) => client)).toEqual([...new Set(plan.stages.map((s) => s.client))]);
    });

    it("keeps to its schema, and passes every control", () => {
      expect(() => planSchema.parse(plan)).not.toThrow();
      expect(plan.failed).toEqual({ controls: 0, programs: 0 });
    });
  });
}
