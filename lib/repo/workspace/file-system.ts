import { access, chmod, lstat, mkdir, readdir, readFile, rename, rmdir, unlink, writeFile } from "node:fs/promises";

/** The operations that `apply` uses: the seam through which tests make one of them fail. */
export interface FileSystem {
  access(path: string, mode: number): Promise<void>;
  chmod(path: string, mode: number): Promise<void>;
  lstat(path: string): Promise<{ mode: number; mtimeMs: number; isFile(): boolean; isDirectory(): boolean }>;
  mkdir(path: string): Promise<unknown>;
  readdir(path: string): Promise<string[]>;
  readFile(path: string): Promise<Buffer>;
  rename(from: string, to: string): Promise<void>;
  rmdir(path: string): Promise<void>;
  unlink(path: string): Promise<void>;
  writeFile(path: string, contents: Buffer, options: { flag: "wx"; mode: number; flush: boolean }): Promise<void>;
}

export const nodeFileSystem: FileSystem = {
  access,
  chmod,
  lstat,
  mkdir: (path) => mkdir(path),
  readdir: (path) => readdir(path),
  readFile: (path) => readFile(path),
  rename,
  rmdir: (path) => rmdir(path),
  unlink,
  writeFile,
};
