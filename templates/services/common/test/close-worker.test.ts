import { expect, test } from "vitest";
import { closeWorker, underWay } from "../src/close-worker.ts";

const never = new Promise<never>(() => {});
const later = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

test("waits for the worker as long as a job is under way", async () => {
  const job = underWay(later(400));
  expect(await closeWorker({ close: () => job }, 100)).toBe(true);
});

test("leaves a worker that does not come to an end, once it has had no job for some time", async () => {
  let done = false;
  const job = underWay(later(300)).then(() => {
    done = true;
  });
  expect(await closeWorker({ close: () => never }, 100)).toBe(false);
  expect(done).toBe(true);
  await job;
});

test("tells why the worker cannot be closed, and counts a job that has failed as ended", async () => {
  await expect(underWay(Promise.reject(new Error("not done")))).rejects.toThrow("not done");
  await expect(closeWorker({ close: () => Promise.reject(new Error("refused")) }, 100)).rejects.toThrow("refused");
  expect(await closeWorker({ close: () => never }, 100)).toBe(false);
});
