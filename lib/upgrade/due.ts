import { packageVersion } from "../package-root.ts";
import type { Document } from "../questions/document.ts";
import { readRecord } from "../repo/record.ts";
import { renderedVersion } from "../repo/store.ts";
import { isCurrent } from "../repo/version.ts";

/**
 * Whether this version renders anything of a repo differently: by the record, without a look at the files. A repo from
 * before the record is due when another version rendered it.
 */
export const isDue = async (root: string, stored: Document): Promise<boolean> =>
  readRecord(root) === null ? renderedVersion(stored) !== packageVersion : !(await isCurrent(root, stored));
