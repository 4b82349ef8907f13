import type { Plan } from "../types.ts";
import { beside, cut, type Pen, plain, widthOf } from "./layout.ts";

/** What a table's first column may take. */
const FIRST = 30;

function stageTable({ differences: { stages } }: Plan, pen: Pen): string[] {
  if (stages.rows.length === 0) return [];
  const each = Math.floor((widthOf(pen) - FIRST - 2) / stages.stages.length);
  const row = (what: string, values: readonly string[]): string =>
    `  ${cut(plain(what), FIRST - 2).padEnd(FIRST)}${values.map((value) => cut(plain(value), each - 1).padEnd(each)).join("")}`.trimEnd();
  return [
    "",
    pen.paint("bold", row("What differs", stages.stages)),
    ...stages.rows.map(({ what, values }) => row(what, values)),
  ];
}

/** Clients whose stages differ alike from the project's are said once. */
function clientLines({ differences: { clients } }: Plan, pen: Pen): string[] {
  return clients.flatMap(({ stage, comparedWith, rows }) => [
    "",
    pen.paint("bold", `  ${stage}, compared with ${comparedWith}`),
    ...(rows.length === 0
      ? ["    the same"]
      : rows.flatMap(({ what, here, there }) => beside(`    ${plain(what)}`, FIRST, `${here} (${there})`, pen))),
  ]);
}

export const differenceLines = (plan: Plan, pen: Pen): string[] => [
  ...stageTable(plan, pen),
  ...clientLines(plan, pen),
];
