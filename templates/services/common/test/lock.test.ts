import { expect, test } from "vitest";
import { untilTaken } from "../src/lock.ts";

test("asks for the lock until it is free", async () => {
  const answers = [false, false, true];
  await untilTaken(async () => answers.shift() ?? false, 1_000, 1);
  expect(answers).toEqual([]);
});

test("gives up in the end", async () => {
  await expect(untilTaken(async () => false, 5, 1)).rejects.toThrow(/not ended in time/);
});
