import { sep } from "node:path";
import type { Blueprint } from "../answers/normalise.ts";
import { UsageError } from "../errors.ts";
import { gitTopOf } from "../system/git.ts";

/**
 * Workflows are written above the repo, where the answers say that it is inside a bigger git repository: only where it is.
 * @throws {UsageError} where it is in another place
 */
export function checkPlace(root: string, { workingDirectory }: Pick<Blueprint, "workingDirectory">): void {
  if (!workingDirectory) return;
  const below = `${sep}${workingDirectory.replaceAll("/", sep)}`;
  const top = gitTopOf(root);
  if (root.endsWith(below) && (top === null || top === root.slice(0, -below.length))) return;
  const message = `${root} is not the folder ${workingDirectory} of its git repository: say which one it is, or none`;
  throw new UsageError([{ path: "workingDirectory", message }], "the answers");
}
