import compare from "semver/functions/compare.js";
import { Failure } from "../errors.ts";
import type { Document } from "../questions/document.ts";
import { packageVersion } from "../system/package-root.ts";
import { typedAgain } from "../system/typed.ts";
import { renderedVersion } from "./store.ts";

/** @throws {Failure} where a newer version rendered the repo: this one would take it back */
export function refuseNewer(root: string, version: string | null): void {
  if (version === null || compare(version, packageVersion) <= 0) return;
  throw new Failure(
    `${root} is rendered by generator-space-sst ${version}, which is newer than this ${packageVersion}: npm install --global generator-space-sst@${version}`,
  );
}

/**
 * A change of the answers and a new version are two changes: done in one, nobody could read the diff.
 * @throws {Failure} where another version rendered the repo
 */
export function checkRenderedByThis(root: string, stored: Document | null): void {
  const version = renderedVersion(stored);
  refuseNewer(root, version);
  if (version === null || compare(version, packageVersion) === 0) return;
  throw new Failure(
    `${root} is rendered by generator-space-sst ${version}, and this is ${packageVersion}: run \`${typedAgain("upgrade")}\` first`,
  );
}
