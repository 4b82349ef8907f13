import {
  accessSync,
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { setImmediate as nextTurn } from "node:timers/promises";

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

/** So many operations are done before Ctrl-C is heard. */
const IN_ONE_TURN = 100;
let done = 0;

/** The files are small: to hand an operation to another thread and back takes longer than to do it. */
const atOnce =
  <Words extends unknown[], Result>(operation: (...words: Words) => Result) =>
  async (...words: Words): Promise<Result> => {
    if (++done % IN_ONE_TURN === 0) await nextTurn();
    return operation(...words);
  };

export const nodeFileSystem: FileSystem = {
  access: atOnce(accessSync),
  chmod: atOnce(chmodSync),
  lstat: atOnce((path: string) => lstatSync(path)),
  mkdir: atOnce((path: string) => mkdirSync(path)),
  readdir: atOnce((path: string) => readdirSync(path)),
  readFile: atOnce((path: string) => readFileSync(path)),
  rename: atOnce(renameSync),
  rmdir: atOnce((path: string) => rmdirSync(path)),
  unlink: atOnce(unlinkSync),
  writeFile: atOnce(writeFileSync),
};
