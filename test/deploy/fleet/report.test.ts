import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Plan } from "../../../lib/deploy/fleet/plan.ts";
import { countsOf, planLines, resultLines, resultsOf, type StageResult } from "../../../lib/deploy/fleet/report.ts";
import { type FleetStatus, type StageStatus, statusLines } from "../../../lib/deploy/fleet/status.ts";
import type { Target } from "../../../lib/deploy/fleet/targets.ts";
import { Terminal } from "../../../lib/terminal/terminal.ts";

/** What people read of many clients: before a rollout, after it, and whenever they ask. */

beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"], now: Date.parse("2026-01-31T09:30:00Z") }));

const terminal = new Terminal({ env: {} });
const trimmed = (lines: readonly string[]) => lines.map((line) => line.trimEnd());
const target = (client: string): Target => ({
  stage: `${client}-production`,
  client,
  environment: "production",
  account: "222222222222",
  region: "us-east-1",
});
const [a, b, c] = [target("a"), target("b"), target("c")];

describe("what is confirmed", () => {
  const row = (name: string, note = "") => `  ${name}-production  222222222222  us-east-1  ${note}`.trimEnd();
  const upTo = (words: string, count: number) =>
    `${words} to ${count} at a time; the first failure stops what has not begun.`;
  const rows: [what: string, plan: Plan, parallel: number, lines: string[]][] = [
    [
      "all of it, the first alone",
      { done: [], next: [a, b, c], canary: true },
      3,
      [row("a", "first, alone"), row("b"), row("c"), upTo("Then up", 2)],
    ],
    [
      "the rest at once",
      { done: [a], next: [b, c], canary: false },
      2,
      [row("b"), row("c"), row("a", "done already"), upTo("Up", 2)],
    ],
    [
      "no more than may run",
      { done: [], next: [a, b, c], canary: false },
      2,
      [row("a"), row("b"), row("c"), upTo("Up", 2)],
    ],
    [
      "one after the other",
      { done: [], next: [a, b, c], canary: true },
      1,
      [row("a", "first, alone"), row("b"), row("c")],
    ],
    ["two, of which one goes first", { done: [], next: [a, b], canary: true }, 3, [row("a", "first, alone"), row("b")]],
    ["one, which is not first of anything", { done: [], next: [a], canary: true }, 3, [row("a")]],
  ];
  it.each(rows)("%s", (_, plan, parallel, lines) => {
    expect(trimmed(planLines(plan, parallel, 80))).toEqual(lines);
  });
});

describe("what came of it", () => {
  const failed = { status: "failed", seconds: 61, log: "x.log", error: "no capacity" } as const;
  const results = resultsOf({ done: [c], next: [a, b], canary: true }, new Map([[a, failed]]));

  it("is what was done, what was not begun, and what was done before", () => {
    const of = ({ stage, client, account, region }: Target) => ({ stage, client, account, region });
    const nothing = { seconds: null, log: null, error: null };
    expect(results).toEqual([
      { ...of(a), ...failed },
      { ...of(b), status: "waiting", ...nothing },
      { ...of(c), status: "done", ...nothing },
    ]);
    expect(countsOf([...results, ...results.slice(1, 2)])).toEqual({ failed: 1, waiting: 2, done: 1 });
  });

  it("is a table, with the reason below what went wrong", () => {
    expect(trimmed(resultLines(results as StageResult[], terminal))).toEqual([
      "  stage         account       status   time",
      "  a-production  222222222222  failed   1 min 1 s",
      "    no capacity",
      "  b-production  222222222222  waiting  –",
      "  c-production  222222222222  done     –",
      "1 failed, 1 waiting, 1 done.",
    ]);
  });
});

describe("how all of them do", () => {
  const stage = (over: Partial<StageStatus>): StageStatus => ({
    stage: "a-production",
    client: "a",
    account: "222222222222",
    region: "us-east-1",
    version: "0123456789abcdef",
    behind: 0,
    unknown: null,
    last: { revision: "0123456789abcdef", status: "complete", at: "2026-01-31T08:30:00Z" },
    ...over,
  });
  const fine = { client: "a", differences: [], asAnswered: true };
  const shown = (over: Partial<FleetStatus>) =>
    trimmed(statusLines({ revision: "x", stages: [stage({})], clients: [fine], ...over }, terminal));

  it("is one line each, with what is not known", () => {
    const failed = { revision: "fedcba9876543210", status: "failed", at: "2026-01-31T09:28:00Z" } as const;
    expect(
      shown({
        stages: [
          stage({}),
          stage({ stage: "b-production", behind: 2, last: failed, unknown: "AWS denies it" }),
          stage({ stage: "c-production", behind: null, last: null }),
          stage({ stage: "d-production", version: null, behind: null, last: null, unknown: "AWS denies it" }),
        ],
      }),
    ).toEqual([
      "All stages are in us-east-1.",
      "",
      "  stage         account       version       state                last",
      "  a-production  222222222222  0123456789ab  up to date           1 h ago",
      "  b-production  222222222222  0123456789ab  2 behind             2 min ago",
      "    failed at fedcba987654; AWS denies it",
      "  c-production  222222222222  0123456789ab  not in this history",
      "  d-production  222222222222  –             not known",
      "    AWS denies it",
      "",
      "Every client has the project's settings.",
    ]);
  });

  it("has the region of each where it is not the same for all, and how they differ from the project", () => {
    const differences = [
      { path: "region", value: "eu-west-1", project: "us-east-1" },
      { path: "stages", value: ["production"], project: ["staging", "production"] },
      { path: "sizes.production.logDays", value: 731, project: null },
    ];
    expect(
      shown({
        stages: [stage({}), stage({ stage: "b-production", region: "eu-west-1" })],
        clients: [
          fine,
          { client: "b", differences, asAnswered: true },
          { client: "c", differences: [], asAnswered: false },
          { client: "d", differences: [], asAnswered: null },
        ],
      }),
    ).toEqual([
      "  stage         account       region     version       state       last",
      "  a-production  222222222222  us-east-1  0123456789ab  up to date  1 h ago",
      "  b-production  222222222222  eu-west-1  0123456789ab  up to date  1 h ago",
      "",
      "Settings other than the project's",
      "  b: region is eu-west-1, the project's is us-east-1",
      '  b: stages is ["production"], the project\'s is ["staging","production"]',
      "  b: sizes.production.logDays is 731",
      "  c: clients/c.json was edited by hand",
      "  d: clients/d.json is missing",
    ]);
  });
});
