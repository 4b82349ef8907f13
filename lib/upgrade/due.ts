import { packageVersion } from "../package-root.ts";
import type { Document } from "../questions/document.ts";
import { readRecord } from "../repo/record.ts";
import { renderedVersion } from "../repo/store.ts";
import { isCurrent } from "../repo/version.ts";

/**
 * Whether another version rendered the repo, and this one renders anything of it differently: by the record, without a
 * look at the files. A repo from before the record is due when another version rendered it.
 */
export async function isDue(root: string, stored: Document): Promise<boolean> {
  if (renderedVersion(stored) === packageVersion) return false;
  return readRecord(root) === null || !(await isCurrent(root, stored));
}
