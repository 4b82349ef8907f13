import { amount } from "../../system/amount.ts";
import { fold } from "../../terminal/fold.ts";
import type { Style, Terminal } from "../../terminal/terminal.ts";
import type { CheckResult, Report, Result } from "./types.ts";

const MARKS: Readonly<Record<Result, { mark: string; style: Style }>> = {
  ok: { mark: "✔", style: "green" },
  warning: { mark: "!", style: "yellow" },
  failed: { mark: "✖", style: "red" },
  skipped: { mark: "–", style: "dim" },
};

type Row = Pick<CheckResult, "title" | "result" | "evidence" | "remedy">;

/** More checks than this that are skipped for one reason are one row. */
const FEW = 2;

/** The checks as rows: those that many are skipped with say their reason once, where the first of them stands. */
function rowsOf(checks: readonly CheckResult[]): Row[] {
  const skippedFor = (reason: string) =>
    checks.filter(({ result, evidence }) => result === "skipped" && evidence === reason);
  return checks.flatMap((check): Row[] => {
    const alike = check.result === "skipped" ? skippedFor(check.evidence) : [];
    if (alike.length <= FEW) return [check];
    if (alike[0] !== check) return [];
    const titles = alike.map(({ title }) => title).join(", ");
    return [{ title: `${alike.length} skipped`, result: "skipped", evidence: titles, remedy: check.evidence }];
  });
}

/** A line for each check with what it saw, and below it what to do. */
export function checkLines(all: readonly CheckResult[], terminal: Terminal): string[] {
  const checks = rowsOf(all);
  const width = Math.max(0, ...checks.map(({ title }) => title.length));
  const indent = width + 4;
  const room = Math.max(terminal.width - indent, 40);
  return checks.flatMap(({ title, result, evidence, remedy }) => {
    const { mark, style } = MARKS[result];
    const [first = "", ...rest] = fold(evidence, room);
    const dim = (text: string) => (result === "skipped" ? terminal.paint("dim", text) : text);
    return [
      `${terminal.paint(style, mark)} ${dim(title.padEnd(width))}  ${dim(first)}`,
      ...rest.map((line) => `${" ".repeat(indent)}${dim(line)}`),
      ...(remedy === undefined
        ? []
        : fold(`→ ${remedy}`, room).map((line) => `${" ".repeat(indent)}${terminal.paint("cyan", line)}`)),
    ];
  });
}

/** `12 ok, 1 warning, 2 skipped` */
export const countLine = ({ counts: { ok, warning, failed, skipped } }: Report): string =>
  [
    [ok, `${ok} ok`],
    [warning, amount(warning, "warning")],
    [failed, `${failed} failed`],
    [skipped, `${skipped} skipped`],
  ]
    .filter(([count]) => Number(count) > 0)
    .map(([, words]) => words)
    .join(", ");

/** What a report with failures comes to, in one line. */
export const failureLine = ({ checks, stage }: Report): string => {
  const titles = checks.filter(({ result }) => result === "failed").map(({ title }) => title);
  return `${stage ?? "the repo"} is not ready to deploy: ${titles.join(", ")}`;
};
