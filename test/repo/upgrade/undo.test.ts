import { appendFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkUndoable, onBranch } from "../../../lib/repo/upgrade/safety.ts";
import { undoCommand } from "../../../lib/repo/upgrade/undo.ts";
import { readWorkTree, snapshot, type WorkTree } from "../../../lib/repo/upgrade/work-tree.ts";
import type { Change } from "../../../lib/repo/workspace/types.ts";
import { temporaryFolder } from "../../support/cli.ts";
import { commitAll, git } from "../../support/git.ts";

/** What an upgrade does where it goes wrong, and what takes it back: in a repository of a few files, without a kickoff. */

async function repository(): Promise<string> {
  const root = await temporaryFolder();
  for (const name of ["one.txt", "two.txt", "three.txt"]) await writeFile(join(root, name), `${name}\n`);
  await commitAll(root);
  return root;
}
const standing = async (root: string) => (await readWorkTree(root)) as WorkTree;
/** Where git stands, and every difference between its commit, its index and the folder. */
const state = async (root: string) => ({
  head: await git(root, "rev-parse", "HEAD"),
  branches: await git(root, "branch", "--list"),
  status: await git(root, "status", "--short"),
  staged: await git(root, "diff", "--cached"),
  edited: await git(root, "diff"),
});

describe("an upgrade that fails on a branch of its own", () => {
  it.each([
    ["a branch", null],
    ["a commit that is checked out by itself", "--detach"],
  ])("leaves no branch behind, and is back on %s", async (_, detach) => {
    const root = await repository();
    if (detach !== null) await git(root, "switch", "--quiet", detach, "HEAD");
    const before = await state(root);
    const failing = onBranch(root, await standing(root), "upgrade", async () => {
      expect(await git(root, "branch", "--show-current")).toBe("upgrade");
      throw new Error("the disk is full");
    });
    await expect(failing).rejects.toThrow("the disk is full");
    expect(await state(root)).toEqual(before);
  });

  it("stays on it where it went well", async () => {
    const root = await repository();
    await onBranch(root, await standing(root), "upgrade", async () => {});
    expect(await git(root, "branch", "--show-current")).toBe("upgrade");
  });
});

describe("what takes an upgrade back", () => {
  it.each([
    ["where it was written", null],
    ["and its branch", "upgrade"],
  ])("gives what was staged as staged, and what was only edited as edited, %s", async (_, branch) => {
    const root = await repository();
    await appendFile(join(root, "one.txt"), "staged\n");
    await git(root, "add", "one.txt");
    await appendFile(join(root, "one.txt"), "edited after that\n");
    await appendFile(join(root, "two.txt"), "edited\n");
    const before = await state(root);
    const tree = await standing(root);
    const kept = await snapshot(root);
    await onBranch(root, tree, branch, async () => {
      for (const name of ["one.txt", "two.txt", "new.txt"]) await writeFile(join(root, name), "upgraded\n");
      await rm(join(root, "three.txt"));
      await git(root, "add", "--all");
    });
    for (const words of undoCommand(tree, branch, kept).split(" && ")) await git(root, ...words.split(" ").slice(1));
    expect(await state(root)).toEqual(before);
  });
});

describe("an upgrade is refused where git could not give back", () => {
  const bytes = Buffer.from("mine\n");
  const rows: [what: string, change: Change][] = [
    ["what it writes over", { path: "mine.txt", reason: "", action: "update", before: bytes, contents: bytes }],
    ["what it deletes", { path: "mine.txt", reason: "", action: "delete", before: bytes }],
    ["what is in conflict", { path: "mine.txt", reason: "", action: "conflict", before: bytes, contents: bytes }],
    [
      "what is in conflict and moves",
      {
        path: "new.txt",
        reason: "",
        action: "conflict",
        before: bytes,
        contents: bytes,
        moved: { from: ["mine.txt"], was: "mine.txt" },
      },
    ],
  ];
  it.each(rows)("%s", async (_, change) => {
    const root = await repository();
    await writeFile(join(root, "mine.txt"), bytes);
    const asked = async () => checkUndoable(root, await standing(root), [change]);
    await expect(asked()).rejects.toThrow("git does not have mine.txt, which would change: commit first");
    await git(root, "add", "mine.txt");
    await git(root, "commit", "--quiet", "--message", "Mine");
    await expect(asked()).resolves.toBeUndefined();
  });

  it.each([
    [5, "f0, f1, f2, f3, f4"],
    [6, "f0, f1, f2, f3, f4 and 1 more"],
  ])("what is not committed: of %i files a few by their names", async (count, named) => {
    const tree = {
      head: "x",
      branch: "main",
      shallow: false,
      uncommitted: Array.from({ length: count }, (_, n) => `f${n}`),
    };
    await expect(checkUndoable("/nowhere", tree, [])).rejects.toThrow(
      `not everything is committed (${named}), and what undoes an upgrade resets the whole git repository: commit or stash first, or --force goes on without`,
    );
  });

  it("anything, where there is no git and no commit", async () => {
    await expect(checkUndoable("/shop", null, [])).rejects.toThrow(
      "/shop is in no git repository: git init and commit first, or --force goes on without",
    );
    const tree = { head: null, branch: "main", shallow: false, uncommitted: [] };
    await expect(checkUndoable("/shop", tree, [])).rejects.toThrow(
      "/shop has no commit yet: commit first, or --force goes on without",
    );
  });

  it("and not for a file that it creates, or keeps as it is", async () => {
    const root = await repository();
    const created: Change = { path: "new.txt", reason: "", action: "create", contents: bytes };
    await writeFile(join(root, "mine.txt"), bytes);
    const kept = { path: "mine.txt", reason: "", action: "keep", before: bytes } as Change;
    await expect(checkUndoable(root, await standing(root), [created, kept])).resolves.toBeUndefined();
  });
});
