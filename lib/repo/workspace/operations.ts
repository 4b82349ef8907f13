import { dirname, join } from "node:path";
import { codeOf, failure, WorkspaceError } from "./errors.ts";
import type { FileSystem } from "./file-system.ts";
import type { Journal } from "./journal.ts";
import { parents } from "./paths.ts";
import type { Delete, Write } from "./types.ts";

/** What one `apply` works with. */
export interface Work {
  fs: FileSystem;
  root: string;
  journal: Journal;
  temporaryName: () => string;
  signal: AbortSignal | undefined;
}

/** A file that is written under its temporary name. */
export interface Staged {
  path: string;
  temporary: string;
  before: Buffer | undefined;
  mode: number;
}

interface Current {
  contents: Buffer;
  mode: number;
}

const MODE = 0o7777;

/** Turns the given errors of an operation into their outcome; every other error is thrown. */
const unless = async <Result>(operation: Promise<Result>, ...codes: string[]): Promise<Result | undefined> => {
  try {
    return await operation;
  } catch (error) {
    if (codes.includes(codeOf(error) ?? "")) return undefined;
    throw error;
  }
};

/** @throws WorkspaceError (`ABORTED`) once the signal is given. */
export const checkSignal = ({ signal }: Work): void => {
  if (signal?.aborted) throw new WorkspaceError("interrupted", { system: "ABORTED", cause: signal.reason });
};

const step = async <Result>(work: Work, what: string, action: () => Promise<Result>): Promise<Result> => {
  checkSignal(work);
  try {
    return await action();
  } catch (error) {
    throw failure(what, error);
  }
};

/** Writes a whole file or nothing: readers never see a part of it. */
const writeWhole = async ({ fs }: Work, temporary: string, contents: Buffer, mode: number, exact: boolean) => {
  // What takes the place of the owner's file is on the disk before it does: a power cut leaves the one or the other.
  await fs.writeFile(temporary, contents, { flag: "wx", mode, flush: exact });
  // A new file has what the umask leaves of its mode; one that replaces another has that one's mode.
  if (exact) await fs.chmod(temporary, mode);
};

const restore = async (work: Work, target: string, contents: Buffer, mode: number): Promise<void> => {
  const temporary = join(dirname(target), work.temporaryName());
  try {
    await writeWhole(work, temporary, contents, mode, true);
    await work.fs.rename(temporary, target);
  } catch (error) {
    await work.fs.unlink(temporary).catch(() => undefined);
    throw error;
  }
};

const read = async ({ fs }: Work, target: string): Promise<Current | undefined> => {
  const stats = await unless(fs.lstat(target), "ENOENT");
  if (stats === undefined) return undefined;
  if (!stats.isFile()) throw new WorkspaceError(`${target} is no longer a plain file; run again`);
  return { contents: await fs.readFile(target), mode: stats.mode & MODE };
};

/** @throws WorkspaceError when the file is not what the plan was made for. */
const readAsPlanned = async (work: Work, path: string, before: Buffer | undefined): Promise<Current | undefined> => {
  const current = await read(work, join(work.root, path));
  const same = current === undefined ? before === undefined : before?.equals(current.contents);
  if (!same) throw new WorkspaceError(`${path} was changed by something else in the meantime; run again`);
  return current;
};

const withBit = (mode: number, executable: boolean | undefined): number => {
  if (executable === undefined) return mode;
  // As git does: who may read it may run it.
  return executable ? mode | ((mode & 0o444) >> 2) : mode & ~0o111;
};

/** Makes a folder that may be there already; nothing when its parent is missing. */
const makeIfMissing = async ({ fs }: Work, folder: string): Promise<"made" | "there" | undefined> => {
  try {
    await fs.mkdir(folder);
    return "made";
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    // Systems name a folder that exists in several ways. What cannot be listed is none, or not ours to use.
    await fs.readdir(folder).catch((other) => {
      throw codeOf(other) === "ENOENT" ? error : other;
    });
    return "there";
  }
};

/** Makes the root, and what is missing above it. */
export const makeRoot = async (work: Work, folder = work.root): Promise<void> => {
  const what = `the folder ${folder} could not be made`;
  const outcome = await step(work, what, async () => {
    const first = await makeIfMissing(work, folder);
    if (first !== undefined || dirname(folder) === folder) return first;
    await makeRoot(work, dirname(folder));
    const second = await makeIfMissing(work, folder);
    if (second === undefined) throw new WorkspaceError(`${what}; choose another folder`, { system: "ENOENT" });
    return second;
  });
  if (outcome === "made") work.journal.record(folder, () => removeIfEmpty(work, folder));
};

const removeIfEmpty = ({ fs }: Work, folder: string) => unless(fs.rmdir(folder), "ENOENT", "ENOTEMPTY", "EEXIST");

/** Makes one folder, whose parent is there. */
export const makeFolder = (work: Work, path: string): Promise<void> =>
  step(work, `the folder ${path} could not be made`, async () => {
    const folder = join(work.root, path);
    try {
      await work.fs.mkdir(folder);
      work.journal.record(path, () => removeIfEmpty(work, folder));
    } catch (error) {
      if (codeOf(error) !== "EEXIST") throw error;
      // Also refuses a symbolic link, behind which the files would land outside the root.
      const isFolder = (await work.fs.lstat(folder)).isDirectory();
      if (!isFolder) throw new WorkspaceError(`${path} is not a folder; move it away and run again`);
    }
  });

/** Writes a file under a temporary name; nothing of the owner's is touched. Nothing when the file is so already. */
export const stage = (work: Work, change: Write): Promise<Staged | undefined> =>
  step(work, `${change.path} could not be written`, async () => {
    const { path, contents, executable } = change;
    const current = await readAsPlanned(work, path, change.before);
    const mode = withBit(current?.mode ?? 0o666, executable);
    if (current !== undefined && mode === current.mode && contents.equals(current.contents)) return undefined;
    const temporary = join(dirname(join(work.root, path)), work.temporaryName());
    work.journal.record(temporary, () => unless(work.fs.unlink(temporary), "ENOENT"));
    await writeWhole(work, temporary, contents, mode, current !== undefined);
    return { path, temporary, before: current?.contents, mode: current?.mode ?? mode };
  });

/** Gives a staged file its name. */
export const commit = (work: Work, { path, temporary, before, mode }: Staged): Promise<void> =>
  step(work, `${path} could not be written`, async () => {
    const target = join(work.root, path);
    await work.fs.rename(temporary, target);
    work.journal.record(path, () =>
      before === undefined ? unless(work.fs.unlink(target), "ENOENT") : restore(work, target, before, mode),
    );
  });

/** Deletes a file, and the folders that are empty without it (as git does), except those that are needed. */
export const remove = (work: Work, { path, before }: Delete, needed: ReadonlySet<string>): Promise<void> =>
  step(work, `${path} could not be deleted`, async () => {
    const { fs, journal, root } = work;
    const target = join(root, path);
    const current = await readAsPlanned(work, path, before);
    await fs.unlink(target);
    journal.record(path, () => restore(work, target, before, current?.mode ?? 0o644));
    for (const folder of parents(path).reverse()) {
      if (needed.has(folder)) return;
      const full = join(root, folder);
      const mode = (await fs.lstat(full)).mode & MODE;
      try {
        await fs.rmdir(full);
      } catch {
        return;
      }
      journal.record(folder, async () => {
        await unless(fs.mkdir(full), "EEXIST");
        await fs.chmod(full, mode);
      });
    }
  });
