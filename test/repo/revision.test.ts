import { existsSync, readdirSync } from "node:fs";
import { mkdir, readFile, readlink, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  isSame,
  type Revision,
  revisionOf,
  withRevision,
  writeRevision,
  writeWorkTree,
} from "../../lib/repo/revision.ts";
import { temporaryFolder } from "../support/cli.ts";
import { commitAll, git } from "../support/git.ts";
import { readTree } from "./workspace/trees.ts";

/** A repo as it was in a commit, and as it is, in folders of their own. */

const FILES = {
  "a.txt": "a\n",
  "sub/b.txt": "b\n",
  "sub/deep/c.txt": "c\n",
  ".gitignore": "ignored/\nnode_modules/\n",
};

async function repository(): Promise<string> {
  const root = await temporaryFolder();
  for (const [path, text] of Object.entries(FILES)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  await commitAll(root);
  return root;
}

const last = async (root: string) => (await revisionOf(root, undefined)) as Revision;

describe("a revision", () => {
  it("is the last commit, or the one that is asked for", async () => {
    const root = await repository();
    const commit = await git(root, "rev-parse", "HEAD");
    expect(await revisionOf(root, undefined)).toEqual({ revision: "HEAD", commit });
    await writeFile(join(root, "a.txt"), "more\n");
    await commitAll(root, "More");
    expect(await revisionOf(root, "HEAD~1")).toEqual({ revision: "HEAD~1", commit });
    await expect(revisionOf(root, "nope")).rejects.toThrow(
      `git knows no revision "nope" in ${root}: name a commit, a branch or a tag, and fetch it before`,
    );
  });

  it("is none before the first commit, and outside of git", async () => {
    const root = await temporaryFolder();
    expect(await revisionOf(root, undefined)).toBeNull();
    await git(root, "init", "--quiet");
    expect(await revisionOf(root, undefined)).toBeNull();
  });

  it("is what the folder holds until something in it differs", async () => {
    const root = await repository();
    const revision = await last(root);
    const sub = join(root, "sub");
    expect([await isSame(root, revision), await isSame(sub, revision)]).toEqual([true, true]);
    await mkdir(join(root, "ignored"));
    await writeFile(join(root, "ignored/x"), "x");
    expect(await isSame(root, revision)).toBe(true);
    await writeFile(join(root, "new.txt"), "x");
    expect([await isSame(root, revision), await isSame(sub, revision)]).toEqual([false, true]);
    await commitAll(root, "New");
    expect(await isSame(root, revision)).toBe(false);
  });
});

describe("the files of a revision", () => {
  const written = async (root: string) => {
    const folder = await temporaryFolder();
    await writeRevision(root, await last(root), join(folder, "files"), join(folder, "index"));
    return readTree(join(folder, "files"));
  };

  it("are those of the commit, and git's index and the folder stay as they are", async () => {
    const root = await repository();
    await writeFile(join(root, "a.txt"), "edited\n");
    await git(root, "add", "a.txt");
    const before = await git(root, "status", "--porcelain");
    expect(await written(root)).toEqual(FILES);
    expect(await git(root, "status", "--porcelain")).toBe(before);
  });

  it("of a repo inside of a bigger one are its own", async () => {
    const root = await repository();
    expect(await written(join(root, "sub"))).toEqual({ "b.txt": "b\n", "deep/c.txt": "c\n" });
    await mkdir(join(root, "later"));
    await expect(written(join(root, "later"))).rejects.toThrow(
      `${join(root, "later")} is not in HEAD: name a revision that has it`,
    );
  });

  it("stand beside the platform and the packages of today, and are gone after the work", async () => {
    const root = await repository();
    await mkdir(join(root, "node_modules/x"), { recursive: true });
    await writeFile(join(root, "node_modules/x/y"), "y");
    let seen = "";
    const work = async (folder: string) => {
      seen = folder;
      // Nor a link to a platform that the repo has not.
      expect(readdirSync(folder)).not.toContain(".sst");
      return readFile(join(folder, "node_modules/x/y"), "utf8");
    };
    expect(await withRevision(root, await last(root), work)).toBe("y");
    expect([existsSync(dirname(seen)), existsSync(join(root, "node_modules/x/y"))]).toEqual([false, true]);
    await expect(withRevision(root, await last(root), () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  });
});

it("packages that are in the revision itself are those that the work has", async () => {
  const root = await repository();
  await mkdir(join(root, "node_modules"));
  await writeFile(join(root, "node_modules/own.js"), "then");
  await git(root, "add", "--force", "node_modules/own.js");
  await commitAll(root, "Packages");
  await writeFile(join(root, "node_modules/own.js"), "today");
  const work = (folder: string) => readFile(join(folder, "node_modules/own.js"), "utf8");
  expect(await withRevision(root, await last(root), work)).toBe("then");
});

describe("the files of the folder", () => {
  it("are what git has and would take, as they are; not what it ignores, and not what is gone", async () => {
    const root = await repository();
    await mkdir(join(root, "ignored"));
    await writeFile(join(root, "ignored/x"), "x");
    await writeFile(join(root, "a.txt"), "edited\n");
    await writeFile(join(root, "sub/new.txt"), "new\n");
    await symlink("a.txt", join(root, "link"));
    await rm(join(root, "sub/deep/c.txt"));
    const folder = join(await temporaryFolder(), "files");
    await writeWorkTree(root, folder);
    const { "sub/deep/c.txt": _gone, ...rest } = FILES;
    expect(readTree(folder)).toEqual({ ...rest, "a.txt": "edited\n", "sub/new.txt": "new\n" });
    expect(await readlink(join(folder, "link"))).toBe("a.txt");
  });

  it("are for git to say", async () => {
    const root = await temporaryFolder();
    await expect(writeWorkTree(root, join(root, "out"))).rejects.toThrow(
      `${root} is in no git repository, and git says which files belong to a repo`,
    );
  });
});
