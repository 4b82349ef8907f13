import { setTimeout as sleep } from "node:timers/promises";
import type { Worker } from "bullmq";
import { QUEUE_CLOSE_MS } from "./deadlines.ts";

const LOOK_MS = 50;

let jobs = 0;

/** Counts a job until it has ended. */
export async function underWay<T>(job: Promise<T>): Promise<T> {
  jobs += 1;
  try {
    return await job;
  } finally {
    jobs -= 1;
  }
}

/**
 * Takes no more jobs, and finishes those that have begun. While the cache is away, BullMQ waits for ever for the end of its
 * connections: ioredis tells of none where one waits to be made again.
 * @returns whether it has closed them; where not, it is left as it is once no job has been under way for some time
 */
export async function closeWorker(worker: Pick<Worker, "close">, patienceMs = QUEUE_CLOSE_MS): Promise<boolean> {
  let closed = false;
  const closing = worker.close().then(() => {
    closed = true;
  });
  for (let idleMs = 0; !closed && idleMs < patienceMs; idleMs = jobs > 0 ? 0 : idleMs + LOOK_MS)
    await Promise.race([closing, sleep(LOOK_MS)]);
  return closed;
}
