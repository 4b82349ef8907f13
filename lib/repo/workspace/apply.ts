import { constants } from "node:fs";
import { resolve as absolute } from "node:path";
import { pool } from "../../system/pool.ts";
import { failure, WorkspaceError } from "./errors.ts";
import { type FileSystem, nodeFileSystem } from "./file-system.ts";
import { Journal } from "./journal.ts";
import { checkSignal, commit, makeFolder, makeRoot, remove, type Staged, stage, type Work } from "./operations.ts";
import { parents, pathProblem } from "./paths.ts";
import { type Summary, summarise } from "./summarise.ts";
import { sweep, temporaryNames } from "./sweep.ts";
import { type Change, type Delete, isWrite, type Write } from "./types.ts";

export interface ApplyOptions {
  /** Paths that are written after all others, in this order: what says that the folder is complete. */
  last?: readonly string[];
  /** Once it is aborted (Ctrl-C), nothing more is done and everything is undone. */
  signal?: AbortSignal;
  fs?: FileSystem;
}

const WRITES_AT_ONCE = 16;

/** @throws WorkspaceError when a change is not one that can be applied. */
const check = (changes: readonly Change[]): void => {
  const conflicts = changes.filter(({ action }) => action === "conflict");
  const problems = [
    ...changes.map(({ path }) => pathProblem(path)).filter((problem) => problem !== undefined),
    ...conflicts.map(({ path, reason }) => `${path} is in conflict (${reason}) and was not decided`),
  ];
  if (problems.length > 0) throw new WorkspaceError(problems);
};

const isDelete = (change: Change): change is Delete => change.action === "delete";

const present = (staged: Staged | undefined): staged is Staged => staged !== undefined;

/** Everything is written under temporary names before anything gets its name: a full disk is noticed before that. */
const run = async (work: Work, writes: readonly Write[], deletes: readonly Delete[], last: readonly string[]) => {
  const folders = [...new Set(writes.flatMap(({ path }) => parents(path)))].sort();
  const needed = new Set(folders);
  // Deletes go first: a file can be where a folder has to be, or the other way round.
  for (const change of deletes) if (!change.moved) await remove(work, change, needed);
  for (const folder of folders) await makeFolder(work, folder);
  const staged = (await pool(writes, WRITES_AT_ONCE, (change) => stage(work, change))).filter(present);
  const late = last.map((path) => staged.find((file) => file.path === path)).filter(present);
  const early = staged.filter(({ path }) => !last.includes(path));
  await pool(early, WRITES_AT_ONCE, (file) => commit(work, file));
  for (const change of deletes) if (change.moved) await remove(work, change, needed);
  for (const file of late) await commit(work, file);
};

/** Undoes what was done, and says what happened. */
const giveUp = async ({ journal, root }: Work, error: unknown): Promise<WorkspaceError> => {
  const lost = await journal.undo();
  const { message, system } = failure(`${root} could not be changed`, error);
  const outcome =
    lost.length === 0
      ? `Nothing was changed in ${root}.`
      : `Everything else is as it was, but these could not be put back: ${lost.join(", ")}.`;
  return new WorkspaceError(`${message}. ${outcome}`, { cause: error, ...(system === undefined ? {} : { system }) });
};

/**
 * Makes the changes in the folder: all of them or none. Every file is replaced as a whole, and keeps its mode but for
 * the executable bit. A killed process leaves whole files only, and the same run again completes them.
 * @throws WorkspaceError, after everything is undone: a conflict is undecided, a path is not one to write, the folder
 * or a file cannot be written (no space, no permission, read-only …), a file changed since it was planned, or the
 * signal was given (`system` is `ABORTED`).
 */
export const apply = async (
  root: string,
  changes: readonly Change[],
  { last = [], signal, fs = nodeFileSystem }: ApplyOptions = {},
): Promise<Summary> => {
  check(changes);
  const writes = changes.filter(isWrite);
  const deletes = changes.filter(isDelete);
  const summary = summarise(changes);
  const folder = absolute(root);
  const work: Work = { fs, root: folder, journal: new Journal(), temporaryName: temporaryNames(), signal };
  try {
    checkSignal(work);
    await sweep(
      fs,
      folder,
      changes.map(({ path }) => path),
    );
    if (writes.length + deletes.length === 0) return summary;
    await makeRoot(work);
    await fs.access(folder, constants.W_OK | constants.X_OK).catch((error) => {
      throw failure(`${folder} cannot be written`, error);
    });
    await run(work, writes, deletes, last);
    return summary;
  } catch (error) {
    throw await giveUp(work, error);
  }
};
