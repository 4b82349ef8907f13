import {
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";

/**
 * Whole folders, at once: `cp` and `rm` of `node:fs/promises` send every small step to another thread, which takes ten times
 * as long, and tests copy a repo hundreds of times.
 */

/** Copies what is in a folder into another one, links as they are. */
export function copyTree(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) copyTree(source, target);
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target);
    else copyFileSync(source, target);
  }
}

/**
 * Deletes a folder, where it is. A test that has run out of time may be writing still: that is what its report has to say, not
 * that the folder was not empty.
 */
export const removeTree = (folder: string): void =>
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });

/** Writes a file, and the folders that it lies in. */
export function place(file: string, contents: string | Uint8Array): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, contents);
}

/** Every file below a folder with its contents, but for git's and npm's own. */
export function tree(folder: string, below = ""): Record<string, string> {
  const entries = readdirSync(join(folder, below), { withFileTypes: true });
  const parts = entries
    .filter(({ name }) => name !== ".git" && name !== "node_modules")
    .map((entry) => {
      const path = below === "" ? entry.name : `${below}/${entry.name}`;
      return entry.isDirectory() ? tree(folder, path) : { [path]: readFileSync(join(folder, path), "utf8") };
    });
  return Object.assign({}, ...parts);
}
