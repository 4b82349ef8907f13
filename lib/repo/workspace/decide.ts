import type { Owner } from "../../render/types.ts";
import { blobId } from "../../system/git.ts";
import type { DiskEntry, Obstacle } from "./scan.ts";
import { sameText, toLf, withLineEndings } from "./text.ts";
import type { Change } from "./types.ts";

/** A file as the generator renders it. */
export interface Side {
  contents: Buffer;
  executable: boolean;
  owner: Owner;
}

/** A file as it was rendered last time: known by the ids of its contents, which are loaded where a merge needs them. */
export interface Base {
  ids: readonly string[];
  executable: boolean;
  owner: Owner;
  /** The contents that can be found, of no id, of some or of all. */
  load: () => Promise<readonly Buffer[]>;
}

type DiskFile = Extract<DiskEntry, { kind: "file" }>;

/** What is decided on a path at once, and what needs more than the three sides: a merge, or a look at an obstacle. */
export type Decision =
  | { kind: "change"; change: Change }
  | { kind: "create"; change: Change; obstacle: Obstacle | undefined }
  | { kind: "merge"; base: Base; next: Side; disk: DiskFile }
  | { kind: "nothing" };

const OBSTACLE_NAMES = {
  symlink: "a symbolic link",
  folder: "a folder",
  file: "a file",
  special: "a device or socket",
  case: "another spelling",
};

/**
 * The executable bit that the file is to have, or nothing to leave it. The owner's choice stays: a bit that the owner
 * changed, and (file systems without modes show every file as executable) a bit that the generator never set.
 */
const wantedBit = (base: Base | undefined, next: Side, disk: DiskFile): boolean | undefined => {
  if (next.executable === disk.executable) return undefined;
  if (base === undefined) return next.executable ? true : undefined;
  return base.executable === next.executable ? undefined : next.executable;
};

/** A file on disk is what was rendered last time, byte for byte. */
const isBase = (disk: Buffer, { ids }: Base): boolean => ids.includes(blobId(disk));

/** The same, or it differs only by the CRLF of a checkout. */
export const isBaseText = (disk: Buffer, base: Base): boolean => {
  const text = toLf(disk);
  return isBase(disk, base) || (text !== disk && isBase(text, base));
};

const change = (value: Change): Decision => ({ kind: "change", change: value });

/** The contents on disk stay; the executable bit may still change. */
const leave = (
  path: string,
  action: "unchanged" | "keep",
  reason: string,
  disk: DiskFile,
  bit: boolean | undefined,
): Decision => {
  const before = disk.contents;
  if (bit === undefined) return change({ path, action, reason, before });
  const mode = bit ? "made executable" : "no longer executable";
  return change({ path, action: "update", reason: mode, contents: before, before, executable: bit });
};

/** A file that the generator no longer writes. */
const retire = (path: string, base: Base, entry: DiskEntry): Decision => {
  if (entry.kind !== "file") return { kind: "nothing" };
  const before = entry.contents;
  if (base.owner === "yours") return change({ path, action: "keep", reason: "yours, no longer generated", before });
  if (isBaseText(before, base)) return change({ path, action: "delete", reason: "no longer generated", before });
  return change({ path, action: "keep", reason: "edited by you, no longer generated", before });
};

/** A file of the generator's that is not a file on disk. */
const absent = (path: string, base: Base | undefined, next: Side, entry: Exclude<DiskEntry, DiskFile>): Decision => {
  const { obstacle } = entry;
  if (base !== undefined) {
    const replaced = obstacle === undefined || obstacle.kind === "case" ? undefined : OBSTACLE_NAMES[obstacle.kind];
    const reason = replaced === undefined ? "deleted by you" : `replaced by you with ${replaced}`;
    return change({ path, action: "keep", reason });
  }
  if (next.owner === "yours" && entry.kind === "other" && entry.obstacle.kind === "symlink") {
    return change({ path, action: "keep", reason: "yours, a symbolic link" });
  }
  const { contents, executable } = next;
  const create: Change = { path, action: "create", reason: "new", contents, executable };
  return { kind: "create", change: create, obstacle };
};

/** New contents for a file that the owner did not edit. */
const update = (path: string, base: Base, next: Side, disk: DiskFile): Decision => {
  const before = disk.contents;
  const contents = isBase(before, base) ? next.contents : withLineEndings(next.contents, before);
  const executable = wantedBit(base, next, disk) ?? disk.executable;
  return change({ path, action: "update", reason: "new version", contents, before, executable });
};

/**
 * What happens to one path, from its three sides: `base` (by its id, what the generator rendered last time), `next` (what it
 * renders now) and the disk. Pure.
 */
export const decide = (path: string, base: Base | undefined, next: Side | undefined, entry: DiskEntry): Decision => {
  if (next === undefined) return base === undefined ? { kind: "nothing" } : retire(path, base, entry);
  if (entry.kind !== "file") return absent(path, base, next, entry);
  const before = entry.contents;
  if (next.owner === "yours") {
    const known = base !== undefined || sameText(before, next.contents);
    const reason = known ? "yours" : "yours, was there before";
    return change({ path, action: known ? "unchanged" : "keep", reason, before });
  }
  const bit = wantedBit(base, next, entry);
  const pristine = base !== undefined && isBase(before, base) && !before.equals(next.contents);
  if (pristine) return update(path, base, next, entry);
  if (sameText(before, next.contents)) return leave(path, "unchanged", "up to date", entry, bit);
  if (base === undefined) {
    const contents = withLineEndings(next.contents, before);
    const executable = bit ?? entry.executable;
    return change({ path, action: "conflict", reason: "was there before", contents, before, executable });
  }
  if (isBaseText(before, base)) return update(path, base, next, entry);
  if (base.ids.includes(blobId(next.contents))) return leave(path, "keep", "edited by you", entry, bit);
  return { kind: "merge", base, next, disk: entry };
};

/** The executable bit of a merged file. */
export const mergedBit = (base: Base, next: Side, disk: DiskFile): boolean =>
  wantedBit(base, next, disk) ?? disk.executable;
