import { compare } from "semver";
import { Failure } from "../errors.ts";
import type { Document } from "../questions/document.ts";
import { render } from "../render/render.ts";
import { packageVersion } from "../system/package-root.ts";
import { viewBy } from "./changes.ts";
import { readRecord, renderingOf, sameRecord } from "./record.ts";
import { candidates, renderedVersion } from "./store.ts";

/** @throws {Failure} where a newer version rendered the repo: this one would take it back */
export function refuseNewer(root: string, version: string | null): void {
  if (version === null || compare(version, packageVersion) <= 0) return;
  throw new Failure(
    `${root} is rendered by generator-space-sst ${version}, which is newer than this ${packageVersion}: npm install --global generator-space-sst@${version}`,
  );
}

/**
 * Whether this version renders a repo's answers as the repo was rendered, but for its own number, which is in some files.
 * Reads the record, and no other file.
 */
export async function isCurrent(root: string, stored: Document): Promise<boolean> {
  const record = readRecord(root);
  if (record === null) return false;
  const version = renderedVersion(stored) ?? packageVersion;
  return (await candidates(root, stored)).some((blueprint) =>
    sameRecord(renderingOf(render(viewBy(blueprint, version))), record),
  );
}

/**
 * A change of the answers and a new version are two changes: done in one, nobody could read the diff. A version that
 * renders the same is none.
 * @throws {Failure} where another version rendered the repo
 */
export async function checkRenderedByThis(root: string, stored: Document | null): Promise<void> {
  const version = renderedVersion(stored);
  refuseNewer(root, version);
  if (stored === null || version === null || compare(version, packageVersion) === 0) return;
  if (await isCurrent(root, stored)) return;
  throw new Failure(
    `${root} is rendered by generator-space-sst ${version}, and this is ${packageVersion}: run \`space-sst upgrade\` first`,
  );
}
