import type { Stage } from "../answers/stages.ts";
import { type Problem, Stopped, UsageError } from "../errors.ts";
import { confirm } from "../questions/ask.ts";
import type { Session } from "./session.ts";

/** Consent to what changes AWS. Production is named by whoever means it: `--yes` alone, or Enter, never does. */

export const NOTHING_DEPLOYED = "Stopped. Nothing was deployed.";

export interface Subject {
  /** What is named to confirm it: a stage, or the environment of a fleet. */
  name: string;
  production: boolean;
  /** It is confirmed by its name even where it is no production: what is done to it cannot be taken back. */
  byName?: boolean;
  /** `stage`, `environment`. */
  noun: string;
  /** What is done to it, and how it is called in that sentence: `deploy`, `it` or `them`. */
  verb: string;
  pronoun: "it" | "them";
}

/**
 * Whether the flags say all, so that nobody has to be asked.
 * @throws {UsageError} where they do not, and nobody can be asked
 */
export function isConfirmed(session: Session, { name, production, byName = production, noun, verb }: Subject): boolean {
  const given = session.text("confirm");
  const problem = (path: string, message: string): Problem => ({ path, message });
  if (given !== undefined && given !== name)
    throw new UsageError([problem("--confirm", `says "${given}", and the ${noun} is ${name}`)], "the command line");
  if (given === name || (session.flag("yes") && !byName)) return true;
  if (session.interactive) return false;
  throw new UsageError(
    [
      byName
        ? problem("--confirm", `${production ? "production" : name} is confirmed by its name: --confirm ${name}`)
        : problem("--yes", `nobody can be asked whether to ${verb} ${name}: --yes confirms it`),
    ],
    "the command line: nobody can be asked here",
  );
}

/** Asks for consent; without it, the command stops. */
export async function askConsent(
  session: Session,
  { name, production, byName = production, verb, pronoun }: Subject,
  question: string,
) {
  if (!byName) {
    if (!(await confirm(session.ask, "go-on", question, true))) throw new Stopped(NOTHING_DEPLOYED);
    return;
  }
  const validate = (text: string) => text.trim() === name || `type ${name}, or press Ctrl-C to stop`;
  await session.ask({ type: "input", name: "confirm", message: `Type ${name} to ${verb} ${pronoun}`, validate });
}

/**
 * Consent to what is done to production, by its name; what is done to another stage is meant as it is typed.
 * @throws {UsageError} where nobody can be asked
 */
export async function confirmProduction(session: Session, { stage, environment }: Stage, verb: string): Promise<void> {
  const production = environment === "production";
  if (!production && session.text("confirm") === undefined) return;
  const subject: Subject = { name: stage, production, noun: "stage", verb, pronoun: "it" };
  if (!isConfirmed(session, subject)) await askConsent(session, subject, "");
}
