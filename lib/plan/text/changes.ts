import { labelOf } from "../../resources/label.ts";
import type { Change, Plan, StagePlan } from "../types.ts";
import { beside, costWords, type Pen, plain } from "./layout.ts";

const MARKS = { deleted: "-", replaced: "±", changed: "~", added: "+" } as const;
const STYLES = { deleted: "red", replaced: "red", changed: "yellow", added: "green" } as const;

/** More inputs than this are counted. */
const INPUTS = 4;

const value = (text: string | null): string => (text === null ? "…" : text);

function changeLines({ action, type, name, stateful, protect, inputs }: Change, pen: Pen): string[] {
  const what = `${labelOf(type)} ${plain(name)}`;
  const notes = [
    ...(stateful && (action === "deleted" || action === "replaced")
      ? [protect ? "it holds data; Pulumi protects it" : "it holds data"]
      : []),
  ];
  const first = [...inputs].sort((one, other) => Number(other.replaces) - Number(one.replaces));
  const details = first
    .slice(0, INPUTS)
    .map(
      ({ path, before, after, replaces }) =>
        `${path}: ${value(before)} → ${value(after)}${replaces ? " (replaces)" : ""}`,
    );
  const more = inputs.length > INPUTS ? [`${inputs.length - INPUTS} more inputs`] : [];
  const head = `    ${MARKS[action]} ${action} ${what}${notes.length > 0 ? `: ${notes.join(", ")}` : ""}`;
  return [pen.paint(STYLES[action], head), ...[...details, ...more].flatMap((detail) => beside("", 8, detail, pen))];
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
