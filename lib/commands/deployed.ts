import type { View } from "../answers/view.ts";
import { type Deployed, deployedStage } from "../deploy/deployed.ts";
import type { Session } from "./session.ts";
import { stageOf } from "./stage-of.ts";

/**
 * The stage that a command of day two is about, and what stands of it: the first word, else asked, else refused.
 * @throws {UsageError} where the repo has no such stage, or nobody can be asked
 * @throws {Failure} where it is not deployed, or the credentials are for another account
 */
export async function deployedOf(session: Session, view: View, message: string): Promise<Deployed> {
  const stage = await stageOf(session, view, session.args[0], message);
  return session.terminal.step(`Looking for ${stage.stage}`, () => deployedStage(view, stage));
}
