import { expect, it } from "vitest";
import { inTurn } from "../../lib/system/in-turn.ts";

it("lets the next one begin when the one before says so, in the order in which they came", async () => {
  const turn = inTurn();
  const begun: string[] = [];
  const begin = (name: string) =>
    turn().then((end) => {
      begun.push(name);
      return end;
    });
  const [first, second] = [begin("first"), begin("second"), begin("third")] as const;
  const end = await first;
  await new Promise((done) => setImmediate(done));
  expect(begun).toEqual(["first"]);
  end();
  // What is ended twice gives no second turn.
  end();
  await second;
  await new Promise((done) => setImmediate(done));
  expect(begun).toEqual(["first", "second"]);
});
