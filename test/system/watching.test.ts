import { expect, it } from "vitest";
import { watching } from "../../lib/system/watching.ts";

/** Looks that are numbered; the last of them stops it, and may fail. */
function looks(end: number, fails: boolean, stop = new AbortController()) {
  const shown: number[] = [];
  const look = async (last = 0) => {
    if (last + 1 === end) stop.abort();
    if (last + 1 === end && fails) throw new Error("the connection broke off");
    return last + 1;
  };
  return { shown, seen: watching(look, (one) => void shown.push(one), { pauseMs: 1, signal: stop.signal }) };
}

it("shows what each look sees, until it is stopped", async () => {
  const { seen, shown } = looks(3, false);
  expect({ seen: await seen, shown }).toEqual({ seen: 3, shown: [1, 2] });
});

it("ends well where a look fails because it is stopped", async () => {
  const { seen, shown } = looks(3, true);
  expect({ seen: await seen, shown }).toEqual({ seen: 2, shown: [1, 2] });
});

it("fails where a look does before that", async () => {
  const failing = async (last = 0) => {
    if (last === 1) throw new Error("access denied");
    return last + 1;
  };
  const options = { pauseMs: 1, signal: new AbortController().signal };
  await expect(watching(failing, () => undefined, options)).rejects.toThrow("access denied");
});
