import { Failure } from "../../errors.ts";
import { git } from "../../system/git.ts";
import type { Change } from "../workspace/index.ts";
import { untracked, type WorkTree } from "./work-tree.ts";

const MOST_NAMES = 5;

/** A few names, and how many more there are. */
const some = (names: readonly string[]): string =>
  names.length <= MOST_NAMES
    ? names.join(", ")
    : `${names.slice(0, MOST_NAMES).join(", ")} and ${names.length - MOST_NAMES} more`;

/**
 * Nothing is written that git could not take back.
 * @throws {Failure} where there is no git or no commit, something is not committed, or git does not have what changes
 */
export async function checkUndoable(root: string, tree: WorkTree | null, changes: readonly Change[]): Promise<void> {
  const advice = "or --force goes on without";
  if (tree === null) throw new Failure(`${root} is in no git repository: git init and commit first, ${advice}`);
  if (tree.head === null) throw new Failure(`${root} has no commit yet: commit first, ${advice}`);
  if (tree.uncommitted.length > 0)
    throw new Failure(
      `not everything is committed (${some(tree.uncommitted)}), and what undoes an upgrade resets the whole git repository: commit or stash first, ${advice}`,
    );
  const unknown = await untracked(root, changes);
  if (unknown.length > 0)
    throw new Failure(`git does not have ${some(unknown)}, which would change: commit first, ${advice}`);
}

async function checked(root: string, words: readonly string[]): Promise<void> {
  const { status, stderr } = await git(root, words);
  if (status !== 0) throw new Failure(`git ${words[0]} failed: ${stderr.trim().split("\n")[0]}`);
}

/**
 * Does something on a new branch; when it fails, the old one is back.
 * @param name null: stays where it is
 */
export async function onBranch(
  root: string,
  { branch, head }: WorkTree,
  name: string | null,
  action: () => Promise<void>,
): Promise<void> {
  if (name === null) return action();
  await checked(root, ["switch", "--quiet", "--create", name]);
  try {
    await action();
  } catch (error) {
    await checked(root, ["switch", "--quiet", ...(branch === null ? ["--detach", head as string] : [branch])]);
    await checked(root, ["branch", "--quiet", "--delete", "--force", name]);
    throw error;
  }
}
