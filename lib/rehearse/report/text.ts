import { beside, type Pen, plain } from "../../plan/text/layout.ts";
import { labelOf } from "../../resources/label.ts";
import { amount } from "../../system/amount.ts";
import type { Style } from "../../terminal/terminal.ts";
import { gapWords } from "../story/reach.ts";
import type { Step } from "../story/steps.ts";
import type { Deployed, Report } from "./types.ts";

/** The report for a terminal: what holds data in front, then everything in the order in which it would happen. */

const LOOK: Readonly<Record<Step["action"], { mark: string; style: Style }>> = {
  refused: { mark: "✖", style: "red" },
  deleted: { mark: "-", style: "red" },
  replaced: { mark: "±", style: "red" },
  kept: { mark: "=", style: "yellow" },
  changed: { mark: "~", style: "yellow" },
  created: { mark: "+", style: "green" },
};

const ACTIONS = Object.keys(LOOK) as Step["action"][];

/** More inputs than this are counted. */
const INPUTS = 4;

/** More of one kind than this, one after the other, are counted: the first deploy makes hundreds. */
const RUN = 12;

function notesOf({ inputs, gap, reason, holds, action }: Step): string {
  const named = inputs.length > INPUTS ? [...inputs.slice(0, INPUTS), `${inputs.length - INPUTS} more`] : inputs;
  const notes = [
    ...(holds !== null && action !== "created" && action !== "changed" ? [`holds ${holds}`] : []),
    ...(gap ? ["the old one goes first"] : []),
    ...(named.length > 0 ? [named.join(", ")] : []),
    ...(reason === null ? [] : [reason]),
  ];
  return notes.length === 0 ? "" : `: ${notes.join("; ")}`;
}

function stepLines(step: Step, pen: Pen): string[] {
  const { mark, style } = LOOK[step.action];
  const lines = beside("", 6, `${labelOf(step.type)} ${step.name}${notesOf(step)}`, pen);
  return lines.map((line, index) => (index === 0 ? pen.paint(style, `    ${mark} ${line.trimStart()}`) : line));
}

export const countsOf = (steps: readonly Step[]): string => {
  const counts = ACTIONS.map((action) => [steps.filter((step) => step.action === action).length, action] as const);
  const some = counts.filter(([count]) => count > 0).map(([count, action]) => `${count} ${action}`);
  return some.length === 0 ? "nothing to do" : some.join(", ");
};

/** Steps in their order; long runs of what is only made are shortened. */
function orderLines(steps: readonly Step[], pen: Pen): string[] {
  const lines: string[] = [];
  for (let at = 0; at < steps.length; ) {
    const action = steps[at]?.action;
    let end = at;
    while (end < steps.length && steps[end]?.action === action) end += 1;
    const shown = action === "created" && end - at > RUN ? steps.slice(at, at + RUN) : steps.slice(at, end);
    for (const step of shown) lines.push(...stepLines(step, pen));
    const left = end - at - shown.length;
    if (left > 0) lines.push(pen.paint("dim", `      … and ${left} more that are created`));
    at = end;
  }
  return lines;
}

const problemLines = ({ problems }: Deployed, pen: Pen): string[] =>
  problems.flatMap(({ resource, message }) =>
    beside("", 4, `${resource === null ? "" : `${resource}: `}${message}`, pen).map((line) => pen.paint("red", line)),
  );

const heading = (text: string, pen: Pen): string[] => ["", pen.paint("bold", `  ${text}`)];

function dangerLines({ losses, gaps }: Report, pen: Pen): string[] {
  return [
    ...(losses.length === 0 ? [] : heading("Data would be lost", pen)),
    ...losses.flatMap((step) => stepLines(step, pen)),
    ...(gaps.length === 0 ? [] : heading("Out of reach", pen)),
    ...gaps.flatMap((gap) => beside("", 4, gapWords(gap), pen)),
  ];
}

function againLines({ again }: Report, pen: Pen): string[] {
  if (again === null) return [];
  if (again.status === "done" && again.steps.length === 0)
    return heading("A second deploy does nothing: the stage has settled", pen);
  return [
    ...heading(`A second deploy: ${countsOf(again.steps)}`, pen),
    ...orderLines(again.steps, pen),
    ...problemLines(again, pen),
  ];
}

function removalLines({ removal, stage }: Report, pen: Pen): string[] {
  if (removal === null) return [];
  const { stays } = removal;
  return [
    ...heading(`Removing ${stage}: ${countsOf(removal.steps)}`, pen),
    ...problemLines(removal, pen),
    ...(stays.length === 0
      ? ["    nothing stays in the account"]
      : [`    ${amount(stays.length, "thing stays", "things stay")} in the account:`]),
    ...stays.flatMap(({ type, id, holds }) =>
      beside("", 6, `${labelOf(type)} ${id}${holds === null ? "" : `: ${holds}`}`, pen),
    ),
  ];
}

export function linesOf(report: Report, pen: Pen): string[] {
  const { project, stage, since, deploy, resumed } = report;
  const from = since === null ? "nothing before" : `deployed at ${plain(since.revision)} (${since.commit.slice(0, 8)})`;
  return [
    "",
    pen.paint("bold", `${plain(project)} ${plain(stage)}, ${from}: ${countsOf(deploy.steps)}`),
    ...dangerLines(report, pen),
    ...(deploy.steps.length === 0 ? [] : heading("In this order", pen)),
    ...orderLines(deploy.steps, pen),
    ...problemLines(deploy, pen),
    ...(resumed === null ? [] : heading(`After the fault: ${countsOf(resumed.steps)}`, pen)),
    ...(resumed === null ? [] : [...orderLines(resumed.steps, pen), ...problemLines(resumed, pen)]),
    ...againLines(report, pen),
    ...removalLines(report, pen),
    "",
  ];
}
