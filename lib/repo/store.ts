import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { toDocument } from "../blueprint/document.ts";
import type { Blueprint } from "../blueprint/normalise.ts";
import { parseBlueprint } from "../blueprint/parse.ts";
import { packageVersion } from "../package-root.ts";
import { type Document, isObject } from "../questions/document.ts";
import { readStore, STORE_FILE, STORE_KEY } from "../questions/sources.ts";
import type { Change } from "../workspace/index.ts";

/**
 * What `.yo-rc.json` says of a repo: its answers, and which version of the generator rendered which answers. The stamp
 * shows an edit by hand, after which the answers are no longer those that the files were rendered from.
 */

/** `0.1.0+5f0c2a91`: the version, and a digest of the answers. */
const stampOf = (blueprint: Blueprint): string => {
  const digest = createHash("sha256")
    .update(JSON.stringify(toDocument(blueprint)))
    .digest("hex");
  return `${packageVersion}+${digest.slice(0, 8)}`;
};

/** The change of the file that keeps the answers: what other generators keep in it stays as it is. */
export function storeChange(root: string, blueprint: Blueprint): Change {
  const path = resolve(root, STORE_FILE);
  const { blueprint: version, ...answers } = toDocument(blueprint);
  const store = { ...readStore(root), [STORE_KEY]: { blueprint: version, generator: stampOf(blueprint), ...answers } };
  const contents = Buffer.from(`${JSON.stringify(store, null, 2)}\n`);
  if (!existsSync(path)) return { path: STORE_FILE, action: "create", reason: "new", contents };
  const before = readFileSync(path);
  return before.equals(contents)
    ? { path: STORE_FILE, action: "unchanged", reason: "the same", before, contents }
    : { path: STORE_FILE, action: "update", reason: "new version", before, contents };
}

/** The blueprint that a document was written for, where nobody has edited it since and this version wrote it. */
function stamped(document: unknown): Blueprint | null {
  if (!isObject(document)) return null;
  const parsed = parseBlueprint(document);
  return "blueprint" in parsed && document.generator === stampOf(parsed.blueprint) ? parsed.blueprint : null;
}

/** The answers of the last commit; null where there is none, or no git. */
function committed(root: string): unknown {
  try {
    const text = execFileSync("git", ["show", `HEAD:./${STORE_FILE}`], {
      cwd: root,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    return (JSON.parse(text) as Document)[STORE_KEY];
  } catch {
    return null;
  }
}

/**
 * The blueprint that the repo's files were rendered from: what it has stored or, where that was edited by hand, what
 * the last commit has. Null where this cannot be known: files that differ are then asked about, not merged.
 */
export const renderedBlueprint = (root: string, stored: Document | null): Blueprint | null =>
  stored === null ? null : (stamped(stored) ?? stamped(committed(root)));
