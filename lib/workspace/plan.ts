import { resolve as absolute } from "node:path";
import { type Decision, decide, mergedBit, type Side } from "./decide.ts";
import { WorkspaceError } from "./errors.ts";
import { hasMarkers, isMerged, mergeTexts } from "./merge.ts";
import { pathProblems } from "./paths.ts";
import { pool } from "./pool.ts";
import { type Obstacle, Scanner } from "./scan.ts";
import { isBinary, toBuffer } from "./text.ts";
import type { Change, Conflict, WorkspaceFile } from "./types.ts";

export interface PlanOptions {
  /** The folder; it may be missing. */
  root: string;
  /** What the generator rendered from the answers that the folder keeps; null when it keeps none. */
  base: readonly WorkspaceFile[] | null;
  /** What the generator renders now. */
  next: readonly WorkspaceFile[];
}

const MERGES_AT_ONCE = 4;

const sides = (files: readonly WorkspaceFile[]): Map<string, Side> =>
  new Map(
    files.map(({ path, contents, owner, executable = false }) => [
      path,
      { contents: toBuffer(contents), owner, executable },
    ]),
  );

/** @throws WorkspaceError with everything that is wrong with the rendered paths. */
const checkPaths = (files: readonly WorkspaceFile[]): void => {
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

/** Merges a file that changed on both sides. */
const merge = async (path: string, { base, next, disk }: Extract<Decision, { kind: "merge" }>): Promise<Change> => {
  const before = disk.contents;
  const executable = mergedBit(base, next, disk);
  const conflict: Conflict = {
    path,
    action: "conflict",
    reason: "edited by you and changed by the generator",
    contents: next.contents,
    before,
    base: base.contents,
    executable,
  };
  if (hasMarkers(before) || [before, base.contents, next.contents].some(isBinary)) return withMarkers(conflict);
  const { contents, conflicted } = await mergeTexts(before, base.contents, next.contents);
  const merged = contents.equals(before) || (conflicted && (await isMerged(before, base.contents, next.contents)));
  if (conflicted && !merged) return { ...conflict, markers: contents };
  if (!merged) {
    return { path, action: "merge", reason: "your edits and the new version", contents, before, executable };
  }
  if (executable === disk.executable) return { path, action: "keep", reason: "edited by you, has the changes", before };
  return { path, action: "update", reason: "new mode", contents, before, executable };
};

const finish = async (path: string, decision: Decision): Promise<Change | undefined> => {
  if (decision.kind === "nothing") return undefined;
  if (decision.kind === "merge") return merge(path, decision);
  return decision.change.action === "conflict" ? withMarkers(decision.change) : decision.change;
};

/**
 * What is to happen to a folder so that it takes what the generator renders now: one change for each path that is
 * rendered, or was and is still there, in the order of their paths. Reads the folder and writes nothing in it.
 * @throws WorkspaceError when a path is not one to write, something is in the way of a file, the root is not a folder,
 * a file cannot be read, or git is needed and missing. All problems of one kind are in one error.
 */
export const plan = async ({ root, base, next }: PlanOptions): Promise<Change[]> => {
  checkPaths(base ?? []);
  checkPaths(next);
  const before = sides(base ?? []);
  const after = sides(next);
  const paths = [...new Set([...before.keys(), ...after.keys()])].sort();
  const scanner = new Scanner(absolute(root));
  const disk = await scanner.read(paths);
  const decisions = new Map(
    paths.map((path) => [path, decide(path, before.get(path), after.get(path), disk.get(path) ?? { kind: "missing" })]),
  );
  await checkObstacles(scanner, decisions);
  const changes = await pool([...decisions], MERGES_AT_ONCE, ([path, decision]) => finish(path, decision));
  return changes.filter((change) => change !== undefined);
};
