import type { Stage } from "../answers/stages.ts";
import type { View } from "../answers/view.ts";
import type { Identity } from "../aws/identity.ts";
import { type Style, seconds, type Terminal } from "../terminal/terminal.ts";
import { type Diagnosis, nameOf } from "./diagnose.ts";
import type { Evidence } from "./evidence.ts";
import type { Expected } from "./expected.ts";
import type { Outcome } from "./sst.ts";
import { withLogCommand } from "./tasks.ts";
import type { Verb } from "./verbs.ts";
import type { Check } from "./verify.ts";

/** What is said at the end of a deploy. */

const indented = (lines: readonly string[], by = "  "): string[] => lines.map((line) => `${by}${line}`);

const logLines = (log: readonly string[]): string[] =>
  log.length === 0 ? [] : ["Its last log lines:", ...indented(log.slice(-15), "  | ")];

/** A message of many lines is shown as far as it can be read. */
const MOST_LINES = 12;

function shortened(message: string): string[] {
  const lines = message.split("\n");
  return lines.length <= MOST_LINES ? lines : [...lines.slice(0, MOST_LINES), "…"];
}

/**
 * What is about to be done.
 * @param foreseen what the program makes
 */
export function* planLines(
  view: View,
  { stage, region, domain }: Stage,
  { account, arn }: Identity,
  foreseen: readonly string[],
): Iterable<string> {
  yield `Deploy ${stage} of ${view.project}`;
  yield `  account  ${account} (${arn})`;
  yield `  region   ${region}`;
  if (view.has.routed) yield `  domain   ${domain ?? "none: plain HTTP on the load balancer's own name"}`;
  yield* foreseen;
  yield "  It goes on where an earlier deploy has stopped, and changes what the program has changed.";
}

/** Why SST failed: the error that matters, what it means, what AWS adds, what to do. */
export function failureText(
  stage: string,
  verb: Verb,
  found: Diagnosis | null,
  evidence: Evidence,
  outcome: Outcome,
): string {
  if (found === null) return `${stage} ${verb.undone}: SST failed without saying why. Its log: ${outcome.log}`;
  const [first = "", ...rest] = shortened(withLogCommand(found.message));
  const where = nameOf(found.error.resource);
  return [
    `${stage} ${verb.undone}: ${where === null ? "" : `${where}: `}${first}`,
    ...indented(rest),
    ...(found.cause === null ? [] : [`  Likely cause: ${found.cause}.`]),
    ...indented(evidence.lines),
    ...indented(logLines(evidence.log)),
    ...found.next.map((step, index) => `  ${index === 0 ? "Next:" : "     "} ${step}`),
    ...(found.more > 0
      ? [`  ${found.more} more failed by ${found.more === 1 ? "itself" : "themselves"}: see the log.`]
      : []),
    `  ${verb.stays} Log: ${outcome.log}`,
  ].join("\n");
}

const MARKS = {
  ok: ["green", "✔"],
  failed: ["red", "✖"],
  unknown: ["yellow", "?"],
} as const satisfies Record<Check["result"], [Style, string]>;

/** How a result is marked on a terminal. */
export const markOf =
  (terminal: Terminal) =>
  (result: Check["result"]): string =>
    terminal.paint(MARKS[result][0], MARKS[result][1]);

/** What was looked at after a deploy that is done. */
export const checkLines = (checks: readonly Check[], mark: (result: Check["result"]) => string): string[] =>
  checks.flatMap(({ what, result, evidence, details, log }) => [
    `${mark(result)} ${what}: ${evidence}`,
    ...indented(details, "    "),
    ...indented(logLines(log), "    "),
  ]);

export interface SummaryInput {
  stage: string;
  expected: Expected;
  outcome: Outcome;
  /** `npx` or `pnpm exec` */
  exec: string;
  /** Somebody gets alarms by e-mail. */
  alerts: boolean;
}

/** Where it is, and what comes next. */
export function* summaryLines({ stage, expected, outcome, exec, alerts }: SummaryInput): Iterable<string> {
  const { urls, tunnel, records } = expected;
  const names = Object.keys(urls);
  const width = Math.max(...names.map(({ length }) => length), 0);
  for (const [name, url] of Object.entries(urls).sort()) yield `  ${name.padEnd(width)}  ${url}`;
  for (const [host, { type, target }] of Object.entries(records))
    yield `  Make this record where the domain's DNS is: ${host} ${type} ${target}`;
  if (tunnel !== null)
    yield `  The way in to databases and caches goes through ${tunnel}: RUNBOOK.md, "Tunnel", has the command`;
  yield "";
  if (alerts) yield "Next: confirm the e-mail that AWS sends for the alarms; without it no alarm reaches anybody.";
  yield `What the next deploy would change: ${exec} sst diff --stage ${stage}`;
  yield `It took ${seconds(outcome.seconds * 1000)}. Log: ${outcome.log}`;
}
