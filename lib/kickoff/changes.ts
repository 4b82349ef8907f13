import { readFileSync } from "node:fs";
import { resolve as resolvePath } from "node:path";
import { toDocument } from "../blueprint/document.ts";
import type { Blueprint } from "../blueprint/normalise.ts";
import { parseBlueprint } from "../blueprint/parse.ts";
import { packageVersion } from "../package-root.ts";
import type { Document } from "../questions/document.ts";
import { repeatCommand } from "../questions/repeat.ts";
import { readStore, STORE_FILE, STORE_KEY } from "../questions/sources.ts";
import { render } from "../render/render.ts";
import { toView, type View } from "../render/view.ts";
import { type Change, plan, type WorkspaceFile } from "../workspace/index.ts";

/** Everything that a blueprint gives, with what the documents say about this generator. */
export const viewOf = (blueprint: Blueprint): View =>
  toView(blueprint, { repeat: repeatCommand(blueprint), generator: packageVersion });

/** The file that keeps the answers: other generators' entries in it stay as they are. */
export const storeFile = (root: string, blueprint: Blueprint): WorkspaceFile => {
  const { blueprint: version, ...answers } = toDocument(blueprint);
  const store = { ...readStore(root), [STORE_KEY]: { blueprint: version, generator: packageVersion, ...answers } };
  return { path: STORE_FILE, contents: `${JSON.stringify(store, null, 2)}\n`, owner: "generated" };
};

/** What the generator would have rendered from the stored answers; null where there are none, or none that are valid. */
function baseOf(root: string, stored: Document | null): WorkspaceFile[] | null {
  if (stored === null) return null;
  const parsed = parseBlueprint(stored);
  if ("problems" in parsed) return null;
  const kept: WorkspaceFile = {
    path: STORE_FILE,
    contents: readFileSync(resolvePath(root, STORE_FILE)),
    owner: "generated",
  };
  return [...render(viewOf(parsed.blueprint)), kept];
}

/**
 * What bringing a folder to a blueprint would change. Writes nothing.
 * @param stored the answers that the folder keeps, or null
 * @throws {WorkspaceError} where something stands in the way
 */
export const planKickoff = (root: string, blueprint: Blueprint, stored: Document | null): Promise<Change[]> =>
  plan({ root, base: baseOf(root, stored), next: [...render(viewOf(blueprint)), storeFile(root, blueprint)] });
