import { Stopped } from "../errors.ts";

export interface Interruption {
  /** What is said where the work itself does not say how far it came. */
  message?: string;
  /** More signals that stop it: a CI that cancels a job, a terminal that is closed. */
  also?: readonly NodeJS.Signals[];
}

/** Runs work that Ctrl-C asks to stop. What fails after that has failed because of it. */
export async function interruptible<T>(
  work: (signal: AbortSignal) => Promise<T>,
  { message, also = [] }: Interruption = {},
): Promise<T> {
  const stop = new AbortController();
  const signals: readonly NodeJS.Signals[] = ["SIGINT", ...also];
  const onSignal = () => stop.abort();
  // Not once: whoever runs a child ends this process by the signal where nobody else listens for it.
  for (const signal of signals) process.on(signal, onSignal);
  try {
    return await work(stop.signal);
  } catch (error) {
    throw stop.signal.aborted && !(error instanceof Stopped) ? new Stopped(message) : error;
  } finally {
    for (const signal of signals) process.removeListener(signal, onSignal);
  }
}
