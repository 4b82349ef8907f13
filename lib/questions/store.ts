import { dirname, resolve } from "node:path";
import { UsageError } from "../errors.ts";
import type { Document } from "./document.ts";
import { asDocument, readIfThere, STORE_FILE, STORE_KEY } from "./files.ts";

/** The answers that a folder has stored. */

export { STORE_FILE, STORE_KEY };

/**
 * The whole of a folder's `.yo-rc.json`, empty where there is none.
 * @throws {UsageError} where it is not JSON
 */
export function readStore(root: string): Document {
  const text = readIfThere(resolve(root, STORE_FILE));
  if (text === null || text.trim() === "") return {};
  try {
    return asDocument(JSON.parse(text), STORE_FILE);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError([{ path: "", message: `it is not JSON: ${(error as Error).message}` }], STORE_FILE);
  }
}

/** The answers that a folder has stored, or null where it is not a repo of this generator. */
export function storedAnswers(root: string): Document | null {
  const stored = readStore(root)[STORE_KEY];
  return stored === undefined ? null : asDocument(stored, STORE_FILE);
}

/** The repo of this generator that a folder is in: the nearest folder, going up, that stores answers; null where there is none. */
export function repoOf(folder: string): string | null {
  if (storedAnswers(folder) !== null) return folder;
  return dirname(folder) === folder ? null : repoOf(dirname(folder));
}
