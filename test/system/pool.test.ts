import { setImmediate } from "node:timers/promises";
import { expect, it } from "vitest";
import { pool } from "../../lib/system/pool.ts";

/** Work that ends when it is told to. */
function work() {
  const begun: string[] = [];
  const ends = new Map<string, { well: (result: string) => void; badly: (error: Error) => void }>();
  const task = (item: string) =>
    new Promise<string>((well, badly) => {
      begun.push(item);
      ends.set(item, { well, badly });
    });
  const end = async (item: string) => {
    ends.get(item)?.well(item.toUpperCase());
    await setImmediate();
  };
  const fail = async (item: string) => {
    ends.get(item)?.badly(new Error(`${item} failed`));
    await setImmediate();
  };
  return { begun, task, end, fail };
}

it("has as many under way as are allowed, and gives the results in the order of the items", async () => {
  const { begun, task, end } = work();
  const results = pool(["a", "b", "c", "d"], 2, task);
  expect(begun).toEqual(["a", "b"]);
  await end("b");
  expect(begun).toEqual(["a", "b", "c"]);
  await end("c");
  await end("d");
  await end("a");
  expect(await results).toEqual(["A", "B", "C", "D"]);
});

it("begins nothing after an error, and ends with the first one when nothing is under way any more", async () => {
  const { begun, task, fail, end } = work();
  let ended = false;
  const results = pool(["a", "b", "c", "d", "e"], 3, task).finally(() => {
    ended = true;
  });
  const refused = expect(results).rejects.toThrow("b failed");
  await fail("b");
  await fail("a");
  expect({ begun, ended }).toEqual({ begun: ["a", "b", "c"], ended: false });
  await end("c");
  await refused;
  expect(begun).toEqual(["a", "b", "c"]);
});

it("has nothing to do for nobody", async () => expect(await pool([], 3, work().task)).toEqual([]));
