import { writeFile } from "node:fs/promises";
import { type FileSystem, nodeFileSystem } from "../../../lib/repo/workspace/file-system.ts";

/** The operations that change something on disk. */
const CHANGING = ["chmod", "mkdir", "rename", "rmdir", "unlink", "writeFile"] as const;

/**
 * A file system that calls `before` ahead of every operation that changes something, with its number (from 1). When
 * `before` throws on a write, half of the contents are on disk, as after a full disk.
 */
export const observed = (before: (count: number, operation: string, args: unknown[]) => void): FileSystem => {
  let count = 0;
  const fs = { ...nodeFileSystem } as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>;
  for (const operation of CHANGING) {
    const original = fs[operation] as (...args: unknown[]) => Promise<unknown>;
    fs[operation] = async (...args) => {
      count++;
      try {
        before(count, operation, args);
      } catch (error) {
        const [path, contents] = args;
        if (operation === "writeFile") await writeFile(path as string, halfOf(contents as Buffer));
        throw error;
      }
      return original(...args);
    };
  }
  return fs as unknown as FileSystem;
};

export const halfOf = (contents: Buffer): Buffer => contents.subarray(0, Math.floor(contents.length / 2));

export const systemError = (code: string): Error => Object.assign(new Error(`${code}: simulated`), { code });

/** Fails the n-th changing operation, once. */
export const failingAt = (n: number, code = "ENOSPC"): FileSystem =>
  observed((count) => {
    if (count === n) throw systemError(code);
  });
