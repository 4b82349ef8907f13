import { noted, tableLines, tableRows } from "../../terminal/table.ts";
import { seconds, type Terminal } from "../../terminal/terminal.ts";
import type { Plan } from "./plan.ts";
import type { Outcome } from "./rollout.ts";
import type { Target } from "./targets.ts";

/** What a rollout says before and after. */

/** The list that is confirmed. */
export function planLines({ done, next, canary }: Plan, parallel: number, width: number): string[] {
  const rows = [
    ...next.map(({ stage, account, region }, i) => [
      stage,
      account,
      region,
      i === 0 && canary && next.length > 1 ? "first, alone" : "",
    ]),
    ...done.map(({ stage, account, region }) => [stage, account, region, "done already"]),
  ];
  const rest = next.length - (canary ? 1 : 0);
  return [
    ...tableLines([{}, {}, {}, {}], rows, width),
    ...(rest > 1 && parallel > 1
      ? [
          `${canary ? "Then u" : "U"}p to ${Math.min(parallel, rest)} at a time; the first failure stops what has not begun.`,
        ]
      : []),
  ];
}

/** A stage of a rollout when it is over. */
export interface StageResult {
  stage: string;
  client: string;
  account: string;
  region: string;
  /** `done`: at this revision already. `waiting`: not begun. */
  status: Outcome["status"] | "done" | "waiting";
  seconds: number | null;
  log: string | null;
  error: string | null;
}

export const resultsOf = ({ done, next }: Plan, outcomes: ReadonlyMap<Target, Outcome>): StageResult[] => {
  const result = ({ stage, client, account, region }: Target, status: StageResult["status"]): StageResult => {
    return { stage, client, account, region, status, seconds: null, log: null, error: null };
  };
  return [
    ...next.map((target) => ({ ...result(target, "waiting"), ...outcomes.get(target) })),
    ...done.map((target) => result(target, "done")),
  ];
};

/** How many have each status. */
export function countsOf(results: readonly StageResult[]): { [status: string]: number } {
  const counts: { [status: string]: number } = {};
  for (const { status } of results) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

const COLOURS = { complete: "green", done: "dim", waiting: "yellow" } as const;

/** The table at the end. */
export function resultLines(results: readonly StageResult[], terminal: Terminal): string[] {
  const rows = results.map(({ stage, account, status, seconds: took }) => [
    stage,
    account,
    status,
    took === null ? "–" : seconds(took * 1000),
  ]);
  const titles = ["stage", "account", "status", "time"].map((title) => ({ title }));
  const [head = [], ...lines] = tableRows(titles, rows, terminal.width);
  const counts = Object.entries(countsOf(results)).map(([status, count]) => `${count} ${status}`);
  return [
    ...head.map((line) => terminal.paint("bold", line)),
    ...lines.flatMap((row, i) => {
      const { status, error } = results[i] as StageResult;
      const colour = COLOURS[status as keyof typeof COLOURS] ?? "red";
      return noted(row, error ?? "").map((line) => terminal.paint(colour, line));
    }),
    `${counts.join(", ")}.`,
  ];
}
