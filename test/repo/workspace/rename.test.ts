import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { apply, plan, resolve } from "../../../lib/repo/workspace/index.ts";
import { generated, inFolder, readTree, type Tree, temporaryFolder, writeTree } from "./trees.ts";

const LINES = "one\ntwo\nthree\nfour\nfive\nsix\n";
const MINE = LINES.replace("one", "mine");
const NEXT = LINES.replace("six", "next");
const CLASH = LINES.replace("one", "next");
const RENAMES = new Map([["new/a", ["old/a"]]]);

const crlf = (tree: Tree): Tree =>
  Object.fromEntries(Object.entries(tree).map(([path, text]) => [path, `${text}`.replaceAll("\n", "\r\n")]));

type Row = [rule: string, next: string, disk: Tree, after: Tree, actions: string[]];
const table: Row[] = [
  ["not edited", NEXT, { "old/a": LINES }, { "new/a": NEXT }, ["create new/a", "delete old/a"]],
  ["edited", LINES, { "old/a": MINE }, { "new/a": MINE }, ["create new/a", "delete old/a"]],
  [
    "edited, and changed too",
    NEXT,
    { "old/a": MINE },
    { "new/a": MINE.replace("six", "next") },
    ["create new/a", "delete old/a"],
  ],
  ["deleted by the owner", NEXT, {}, {}, ["keep new/a"]],
  [
    "with a file of the owner's at the new path",
    NEXT,
    { "old/a": LINES, "new/a": NEXT },
    { "new/a": NEXT },
    ["unchanged new/a", "delete old/a"],
  ],
];

describe("a file that has another path in the new version", () => {
  it.each(table)("%s", async (_rule, next, disk, after, actions) => {
    const root = temporaryFolder();
    writeTree(root, disk);
    const base = generated({ "old/a": LINES });
    const changes = await plan({ root, base, next: generated({ "new/a": next }), renames: RENAMES });
    expect(changes.map(({ action, path }) => `${action} ${path}`)).toEqual(actions);
    await apply(root, changes);
    expect(readTree(root)).toEqual(after);
  });

  it.each([
    ["keep", MINE],
    ["overwrite", CLASH],
    ["markers", `<<<<<<< yours\nmine\n||||||| before\none\n=======\nnext\n>>>>>>> generated\n${LINES.slice(4)}`],
  ] as const)("in conflict: %s", async (resolution, expected) => {
    const root = temporaryFolder();
    writeTree(root, { "old/a": MINE });
    const base = generated({ "old/a": LINES });
    const planned = await plan({ root, base, next: generated({ "new/a": CLASH }), renames: RENAMES });
    await apply(
      root,
      resolve(planned, () => resolution),
    );
    expect(readTree(root)).toEqual({ "new/a": expected });
  });

  it("keeps the edits as if it had its old path", async () => {
    const line = fc.constantFrom("a", "b", "c", "}");
    const text = fc.array(line, { maxLength: 10 }).map((lines) => lines.map((one) => `${one}\n`).join(""));
    await fc.assert(
      fc.asyncProperty(text, text, text, async (base, next, disk) => {
        const merged = (from: string, to: string) =>
          inFolder(async (root) => {
            writeTree(root, { [from]: disk });
            const options = { root, base: generated({ [from]: base }), next: generated({ [to]: next }) };
            const changes = await plan({ ...options, renames: RENAMES });
            await apply(
              root,
              resolve(changes, () => "markers"),
            );
            return Object.values(readTree(root));
          });
        expect(await merged("old/a", "new/a")).toEqual(await merged("old/a", "old/a"));
      }),
      { numRuns: 30 },
    );
  });
});

describe("files that are one file in the new version", () => {
  const [FIRST, SECOND] = ["a\nb\nc\nd\ne\n", "v\nw\nx\ny\nz\n"];
  const WHOLE = FIRST.replace("e", "new") + SECOND;
  const renames = new Map([["b", ["a", "b"]]]);
  const base = generated({ a: FIRST, b: SECOND });

  it.each<Row>([
    ["not edited", WHOLE, { a: FIRST, b: SECOND }, { b: WHOLE }, ["delete a", "update b"]],
    [
      "edited where it goes",
      WHOLE,
      { a: FIRST.replace("a", "mine"), b: SECOND },
      { b: WHOLE.replace("a", "mine") },
      ["delete a", "merge b"],
    ],
    [
      "edited in both",
      WHOLE,
      { a: FIRST.replace("a", "mine"), b: SECOND.replace("z", "mine") },
      { b: WHOLE.replace("a", "mine").replace("z", "mine") },
      ["delete a", "merge b"],
    ],
    ["with line ends of Windows", WHOLE, crlf({ a: FIRST, b: SECOND }), crlf({ b: WHOLE }), ["delete a", "update b"]],
    ["one deleted by the owner", WHOLE, { b: SECOND }, { b: WHOLE }, ["update b"]],
    ["all deleted by the owner", WHOLE, {}, {}, ["keep b"]],
  ])("%s", async (_rule, next, disk, after, actions) => {
    const root = temporaryFolder();
    writeTree(root, disk);
    const changes = await plan({ root, base, next: generated({ b: next }), renames });
    expect(changes.map(({ action, path }) => `${action} ${path}`)).toEqual(actions);
    await apply(root, changes);
    expect(readTree(root)).toEqual(after);
    const again = await plan({ root, base: generated({ b: next }), next: generated({ b: next }), renames });
    expect(again.filter(({ action }) => action !== "unchanged" && action !== "keep")).toEqual([]);
  });

  it.each([
    ["keep", FIRST.replace("e", "mine") + SECOND],
    ["overwrite", WHOLE],
    ["markers", `a\nb\nc\nd\n<<<<<<< yours\nmine\n||||||| before\ne\n=======\nnew\n>>>>>>> generated\n${SECOND}`],
  ] as const)("in conflict: %s", async (resolution, expected) => {
    const root = temporaryFolder();
    writeTree(root, { a: FIRST.replace("e", "mine"), b: SECOND });
    const planned = await plan({ root, base, next: generated({ b: WHOLE }), renames });
    await apply(
      root,
      resolve(planned, () => resolution),
    );
    expect(readTree(root)).toEqual({ b: expected });
  });
});
