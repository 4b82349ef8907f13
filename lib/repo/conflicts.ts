import { Stopped } from "../errors.ts";
import type { AskQuestion } from "../questions/ask.ts";
import type { Terminal } from "../terminal/terminal.ts";
import type { Change, Resolution } from "./workspace/index.ts";

type Conflict = Extract<Change, { action: "conflict" }>;
type Answer = Resolution | "diff" | "overwrite-all" | "keep-all" | "abort";

const choicesFor = ({ markers, base }: Conflict): { value: Answer; name: string }[] => [
  { value: "keep", name: "keep yours" },
  { value: "overwrite", name: "overwrite it" },
  ...(markers !== undefined && base !== undefined
    ? [{ value: "markers" as const, name: "write both, between conflict markers" }]
    : []),
  { value: "diff", name: "show the difference" },
  { value: "keep-all", name: "keep yours, for all that follow" },
  { value: "overwrite-all", name: "overwrite, for all that follow" },
  { value: "abort", name: "abort: write nothing at all" },
];

/** Asks about every file that differs, one by one, before anything is written. */
export async function askConflicts(
  conflicts: readonly Conflict[],
  ask: AskQuestion,
  terminal: Terminal,
): Promise<Map<string, Resolution>> {
  const decisions = new Map<string, Resolution>();
  let rest: Resolution | undefined;
  for (const conflict of conflicts) {
    let decision = rest;
    while (decision === undefined) {
      const answer = (await ask({
        type: "select",
        name: "conflict",
        message: `${conflict.path}: ${conflict.reason}`,
        choices: choicesFor(conflict),
        loop: false,
      })) as Answer;
      if (answer === "abort") throw new Stopped();
      if (answer === "diff") {
        const { diff } = await import("./workspace/diff.ts");
        terminal.print(diff(conflict));
      } else if (answer === "keep-all" || answer === "overwrite-all")
        decision = rest = answer === "keep-all" ? "keep" : "overwrite";
      else decision = answer;
    }
    decisions.set(conflict.path, decision);
  }
  return decisions;
}
