import { expect, test } from "vitest";
import { stateOf, tellQueues } from "../src/queue-state.ts";

const NOW = 1_000_000;
const job = (fields: object) => ({ timestamp: NOW - 60_000, delay: 0, opts: {}, ...fields }) as never;

/** A queue in which jobs wait, as BullMQ tells of it. */
const queue = ({ waiting = [], delayed = [] }: { waiting?: never[]; delayed?: never[] }) => ({
  name: "jobs",
  getJobCounts: async () => ({ waiting: waiting.length, prioritized: 0 }),
  getWorkersCount: async () => 2,
  getWaiting: async () => waiting.slice(0, 1),
  getPrioritized: async () => [],
  getDelayed: async () => delayed.slice(0, 1),
});

test("counts jobs that wait, from when they could begin", async () => {
  const empty = { queue: "jobs", backlog: 0, oldest: 0, workers: 2 };
  expect(await stateOf(queue({}), NOW)).toEqual(empty);
  const waiting = [job({}), job({ timestamp: NOW })];
  expect(await stateOf(queue({ waiting }), NOW)).toEqual({ ...empty, backlog: 2, oldest: 60 });
  const late = [job({ opts: { delay: 50_000 } })];
  expect(await stateOf(queue({ waiting: late }), NOW)).toMatchObject({ backlog: 1, oldest: 10 });
});

test("counts a job for later once its time has come, though no worker has seen it", async () => {
  const delayed = (fields: object) => stateOf(queue({ delayed: [job(fields)] }), NOW);
  expect(await delayed({ opts: { delay: 61_000 } })).toMatchObject({ backlog: 0, oldest: 0 });
  expect(await delayed({ opts: { delay: 20_000 } })).toMatchObject({ backlog: 1, oldest: 40 });
  // One that has failed, and is to be tried again.
  expect(await delayed({ processedOn: NOW - 5_000, delay: 8_000 })).toMatchObject({ backlog: 0 });
  expect(await delayed({ processedOn: NOW - 9_000, delay: 8_000 })).toMatchObject({ backlog: 1, oldest: 1 });
});

test("says it again and again, and a queue that cannot be asked in a warning", async () => {
  const lines: unknown[] = [];
  const warnings: string[] = [];
  const lost = { ...queue({}), getWorkersCount: () => Promise.reject(new Error("connect ECONNREFUSED")) };
  const write = (line: string) => void lines.push(JSON.parse(line));
  const stop = tellQueues([queue({}), lost], { warn: (text) => void warnings.push(text) }, write, 1);
  await expect.poll(() => Math.min(lines.length, warnings.length)).toBeGreaterThan(1);
  stop();
  expect(lines[0]).toMatchObject({ level: "info", queue: "jobs", backlog: 0, oldest: 0, workers: 2 });
  expect(warnings[0]).toBe("queue: connect ECONNREFUSED");
});
