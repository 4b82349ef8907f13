import { mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import { inject } from "vitest";
import { run, temporaryFolder } from "./cli.ts";
import { copyTree } from "./files.ts";

/** What was made once in this process, whichever file asked for it first. */
const originals = new Map<string, Promise<string>>();

async function made(make: (folder: string) => Promise<unknown>): Promise<string> {
  const folder = await mkdtemp(join(inject("shared"), "original-"));
  await make(folder);
  return folder;
}

/**
 * A folder of its own for a test, which goes with it, with what is in it made once for all of them.
 * @param make fills a folder; it is the same for the same key
 */
export async function copyOf(key: string, make: (folder: string) => Promise<unknown>): Promise<string> {
  const original = originals.get(key) ?? made(make);
  originals.set(key, original);
  const folder = await temporaryFolder();
  copyTree(await original, folder);
  return folder;
}

/** A repo as a kickoff with these words leaves it. */
export async function kickedOff(...words: string[]): Promise<string> {
  const folder = await copyOf(words.join(" "), async (cwd) => {
    const { exitCode, stderr } = await run(["shop", ...words], { cwd });
    if (exitCode !== 0) throw new Error(stderr);
  });
  return join(folder, "shop");
}
