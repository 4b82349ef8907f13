import type { SstRun } from "./sst.ts";
import type { Verb } from "./verbs.ts";

/** What the user is told while a run is stopped. */
export interface Words {
  verb: Verb;
  /** `npx sst unlock --stage dev` */
  unlock: string;
  /** What is in the making now. */
  making: () => string[];
}

interface Rung {
  say: (words: Words) => string[];
  act?: (run: SstRun) => void;
}

/**
 * One Ctrl-C after the other. The second only warns: two quick ones in a row do no harm. SST itself takes the second
 * signal for "at once" (`pkg/project/run.go`).
 */
const LADDER: readonly Rung[] = [
  {
    act: (run) => run.interrupt(),
    say: ({ unlock }) => [
      "Stopping: SST finishes what it has begun, and then unlocks the stage. This can take minutes.",
      `If it never ends, the stage stays locked, and this frees it: ${unlock}`,
    ],
  },
  {
    say: ({ making, verb }) => [
      `Still stopping. Ctrl-C once more gives up at once. ${verb.abandons}`,
      ...(making().length > 0 ? making() : ["nothing that is known here"]).map((line) => `  ${line}`),
      verb.abandoned,
    ],
  },
  {
    act: (run) => run.interrupt(),
    say: ({ verb }) => [`Giving up what is in the making. ${verb.abandoned}`],
  },
  {
    act: (run) => run.kill(),
    say: ({ unlock }) => [`Killed. The stage is still locked: ${unlock}`],
  },
];

/**
 * Answers Ctrl-C for as long as SST runs. A CI that cancels a job, or a terminal that is closed, asks once to stop.
 * @returns takes the handlers away
 */
export function answerInterrupts(run: SstRun, words: Words, say: (line: string) => void): () => void {
  let rung = 0;
  const climb = () => {
    const step = LADDER[rung];
    if (step === undefined) return;
    rung += 1;
    step.act?.(run);
    for (const line of step.say(words)) say(line);
  };
  const once = () => {
    if (rung === 0) climb();
  };
  process.on("SIGINT", climb);
  process.on("SIGTERM", once);
  process.on("SIGHUP", once);
  return () => {
    process.removeListener("SIGINT", climb);
    process.removeListener("SIGTERM", once);
    process.removeListener("SIGHUP", once);
  };
}
