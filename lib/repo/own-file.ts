import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Change } from "./workspace/index.ts";

/** The change of a file that this package alone writes: whatever stands in it gives way. */
export function rewritten(root: string, path: string, text: string): Change {
  const contents = Buffer.from(text);
  const file = join(root, path);
  if (!existsSync(file)) return { path, action: "create", reason: "new", contents };
  const before = readFileSync(file);
  return before.equals(contents)
    ? { path, action: "unchanged", reason: "the same" }
    : { path, action: "update", reason: "new version", contents, before };
}
