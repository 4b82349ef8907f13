import { resolve as absolute } from "node:path";
import { blobId } from "../../system/git.ts";
import { pool } from "../../system/pool.ts";
import { mergeParts } from "./by-parts/index.ts";
import { type Base, type Decision, decide, mergedBit, type Side } from "./decide.ts";
import { WorkspaceError } from "./errors.ts";
import { hasMarkers, isMerged, mergeTexts } from "./merge.ts";
import { pathProblems } from "./paths.ts";
import { movedChanges, movesOf } from "./rename.ts";
import { type DiskEntry, type Obstacle, Scanner } from "./scan.ts";
import { isBinary, toBuffer } from "./text.ts";
import type { Change, Conflict, RecordedFile, WorkspaceFile } from "./types.ts";

export interface PlanOptions {
  /** The folder; it may be missing. */
  root: string;
  /** What the generator rendered last time; null when that is not known. */
  base: readonly (WorkspaceFile | RecordedFile)[] | null;
  /** What the generator renders now. */
  next: readonly WorkspaceFile[];
  /** Files that have another path now: new path → its old paths, several where these are one file now. The owner's edits follow. */
  renames?: ReadonlyMap<string, readonly string[]>;
}

/** A file that both sides changed, while what it was before is lost. */
export const UNKNOWN_BASE = "edited by you and changed by the generator; what it was before is not known";

const MERGES_AT_ONCE = 4;

const sides = (files: readonly WorkspaceFile[]): Map<string, Side> =>
  new Map(
    files.map(({ path, contents, owner, executable = false }) => [
      path,
      { contents: toBuffer(contents), owner, executable },
    ]),
  );

const toBase = (file: WorkspaceFile | RecordedFile): Base => {
  const { owner, executable = false } = file;
  if ("contents" in file) {
    const contents = toBuffer(file.contents);
    return { owner, executable, ids: [blobId(contents)], load: async () => [contents] };
  }
  const load = async () => (await Promise.all(file.ids.map(file.find))).filter((found) => found !== undefined);
  return { owner, executable, ids: file.ids, load };
};

/** @throws WorkspaceError with everything that is wrong with the rendered paths. */
const checkPaths = (files: readonly { path: string }[]): void => {
  const problems = pathProblems(files.map(({ path }) => path));
  if (problems.length > 0) throw new WorkspaceError(problems);
};

const OBSTACLES: Record<Obstacle["kind"], string> = {
  symlink: "is a symbolic link, and the generator writes through none; replace it with what it points to",
  file: "is a file where a folder has to be; move it away",
  folder: "is a folder where a file has to be; move it away",
  special: "is a device or socket; move it away",
  case: "differs from it only by upper and lower case, which is the same on macOS and Windows; rename it",
};

/**
 * Refuses files that cannot be made for what is in their way, unless that goes in the same plan.
 * @throws WorkspaceError with every obstacle.
 */
const checkObstacles = async (scanner: Scanner, decisions: ReadonlyMap<string, Decision>): Promise<void> => {
  const deleted = new Set<string>();
  for (const [path, decision] of decisions) {
    if (decision.kind === "change" && decision.change.action === "delete") deleted.add(path);
  }
  const problems: string[] = [];
  for (const [path, decision] of decisions) {
    if (decision.kind !== "create" || decision.obstacle === undefined) continue;
    const { kind, at } = decision.obstacle;
    if (await scanner.vanishes(at, deleted)) continue;
    problems.push(at === path ? `${path} ${OBSTACLES[kind]}` : `${path} cannot be made: ${at} ${OBSTACLES[kind]}`);
  }
  if (problems.length > 0) throw new WorkspaceError(problems);
};

/** Adds the text with both versions to a conflict, where that is possible. */
const withMarkers = async (conflict: Conflict): Promise<Conflict> => {
  const { before, contents, base } = conflict;
  if (hasMarkers(before)) return { ...conflict, markers: before, reason: "still has conflict markers" };
  if ([before, contents, base].some((side) => side !== undefined && isBinary(side))) return conflict;
  return { ...conflict, markers: (await mergeTexts(before, base, contents)).contents };
};

/** A file that both sides made, by its parts: what the owner has stays, and what is missing is added. */
const adopt = async (conflict: Conflict): Promise<Change | null> => {
  const { path, before, contents: next, executable } = conflict;
  const merged = await mergeParts(path, before, undefined, next);
  if (merged === null) return null;
  const { contents, clashes } = merged;
  const kept = clashes.length === 0 ? "" : `; yours stays for ${clashes.join(", ")}`;
  if (contents.equals(before)) return { path, action: "keep", reason: `yours, has all that is needed${kept}`, before };
  const bit = executable === undefined ? {} : { executable };
  return { path, action: "merge", reason: `yours, and what the repo needs${kept}`, contents, before, ...bit };
};

/** Merges a file that changed on both sides, with what it was before. */
const mergeWith = async (base: Buffer, conflict: Conflict, wasExecutable: boolean): Promise<Change> => {
  const { path, before, contents: next, executable } = conflict;
  const { contents, conflicted } = await mergeTexts(before, base, next);
  const merged = contents.equals(before) || (conflicted && (await isMerged(before, base, next)));
  const parts = conflicted && !merged ? await mergeParts(path, before, base, next) : null;
  if (conflicted && !merged && (parts === null || parts.clashes.length > 0))
    return { ...conflict, base, markers: contents };
  const bit = executable === undefined ? {} : { executable };
  const reason = "your edits and the new version";
  if (!merged) return { path, action: "merge", reason, contents: parts?.contents ?? contents, before, ...bit };
  if (executable === wasExecutable) return { path, action: "keep", reason: "edited by you, has the changes", before };
  return { path, action: "update", reason: "new mode", contents, before, ...bit };
};

/** Merges a file that changed on both sides; where it was rendered in two ways, with the one that fits. */
const merge = async (path: string, { base, next, disk }: Extract<Decision, { kind: "merge" }>): Promise<Change> => {
  const before = disk.contents;
  const conflict: Conflict = {
    path,
    action: "conflict",
    reason: "edited by you and changed by the generator",
    contents: next.contents,
    before,
    executable: mergedBit(base, next, disk),
  };
  const known = await base.load();
  const [first] = known;
  if (first === undefined) return withMarkers({ ...conflict, reason: UNKNOWN_BASE });
  const withBase = { ...conflict, base: first };
  if (hasMarkers(before) || [before, first, next.contents].some(isBinary)) return withMarkers(withBase);
  const merged = await Promise.all(known.map((one) => mergeWith(one, conflict, disk.executable)));
  return merged.find(({ action }) => action !== "conflict") ?? (merged[0] as Change);
};

const finish = async (path: string, decision: Decision): Promise<Change | undefined> => {
  if (decision.kind === "nothing") return undefined;
  if (decision.kind === "merge") return merge(path, decision);
  const { change } = decision;
  return change.action === "conflict" ? ((await adopt(change)) ?? withMarkers(change)) : change;
};

/**
 * What is to happen to a folder so that it takes what the generator renders now: one change for each path that is
 * rendered, or was and is still there, in the order of their paths. Reads the folder and writes nothing in it.
 * @throws WorkspaceError when a path is not one to write, something is in the way of a file, the root is not a folder,
 * a file cannot be read, or git is needed and missing. All problems of one kind are in one error.
 */
export const plan = async ({ root, base, next, renames = new Map() }: PlanOptions): Promise<Change[]> => {
  checkPaths(base ?? []);
  checkPaths(next);
  const before = new Map((base ?? []).map((file) => [file.path, toBase(file)]));
  const after = sides(next);
  const paths = [...new Set([...before.keys(), ...after.keys()])].sort();
  const scanner = new Scanner(absolute(root));
  const disk = await scanner.read(paths);
  const at = (path: string): DiskEntry => disk.get(path) ?? { kind: "missing" };
  const moves = movesOf(renames, before, after, at);
  const left = new Set(
    [...moves].flatMap(([to, { parts }]) => parts.map(({ path }) => path).filter((path) => path !== to)),
  );
  const decisions = new Map(
    paths
      .filter((path) => !left.has(path))
      .map((path) => {
        const { base: was, disk: entry } = moves.get(path) ?? { base: before.get(path), disk: at(path) };
        return [path, decide(path, was, after.get(path), entry)];
      }),
  );
  await checkObstacles(scanner, decisions);
  const changes = await pool([...decisions], MERGES_AT_ONCE, async ([path, decision]) => {
    const change = await finish(path, decision);
    const move = moves.get(path);
    return change === undefined || move === undefined ? change : movedChanges(change, move);
  });
  return changes
    .flat()
    .filter((change) => change !== undefined)
    .sort((a, b) => (a.path < b.path ? -1 : 1));
};
