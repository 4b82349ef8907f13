import { Failure, UsageError } from "../errors.ts";
import { documentGiven, hasDocument } from "../terminal/document.ts";

/** What a program is told of a failure: with --json there is one document on standard output, whatever happens. */

/** The document of a command that has failed before it had one. */
export function errorDocument(error: unknown): object {
  const { message } = error instanceof Error ? error : new Error(String(error));
  const { kind, code } = error instanceof Failure ? error : { kind: "unexpected", code: 1 };
  const problems = error instanceof UsageError ? { problems: error.problems } : {};
  return { error: { code: kind, status: code, message, ...problems } };
}

/** Gives it, where the command has given none. */
export function giveErrorDocument(error: unknown): void {
  if (hasDocument()) return;
  documentGiven();
  process.stdout.write(`${JSON.stringify(errorDocument(error), null, 2)}\n`);
}
