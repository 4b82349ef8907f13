import { setTimeout as sleep } from "node:timers/promises";
import { inspect } from "node:util";
import { CRASH_MS, STOP_MS } from "./deadlines.ts";

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

const fatal = (message: string, stack?: string) => console.error(JSON.stringify({ level: "fatal", message, stack }));

/** Whatever was thrown, as an error. */
export const asError = (thrown: unknown): Error =>
  thrown instanceof Error ? thrown : new Error(`${inspect(thrown)} was thrown`);

/** One line that tells why something failed. Node reports a host with several addresses as a list of failures. */
export function reason(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return reason(error.errors.at(-1));
  if (!(error instanceof Error)) return String(error);
  const { code } = error as { code?: unknown };
  return (error.message || String(code ?? error.name)).replace(/\s+/g, " ");
}

const fatalError = (error: unknown) => fatal(reason(error), error instanceof Error ? error.stack : undefined);

/** Says whether an error that nobody could catch ends nothing, and then tells it to the log itself. */
type Harmless = (error: unknown) => boolean;
const harmless: Harmless[] = [];

/**
 * What nobody has caught, a promise too, ends the process, as it does by itself: but in one line, and without all that a
 * driver's error carries, such as a statement with its values.
 */
function uncaught(error: unknown): void {
  if (harmless.some((isHarmless) => isHarmless(error))) return;
  fatalError(error);
  const end = () => process.exit(1);
  // What collects such errors listens, too: it has the time to send them.
  if (process.listenerCount("uncaughtException") > 1) setTimeout(end, CRASH_MS);
  else end();
}

const listen = () => process.off("uncaughtException", uncaught).on("uncaughtException", uncaught);

/** Has errors that nobody could catch looked at before they end the process. */
export function spare(isHarmless: Harmless): void {
  harmless.push(isHarmless);
  listen();
}

/** Runs a process. What keeps it from starting is told in one line per problem, and by exit status 1. */
export async function boot(main: () => Promise<void>): Promise<void> {
  listen();
  try {
    await main();
  } catch (error) {
    if (error instanceof BootError) for (const problem of error.problems) fatal(problem);
    else fatalError(error);
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

/** Waits for work that has to be done in time. */
export async function within<T>(milliseconds: number, what: string, work: Promise<T>): Promise<T> {
  let late: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    late = setTimeout(() => reject(new Error(`${what} within ${milliseconds / 1000} s`)), milliseconds);
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(late);
  }
}

/** What says that nobody is there yet: a store that stops or starts, or whose standby takes over. */
const NOT_YET = new Set<unknown>([
  ...["ECONNREFUSED", "ECONNRESET", "EPIPE", "EHOSTUNREACH", "ENOTFOUND", "EAI_AGAIN"],
  // Closed, as a server that stops does it: of mysql2 and of MariaDB's driver. And what the server itself says then.
  ...["PROTOCOL_CONNECTION_LOST", "ER_SOCKET_UNEXPECTED_CLOSE", "ER_SERVER_SHUTDOWN", "57P01", "57P02", "57P03"],
]);
/** The same of pg and of ioredis, which have no code for it. */
const CLOSED = /^Connection (terminated unexpectedly|is closed\.)$/;
const AGAIN_MS = 500;

const codeOf = (error: unknown): unknown =>
  error instanceof AggregateError ? codeOf(error.errors.at(-1)) : (error as { code?: unknown } | undefined)?.code;

const isNotYet = (error: unknown): boolean => NOT_YET.has(codeOf(error)) || CLOSED.test(reason(error));

async function untilThere<T>(connect: () => Promise<T>, end: number): Promise<T> {
  for (;;) {
    try {
      return await connect();
    } catch (error) {
      if (!isNotYet(error) || Date.now() + AGAIN_MS > end) throw error;
      await sleep(AGAIN_MS);
    }
  }
}

/**
 * Makes a connection, and tries again while nobody is there.
 * @throws BootError that calls what is not there in time by its name
 */
export async function reach<T>(name: string, milliseconds: number, connect: () => Promise<T>): Promise<T> {
  try {
    return await within(milliseconds, "no answer", untilThere(connect, Date.now() + milliseconds));
  } catch (error) {
    throw new BootError([`${name}: ${reason(error)}`]);
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
