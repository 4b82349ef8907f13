import { expect, test } from "vitest";
import { asError, reach, reason, within } from "../src/boot.ts";

const failure = (code: string) => Object.assign(new Error(`connect ${code}`), { code });

test("tries again while nobody is there", async () => {
  let calls = 0;
  const connect = async () => {
    calls += 1;
    if (calls < 2) throw failure("ECONNREFUSED");
    return "connected";
  };
  expect(await reach("database", 5_000, connect)).toBe("connected");
  expect(calls).toBe(2);
});

test("says at once what will not change, and in time what does not answer", async () => {
  const refused = async () => {
    throw failure("28P01");
  };
  await expect(reach("database", 60_000, refused)).rejects.toThrow("database: connect 28P01");
  await expect(reach("cache", 20, () => new Promise(() => {}))).rejects.toThrow("cache: no answer within 0.02 s");
});

test("ends the waiting for work that takes too long", async () => {
  expect(await within(1_000, "not done", Promise.resolve(1))).toBe(1);
  await expect(within(20, "not done", new Promise(() => {}))).rejects.toThrow("not done within 0.02 s");
});

test("makes one line, and an error, of whatever was thrown", () => {
  expect(reason(new AggregateError([failure("ECONNREFUSED"), failure("ETIMEDOUT")]))).toBe("connect ETIMEDOUT");
  expect(reason(new Error("two\nlines"))).toBe("two lines");
  expect(asError(null).message).toBe("null was thrown");
});
