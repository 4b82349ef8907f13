/** What keeps a process from starting, one line per problem. */
export class BootError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join("; "));
    this.name = "BootError";
    this.problems = problems;
  }
}

/** What connections log to while the service runs. */
export interface Log {
  warn(message: string): void;
  error(message: string): void;
}

const CONNECT_MS = 5_000;
/** Shorter than the 60 s that ECS waits between SIGTERM and SIGKILL. */
const STOP_MS = 50_000;

const fatal = (message: string, stack?: string) => console.error(JSON.stringify({ level: "fatal", message, stack }));

/** One line that tells why something failed. Node reports a host with several addresses as a list of failures. */
export function reason(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return reason(error.errors.at(-1));
  if (!(error instanceof Error)) return String(error);
  const { code } = error as { code?: unknown };
  return (error.message || String(code ?? error.name)).replace(/\s+/g, " ");
}

/** Runs a process. What keeps it from starting is told in one line per problem, and by exit status 1. */
export async function boot(main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (error) {
    if (error instanceof BootError) for (const problem of error.problems) fatal(problem);
    else fatal(reason(error), error instanceof Error ? error.stack : undefined);
    process.exit(1);
  }
}

/** Runs a process that has an end: exit status 0 says that its work is done, 1 that it is not. */
export const bootOnce = (main: () => Promise<void>): Promise<void> =>
  boot(async () => {
    // As process 1 of a container it would outlive a SIGTERM that it does not listen to.
    process.once("SIGTERM", () => process.exit(1));
    await main();
    process.exit(0);
  });

/** Waits for a connection. One that is not there in time is a problem of the boot, called by its name. */
export async function reach<T>(name: string, connecting: Promise<T>, milliseconds = CONNECT_MS): Promise<T> {
  const timer = new AbortController();
  const timeout = new Promise<never>((_, reject) => {
    const late = setTimeout(() => reject(new Error(`no answer within ${milliseconds / 1000} s`)), milliseconds);
    timer.signal.addEventListener("abort", () => clearTimeout(late));
  });
  try {
    return await Promise.race([connecting, timeout]);
  } catch (error) {
    throw new BootError([`${name}: ${reason(error)}`]);
  } finally {
    timer.abort();
  }
}

/** Ends the process cleanly when ECS, or a person, asks it to stop. */
export function stopOnSignal(close: () => Promise<void>): void {
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => {
      fatal(`still busy ${STOP_MS / 1000} s after the signal to stop`);
      process.exit(1);
    }, STOP_MS).unref();
    await boot(close);
    process.exit(0);
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
}
