import type { Base, Side } from "./decide.ts";
import type { DiskEntry } from "./scan.ts";
import { type Change, type Delete, isWrite } from "./types.ts";

type DiskEntryOf<Kind> = Extract<DiskEntry, { kind: Kind }>;

/** A generated file that has another path now, with what the owner has at the old one. */
export interface Move {
  from: string;
  base: Base;
  disk: DiskEntryOf<"file"> | DiskEntryOf<"missing">;
}

/**
 * The files that move, by their new paths. None moves whose old path is still rendered or was not rendered last time,
 * or whose new path was, or is taken by a file of the owner's. One that the owner deleted stays deleted under its new
 * name. Pure.
 */
export const movesOf = (
  renames: ReadonlyMap<string, string>,
  before: ReadonlyMap<string, Base>,
  after: ReadonlyMap<string, Side>,
  at: (path: string) => DiskEntry,
): Map<string, Move> => {
  const moves = new Map<string, Move>();
  for (const [from, to] of renames) {
    const [base, disk, target] = [before.get(from), at(from), at(to)];
    const isMove = base !== undefined && !after.has(from) && !before.has(to) && after.has(to);
    const isFree = target.kind === "missing" && target.obstacle === undefined;
    if (isMove && isFree && disk.kind !== "other") moves.set(to, { from, base, disk });
  }
  return moves;
};

/** A change that was planned for the old file's contents, as the changes that make the new file of them. Pure. */
export const movedChanges = (change: Change, { from, disk }: Move): Change[] => {
  if (disk.kind === "missing") return [change];
  const { path, reason } = change;
  const gone: Delete = { path: from, action: "delete", reason: `is ${path} now`, before: disk.contents, moved: true };
  if (change.action === "conflict") return [{ ...change, moved: from }, gone];
  const { contents, executable = disk.executable } = change;
  const edited = change.action === "keep" || change.action === "merge";
  const moved: Change = {
    path,
    action: "create",
    reason: edited ? `was ${from}, ${reason}` : `was ${from}`,
    contents: isWrite(change) && contents !== undefined ? contents : disk.contents,
    executable,
  };
  return [moved, gone];
};
