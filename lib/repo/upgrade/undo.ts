import { sh } from "../../render/encode.ts";
import type { WorkTree } from "./work-tree.ts";

/**
 * The command that takes an upgrade back. What it wrote is staged, so that resetting removes new files too and leaves
 * alone what git does not know.
 * @param branch the one that was made for it
 * @param kept the commit that keeps what was not committed
 */
export function undoCommand({ branch: old, head }: WorkTree, branch: string | null, kept: string | null): string {
  const back = old === null ? `git switch --quiet --detach ${head}` : `git switch --quiet ${sh(old)}`;
  return [
    "git reset --hard --quiet",
    ...(branch === null ? [] : [back, `git branch --quiet --delete --force ${sh(branch)}`]),
    ...(kept === null ? [] : [`git stash apply --quiet --index ${kept}`]),
  ].join(" && ");
}
