import { createHash } from "node:crypto";
import { type Dirent, lstatSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";

/** What a program can depend on: every file of the repo that is not made by a tool and not only read by people. */

/** Folders of tools, wherever they are. */
const FOLDERS = new Set([".git", "node_modules", ".sst", ".space-sst", ".github", ".vscode", ".idea", "coverage"]);

/** Files at the root that no program reads. */
const PROSE = /\.(md|html|log)$/;

/** What cannot be read is no part of a program: the data of a database in a container belongs to somebody else. */
function readable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** Sockets and pipes do not, and reading one waits for somebody who may never write. */
const holds = (entry: Dirent): boolean => entry.isFile() || entry.isSymbolicLink();

function* walk(root: string, below = ""): Generator<string> {
  const entries = readable(() => readdirSync(join(root, below), { withFileTypes: true })) ?? [];
  for (const entry of entries.sort((one, other) => (one.name < other.name ? -1 : 1))) {
    const path = below === "" ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) {
      if (!FOLDERS.has(entry.name)) yield* walk(root, path);
    } else if (
      holds(entry) &&
      (below !== "" || !PROSE.test(entry.name)) &&
      entry.name !== ".sst" &&
      entry.name !== "node_modules"
    ) {
      yield path;
    }
  }
}

/** Code that SST bundles into the program, as opposed to the code of services and tests. */
const isProgram = (path: string): boolean =>
  /\.[cm]?[jt]s$/.test(path) &&
  (path === "sst.config.ts" || path.startsWith("infra/")) &&
  !path.startsWith("infra/proof/") &&
  !path.startsWith("infra/tasks/") &&
  !path.includes(".test.");

const NAMED = /\bprocess\.env(?:\.(\w+)|\[\s*["'](\w+)["']\s*\])/g;

/** `const { env } = process`, `import { env } from "node:process"`. */
const HIDDEN = /=\s*process\b(?!\.)|["'](?:node:)?process["']/;

/** Names of the environment variables that a text reads; null where it reads them in a way that shows no names. */
export function variablesOf(text: string): string[] | null {
  const named = [...text.matchAll(NAMED)].map(([, plain, quoted]) => (plain ?? quoted) as string);
  const uses = text.match(/\bprocess\b[\s\S]{0,20}?\benv\b/g) ?? [];
  return uses.length > named.length || HIDDEN.test(text) ? null : named;
}

export interface Tree {
  /** Equal for two folders with the same files. */
  digest: string;
  /** Environment variables that the program reads, sorted; null where it may read any. */
  variables: string[] | null;
}

/** What a file holds, and its mode: both decide the tag of an image that it goes into. */
function contents(path: string): { bytes: Buffer; mode: number } {
  const stats = lstatSync(path);
  const bytes = stats.isSymbolicLink() ? Buffer.from(`link to ${readlinkSync(path)}`) : readFileSync(path);
  return { bytes, mode: stats.mode };
}

/** A digest of all that a repo's program can read. */
export function readTree(root: string): Tree {
  const hash = createHash("sha256");
  const variables = new Set<string>();
  let any = false;
  for (const path of walk(root)) {
    const read = readable(() => contents(join(root, path)));
    if (read === undefined) continue;
    const { bytes, mode } = read;
    hash.update(`${path}\0${mode}\0${bytes.length}\0`).update(bytes);
    if (!isProgram(path)) continue;
    const found = variablesOf(bytes.toString("utf8"));
    any ||= found === null;
    for (const name of found ?? []) variables.add(name);
  }
  return { digest: hash.digest("hex"), variables: any ? null : [...variables].sort() };
}
