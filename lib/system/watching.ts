import { setTimeout as sleep } from "node:timers/promises";

/**
 * Looks again and again, and shows what it sees, until it is stopped.
 * @param look gets what was seen last; nothing at first
 * @returns what was seen last. Of a look that fails after the stop nobody wants to know.
 */
export async function watching<T>(
  look: (last?: T) => Promise<T>,
  show: (seen: T) => void,
  { pauseMs, signal }: { pauseMs: number; signal: AbortSignal },
): Promise<T> {
  let seen = await look();
  while (!signal.aborted) {
    show(seen);
    await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) break;
    const last = seen;
    seen = await look(last).catch((error: unknown) => {
      if (signal.aborted) return last;
      throw error;
    });
  }
  return seen;
}
