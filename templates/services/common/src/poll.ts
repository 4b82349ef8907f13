import { setTimeout as sleep } from "node:timers/promises";
import { type Log, reason } from "./boot.ts";

/**
 * Does `work` again and again with a pause in between. A failure is logged, and tried again after the pause.
 * Returns how to stop: work that has begun is finished first.
 */
export function poll(work: () => Promise<void>, pauseMs: number, log: Log): () => Promise<void> {
  const stopping = new AbortController();
  const { signal } = stopping;
  const loop = async () => {
    while (!signal.aborted) {
      await work().catch((error: unknown) => log.error(reason(error)));
      await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
    }
  };
  const ended = loop();
  return () => {
    stopping.abort();
    return ended;
  };
}
