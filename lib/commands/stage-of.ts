import { type Stage, stageNamed, stagesOf } from "../answers/stages.ts";
import type { View } from "../answers/view.ts";
import { oneOf, words } from "./choose.ts";
import type { Session } from "./session.ts";

/**
 * The stage that a command is about: given, else asked, else refused.
 * @throws {UsageError} where the repo has no such stage, or nobody can be asked
 */
export async function stageOf(
  session: Session,
  view: View,
  given: string | undefined,
  message: string,
): Promise<Stage> {
  if (given !== undefined) return stageNamed(view, given);
  const choices = words(stagesOf(view).map(({ stage }) => stage));
  return stageNamed(
    view,
    await oneOf(session, { path: "stage", given, message, choices, what: "stages of this repo" }),
  );
}
