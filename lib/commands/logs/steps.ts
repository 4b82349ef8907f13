import { setTimeout as sleep } from "node:timers/promises";
import type { View } from "../../answers/view.ts";
import type { Deployed } from "../../deploy/deployed.ts";
import { follow, type LogQuery, MOST_LINES, readLines } from "../../deploy/logs/events.ts";
import { type Line, shownLine } from "../../deploy/logs/line.ts";
import { UsageError } from "../../errors.ts";
import { interruptible } from "../../system/interruptible.ts";
import { lookFor } from "../deployed.ts";
import { momentOf } from "../moments.ts";
import { problemsOf } from "../numbers.ts";
import { repoOf } from "../repo.ts";
import { servicesNamed } from "../services.ts";
import type { Session } from "../session.ts";
import { stageOf } from "../stage-of.ts";
import { inSteps } from "../steps.ts";

/** Milliseconds between two looks at what is new. */
const PAUSE_MS = 2_000;

interface Valid {
  view: View;
  query: LogQuery;
}

interface Asked extends Valid {
  deployed: Deployed;
}

/** Lines for people, or one JSON object a line where a program follows them. */
function show(session: Session, lines: readonly Line[], { services }: LogQuery): void {
  const { terminal } = session;
  for (const line of lines) {
    if (session.flag("json")) terminal.raw(`${JSON.stringify(line)}\n`);
    else for (const text of shownLine(line, services, terminal)) terminal.print(text);
  }
}

async function followLines(session: Session, { deployed, query }: Asked, lines: Line[], signal: AbortSignal) {
  show(session, lines, query);
  for await (const fresh of follow(deployed, query, lines)) {
    show(session, fresh, query);
    await sleep(PAUSE_MS, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
  }
}

/** Shows what a stage's services have written. */
export const begin = inSteps<Valid, Asked, void>({
  validate(session) {
    const view = repoOf(session);
    const containers = view.services.filter(({ container }) => container).map(({ name }) => name);
    const since = momentOf(session, "since", "10m");
    const [, ...given] = session.args;
    const [services, problems] = servicesNamed(given, containers);
    if ("problem" in since || problems.length > 0)
      throw new UsageError([...problemsOf(since), ...problems], "the command line");
    const query = {
      services,
      from: since.value,
      filter: session.text("filter"),
      request: session.text("request"),
      errors: session.flag("errors"),
    };
    return { view, query };
  },

  async ask(session, valid) {
    const stage = await stageOf(session, valid.view, session.args[0], "The logs of which stage?");
    return { ...valid, deployed: await lookFor(session.terminal, valid.view, stage) };
  },

  async execute(session, asked) {
    const { terminal } = session;
    const { deployed, query } = asked;
    const lines = await terminal.step("Reading the logs", () => readLines(deployed, query));
    if (session.flag("follow")) {
      await interruptible((signal) => followLines(session, asked, lines, signal), { message: "Stopped." });
      return;
    }
    if (session.flag("json")) {
      terminal.document({ stage: deployed.stage.stage, from: new Date(query.from).toISOString(), lines });
      return;
    }
    show(session, lines, query);
    if (lines.length === 0) terminal.print("Nothing was written that fits. Further back: --since 1d");
    if (lines.length >= MOST_LINES)
      terminal.print(
        `There is more than ${MOST_LINES} lines: these are the oldest. Ask for less: --since, --filter, --errors`,
      );
  },

  recommend: () => undefined,
});
