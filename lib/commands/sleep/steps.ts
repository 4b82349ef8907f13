import { nextStart } from "../../answers/sleep/times.ts";
import type { View } from "../../answers/view.ts";
import type { Deployed } from "../../deploy/deployed.ts";
import { sleepersOf } from "../../deploy/sleep/sleepers.ts";
import { letSleep } from "../../deploy/sleep/turn.ts";
import { Failure } from "../../errors.ts";
import { typed } from "../../system/typed.ts";
import { lookFor } from "../deployed.ts";
import { repoOf } from "../repo.ts";
import { stageOf } from "../stage-of.ts";
import { inSteps } from "../steps.ts";

interface Done {
  deployed: Deployed;
  until: string;
}

/** Lets a stage sleep until its schedule wakes it; one that has no such schedule would never wake up. */
export const begin = inSteps<View, Deployed, Done>({
  validate(session) {
    session.stoppingMeans("Stopped. What has been told to sleep goes on.");
    return repoOf(session);
  },

  async ask(session, view) {
    const stage = await stageOf(session, view, session.args[0], "Let which stage sleep?");
    return lookFor(session.terminal, view, stage);
  },

  async execute({ terminal, root }, deployed) {
    const { stage } = deployed.stage;
    const sleepers = sleepersOf(deployed);
    if (sleepers.wakes === null)
      throw new Failure(
        `${stage} has no schedule that would wake it again: give it one (${typed(`--sleep-hours "19:00-07:00 and weekends"`, root)}) and deploy`,
      );
    await terminal.step(`Sending ${stage} to sleep`, () => letSleep(deployed.aws, sleepers));
    const { expression, timezone } = sleepers.wakes;
    return { deployed, until: nextStart(expression, timezone, new Date()) };
  },

  recommend(session, { deployed, until }) {
    const { stage } = deployed.stage;
    if (session.flag("json")) session.terminal.document({ stage, until });
    else session.terminal.print(`${stage} sleeps until ${until}. ${typed(`wake ${stage}`, session.root)} wakes it.`);
  },
});
