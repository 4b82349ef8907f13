import { posix } from "node:path";
import { Failure } from "../../errors.ts";
import { git } from "../../system/git.ts";
import { pool } from "../../system/pool.ts";
import { type Change, isWrite, type Sides, type Write } from "../workspace/types.ts";

/**
 * Puts the changes into git's index, as `git merge --no-commit` does: what is merged is staged, and a file in conflict
 * has its three versions there, so that `git status`, editors and `git mergetool` know it.
 */

/** Each file takes up to four processes. */
const AT_ONCE = 4;

type Unresolved = Write & { unresolved: Sides };

const isUnresolved = (change: Change): change is Unresolved => isWrite(change) && change.unresolved !== undefined;

/** @throws {Failure} where git says no */
async function checked(what: string, running: ReturnType<typeof git>): Promise<string> {
  const { status, stdout, stderr } = await running;
  if (status === 0) return stdout.toString();
  throw new Failure(`the files are written, but git could not stage them (${what}): ${stderr.trim().split("\n")[0]}`);
}

const PLAIN = "100644";

/** The mode that git has for a file; that of a plain file where it has none. */
async function modeOf(root: string, path: string): Promise<string> {
  const { stdout } = await git(root, ["--literal-pathspecs", "ls-files", "--stage", "-z", "--", path]);
  return /^\d{6}/.exec(stdout.toString())?.[0] ?? PLAIN;
}

/** Stores contents as git would store them at a path, with its attributes applied. */
const store = (root: string, path: string, contents: Buffer): Promise<string> =>
  checked("hash-object", git(root, ["hash-object", "-w", "--stdin", "--path", path], contents)).then((id) => id.trim());

/** The lines of `git update-index --index-info` for a file in conflict: stage 1 is the base, 2 ours, 3 theirs. */
async function stages(root: string, prefix: string, { path, unresolved }: Unresolved): Promise<string[]> {
  const { base, yours, generated } = unresolved;
  const mode = await modeOf(root, path);
  const lines = await Promise.all(
    [base, yours, generated].map(async (contents, index) => {
      if (contents === undefined) return [];
      const id = await store(root, path, contents);
      return [`${index === 1 ? mode : PLAIN} ${id} ${index + 1}\t${posix.join(prefix, path)}`];
    }),
  );
  const none = "0".repeat(/ (\S+) /.exec(lines.flat()[0] as string)?.[1]?.length ?? 40);
  return [`0 ${none}\t${posix.join(prefix, path)}`, ...lines.flat()];
}

/**
 * Stages the changes that were made in a folder of a git repository.
 * @throws {Failure} where git says no; the files stay as they are
 */
export async function stageChanges(root: string, changes: readonly Change[]): Promise<void> {
  const prefix = (await checked("rev-parse", git(root, ["rev-parse", "--show-prefix"]))).replace(/\n$/, "");
  const clean = changes.filter((change) => (isWrite(change) || change.action === "delete") && !isUnresolved(change));
  const paths = clean.map(({ path }) => `${path}\0`).join("");
  await checked("update-index", git(root, ["update-index", "-z", "--add", "--remove", "--stdin"], paths));
  const conflicts = changes.filter(isUnresolved);
  const lines = (await pool(conflicts, AT_ONCE, (change) => stages(root, prefix, change))).flat();
  if (lines.length === 0) return;
  const input = lines.map((line) => `${line}\0`).join("");
  await checked("update-index", git(root, ["update-index", "-z", "--index-info"], input));
}
