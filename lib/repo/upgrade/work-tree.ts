import { git } from "../../system/git.ts";
import { type Change, isWrite } from "../workspace/types.ts";

/** What git says of the folder that a repo is in. */
export interface WorkTree {
  /** The commit that is checked out; null before the first one. */
  head: string | null;
  /** Its branch; null where a commit is checked out by itself. */
  branch: string | null;
  /** Files with changes that are not committed, from the root of the repository. */
  uncommitted: string[];
  /** The history is cut off: `git clone --depth`. */
  shallow: boolean;
}

const text = ({ status, stdout }: { status: number; stdout: Buffer }): string | null =>
  status === 0 ? stdout.toString().trim() : null;

const words = (stdout: Buffer): string[] =>
  stdout
    .toString()
    .split("\0")
    .filter((word) => word !== "");

/** Nothing for a folder that is in no repository, or without git. */
export async function readWorkTree(root: string): Promise<WorkTree | null> {
  if (text(await git(root, ["rev-parse", "--is-inside-work-tree"])) !== "true") return null;
  const [head, branch, status, shallow] = await Promise.all([
    git(root, ["rev-parse", "--verify", "--quiet", "HEAD"]),
    git(root, ["symbolic-ref", "--quiet", "--short", "HEAD"]),
    git(root, ["status", "--porcelain", "-z", "--no-renames", "--untracked-files=no"]),
    git(root, ["rev-parse", "--is-shallow-repository"]),
  ]);
  return {
    head: text(head),
    branch: text(branch),
    uncommitted: words(status.stdout).map((entry) => entry.slice(3)),
    shallow: text(shallow) === "true",
  };
}

/** Files that the changes would replace or delete and that git does not have: nothing would bring them back. */
export async function untracked(root: string, changes: readonly Change[]): Promise<string[]> {
  const paths = changes
    .filter((change) => change.before !== undefined && (isWrite(change) || /delete|conflict/.test(change.action)))
    // A file in conflict that has another path now is still at its old ones.
    .flatMap((change) => (change.action === "conflict" ? (change.moved?.from ?? change.path) : change.path));
  if (paths.length === 0) return [];
  const { stdout } = await git(root, ["--literal-pathspecs", "ls-files", "-z", "--", ...paths]);
  const known = new Set(words(stdout));
  return paths.filter((path) => !known.has(path));
}

/** Keeps what is not committed as a commit that no branch has; null where there is nothing. */
export async function snapshot(root: string): Promise<string | null> {
  return text(await git(root, ["stash", "create", "before space-sst upgrade"])) || null;
}

/** Why a branch cannot be made, or nothing. */
export async function branchProblem(root: string, name: string): Promise<string | undefined> {
  if (name.startsWith("-") || (await git(root, ["check-ref-format", "--branch", name])).status !== 0)
    return `"${name}" is no name for a branch`;
  const { status } = await git(root, ["show-ref", "--verify", "--quiet", `refs/heads/${name}`]);
  return status === 0 ? `there is a branch "${name}" already` : undefined;
}
