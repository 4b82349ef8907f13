import type { View } from "../../answers/view.ts";
import type { Deployed } from "../../deploy/deployed.ts";
import { checkPattern } from "../../deploy/fleet/profiles.ts";
import { allLines, allStatuses, type Line } from "../../deploy/status/all.ts";
import { statusLines } from "../../deploy/status/lines.ts";
import { stageStatus } from "../../deploy/status/status.ts";
import type { StageStatus } from "../../deploy/status/types.ts";
import { type Problem, UsageError } from "../../errors.ts";
import { interruptible } from "../../system/interruptible.ts";
import { typed } from "../../system/typed.ts";
import { watching } from "../../system/watching.ts";
import { lookFor } from "../deployed.ts";
import { patternOf } from "../profile.ts";
import { repoOf } from "../repo.ts";
import type { Session } from "../session.ts";
import { stageOf } from "../stage-of.ts";
import { inSteps } from "../steps.ts";

/** Milliseconds between two looks. */
const PAUSE_MS = 5_000;

type Asked = { view: View; pattern: string } | { deployed: Deployed };
type Done = { all: Line[] } | { status: StageStatus };

/** Flags that say two things at once. */
function problems(session: Session): Problem[] {
  const [all, watch, json] = ["all", "watch", "json"].map((name) => session.flag(name));
  return [
    ...(all && session.args.length > 0 ? [{ path: "stage", message: "--all is every stage" }] : []),
    ...(watch && all ? [{ path: "--watch", message: "is for one stage" }] : []),
    ...(watch && (json || !session.terminal.watched) ? [{ path: "--watch", message: "is for a terminal" }] : []),
    ...(!all && session.text("profile") !== undefined
      ? [{ path: "--profile", message: "is for --all; one stage is read with AWS_PROFILE" }]
      : []),
  ];
}

const screen = ({ root, terminal }: Session, status: StageStatus): string[] => [
  ...statusLines(status, terminal, (words) => typed(words, root)),
];

/** Draws the screen again and again. What costs money to ask is asked once. */
async function watch(session: Session, deployed: Deployed, signal: AbortSignal): Promise<StageStatus> {
  const block = session.terminal.liveBlock();
  const status = await watching<StageStatus>(
    (last) => stageStatus(deployed, undefined, last),
    (seen) => block?.draw([...screen(session, seen), "", session.terminal.paint("dim", "Ctrl-C ends it.")]),
    { pauseMs: PAUSE_MS, signal },
  );
  block?.clear();
  return status;
}

/** Says how a stage does, or all of them. */
export const begin = inSteps<View, Asked, Done>({
  validate(session) {
    const found = problems(session);
    if (found.length > 0) throw new UsageError(found, "the command line");
    checkPattern(patternOf(session));
    return repoOf(session);
  },

  async ask(session, view) {
    if (!session.flag("all")) {
      const stage = await stageOf(session, view, session.args[0], "How does which stage do?");
      return { deployed: await lookFor(session.terminal, view, stage) };
    }
    return { view, pattern: patternOf(session) };
  },

  async execute(session, asked) {
    if ("view" in asked) {
      const { view, pattern } = asked;
      return { all: await session.terminal.step("Reading every stage", () => allStatuses(view, pattern)) };
    }
    const { deployed } = asked;
    if (session.flag("watch")) return { status: await interruptible((signal) => watch(session, deployed, signal)) };
    return { status: await session.terminal.step("Reading how it does", () => stageStatus(deployed)) };
  },

  recommend(session, done) {
    const { terminal } = session;
    if (session.flag("json")) terminal.document("all" in done ? { stages: done.all } : done.status);
    else {
      terminal.print();
      for (const line of "all" in done ? allLines(done.all, terminal) : screen(session, done.status))
        terminal.print(line);
    }
  },
});
