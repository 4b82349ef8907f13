import { expect, test } from "vitest";
import { asError, reach, reason, within } from "../src/boot.ts";

const failure = (code: string) => Object.assign(new Error(`connect ${code}`), { code });

test("tries again while nobody is there, and where who is there takes leave", async () => {
  const failures = [
    ...["ECONNREFUSED", "PROTOCOL_CONNECTION_LOST", "ER_SOCKET_UNEXPECTED_CLOSE", "57P01"].map(failure),
    ...["Connection terminated unexpectedly", "Connection is closed."].map((message) => new Error(message)),
  ];
  const calls = failures.map(async (error) => {
    const left = [error];
    const connect = async () => {
      const next = left.pop();
      if (next !== undefined) throw next;
      return "connected";
    };
    return reach("database", 5_000, connect);
  });
  expect(await Promise.all(calls)).toEqual(failures.map(() => "connected"));
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
