import { labelOf } from "../../resources/label.ts";
import { amount } from "../../system/amount.ts";
import type { Change, Plan, StagePlan } from "../types.ts";
import { beside, costWords, type Pen, plain } from "./layout.ts";

const MARKS = { deleted: "-", replaced: "±", changed: "~", added: "+" } as const;
const STYLES = { deleted: "red", replaced: "red", changed: "yellow", added: "green" } as const;

/** More inputs than this are counted. */
const INPUTS = 4;

const value = (text: string | null): string => (text === null ? "…" : text);

/** The first inputs of a change, and how many others there are: what replaces is why, and stands in front. */
export function inputsOf({ inputs }: Pick<Change, "inputs">, most: number): { shown: string[]; more: number } {
  const first = [...inputs].sort((one, other) => Number(other.replaces) - Number(one.replaces)).slice(0, most);
  const shown = first.map(
    ({ path, before, after, replaces }) =>
      `${path}: ${value(before)} → ${value(after)}${replaces ? " (replaces)" : ""}`,
  );
  return { shown, more: inputs.length - shown.length };
}

function changeLines(change: Change, pen: Pen): string[] {
  const { action, type, name, stateful, protect } = change;
  const what = `${labelOf(type)} ${plain(name)}`;
  const notes = [
    ...(stateful && (action === "deleted" || action === "replaced")
      ? [protect ? "it holds data; Pulumi protects it" : "it holds data"]
      : []),
  ];
  const { shown, more } = inputsOf(change, INPUTS);
  const details = [...shown, ...(more > 0 ? [amount(more, "more input")] : [])];
  const head = `    ${MARKS[action]} ${action} ${what}${notes.length > 0 ? `: ${notes.join(", ")}` : ""}`;
  return [pen.paint(STYLES[action], head), ...details.flatMap((detail) => beside("", 8, detail, pen))];
}

/** What a deploy would change in a stage; nothing where there was nothing to compare with. */
export function changesLines({ changes, costChange }: StagePlan, since: Plan["since"], pen: Pen): string[] {
  if (changes === null || since === null) return [];
  const from = `since ${plain(since.revision)} (${since.commit.slice(0, 8)})`;
  if (changes.length === 0) return ["", `${pen.paint("bold", "  Changes")}    none ${from}`];
  const counts = (["deleted", "replaced", "changed", "added"] as const)
    .map((action) => [changes.filter((change) => change.action === action).length, action] as const)
    .filter(([count]) => count > 0)
    .map(([count, action]) => `${count} ${action}`);
  return [
    "",
    `${pen.paint("bold", "  Changes")}    ${counts.join(", ")} ${from}`,
    ...(costChange === null ? [] : [`             ${costWords(costChange)}`]),
    ...changes.flatMap((change) => changeLines(change, pen)),
  ];
}
