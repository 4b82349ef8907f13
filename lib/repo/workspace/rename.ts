import { blobId } from "../../system/git.ts";
import { type Base, isBaseText, type Side } from "./decide.ts";
import type { DiskEntry } from "./scan.ts";
import { toLf } from "./text.ts";
import { type Change, type Delete, isWrite } from "./types.ts";

type DiskFile = Extract<DiskEntry, { kind: "file" }>;

/** One of the files that a renamed one was, as it was rendered and as the owner has it. */
interface Part {
  path: string;
  base: Base;
  disk: DiskFile;
}

/** A generated file that has another path now, or was several: what it was, as one file. */
export interface Move {
  /** What is left of it, in the order in which the new file has it. */
  parts: readonly Part[];
  base: Base;
  disk: DiskFile | Extract<DiskEntry, { kind: "missing" }>;
}

/** Several files as one: what the owner has changed in one of them is changed in the whole. */
function joined(parts: readonly [Part, Part, ...Part[]]): Pick<Move, "base" | "disk"> {
  const contents = Buffer.concat(parts.map(({ disk }) => disk.contents));
  const edited = parts.some(({ base, disk }) => !isBaseText(disk.contents, base));
  const load = async () => {
    const known = await Promise.all(parts.map(async ({ base }) => (await base.load())[0]));
    return known.includes(undefined) ? [] : [Buffer.concat(known as Buffer[])];
  };
  const [{ base, disk }] = parts;
  return {
    base: { owner: base.owner, executable: base.executable, ids: edited ? [] : [blobId(toLf(contents))], load },
    disk: { ...disk, contents },
  };
}

function moveOf(parts: readonly Part[], lost: Base): Move {
  const [first, second, ...more] = parts;
  if (first === undefined) return { parts, base: lost, disk: { kind: "missing" } };
  if (second === undefined) return { parts, base: first.base, disk: first.disk };
  return { parts, ...joined([first, second, ...more]) };
}

/**
 * The files that move, by their new paths. None moves whose old path is still rendered or was not rendered last time, or
 * whose new path is taken by a file of the owner's. One that the owner deleted stays deleted under its new name. Pure.
 */
export const movesOf = (
  renames: ReadonlyMap<string, readonly string[]>,
  before: ReadonlyMap<string, Base>,
  after: ReadonlyMap<string, Side>,
  at: (path: string) => DiskEntry,
): Map<string, Move> => {
  const moves = new Map<string, Move>();
  for (const [to, from] of renames) {
    const old = from.filter((path) => before.has(path) && (path === to || !after.has(path)));
    const target = at(to);
    const isFree = from.includes(to) || (!before.has(to) && target.kind === "missing" && !target.obstacle);
    const [first] = old;
    if (first === undefined || old.every((path) => path === to) || !after.has(to) || !isFree) continue;
    const entries = old.map((path) => ({ path, base: before.get(path) as Base, disk: at(path) }));
    if (entries.some(({ disk }) => disk.kind === "other")) continue;
    const parts = entries.filter((entry): entry is Part => entry.disk.kind === "file");
    moves.set(to, moveOf(parts, before.get(first) as Base));
  }
  return moves;
};

/** A change that was planned for what the old files hold, as the changes that make the new file of them. Pure. */
export const movedChanges = (change: Change, { parts, disk }: Move): Change[] => {
  if (disk.kind === "missing") return [change];
  const { path, reason } = change;
  const target = parts.find((part) => part.path === path)?.disk.contents;
  const old = parts.filter((part) => part.path !== path);
  const gone = old.map(
    (part): Delete => ({
      path: part.path,
      action: "delete",
      reason: `is ${target === undefined ? "" : "in "}${path} now`,
      before: part.disk.contents,
      moved: true,
    }),
  );
  const was = `${target === undefined ? "was" : "has"} ${old.map((part) => part.path).join(", ")}`;
  if (change.action === "conflict") {
    const moved = { from: parts.map((part) => part.path), was, ...(target === undefined ? {} : { before: target }) };
    return [{ ...change, moved }, ...gone];
  }
  const { contents, executable = disk.executable } = change;
  const edited = change.action === "keep" || change.action === "merge";
  const written = {
    path,
    reason: edited ? `${was}, ${reason}` : was,
    contents: isWrite(change) && contents !== undefined ? contents : disk.contents,
    executable,
  };
  return [
    target === undefined
      ? { ...written, action: "create" }
      : { ...written, action: edited ? "merge" : "update", before: target },
    ...gone,
  ];
};
