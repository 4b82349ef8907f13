/** Errors that say everything themselves: what is wrong, where, and what to do. */
const STATUS: Readonly<Record<string, number>> = { InvalidAnswers: 2, Stopped: 130, Failure: 1 };

/** Says what went wrong and sets the exit status: 2 for wrong usage or answers, 130 when stopped, else 1. */
export function report(error: unknown, { verbose }: { verbose: boolean }): void {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  const known = name in STATUS;
  process.stderr.write(`${verbose && stack !== undefined ? stack : `space-sst: ${message}`}\n`);
  if (!known && !verbose)
    process.stderr.write("This is not an error that space-sst expects: --verbose shows where it comes from.\n");
  process.exitCode = STATUS[name] ?? 1;
}
