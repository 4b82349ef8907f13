import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { packageRoot } from "../../lib/system/package-root.ts";
import { tree } from "../support/files.ts";

/** Which mutants `npm run mutate` tries, and which tests it asks about them. */

interface Mutant {
  file: string;
  line: number;
  rule: string;
  was: string;
  is: string;
}
const module = (name: string) => import(new URL(name, import.meta.url).href);
const { changedLines }: { changedLines(diff: string): Map<string, Set<number>> } = await module("changed.mjs");
const { isReadable }: { isReadable(file: string): boolean } = await module("languages.mjs");
const { BELONGS, testsOf }: { BELONGS: [string, string[]][]; testsOf(file: string, all: string[]): string[] } =
  await module("belongs.mjs");
const {
  drivesTheBin,
  nearAndFar,
}: {
  drivesTheBin(root: string, test: string): boolean;
  nearAndFar(root: string, file: string, tests: string[]): { near: string[]; far: string[] };
} = await module("nearness.mjs");
const {
  mutantsOf,
  sample,
}: { mutantsOf(root: string, file: string): Mutant[]; sample(all: Mutant[], count: number, seed: string): Mutant[] } =
  await module("mutants.mjs");

const all = (
  await Promise.all(
    ["lib", "templates", "test"].map(async (folder) =>
      Object.keys(tree(join(packageRoot, folder))).map((file) => `${folder}/${file}`),
    ),
  )
).flat();

test("a sample hears every area before it hears one twice", () => {
  const mutant = (file: string, line: number): Mutant => ({ file, line, rule: "drop a row", was: "a", is: "" });
  const large = Array.from({ length: 50 }, (_, line) => mutant("lib/a/large.ts", line));
  const small = [mutant("lib/b/small.ts", 1), mutant("lib/b/deep/c/d.ts", 1), mutant("templates/infra/kit/e.ts", 1)];
  const chosen = sample([...large, ...small], 5, "1").map(({ file }) => file);
  expect(chosen.slice(0, 4).sort()).toEqual([
    "lib/a/large.ts",
    "lib/b/deep/c/d.ts",
    "lib/b/small.ts",
    "templates/infra/kit/e.ts",
  ]);
  expect(chosen[4]).toBe("lib/a/large.ts");
});

test("what has changed is the lines that a diff adds, and not those that it takes away", () => {
  const diff = [
    "diff --git a/lib/a.ts b/lib/a.ts",
    "--- a/lib/a.ts",
    "+++ b/lib/a.ts",
    "@@ -3 +3,2 @@ function a() {",
    "-  one",
    "+  two",
    "+  three",
    "@@ -9,2 +10,0 @@",
    "-  gone",
    "-  gone",
    "diff --git a/lib/b.ts b/lib/b.ts",
    "--- a/lib/b.ts",
    "+++ b/lib/b.ts",
    "@@ -7 +7 @@",
    "-  old",
    "+  new",
  ].join("\n");
  expect([...changedLines(diff)].map(([file, lines]) => [file, [...lines]])).toEqual([
    ["lib/a.ts", [3, 4]],
    ["lib/b.ts", [7]],
  ]);
});

test("every source has tests that belong to it, and every row names what there is", () => {
  const sources = all.filter(
    (file) => /^(lib|templates)\//.test(file) && isReadable(file) && !file.includes(".test.ts"),
  );
  expect(sources.filter((file) => testsOf(file, all).length === 0)).toEqual([]);
  for (const [source, tests] of BELONGS)
    for (const path of [source, ...tests])
      expect(
        all.filter((file) => file.startsWith(path)),
        path,
      ).not.toEqual([]);
});

test("the nearest are asked first: those of the same name, and those that import the source", () => {
  const ask = (file: string) => nearAndFar(packageRoot, file, testsOf(file, all));
  expect(ask("lib/answers/hosts.ts").near).toEqual(["test/answers/hosts.test.ts", "test/proof/hosts.test.ts"]);
  expect(ask("lib/answers/hosts.ts").far).toContain("test/answers/parse.test.ts");
  expect(ask("lib/commands/tunnel/index.ts").near).toContain("test/deploy/day-two/tunnel.test.ts");
  expect(ask("lib/cost/bill.ts").near).toContain("test/cost/usage.test.ts");
});

test("a test for which the bin has to be built is told by what it imports", () => {
  const driving = ["test/cli/help.test.ts", "test/deploy/day-two/tunnel.test.ts", "test/answers/hosts.test.ts"];
  expect(driving.map((file) => drivesTheBin(packageRoot, file))).toEqual([true, true, false]);
});

test("a survivor is accepted with a reason, for as long as there is such a mutant", () => {
  const accepted: (Mutant & { reason: string })[] = JSON.parse(
    readFileSync(new URL("accepted.json", import.meta.url), "utf8"),
  );
  const isThere = ({ file, was, is }: Mutant) =>
    existsSync(join(packageRoot, file)) &&
    mutantsOf(packageRoot, file).some((mutant) => mutant.was === was && mutant.is === is);
  expect(accepted.filter((one) => !isThere(one) || one.reason.trim() === "")).toEqual([]);
});
