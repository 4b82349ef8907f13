import { expect, it } from "vitest";
import { oncePer } from "../../lib/system/once.ts";

it("is found once for each key, whatever is found", () => {
  const asked: object[] = [];
  const find = oncePer((key: { value?: string }) => {
    asked.push(key);
    return key.value;
  });
  const [one, other] = [{ value: "a" }, {}];
  expect([find(one), find(other), find(one), find(other)]).toEqual(["a", undefined, "a", undefined]);
  expect(asked).toEqual([one, other]);
});
