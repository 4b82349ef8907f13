import { expect, it, onTestFinished } from "vitest";
import { answerInterrupts } from "../../lib/deploy/interrupts.ts";
import type { SstRun } from "../../lib/deploy/sst.ts";
import { DEPLOY } from "../../lib/deploy/verbs.ts";

/** What a Ctrl-C after the other does to a run, and what is said of it. The run notes what is done to it. */
function answering(making: string[] = []) {
  const seen: string[] = [];
  const run = { interrupt: () => seen.push("# interrupt"), kill: () => seen.push("# kill") } as unknown as SstRun;
  const words = { verb: DEPLOY, unlock: "npx sst unlock --stage dev", making: () => making };
  const end = answerInterrupts(run, words, (line) => seen.push(line));
  onTestFinished(end);
  /** What one signal does. */
  const press = (signal: NodeJS.Signals) => {
    seen.length = 0;
    process.emit(signal);
    return [...seen];
  };
  return { press, end };
}

const STOPS = [
  "# interrupt",
  "Stopping: SST finishes what it has begun, and then unlocks the stage. This can take minutes.",
  "If it never ends, the stage stays locked, and this frees it: npx sst unlock --stage dev",
];

it("stops, warns, gives up, kills, and then has nothing left to do", () => {
  const { press } = answering(["creating MainDatabase"]);
  expect([1, 2, 3, 4, 5].map(() => press("SIGINT"))).toEqual([
    STOPS,
    [
      `Still stopping. Ctrl-C once more gives up at once. ${DEPLOY.abandons}`,
      "  creating MainDatabase",
      DEPLOY.abandoned,
    ],
    ["# interrupt", `Giving up what is in the making. ${DEPLOY.abandoned}`],
    ["# kill", "Killed. The stage is still locked: npx sst unlock --stage dev"],
    [],
  ]);
});

it("says so where nothing is known to be in the making", () => {
  const { press } = answering();
  press("SIGINT");
  expect(press("SIGINT")[1]).toBe("  nothing that is known here");
});

it.each(["SIGTERM", "SIGHUP"] as const)("is asked once by %s, which comes from no person", (signal) => {
  const { press, end } = answering();
  expect([press(signal), press(signal), press("SIGTERM")]).toEqual([STOPS, [], []]);
  end();
  expect(process.listeners(signal).length + process.listeners("SIGINT").length).toBe(before[signal] + before.SIGINT);
});

const before = Object.fromEntries(
  (["SIGINT", "SIGTERM", "SIGHUP"] as const).map((signal) => [signal, process.listeners(signal).length]),
) as Record<NodeJS.Signals, number>;
