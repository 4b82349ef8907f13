import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Change } from "../workspace/index.ts";
import { withItems } from "./exclude.ts";

/**
 * A repo that was there compiles its own code: its TypeScript configuration would take `infra/` along, which knows SST and
 * not its packages. `infra/tsconfig.json` is for that.
 */

const OURS = ["infra", "policy", "sst.config.ts", ".sst"];

/** What TypeScript leaves out where nobody says it. */
const USUAL = ["node_modules", "dist"];

const named = (text: string, key: string): string =>
  new RegExp(`"${key}"\\s*:\\s*\\[([^\\]]*)\\]`).exec(text)?.[1] ?? "";

/** Whether a configuration takes files from the top of the repo: it says no folders, or a pattern that begins anywhere. */
function takesAll(text: string): boolean {
  if (/"files"\s*:/.test(text) && !/"include"\s*:/.test(text)) return false;
  const include = named(text, "include");
  return include.trim() === "" || /"(\.\/)?\*/.test(include);
}

/** The changes to the configurations at the top of a repo, each with what it does not compile. */
export function tsconfigChanges(root: string): Change[] {
  const names = existsSync(root) ? readdirSync(root).filter((name) => /^tsconfig(\.[\w-]+)?\.json$/.test(name)) : [];
  return names.sort().flatMap((path): Change[] => {
    const before = readFileSync(join(root, path));
    const text = before.toString("utf8");
    // One that extends another and says nothing of it has what that one says.
    const inherits = /"extends"\s*:/.test(text) && !/"(include|exclude|files)"\s*:/.test(text);
    if (inherits || !takesAll(text)) return [];
    const excluded = named(text, "exclude");
    const missing = OURS.filter((name) => !excluded.includes(JSON.stringify(name)));
    const next = missing.length === 0 ? null : withItems(text, "exclude", missing, USUAL);
    return next === null
      ? []
      : [{ path, action: "merge", reason: "yours, and leaves infra/ out", contents: Buffer.from(next), before }];
  });
}
