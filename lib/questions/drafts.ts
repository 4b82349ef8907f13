import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder } from "../system/cache-folder.ts";
import { hash } from "../system/hash.ts";
import { writeWhole } from "../system/write-whole.ts";
import type { Said } from "./replay.ts";

/**
 * What was answered in a kickoff that has written nothing: kept in the user's cache folder for the next one in the same
 * folder. No question asks for a secret, so that none is in it. Losing it costs a few answers: no failure here stops anything.
 */

export interface Draft {
  /** The folder that the repo would have gone to. */
  root: string;
  /** When, as an ISO date. */
  at: string;
  said: Said[];
}

const fileOf = (root: string): string => join(cacheFolder("drafts"), `${hash(root).toString(16)}.json`);

/** What was answered here before; null where there is nothing, or nothing that can be read. */
export function draftOf(root: string): Draft | null {
  try {
    const draft = JSON.parse(readFileSync(fileOf(root), "utf8")) as Draft;
    return draft.root === root && Array.isArray(draft.said) && draft.said.length > 0 ? draft : null;
  } catch {
    return null;
  }
}

/** @returns whether it is kept */
export async function keepDraft(root: string, said: readonly Said[]): Promise<boolean> {
  try {
    mkdirSync(cacheFolder("drafts"), { recursive: true, mode: 0o700 });
    await writeWhole(fileOf(root), JSON.stringify({ root, at: new Date().toISOString(), said }), { mode: 0o600 });
    return true;
  } catch {
    return false;
  }
}

/** The repo is there now. */
export function forgetDraft(root: string): void {
  rmSync(fileOf(root), { force: true });
}
