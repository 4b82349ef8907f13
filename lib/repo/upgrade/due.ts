import type { Document } from "../../questions/document.ts";
import { filesOf } from "../changes.ts";
import { readRecord, renderingOf, sameRecord } from "../record.ts";
import { candidates } from "../store.ts";

/**
 * Whether this package renders anything of a repo differently than it was rendered: by the record, without a look at the
 * files. Another version always does: package.json names it. A repo that has lost its record is due.
 */
export async function isDue(root: string, stored: Document): Promise<boolean> {
  const record = readRecord(root);
  if (record === null) return true;
  return !(await candidates(root, stored)).some((blueprint) =>
    sameRecord(renderingOf(filesOf(root, blueprint)), record),
  );
}
