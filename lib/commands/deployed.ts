import type { Stage } from "../answers/stages.ts";
import type { View } from "../answers/view.ts";
import { type Deployed, deployedStage } from "../deploy/deployed.ts";
import { asleepUntil, sleepersOf } from "../deploy/sleep/sleepers.ts";
import { Failure } from "../errors.ts";
import { typed } from "../system/typed.ts";
import type { Terminal } from "../terminal/terminal.ts";
import type { Session } from "./session.ts";

/**
 * What stands of a stage, while somebody waits.
 * @throws {Failure} where it is not deployed, or the credentials are for another account
 */
export const lookFor = (terminal: Terminal, view: View, stage: Stage): Promise<Deployed> =>
  terminal.step(`Looking for ${stage.stage}`, () => deployedStage(view, stage));

/**
 * The same for what only works in a stage that is awake.
 * @throws {Failure} where it sleeps
 */
export async function lookForAwake({ root }: Session, terminal: Terminal, view: View, stage: Stage): Promise<Deployed> {
  const deployed = await lookFor(terminal, view, stage);
  const until = await asleepUntil(deployed.aws, sleepersOf(deployed));
  if (until === null) return deployed;
  throw new Failure(`${stage.stage} sleeps until ${until}. To wake it: ${typed(`wake ${stage.stage}`, root)}`, {
    kind: "asleep",
  });
}
