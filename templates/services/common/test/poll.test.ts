import { expect, test } from "vitest";
import { poll } from "../src/poll.ts";

test("goes on after a failure, and finishes what it has begun", async () => {
  const errors: string[] = [];
  const log = { warn: () => {}, error: (message: string) => errors.push(message) };
  let calls = 0;
  let finished = 0;
  let third = () => {};
  const reached = new Promise<void>((resolve) => {
    third = resolve;
  });
  const stop = poll(
    async () => {
      calls += 1;
      if (calls === 1) throw new Error("not yet");
      if (calls === 3) third();
      await new Promise((resolve) => setTimeout(resolve, 5));
      finished += 1;
    },
    1,
    log,
  );
  await reached;
  await stop();
  expect(errors).toEqual(["not yet"]);
  expect({ calls, finished }).toEqual({ calls: 3, finished: 2 });
});
