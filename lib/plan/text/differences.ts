import { tableLines } from "../../terminal/table.ts";
import type { Plan } from "../types.ts";
import { beside, type Pen, plain, widthOf } from "./layout.ts";

/** Where what a client's stage has begins. */
const FIRST = 30;

function stageTable({ differences: { stages } }: Plan, pen: Pen): string[] {
  if (stages.rows.length === 0) return [];
  const [head = "", ...lines] = tableLines(
    [{ title: "What differs" }, ...stages.stages.map((title) => ({ title }))],
    stages.rows.map(({ what, values }) => [plain(what), ...values.map(plain)]),
    widthOf(pen),
  );
  return ["", pen.paint("bold", head), ...lines];
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
