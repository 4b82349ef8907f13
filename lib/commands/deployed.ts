import type { Stage } from "../answers/stages.ts";
import type { View } from "../answers/view.ts";
import { type Deployed, deployedStage } from "../deploy/deployed.ts";
import type { Terminal } from "../terminal/terminal.ts";

/**
 * What stands of a stage, while somebody waits.
 * @throws {Failure} where it is not deployed, or the credentials are for another account
 */
export const lookFor = (terminal: Terminal, view: View, stage: Stage): Promise<Deployed> =>
  terminal.step(`Looking for ${stage.stage}`, () => deployedStage(view, stage));
