import type { Plan } from "../types.ts";
import { leftOutNote } from "../verdict.ts";
import { changesLines } from "./changes.ts";
import { differenceLines } from "./differences.ts";
import { beside, type Pen, widthOf } from "./layout.ts";
import { stageLines } from "./stage.ts";

/** A plan for people. */
export function linesOf(plan: Plan, pen: Pen): string[] {
  const rule = pen.paint("dim", "─".repeat(widthOf(pen)));
  const leftOut = leftOutNote(plan);
  return [
    ...plan.stages.flatMap((stage) => ["", rule, ...stageLines(stage, pen), ...changesLines(stage, plan.since, pen)]),
    ...(leftOut === null ? [] : ["", ...beside("", 2, leftOut, pen).map((line) => pen.paint("yellow", line))]),
    ...differenceLines(plan, pen),
    "",
    ...plan.assumptions.flatMap((assumption) => beside("", 2, assumption, pen).map((line) => pen.paint("dim", line))),
    pen.paint("dim", `  Prices collected ${plan.prices.collected}. SST ${plan.sst}, run offline: AWS was not asked.`),
  ];
}
