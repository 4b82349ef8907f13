import { labelOf } from "../../resources/label.ts";
import { inputsOf } from "../text/changes.ts";
import { costWords, dollars } from "../text/layout.ts";
import type { Bill, Change, Differences, Layer, StagePlan } from "../types.ts";
import { linePurpose } from "./plain.ts";

/** Tables of the report, as data. The first cell of a row is its head. */
export interface Table {
  caption: string;
  /** A `number` stands at the right; a `spare` one is left out on a phone. */
  columns: { title: string; kind: "" | "number" | "spare" }[];
  rows: { cells: Cell[]; kind: "" | "total" | "bad" }[];
}

export interface Cell {
  text: string;
  /** Said more quietly, behind it. */
  note: string;
}

export const cell = (text: string, note = ""): Cell => ({ text, note });

export const column = (title: string, kind: Table["columns"][number]["kind"] = "") => ({ title, kind });

/** A sum, and whether it is all of it. */
export const priceOf = (usd: number | null, unknown: readonly unknown[]): string =>
  usd !== null && unknown.length > 0 ? `${dollars(usd)} + unknown` : dollars(usd);

export const billTable = ({ lines, usd, unknown, region }: Bill, stage: string): Table => ({
  caption: `What ${stage} costs a month, at prices of ${region}`,
  columns: [column("What"), column("How much of it", "spare"), column("USD a month", "number")],
  rows: [
    ...lines.map(({ id, label, detail, usd: price, unknown: missing }) => ({
      cells: [cell(label, linePurpose(id)), cell(detail), cell(priceOf(price, missing))],
      kind: "" as const,
    })),
    { cells: [cell("Total"), cell(""), cell(priceOf(usd, unknown))], kind: "total" as const },
  ],
});

/** The resources of a layer that matter; null where it has none. */
export function layerTable({ title, notable }: Layer, stage: string): Table | null {
  if (notable.length === 0) return null;
  return {
    caption: `${title} of ${stage}`,
    columns: [column("Resource"), column("Settings")],
    rows: notable.map(({ kind, name, settings }) => ({
      cells: [
        cell(name === "" ? kind : name, name === "" ? "" : kind),
        cell(
          Object.entries(settings)
            .map(([key, value]) => `${key} ${value}`)
            .join(" · "),
        ),
      ],
      kind: "",
    })),
  };
}

/** More inputs than this are counted. */
const INPUTS = 6;

function inputWords(change: Change): string {
  const { shown, more } = inputsOf(change, INPUTS);
  return [...shown, ...(more > 0 ? [`and ${more} more`] : [])].join("; ");
}

/** What a deploy would change; null where nothing was compared, or nothing changes. */
export function changesTable(
  { changes, costChange }: Pick<StagePlan, "changes" | "costChange">,
  stage: string,
): Table | null {
  if (changes === null || changes.length === 0) return null;
  return {
    caption: `What a deploy would change in ${stage}${costChange === null ? "" : `: ${costWords(costChange)}`}`,
    columns: [column("Resource"), column("Change"), column("Inputs", "spare")],
    rows: changes.map((change) => ({
      cells: [
        cell(`${labelOf(change.type)} ${change.name}`, change.stateful ? "holds data" : ""),
        cell(change.action),
        cell(inputWords(change)),
      ],
      kind: change.stateful && (change.action === "deleted" || change.action === "replaced") ? "bad" : "",
    })),
  };
}

/** What differs between the project's own stages; null where nothing does. */
export function stagesTable({ stages, rows }: Differences["stages"]): Table | null {
  if (rows.length === 0) return null;
  return {
    caption: "What differs between stages",
    columns: [column("Setting"), ...stages.map((stage) => column(stage))],
    rows: rows.map(({ what, values }) => ({ cells: [cell(what), ...values.map((value) => cell(value))], kind: "" })),
  };
}

/** What a client's stage has other than the stage that it is compared with. */
export function clientTable({ stage, comparedWith, rows }: Differences["clients"][number]): Table | null {
  if (rows.length === 0) return null;
  return {
    caption: `${stage}, compared with ${comparedWith}`,
    columns: [column("Setting"), column(stage), column(comparedWith)],
    rows: rows.map(({ what, here, there }) => ({ cells: [cell(what), cell(here), cell(there)], kind: "" })),
  };
}
