import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { repoOf, STORE_FILE } from "../questions/store.ts";
import { ownPackage, takeover } from "../system/installed-package.ts";

/** The repo that a command line is for: the folder that a word of it names, else the one around the current folder. */
function rootOf(words: readonly string[]): string {
  const named = words.find((word) => !word.startsWith("-") && existsSync(resolve(word, STORE_FILE)));
  return named === undefined ? (repoOf(process.cwd()) ?? process.cwd()) : resolve(named);
}

/**
 * Lets the version that the repo has installed run the command line, which is its to read: it may know other commands.
 * @returns whether it did
 */
export async function handOver(words: readonly string[]): Promise<boolean> {
  const own = ownPackage(rootOf(words), words[0] ?? "");
  if (own === null) return false;
  if (words.includes("--verbose")) process.stderr.write(takeover(own));
  await import(pathToFileURL(own.bin).href);
  return true;
}
