import { existsSync } from "node:fs";
import { copyFile, mkdir, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Failure } from "../../errors.ts";
import { git } from "../../system/git.ts";

/**
 * A folder for each deploy that runs beside others, with the revision that is rolled out. Two runs of SST in one folder
 * would build the same sites with different settings at the same time and share SST's logs and outputs; and what
 * somebody edits during a long rollout is no part of it.
 */

async function gitText(root: string, ...words: string[]): Promise<string> {
  const { status, stdout, stderr } = await git(root, words);
  if (status !== 0) throw new Failure(`git ${words[0]} failed: ${stderr.trim() || "is git installed?"}`);
  return stdout.toString().trimEnd();
}

export interface Revision {
  id: string;
  /** The first line of its message. */
  subject: string;
}

/** The last commit, or null where there is none. */
export async function headOf(root: string): Promise<Revision | null> {
  const { status, stdout } = await git(root, ["log", "-1", "--no-show-signature", "--format=%H%n%s"]);
  const [id = "", subject = ""] = stdout.toString().split("\n");
  return status === 0 ? { id, subject } : null;
}

/**
 * What a rollout deploys: the last commit.
 * @throws {Failure} where there is none, or where the clients themselves are not committed
 */
export async function currentRevision(root: string): Promise<Revision> {
  const head = await headOf(root);
  if (head === null) throw new Failure(`${root} has no commit: a rollout deploys what is committed`);
  const program = [".yo-rc.json", "clients", "infra", "sst.config.ts"];
  const open = await gitText(root, "status", "--porcelain", "--untracked-files=normal", "--", ...program);
  if (open !== "")
    throw new Failure(`a rollout deploys what is committed, and these are not: ${open.replace(/\s+/g, " ").trim()}`);
  return head;
}

/** How many commits a revision is behind another; null where git does not know it, or it is on another branch. */
export async function commitsBetween(root: string, from: string, to: string): Promise<number | null> {
  const { status, stdout } = await git(root, ["rev-list", "--count", `${from}..${to}`]);
  return status === 0 ? Number(stdout.toString()) : null;
}

/** What is in a folder, or nothing. */
const list = (folder: string): Promise<string[]> => readdir(folder).catch(() => []);

/** Packages that are installed in the repo serve the checkout too: git knows where they may be. */
async function linkPackages(root: string, project: string): Promise<void> {
  const manifests = await gitText(root, "ls-files", "-z", "--", "package.json", "**/package.json");
  for (const manifest of manifests.split("\0").filter((path) => path !== "")) {
    const folder = join(dirname(manifest), "node_modules");
    if (existsSync(join(root, folder))) await symlink(join(root, folder), join(project, folder), "junction");
  }
}

/** SST writes its bundle beside the platform's files: the folder is the checkout's own, what is in it is shared. */
async function linkPlatform(root: string, project: string): Promise<void> {
  const platform = join(project, ".sst", "platform");
  await mkdir(platform, { recursive: true });
  for (const name of await list(join(root, ".sst", "platform"))) {
    if (!name.startsWith("sst.config.")) await symlink(join(root, ".sst", "platform", name), join(platform, name));
  }
  const lock = join(".sst", "provider-lock.json");
  if (existsSync(join(root, lock))) await copyFile(join(root, lock), join(project, lock));
}

/** SST reads variables from `.env` files, which git does not have. */
async function linkVariables(root: string, project: string): Promise<void> {
  const names = (await list(root)).filter((name) => name === ".env" || name.startsWith(".env."));
  for (const name of names) {
    if (!existsSync(join(project, name))) await symlink(join(root, name), join(project, name));
  }
}

/** Not below .sst, where SST runs no program. */
const CHECKOUTS = join(".space-sst", "fleet");

const folderOf = (root: string, slot: number): string => join(root, CHECKOUTS, `checkout-${slot + 1}`);

async function remove(root: string, folder: string): Promise<void> {
  // What it links to stays: rm follows no links.
  await rm(folder, { recursive: true, force: true });
  await git(root, ["worktree", "prune"]);
}

/** Git's list of worktrees is not made for two that come at the same moment: one after the other. */
let turn: Promise<unknown> = Promise.resolve();
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const result = turn.then(work);
  turn = result.catch(() => undefined);
  return result;
}

/**
 * Makes the folder of a slot.
 * @returns the repo in it, which may be below the root of the checkout
 * @throws {Failure} where git cannot
 */
export async function openCheckout(root: string, revision: string, slot: number): Promise<string> {
  const folder = folderOf(root, slot);
  await mkdir(dirname(folder), { recursive: true });
  await writeFile(join(root, CHECKOUTS, ".gitignore"), "*\n");
  await inTurn(async () => {
    await remove(root, folder);
    await gitText(root, "worktree", "add", "--detach", "--force", folder, revision);
  });
  const project = join(folder, await gitText(root, "rev-parse", "--show-prefix"));
  await linkPackages(root, project);
  await linkPlatform(root, project);
  await linkVariables(root, project);
  return project;
}

/** Takes the folders of all slots away. */
export async function closeCheckouts(root: string): Promise<void> {
  await remove(root, join(root, CHECKOUTS));
}
