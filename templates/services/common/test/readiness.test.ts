import { expect, test } from "vitest";
import { readiness } from "../src/readiness.ts";

const up = async () => "PONG";
const down = async () => {
  throw new Error("connect ECONNREFUSED 10.0.0.1:6379");
};

function recorder() {
  const lines: string[] = [];
  return { lines, log: { warn: (line: string) => lines.push(line), error: (line: string) => lines.push(line) } };
}

test("is ok when every check passes", async () => {
  const { log, lines } = recorder();
  expect(await readiness({ database: up, cache: up }, log)).toEqual({ status: "ok" });
  expect(lines).toEqual([]);
});

test("names what failed and logs why", async () => {
  const { log, lines } = recorder();
  expect(await readiness({ database: up, cache: down }, log)).toEqual({ status: "unavailable", failed: ["cache"] });
  expect(lines).toEqual(["cache: connect ECONNREFUSED 10.0.0.1:6379"]);
});
