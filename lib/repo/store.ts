import valid from "semver/functions/valid.js";
import { toDocument } from "../answers/document.ts";
import type { Blueprint } from "../answers/normalise.ts";
import { parseBlueprint } from "../answers/parse.ts";
import type { Document } from "../questions/document.ts";
import { readStore, STORE_FILE, STORE_KEY } from "../questions/store.ts";
import { git } from "../system/git.ts";
import { packageVersion } from "../system/package-root.ts";
import { rewritten } from "./own-file.ts";
import type { Change } from "./workspace/index.ts";

/**
 * What `.yo-rc.json` says of a repo: its answers, and which version of the generator rendered them. What was rendered is
 * in a record of its own (`record.ts`): a digest of the answers here would be a conflict whenever two branches change them.
 */

/** The version that rendered a repo, as its answers say; null where they say none. */
export const renderedVersion = (stored: Document | null): string | null =>
  typeof stored?.generator === "string" ? valid(stored.generator) : null;

/** The change of the file that keeps the answers: what other generators keep in it stays as it is. */
export function storeChange(root: string, blueprint: Blueprint): Change {
  const { blueprint: version, ...answers } = toDocument(blueprint);
  const store = { ...readStore(root), [STORE_KEY]: { blueprint: version, generator: packageVersion, ...answers } };
  return rewritten(root, STORE_FILE, `${JSON.stringify(store, null, 2)}\n`);
}

/** The blueprint of a document of answers, or null where it is none that this version reads. */
function blueprintOf(document: unknown): Blueprint | null {
  const parsed = parseBlueprint(document);
  return "blueprint" in parsed ? parsed.blueprint : null;
}

/** The answers of the last commit; null where there is none, or no git. */
async function committed(root: string): Promise<unknown> {
  const { status, stdout } = await git(root, ["show", `HEAD:./${STORE_FILE}`]);
  if (status !== 0) return null;
  try {
    return (JSON.parse(stdout.toString()) as Document)[STORE_KEY];
  } catch {
    return null;
  }
}

/**
 * The blueprints that the repo's files may have been rendered from: what it has stored and, where that was edited by
 * hand, what the last commit has. The record says of each file whether it was.
 */
export const candidates = async (root: string, stored: Document): Promise<Blueprint[]> =>
  [blueprintOf(stored), blueprintOf(await committed(root))].filter((blueprint) => blueprint !== null);
