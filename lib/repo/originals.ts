import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import { git, gitTopOf } from "../system/git.ts";
import type { Change, Conflict } from "./workspace/index.ts";

/** What git does not have is not overwritten without a copy: nobody could take that back. */

/** Those of the paths whose text is in no commit, or is not there as it is in the last one. */
async function uncommitted(root: string, paths: readonly string[]): Promise<Set<string>> {
  // Where there is no git, or no commit, git has nothing.
  const top = gitTopOf(root);
  if (top === null) return new Set(paths);
  const fromTop = (path: string) => relative(top, join(root, path)).replaceAll("\\", "/");
  const there = paths.map(fromTop);
  const [tracked, differing] = await Promise.all([
    git(top, ["ls-files", "-z", "--", ...there]),
    git(top, ["diff", "--name-only", "-z", "HEAD", "--", ...there]),
  ]);
  const named = (output: Buffer) => new Set(output.toString().split("\0"));
  if (tracked.status !== 0 || differing.status !== 0) return new Set(paths);
  const [known, changed] = [named(tracked.stdout), named(differing.stdout)];
  return new Set(paths.filter((path) => !known.has(fromTop(path)) || changed.has(fromTop(path))));
}

/** A name for a copy that nothing has yet: `README.md.orig`. */
function nameOf(root: string, path: string): string {
  for (let n = 0; ; n++) {
    const name = `${path}.orig${n === 0 ? "" : `.${n}`}`;
    if (!existsSync(join(root, name))) return name;
  }
}

/** Copies of the files that are overwritten, where git has them not. */
export async function originals(root: string, overwritten: readonly Conflict[]): Promise<Change[]> {
  if (overwritten.length === 0) return [];
  const paths = overwritten.map(({ path }) => path);
  const unknown = await uncommitted(root, paths);
  return overwritten
    .filter(({ path }) => unknown.has(path))
    .map(({ path, before }) => ({
      path: nameOf(root, path),
      action: "create",
      reason: `what ${path} was: git does not have it`,
      contents: before,
    }));
}
