import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

/** The rules by which `npm run mutate` changes sources, on a source of its own. */

interface Mutant {
  rule: string;
  line: number;
  was: string;
  is: string;
  contents: string;
}
const {
  mutantsOf,
  sample,
}: { mutantsOf(root: string, file: string): Mutant[]; sample(all: Mutant[], count: number, seed: string): Mutant[] } =
  await import(new URL("mutants.mjs", import.meta.url).href);

const source = `import { a } from "a";
<%_ if (v.has.routed) { _%>
const limit: number = 5;
<%_ } _%>
export function f(x: number | undefined, on = true): string[] {
  if (x !== undefined && !(x < limit)) note("one", "two");
  return [{ id: 1, to: <%= v.name %> }, { id: 2 }];
}
`;

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "space-sst-rules-"));
  await writeFile(join(root, "f.ts.ejs"), source);
});
afterAll(() => rm(root, { recursive: true, force: true }));

test("every rule changes one thing, and leaves types, imports and the template's own decisions alone", () => {
  expect(
    mutantsOf(root, "f.ts.ejs").map(({ rule, line, was, is }) => `${line} ${rule}: ${was} → ${is}`),
  ).toMatchInlineSnapshot(`
    [
      "3 move a bound: const limit: number = 5; → const limit: number = 6;",
      "5 turn a switch: export function f(x: number | undefined, on = true): string[] { → export function f(x: number | undefined, on = false): string[] {",
      "6 flip a condition: if (x !== undefined && !(x < limit)) note("one", "two"); → if (x !== undefined || !(x < limit)) note("one", "two");",
      "6 flip a condition: if (x !== undefined && !(x < limit)) note("one", "two"); → if (x === undefined && !(x < limit)) note("one", "two");",
      "6 flip a condition: ! → ",
      "6 flip a condition: if (x !== undefined && !(x < limit)) note("one", "two"); → if (x !== undefined && !(x >= limit)) note("one", "two");",
      "6 move a bound: if (x !== undefined && !(x < limit)) note("one", "two"); → if (x !== undefined && !(x <= limit)) note("one", "two");",
      "6 leave a call out: note("one", "two"); → ",
      "6 swap two values: if (x !== undefined && !(x < limit)) note("one", "two"); → if (x !== undefined && !(x < limit)) note("two", "one");",
      "7 drop a row: , { id: 2 } → ",
      "7 drop a row: id: 1, → ",
      "7 move a bound: return [{ id: 1, to: <%= v.name %> }, { id: 2 }]; → return [{ id: 2, to: <%= v.name %> }, { id: 2 }];",
      "7 move a bound: return [{ id: 1, to: <%= v.name %> }, { id: 2 }]; → return [{ id: 1, to: <%= v.name %> }, { id: 3 }];",
    ]
  `);
});

test("a mutant is the source with that one change", () => {
  for (const { contents, was, is } of mutantsOf(root, "f.ts.ejs")) {
    expect(contents).not.toBe(source);
    expect(was).not.toBe(is);
  }
});

test("a sample is the same for a seed, and another for another", () => {
  const all = mutantsOf(root, "f.ts.ejs");
  const ids = (seed: string) => sample(all, 5, seed).map(({ rule, was, is }) => [rule, was, is]);
  expect(ids("1")).toEqual(ids("1"));
  expect(ids("1")).not.toEqual(ids("2"));
  expect(ids("1")).toHaveLength(5);
});
