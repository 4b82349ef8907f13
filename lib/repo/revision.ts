import { constants, existsSync, symlinkSync } from "node:fs";
import { copyFile, lstat, mkdir, mkdtemp, readlink, realpath, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Failure } from "../errors.ts";
import { git } from "../system/git.ts";

/** A repo as it is or was, as files in a folder of its own. The repo, its index and its worktrees are left alone. */

export interface Revision {
  /** As it was asked for: `main`, `HEAD~2`. */
  revision: string;
  /** The commit that it names. */
  commit: string;
}

/** What git says; null where it fails. */
async function ask(root: string, words: readonly string[], env: Record<string, string> = {}): Promise<string | null> {
  const { status, stdout } = await git(root, words, "", env);
  return status === 0 ? stdout.toString().trim() : null;
}

/**
 * What a repo is compared with: the revision that is asked for, or the last commit.
 * @returns null where nothing is asked for and there is no commit
 * @throws {Failure} where git knows no such revision
 */
export async function revisionOf(root: string, asked: string | undefined): Promise<Revision | null> {
  const revision = asked ?? "HEAD";
  const commit = await ask(root, ["rev-parse", "--verify", "--quiet", "--end-of-options", `${revision}^{commit}`]);
  if (commit !== null) return { revision, commit };
  if (asked === undefined) return null;
  throw new Failure(
    `git knows no revision "${asked}" in ${root}: name a commit, a branch or a tag, and fetch it before`,
  );
}

/** Nothing in the folder differs from a commit; files that git ignores do not count. */
export async function isSame(root: string, { commit }: Revision): Promise<boolean> {
  const head = await ask(root, ["rev-parse", "HEAD"]);
  return head === commit && (await ask(root, ["status", "--porcelain", "--untracked-files=all", "--", "."])) === "";
}

/**
 * Writes the files of a revision into a folder.
 * @param index a file that is git's index for as long as this takes
 * @throws {Failure} where the repo is not in that revision
 */
export async function writeRevision(root: string, { revision, commit }: Revision, files: string, index: string) {
  const prefix = (await ask(root, ["rev-parse", "--show-prefix"])) ?? "";
  const env = { GIT_INDEX_FILE: index };
  await mkdir(files, { recursive: true });
  const tree = prefix === "" ? commit : `${commit}:${prefix.replace(/\/$/, "")}`;
  const out = ["checkout-index", "--all", "--force", `--prefix=${files}/`];
  // From the top of the work tree: elsewhere git would take the part below the current folder only.
  const top = (await ask(root, ["rev-parse", "--show-toplevel"])) ?? root;
  if ((await ask(top, ["read-tree", tree], env)) === null || (await ask(top, out, env)) === null)
    throw new Failure(`${root} is not in ${revision}: name a revision that has it`);
}

/**
 * Writes the files of the work tree into a folder: what git has, and what it would take; not what it ignores.
 * @throws {Failure} where the folder is in no git repository
 */
export async function writeWorkTree(root: string, files: string): Promise<void> {
  const list = await ask(root, ["ls-files", "-z", "--cached", "--others", "--exclude-standard"]);
  if (list === null) throw new Failure(`${root} is in no git repository, and git says which files belong to a repo`);
  const names = [...new Set(list.split("\0"))].filter((name) => name !== "");
  await Promise.all([...new Set(names.map(dirname))].map((folder) => mkdir(join(files, folder), { recursive: true })));
  for (const name of names) {
    const from = join(root, name);
    const stats = await lstat(from).catch(() => null);
    // A file that was deleted is in git's list until that is committed.
    if (stats?.isSymbolicLink()) await symlink(await readlink(from), join(files, name));
    else if (stats?.isFile()) await copyFile(from, join(files, name), constants.COPYFILE_FICLONE);
  }
}

/**
 * Runs some work on the files of a revision, in a temporary folder with the platform and the packages of the repo.
 * @throws {Failure} where the repo is not in that revision
 */
export async function withRevision<T>(
  root: string,
  revision: Revision,
  work: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "space-sst-plan-")));
  try {
    const files = join(folder, "repo");
    await writeRevision(root, revision, files, join(folder, "index"));
    for (const name of [".sst", "node_modules"])
      if (existsSync(join(root, name)) && !existsSync(join(files, name)))
        symlinkSync(join(root, name), join(files, name), "junction");
    return await work(files);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
