import { randomBytes } from "node:crypto";
import { join } from "node:path";
import type { FileSystem } from "./file-system.ts";
import { parent } from "./paths.ts";

/**
 * Files are written under a temporary name beside their own, then renamed. A killed process can leave such names;
 * the next run removes them. The name carries the process, so that a run that is alive keeps its files.
 */
const NAME = /^\.space-sst-(\d+)-[0-9a-f]{8}-\d+\.tmp$/;

/** A process id is used again in time (at once in containers): a file this old is nobody's. */
const STALE_AFTER = 10 * 60 * 1000;

/** Makes temporary names that no other run makes. */
export const temporaryNames = (): (() => string) => {
  const run = `.space-sst-${process.pid}-${randomBytes(4).toString("hex")}`;
  let count = 0;
  return () => `${run}-${count++}.tmp`;
};

const isAlive = (pid: number): boolean => {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
};

const sweepFolder = async (fs: FileSystem, folder: string): Promise<void> => {
  for (const name of await fs.readdir(folder)) {
    const pid = NAME.exec(name)?.[1];
    if (pid === undefined) continue;
    const file = join(folder, name);
    const { mtimeMs } = await fs.lstat(file);
    if (!isAlive(Number(pid)) || Date.now() - mtimeMs > STALE_AFTER) await fs.unlink(file);
  }
};

/** Removes what killed runs left beside the given paths. Never fails: a leftover is a nuisance, not an obstacle. */
export const sweep = async (fs: FileSystem, root: string, paths: readonly string[]): Promise<void> => {
  const folders = new Set(["", ...paths.map(parent)]);
  await Promise.all([...folders].map((folder) => sweepFolder(fs, join(root, folder)).catch(() => undefined)));
};
