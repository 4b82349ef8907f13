import type { Job, Queue } from "bullmq";
import { type Log, reason } from "./boot.ts";

const EVERY_MS = 30_000;

/** How long a queue is. The infrastructure reads it in the log: by it the worker has more tasks, or fewer. */
export interface QueueState {
  queue: string;
  /** Jobs that wait. */
  backlog: number;
  /** Seconds since the oldest of them could begin. */
  oldest: number;
  /** Processes that take jobs. */
  workers: number;
}

type Asked = Pick<Queue, "name" | "getJobCounts" | "getWaiting" | "getPrioritized" | "getDelayed" | "getWorkersCount">;

/** When a job could begin: from its beginning, or from the next try of one that has failed. */
const since = ({ timestamp, processedOn, delay, opts }: Job): number =>
  processedOn === undefined ? timestamp + (opts.delay ?? 0) : processedOn + delay;

export async function stateOf(queue: Asked, now = Date.now()): Promise<QueueState> {
  const [counts, workers, waiting, prioritized, [next]] = await Promise.all([
    queue.getJobCounts("waiting", "prioritized"),
    queue.getWorkersCount(),
    queue.getWaiting(0, 0),
    queue.getPrioritized(0, 0),
    queue.getDelayed(0, 0),
  ]);
  // A job for later becomes one that waits when a worker sees to it. Where there is none, it waits all the same.
  const due = next !== undefined && since(next) <= now ? [next] : [];
  const oldest = Math.min(now, ...[...waiting, ...prioritized, ...due].map(since));
  const backlog = (counts.waiting ?? 0) + (counts.prioritized ?? 0) + due.length;
  return { queue: queue.name, backlog, oldest: Math.round((now - oldest) / 1000), workers };
}

/** Says how long queues are, now and twice a minute, whatever the level of the log. Returns how to stop. */
export function tellQueues(
  queues: readonly Asked[],
  log: Pick<Log, "warn">,
  write: (line: string) => void = (line) => process.stdout.write(line),
  everyMs = EVERY_MS,
): () => void {
  let next: NodeJS.Timeout | undefined;
  let stopped = false;
  const tell = async (queue: Asked) => {
    try {
      const state = await stateOf(queue);
      const message = `${state.backlog} jobs wait in the queue "${state.queue}"`;
      if (!stopped) write(`${JSON.stringify({ level: "info", message, timestamp: Date.now(), ...state })}\n`);
    } catch (error) {
      if (!stopped) log.warn(`queue: ${reason(error)}`);
    }
  };
  const round = async () => {
    await Promise.all(queues.map(tell));
    if (!stopped) next = setTimeout(round, everyMs);
  };
  void round();
  return () => {
    stopped = true;
    clearTimeout(next);
  };
}
