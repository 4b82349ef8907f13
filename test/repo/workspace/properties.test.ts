import { existsSync, lstatSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { apply, type Change, plan, resolve, WorkspaceError } from "../../../lib/repo/workspace/index.ts";
import { failingAt, observed } from "./failing-file-system.ts";
import { edited, type Scenario, scenario } from "./scenarios.ts";
import { inFolder, photograph, readTree, writeTree } from "./trees.ts";

const RUNS = { numRuns: 60 };

/** Makes the folder as it is before the run, and says which words in which file are the owner's. */
const prepare = async (root: string, { base, edits, extra }: Scenario): Promise<Map<string, string>> => {
  const words = new Map<string, string>();
  await apply(root, await plan({ root, base: null, next: base }));
  for (const { path, contents } of base) {
    const change = edits[path];
    if (change === undefined) continue;
    if (change.kind === "delete") rmSync(join(root, path));
    else if (typeof contents === "string") {
      writeTree(root, { [path]: edited(contents, change, `mine in ${path}`) });
      if (change.kind !== "crlf") words.set(path, `mine in ${path}`);
    }
  }
  for (const [path, contents] of Object.entries(extra)) {
    if (existsSync(join(root, path)) || base.some((file) => file.path === path)) continue;
    const own = `${contents}\nmine alone in ${path}\n`;
    try {
      writeTree(root, { [path]: own });
      words.set(path, `mine alone in ${path}`);
    } catch {
      // A file is where a folder would have to be.
    }
  }
  return words;
};

/** The plan, or nothing where it is refused for what is in the way: then the folder is untouched. */
const planned = async (root: string, { base, next }: Scenario): Promise<Change[] | undefined> => {
  try {
    return await plan({ root, base, next });
  } catch (error) {
    if (error instanceof WorkspaceError && / (is a (file|folder)|differs from it) /.test(error.message))
      return undefined;
    throw error;
  }
};

const property = (
  check: (root: string, scenario: Scenario, ...rest: number[]) => Promise<void>,
  arbitrary: fc.Arbitrary<Scenario> = scenario(),
) =>
  fc.assert(
    fc.asyncProperty(arbitrary, fc.nat(), (one, number) => inFolder((root) => check(root, one, number))),
    RUNS,
  );

describe("random repos", () => {
  it("lose no line of the owner's", () =>
    property(async (root, one, seed) => {
      const words = await prepare(root, one);
      const before = readTree(root);
      const changes = await planned(root, one);
      if (changes === undefined) return;
      await apply(
        root,
        resolve(changes, () => (seed % 2 === 0 ? "keep" : "markers")),
      );
      for (const [path, line] of words) expect(readFileSync(join(root, path), "utf8")).toContain(line);
      const owned = [...one.next, ...one.base].filter(({ owner }) => owner === "yours");
      for (const { path } of owned) {
        const generated = one.next.some((file) => file.path === path && file.owner === "generated");
        if (before[path] !== undefined && !generated) expect(readTree(root)[path]).toBe(before[path]);
      }
    }));

  it("do not change when the same is applied again", () =>
    property(async (root, one) => {
      await prepare(root, one);
      const changes = await planned(root, one);
      if (changes === undefined) return;
      await apply(
        root,
        resolve(changes, () => "overwrite"),
      );
      const after = photograph(root);
      const again = await plan({ root, base: one.next, next: one.next });
      expect(again.filter(({ action }) => !["unchanged", "keep"].includes(action))).toEqual([]);
      await apply(root, again);
      expect(photograph(root)).toEqual(after);
    }));

  it("have nothing left to do when a run was killed just ahead of its answers", () =>
    property(async (root, one) => {
      await prepare(root, one);
      const changes = await planned(root, one);
      if (changes === undefined) return;
      const clean = changes.filter(({ action }) => action !== "conflict");
      await apply(root, clean);
      const paths = new Set(clean.map(({ path }) => path));
      const again = (await plan({ root, ...one })).filter(({ path }) => paths.has(path));
      expect(again.filter(({ action }) => !["unchanged", "keep"].includes(action))).toEqual([]);
    }));

  it("become what is rendered where nobody edited", () =>
    property(
      async (root, { base, next }) => {
        const untouched = { base, next, edits: {}, extra: {} };
        await prepare(root, untouched);
        await apply(root, await plan({ root, base, next }));
        const expected = Object.fromEntries(next.map(({ path, contents }) => [path, contents.toString()]));
        expect(readTree(root)).toEqual(expected);
        for (const { path, executable } of next) {
          expect((lstatSync(join(root, path)).mode & 0o100) !== 0, path).toBe(executable);
        }
        const empty = Object.keys(photograph(root)).filter(
          (path) => path !== "" && !Object.keys(expected).some((file) => `${file}/`.startsWith(`${path}/`)),
        );
        expect(empty).toEqual([]);
      },
      scenario(fc.constant("generated")),
    ));

  it("are as they were, byte for byte, when any operation fails", () =>
    property(async (root, one, seed) => {
      await prepare(root, one);
      const changes = await planned(root, one);
      if (changes === undefined) return;
      const decided = resolve(changes, () => "overwrite");
      const before = photograph(root);
      let operations = 0;
      const counting = observed((count) => {
        operations = count;
      });
      await inFolder(async (copy) => {
        await prepare(copy, one);
        await apply(copy, decided, { fs: counting });
      });
      if (operations === 0) return;
      const fs = failingAt(1 + (seed % operations));
      const error = await apply(root, decided, { fs }).catch((thrown: unknown) => thrown);
      // A folder that cannot be removed once it is empty is no reason to fail.
      if (!(error instanceof WorkspaceError)) return;
      expect(error.message).toMatch(/Nothing was changed in /);
      expect(photograph(root)).toEqual(before);
    }));

  it("are planned without being touched", () =>
    property(async (root, one) => {
      await prepare(root, one);
      const before = photograph(root);
      await planned(root, one);
      expect(photograph(root)).toEqual(before);
    }));
});
