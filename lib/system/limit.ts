import { setMaxListeners } from "node:events";

/** A time limit, and other reasons to stop, as one signal. */
export interface Limit {
  signal: AbortSignal;
  /** Whether the time is over. */
  expired(): boolean;
  /** Ends the clock: what it was for is done. */
  end(): void;
}

/**
 * A signal that is aborted after some time, or with any of the others. `AbortSignal.any` over `AbortSignal.timeout` does
 * not do in Node 20: it holds the timeout weakly, so that the garbage collector takes the limit away.
 * @param ms milliseconds
 */
export function limited(ms: number, ...others: readonly (AbortSignal | undefined)[]): Limit {
  const controller = new AbortController();
  let over = false;
  const stop = () => controller.abort();
  setMaxListeners(0, controller.signal);
  const timer = setTimeout(() => {
    over = true;
    stop();
  }, ms);
  for (const other of others) {
    if (other === undefined) continue;
    if (other.aborted) stop();
    // Many calls share one reason to stop: Node would take them for a leak.
    setMaxListeners(0, other);
    other.addEventListener("abort", stop, { once: true });
  }
  return {
    signal: controller.signal,
    expired: () => over,
    end: () => {
      clearTimeout(timer);
      for (const other of others) other?.removeEventListener("abort", stop);
    },
  };
}
