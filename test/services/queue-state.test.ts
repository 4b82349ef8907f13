import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { renderSources, type Sources } from "../support/boot/sources.ts";

/** How long a worker's queue is said to be: by it the worker has more tasks, or fewer. BullMQ is played. */

// biome-ignore lint/suspicious/noExplicitAny: a module of a service, and not of this package.
let state: any;
let sources: Sources;

beforeAll(async () => {
  sources = await renderSources({
    project: "shop",
    services: [{ name: "queue", kind: "worker", source: "node", cache: "main", backlog: 20 }],
    caches: [{ name: "main" }],
  });
  state = await import(join(sources.folderOf("queue"), "src/queue-state.ts"));
}, 120_000);
afterAll(() => sources?.dispose());

const NOW = 1_000_000;
interface Job {
  timestamp: number;
  opts: { delay?: number };
  delay: number;
  processedOn?: number;
}
/** A job of so many seconds ago. */
const job = (seconds: number, more: Partial<Job> = {}): Job => ({
  timestamp: NOW - seconds * 1000,
  opts: {},
  delay: 0,
  ...more,
});

/** As BullMQ has them, the next to begin first; `counts` where it says less. */
function queueOf(jobs: { waiting?: Job[]; prioritized?: Job[]; delayed?: Job[] }, counts?: object) {
  const list = (name: keyof typeof jobs) => async (start: number, end: number) =>
    (jobs[name] ?? []).slice(start, end + 1);
  return {
    name: "queue",
    getJobCounts: async (...names: (keyof typeof jobs)[]) =>
      counts ?? Object.fromEntries(names.map((name) => [name, jobs[name]?.length ?? 0])),
    getWorkersCount: async () => 2,
    getWaiting: list("waiting"),
    getPrioritized: list("prioritized"),
    getDelayed: list("delayed"),
  };
}

it.each([
  ["nothing", {}, [0, 0]],
  ["jobs in a row, of which the first waits longest", { waiting: [job(60), job(10)] }, [2, 60]],
  ["jobs that go before others", { prioritized: [job(30), job(20), job(90)], waiting: [job(5)] }, [4, 30]],
  ["one that could begin later than it was given", { waiting: [job(60, { opts: { delay: 50_000 } })] }, [1, 10]],
  ["one whose time is now", { delayed: [job(20, { opts: { delay: 20_000 } })] }, [1, 0]],
  ["one whose time is to come", { delayed: [job(20, { opts: { delay: 20_001 } })] }, [0, 0]],
  [
    "one that has failed, and is late for its next try",
    { delayed: [job(90, { processedOn: NOW - 9_000, delay: 8_000 })] },
    [1, 1],
  ],
  ["times that are rounded", { waiting: [job(1.6)] }, [1, 2]],
] as const)("of %s", async (_, jobs, [backlog, oldest]) => {
  const told = await state.stateOf(queueOf(jobs as never), NOW);
  expect(told).toEqual({ queue: "queue", backlog, oldest, workers: 2 });
});

it("of a queue that BullMQ does not count is what is late in it", async () => {
  const late = { delayed: [job(30, { opts: { delay: 20_000 } })] };
  expect(await state.stateOf(queueOf(late, {}), NOW)).toMatchObject({ backlog: 1, oldest: 10 });
});

it("is a line now, for the metric, and none any more once it has stopped", async () => {
  const lines: string[] = [];
  const warned: string[] = [];
  const log = { warn: (line: string) => warned.push(line) };
  const lost = { ...queueOf({}), getWorkersCount: () => Promise.reject(new Error("connect ECONNREFUSED")) };
  const stop = state.tellQueues([queueOf({ waiting: [job(60)] }), lost], log, (line: string) => lines.push(line), 20);
  await expect.poll(() => [lines.length > 1, warned.length > 1]).toEqual([true, true]);
  stop();
  const told = lines.length + warned.length;
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect(lines.length + warned.length).toBe(told);
  const fields = { level: "info", queue: "queue", backlog: 1, oldest: expect.any(Number), workers: 2 };
  const message = '1 jobs wait in the queue "queue"';
  expect(JSON.parse(String(lines[0]))).toEqual({ ...fields, message, timestamp: expect.any(Number) });
  expect([lines[0]?.endsWith("\n"), warned[0]]).toEqual([true, "queue: connect ECONNREFUSED"]);
});
