import { expect, it } from "vitest";
import { claim, hash } from "../../lib/system/hash.ts";

// What has been derived from a name stands in repos: another hash would move their ports and priorities.
it.each([
  ["", 0x811c9dc5],
  ["a", 0xe40c292c],
  ["foobar", 0xbf9cf968],
])("is FNV-1a as it is published: %j", (text, value) => expect(hash(text)).toBe(value));

it("gives each its wish, or the next number of the band that is free", () => {
  const taken = new Set<number>();
  const band = { first: 20, size: 4 };
  expect([6, 6, 7, 2].map((wish) => claim(wish, taken, band))).toEqual([22, 23, 20, 21]);
  expect([...taken].sort()).toEqual([20, 21, 22, 23]);
});
