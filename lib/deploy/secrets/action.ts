import { type Problem, UsageError } from "../../errors.ts";
import { didYouMean } from "../../system/nearest.ts";

/** What `secrets` can do. */
export const SECRET_ACTIONS = ["push", "pull", "diff"] as const;
export type SecretAction = (typeof SECRET_ACTIONS)[number];

/** The flags as they came. */
type Words = Readonly<Record<string, unknown>>;

type Rule = (words: Words) => false | Problem;

const rule =
  (path: string, message: string, broken: (words: Words) => boolean): Rule =>
  (words) =>
    broken(words) && { path, message };

const given = (value: unknown): boolean => typeof value === "string";

/** What each action asks of the flags. */
const RULES: Readonly<Record<SecretAction, readonly Rule[]>> = {
  push: [
    rule("--from", "name a .env file, or - for standard input", ({ from }) => !given(from)),
    rule("--to", "is for pull", ({ to }) => given(to)),
  ],
  pull: [
    rule("--to", "name a file that git ignores, or - for standard output", ({ to }) => !given(to)),
    rule("--from", "is for push and diff", ({ from }) => given(from)),
    rule(
      "--json",
      "standard output cannot carry the values and a document",
      ({ to, json }) => to === "-" && json === true,
    ),
  ],
  diff: [rule("--to", "is for pull", ({ to }) => given(to))],
};

/** What the flags of a command line allow. */
export const possibleActions = (words: Words): SecretAction[] =>
  SECRET_ACTIONS.filter((action) => RULES[action].every((check) => check(words) === false));

/**
 * The action that a command line names, with the flags that it needs.
 * @throws {UsageError} with all that is wrong
 */
export function secretAction(word: string | undefined, words: Words): SecretAction {
  const action = SECRET_ACTIONS.find((known) => known === word);
  if (action === undefined) {
    const message = word === undefined ? "is required" : `"${word}" is none${didYouMean(word, SECRET_ACTIONS)}`;
    const problem = { path: "action", message: `${message}: ${SECRET_ACTIONS.join(", ")}` };
    throw new UsageError([problem], "the command line");
  }
  const problems = RULES[action].map((check) => check(words)).filter((problem) => problem !== false);
  if (problems.length > 0) throw new UsageError(problems, "the command line");
  return action;
}
