import type { Document } from "../../questions/document.ts";
import { packageVersion } from "../../system/package-root.ts";
import { readRecord } from "../record.ts";
import { renderedVersion } from "../store.ts";
import { isCurrent } from "../version.ts";

/**
 * Whether another version rendered the repo, and this one renders anything of it differently: by the record, without a
 * look at the files. A repo from before the record is due when another version rendered it.
 */
export async function isDue(root: string, stored: Document): Promise<boolean> {
  if (renderedVersion(stored) === packageVersion) return false;
  return readRecord(root) === null || !(await isCurrent(root, stored));
}
