import { Failure, UsageError } from "../errors.ts";
import { hasDocument } from "../terminal/document.ts";
import { wrap } from "../terminal/fold.ts";

/** A terminal would break lines inside words; what reads a pipe takes them as they are. */
function say(text: string): void {
  const { isTTY, columns } = process.stderr;
  const lines = isTTY && columns ? text.split("\n").flatMap((line) => wrap(line, columns)) : [text];
  process.stderr.write(`${lines.join("\n")}\n`);
}

/** The document of a command that has failed before it had one. */
export function errorDocument(error: unknown): object {
  const { message } = error instanceof Error ? error : new Error(String(error));
  const { kind, code } = error instanceof Failure ? error : { kind: "unexpected", code: 1 };
  const problems = error instanceof UsageError ? { problems: error.problems } : {};
  return { error: { code: kind, status: code, message, ...problems } };
}

/** Says what went wrong and sets the exit status: that of the error, or 1 for one that nobody expects. */
export function report(error: unknown, { verbose, json }: { verbose: boolean; json: boolean }): void {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  const known = error instanceof Failure;
  if (json && !hasDocument()) process.stdout.write(`${JSON.stringify(errorDocument(error), null, 2)}\n`);
  say(verbose && stack !== undefined ? stack : `space-sst: ${message}`);
  if (!known && !verbose) say("This is not an error that space-sst expects: --verbose shows where it comes from.");
  process.exitCode = known ? error.code : 1;
}
