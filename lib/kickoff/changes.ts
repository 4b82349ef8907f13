import { existsSync, readFileSync } from "node:fs";
import { resolve as resolvePath } from "node:path";
import { toDocument } from "../blueprint/document.ts";
import type { Blueprint } from "../blueprint/normalise.ts";
import { parseBlueprint } from "../blueprint/parse.ts";
import { packageVersion } from "../package-root.ts";
import type { Document } from "../questions/document.ts";
import { repeatCommand } from "../questions/repeat.ts";
import { readStore, STORE_FILE, STORE_KEY } from "../questions/sources.ts";
import { render } from "../render/render.ts";
import type { RenderedFile } from "../render/types.ts";
import { toView, type View } from "../render/view.ts";
import { type Change, plan } from "../workspace/index.ts";

/** Everything that a blueprint gives, with what the documents say about this generator. */
export const viewOf = (blueprint: Blueprint): View =>
  toView(blueprint, { repeat: repeatCommand(blueprint), generator: packageVersion });

/** The change of the file that keeps the answers: what other generators keep in it stays as it is. */
function storeChange(root: string, blueprint: Blueprint): Change {
  const path = resolvePath(root, STORE_FILE);
  const { blueprint: version, ...answers } = toDocument(blueprint);
  const store = { ...readStore(root), [STORE_KEY]: { blueprint: version, generator: packageVersion, ...answers } };
  const contents = Buffer.from(`${JSON.stringify(store, null, 2)}\n`);
  if (!existsSync(path)) return { path: STORE_FILE, action: "create", reason: "new", contents };
  const before = readFileSync(path);
  return before.equals(contents)
    ? { path: STORE_FILE, action: "unchanged", reason: "the same", before, contents }
    : { path: STORE_FILE, action: "update", reason: "new version", before, contents };
}

/**
 * What the generator rendered from the stored answers; null where that cannot be known: there are none, they are not
 * valid, or another version rendered them. Files that differ are then asked about, not merged.
 */
function baseOf(stored: Document | null): RenderedFile[] | null {
  if (stored === null || stored.generator !== packageVersion) return null;
  const parsed = parseBlueprint(stored);
  return "problems" in parsed ? null : render(viewOf(parsed.blueprint));
}

/**
 * What bringing a folder to a blueprint would change. Writes nothing.
 * @param stored the answers that the folder keeps, or null
 * @throws {WorkspaceError} where something stands in the way
 */
export async function planKickoff(root: string, blueprint: Blueprint, stored: Document | null): Promise<Change[]> {
  const changes = await plan({ root, base: baseOf(stored), next: render(viewOf(blueprint)) });
  return [...changes, storeChange(root, blueprint)];
}
