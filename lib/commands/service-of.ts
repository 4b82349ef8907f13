import type { View } from "../answers/view.ts";
import { oneOf, words } from "./choose.ts";
import type { Session } from "./session.ts";

/**
 * The service that a command is about: given, else asked, else refused.
 * @param known those that the command is for
 * @throws {UsageError} where it is none of them, or nobody can be asked
 */
export const serviceOf = (session: Session, known: View["services"], message: string): Promise<string> =>
  oneOf(session, {
    path: "service",
    given: session.args[1],
    message,
    choices: words(known.map(({ name }) => name)),
    what: "services",
  });
