import { styleText } from "node:util";
import { giveErrorDocument } from "../commands/error-document.ts";
import { Failure } from "../errors.ts";
import { wrap } from "../terminal/fold.ts";
import { hasColour } from "../terminal/terminal.ts";

/** A terminal would break lines inside words; what reads a pipe takes them as they are. */
function say(text: string): void {
  const { isTTY, columns } = process.stderr;
  const lines = isTTY && columns ? text.split("\n").flatMap((line) => wrap(line, columns)) : [text];
  process.stderr.write(`${lines.join("\n")}\n`);
}

/** Says what went wrong and sets the exit status: that of the error, or 1 for one that nobody expects. */
export function report(error: unknown, { verbose, json }: { verbose: boolean; json: boolean }): void {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  const known = error instanceof Failure;
  if (json) giveErrorDocument(error);
  const name = hasColour(process.stderr) ? styleText("red", "space-sst:", { validateStream: false }) : "space-sst:";
  say(verbose && stack !== undefined ? stack : `${name} ${message}`);
  if (!known && !verbose) say("This is not an error that space-sst expects: --verbose shows where it comes from.");
  process.exitCode = known ? error.code : 1;
}
