import { UsageError } from "../errors.ts";
import { didYouMean } from "../system/nearest.ts";
import type { Session } from "./session.ts";

export interface Choice {
  value: string;
  description?: string;
}

export interface OneOf {
  /** Where it stands on the command line: `stage`, `--client`. */
  path: string;
  /** What was typed. */
  given: string | undefined;
  /** The question. */
  message: string;
  choices: readonly Choice[];
  /** What the choices are, in the plural: `stages of this repo`. */
  what: string;
}

/** Words as a list to choose from. */
export const words = (list: readonly string[]): Choice[] => list.map((value) => ({ value }));

/**
 * One of a list: the one that is given, else the one that is chosen, else a refusal that says what there is.
 * @throws {UsageError} where what is given is not on the list, or nobody can be asked
 */
export async function oneOf(session: Session, { path, given, message, choices, what }: OneOf): Promise<string> {
  const names = choices.map(({ value }) => value);
  const known = names.length === 0 ? "there are none" : names.join(", ");
  if (given !== undefined) {
    if (names.includes(given)) return given;
    const problem = { path, message: `"${given}" is none of the ${what}${didYouMean(given, names)}: ${known}` };
    throw new UsageError([problem], "the command line");
  }
  if (!session.interactive || names.length === 0)
    throw new UsageError([{ path, message: `is required: ${known}` }], "the command line: nobody can be asked here");
  const list = choices.map((choice) => ({ name: choice.value, ...choice }));
  return String(await session.ask({ type: "select", name: path, message, choices: list, loop: false }));
}
