import { tableLines } from "../../terminal/table.ts";
import type { Plan, StagePlan } from "../types.ts";
import { leftOutNote } from "../verdict.ts";
import { changesLines } from "./changes.ts";
import { differenceLines } from "./differences.ts";
import { beside, dollars, type Pen, plain, totalWords, widthOf } from "./layout.ts";
import { stageLines } from "./stage.ts";

const failing = ({ controls }: StagePlan): number =>
  controls.failed.filter(({ severity }) => severity === "mandatory").length;

const priceOf = (usd: number, unknown: readonly string[]): string =>
  `${dollars(usd)}${unknown.length > 0 ? " + unknown" : ""}`;

/** What is asked first stands last, where a terminal shows it: each stage in one line, their sum, and what is missing. */
function sumLines(plan: Plan, pen: Pen): string[] {
  const { stages, since } = plan;
  const resources = ({ layers }: StagePlan) => layers.reduce((total, { count }) => total + count, 0);
  const sum = (of: (stage: StagePlan) => number) => stages.reduce((total, stage) => total + of(stage), 0);
  const compared = since !== null && stages.some(({ changes }) => changes !== null);
  const changed = ({ changes }: StagePlan) => changes?.length ?? 0;
  const total = [
    plan.leftOut.length > 0 ? `${stages.length} of ${stages.length + plan.leftOut.length} stages` : "All",
    String(sum(resources)),
    String(sum(failing)),
    ...(compared ? [String(sum(changed))] : []),
    totalWords(plan.totals.all),
  ];
  // What the project and each client cost, where there are several of them.
  const owners = plan.totals.owners.length < 2 ? [] : plan.totals.owners;
  const lines = tableLines(
    [
      { title: "Stage" },
      { title: "Resources", right: true },
      { title: "Failed controls", right: true },
      ...(compared ? [{ title: "Changes", right: true }] : []),
      { title: "USD a month", right: true },
    ],
    [
      ...stages.map((stage) => [
        plain(stage.stage),
        String(resources(stage)),
        String(failing(stage)),
        ...(compared ? [String(changed(stage))] : []),
        priceOf(stage.cost.usd, stage.cost.unknown),
      ]),
      ...owners.map(({ client, ...own }) => [
        client === null ? `${plain(plan.project)}, its own stages` : `${plain(client)}, all stages`,
        "",
        "",
        ...(compared ? [""] : []),
        totalWords(own),
      ]),
      ...(stages.length > 1 ? [total] : []),
    ],
    widthOf(pen),
  );
  const leftOut = leftOutNote(plan);
  const bold = new Set([0, ...(stages.length > 1 ? [lines.length - 1] : [])]);
  return [
    "",
    ...lines.map((line, index) => (bold.has(index) ? pen.paint("bold", line) : line)),
    ...(leftOut === null ? [] : ["", ...beside("", 2, leftOut, pen).map((line) => pen.paint("yellow", line))]),
  ];
}

/** A plan for people. */
export function linesOf(plan: Plan, pen: Pen): string[] {
  const rule = pen.paint("dim", "─".repeat(widthOf(pen)));
  return [
    ...plan.stages.flatMap((stage) => ["", rule, ...stageLines(stage, pen), ...changesLines(stage, plan.since, pen)]),
    ...differenceLines(plan, pen),
    "",
    ...plan.assumptions.flatMap((assumption) => beside("", 2, assumption, pen).map((line) => pen.paint("dim", line))),
    pen.paint("dim", `  Prices collected ${plan.prices.collected}. SST ${plan.sst}, run offline: AWS was not asked.`),
    ...sumLines(plan, pen),
  ];
}
