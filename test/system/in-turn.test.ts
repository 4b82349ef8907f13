import { setTimeout as delay } from "node:timers/promises";
import { beforeEach, expect, it } from "vitest";
import { inTurn } from "../../lib/system/in-turn.ts";
import { freePort } from "../support/boot/guarded.ts";

const PATIENCE_MS = 60_000;
/** Longer than it takes to notice that it is one's turn. */
const WHILE_MS = 200;

let port: number;
let begun: string[];
beforeEach(async () => {
  port = await freePort();
  begun = [];
});

const begin = async (turn: () => Promise<() => void>, name: string): Promise<() => void> => {
  const end = await turn();
  begun.push(name);
  return end;
};

it("lets the next one begin when the one before says so, in the order in which they came", async () => {
  const turn = inTurn(port, PATIENCE_MS);
  const [first, second, third] = [begin(turn, "first"), begin(turn, "second"), begin(turn, "third")] as const;
  const end = await first;
  await delay(WHILE_MS);
  expect(begun).toEqual(["first"]);
  end();
  // What is ended twice gives no second turn.
  end();
  const endSecond = await second;
  await delay(WHILE_MS);
  expect(begun).toEqual(["first", "second"]);
  endSecond();
  (await third)();
});

// Two that share nothing but the machine, as two processes.
it("waits for those of other processes, too", async () => {
  const end = await begin(inTurn(port, PATIENCE_MS), "here");
  const other = begin(inTurn(port, PATIENCE_MS), "elsewhere");
  await delay(WHILE_MS);
  expect(begun).toEqual(["here"]);
  end();
  (await other)();
  expect(begun).toEqual(["here", "elsewhere"]);
});

it("waits for nobody for ever, as the port may be another program's", async () => {
  const end = await begin(inTurn(port, PATIENCE_MS), "another program");
  const other = await begin(inTurn(port, WHILE_MS), "impatient");
  expect(begun).toEqual(["another program", "impatient"]);
  other();
  end();
});
