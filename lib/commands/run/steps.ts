import type { View } from "../../answers/view.ts";
import { lastPart } from "../../aws/arn.ts";
import type { Deployed } from "../../deploy/deployed.ts";
import { type OneOff, runOneOff } from "../../deploy/one-off/run.ts";
import { runnableOf } from "../../deploy/one-off/runnable.ts";
import { Failure, Stopped, UsageError } from "../../errors.ts";
import { interruptible } from "../../system/interruptible.ts";
import { typed } from "../../system/typed.ts";
import { confirmProduction } from "../consent.ts";
import { lookForAwake } from "../deployed.ts";
import { repoOf } from "../repo.ts";
import { serviceOf } from "../service-of.ts";
import type { Session } from "../session.ts";
import { stageOf } from "../stage-of.ts";
import { inSteps } from "../steps.ts";

interface Asked {
  deployed: Deployed;
  service: string;
}

interface Done extends Asked {
  result: OneOff;
  output: string[];
  stopped: boolean;
}

/** Standard output is the command's own, as it comes; with `--json` it is in the document. People read standard error. */
async function runCommand(session: Session, { deployed, service }: Asked, signal: AbortSignal): Promise<Done> {
  const output: string[] = [];
  const runnable = await runnableOf(deployed, service, session.flag("newest"));
  const what = session.rest.length === 0 ? service : session.rest.join(" ");
  session.terminal.aside.print(`Starting ${what} as ${lastPart(runnable.task)} …`);
  const onLine = (line: string) => {
    output.push(line);
    if (!session.flag("json")) session.terminal.raw(`${line}\n`);
  };
  const result = await runOneOff(deployed, runnable, { command: session.rest, onLine, signal });
  return { deployed, service, result, output, stopped: signal.aborted };
}

/** Runs a command in a task of its own, and ends as it ends. */
export const begin = inSteps<View, Asked, Done>({
  validate(session) {
    session.stoppingMeans("Stopped. Nothing was run.");
    return repoOf(session);
  },

  async ask(session, view) {
    const containers = view.services.filter(({ container }) => container);
    const stage = await stageOf(session, view, session.args[0], "Run it in which stage?");
    const service = await serviceOf(session, containers, "The image of which service?");
    // A service's own command never ends.
    if (session.rest.length === 0 && containers.find(({ name }) => name === service)?.kind !== "cron") {
      const again = typed(`run ${stage.stage} ${service} -- node dist/migrate.js`, session.root);
      throw new UsageError([{ path: "--", message: `what is to run is missing: ${again}` }], "the command line");
    }
    const deployed = await lookForAwake(session, session.terminal.aside, view, stage);
    await confirmProduction(session, stage, "run a command in");
    return { deployed, service };
  },

  execute: (session, asked) =>
    interruptible((signal) => runCommand(session, asked, signal), { also: ["SIGTERM"], message: "Stopped." }),

  recommend(session, { deployed, service, result, output, stopped }) {
    const { id, version, exitCode, reason } = result;
    const stage = deployed.stage.stage;
    if (session.flag("json"))
      session.terminal.document({ stage, service, task: id, version, exitCode, reason, output });
    if (stopped) throw new Stopped(`Stopped: task ${id} of ${version} has ended.`);
    if (exitCode === null) throw new Failure(`task ${id} of ${version} did not run: ${reason}`);
    if (exitCode !== 0)
      throw new Failure(`task ${id} of ${version} ended with exit code ${exitCode}: ${reason}`, { status: exitCode });
  },
});
