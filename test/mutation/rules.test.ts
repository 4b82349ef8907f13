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
  return [{ id: 1, to: <%= v.name %> }, { id: 2 }].sort((a, b) => (a.id < b.id ? -1 : 1));
}
`;

const workflow = `on:
  workflow_call:
    inputs:
      stage: { required: true }
jobs:
  deploy:
<%_ if (v.has.built) { _%>
    timeout-minutes: 110
<%_ } _%>
    steps:
      - uses: <%= v.checkout %>
        if: github.event_name == 'push' && always()
      - run: |
          if true; then
            echo \\
              on
          fi
          sst deploy
          echo done
`;

const dockerfile = `FROM node
WORKDIR /app
RUN npm ci \\
  --omit=dev
`;

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "space-sst-rules-"));
  await writeFile(join(root, "f.ts.ejs"), source);
  await writeFile(join(root, "w.yml.ejs"), workflow);
  await writeFile(join(root, "Dockerfile.ejs"), dockerfile);
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
      "7 move a bound: return [{ id: 1, to: <%= v.name %> }, { id: 2 }].sort((a, b) => (a.id < b.id ? -1 : 1)); → return [{ id: 2, to: <%= v.name %> }, { id: 2 }].sort((a, b) => (a.id < b.id ? -1 : 1));",
      "7 move a bound: return [{ id: 1, to: <%= v.name %> }, { id: 2 }].sort((a, b) => (a.id < b.id ? -1 : 1)); → return [{ id: 1, to: <%= v.name %> }, { id: 3 }].sort((a, b) => (a.id < b.id ? -1 : 1));",
      "7 flip a condition: return [{ id: 1, to: <%= v.name %> }, { id: 2 }].sort((a, b) => (a.id < b.id ? -1 : 1)); → return [{ id: 1, to: <%= v.name %> }, { id: 2 }].sort((a, b) => (a.id >= b.id ? -1 : 1));",
      "7 move a bound: return [{ id: 1, to: <%= v.name %> }, { id: 2 }].sort((a, b) => (a.id < b.id ? -1 : 1)); → return [{ id: 1, to: <%= v.name %> }, { id: 2 }].sort((a, b) => (a.id <= b.id ? -1 : 1));",
    ]
  `);
});

test("so are workflows with their scripts, and the instructions of an image", () => {
  const found = ["w.yml.ejs", "Dockerfile.ejs"].flatMap((file) => mutantsOf(root, file));
  expect(found.map(({ rule, line, was, is }) => `${line} ${rule}: ${was} → ${is}`)).toMatchInlineSnapshot(`
    [
      "1 drop a row: on: workflow_call: inputs: stage: { required: true } → ",
      "4 turn a switch: stage: { required: true } → stage: { required: false }",
      "8 drop a row: timeout-minutes: 110 → ",
      "8 move a bound: timeout-minutes: 110 → timeout-minutes: 220",
      "13 drop a row: - run: | if true; then echo \\ on fi sst deploy echo done → ",
      "12 drop a row: if: github.event_name == 'push' && always() → ",
      "12 flip a condition: if: github.event_name == 'push' && always() → if: github.event_name != 'push' && always()",
      "12 flip a condition: if: github.event_name == 'push' && always() → if: github.event_name == 'push' || always()",
      "18 leave a call out: sst deploy → ",
      "19 leave a call out: echo done → ",
      "2 drop a row: WORKDIR /app → ",
      "3 drop a row: RUN npm ci \\ --omit=dev → ",
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
