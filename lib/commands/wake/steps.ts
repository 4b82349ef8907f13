import type { View } from "../../answers/view.ts";
import { Aws } from "../../aws/client.ts";
import { type Deployed, deployedStage, NotDeployed } from "../../deploy/deployed.ts";
import { sleepersOf } from "../../deploy/sleep/sleepers.ts";
import { type Woken, wake } from "../../deploy/sleep/turn.ts";
import { amount } from "../../system/amount.ts";
import { repoOf } from "../repo.ts";
import { stageOf } from "../stage-of.ts";
import { inSteps } from "../steps.ts";

interface Asked {
  stage: string;
  /** Null where the stage is not deployed: CI wakes whatever it deploys, also for the first time. */
  deployed: Deployed | null;
}

type Done = Asked & Woken;

const fromOutside = ({ length }: readonly string[]): string[] =>
  length === 0 ? [] : [amount(length, "check from outside", "checks from outside")];

/** Wakes a stage; one that is awake is left alone. */
export const begin = inSteps<View, Asked, Done>({
  validate(session) {
    session.stoppingMeans("Stopped. What has been started goes on starting.");
    return repoOf(session);
  },

  async ask(session, view) {
    const stage = await stageOf(session, view, session.args[0], "Wake which stage?");
    const deployed = await session.terminal.step(`Looking for ${stage.stage}`, () =>
      deployedStage(view, stage, new Aws({ region: stage.region })).catch((error: unknown) => {
        if (error instanceof NotDeployed) return null;
        throw error;
      }),
    );
    return { stage: stage.stage, deployed };
  },

  async execute({ terminal }, asked) {
    const { deployed } = asked;
    const woken =
      deployed === null
        ? { databases: [], services: [], checks: [] }
        : await wake(deployed.aws, sleepersOf(deployed), terminal);
    return { ...asked, ...woken };
  },

  recommend(session, { stage, deployed, databases, services, checks }) {
    const { terminal } = session;
    if (session.flag("json")) terminal.document({ stage, deployed: deployed !== null, databases, services, checks });
    else if (deployed === null) terminal.print(`${stage} is not deployed: there is nothing to wake.`);
    else if (databases.length + services.length + checks.length === 0) terminal.print(`${stage} is awake.`);
    else
      terminal.print(
        `${stage} is awake: ${[...databases, ...services, ...fromOutside(checks)].join(", ")}. It sleeps again in the evening.`,
      );
  },
});
