import { Failure } from "../errors.ts";

/** Says what went wrong and sets the exit status: that of the error, or 1 for one that nobody expects. */
export function report(error: unknown, { verbose }: { verbose: boolean }): void {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  const known = error instanceof Failure;
  process.stderr.write(`${verbose && stack !== undefined ? stack : `space-sst: ${message}`}\n`);
  if (!known && !verbose)
    process.stderr.write("This is not an error that space-sst expects: --verbose shows where it comes from.\n");
  process.exitCode = known ? error.code : 1;
}
