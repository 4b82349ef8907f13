import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { RenderedFile } from "../../render/types.ts";
import type { Change } from "../workspace/index.ts";

/** The code of a service that goes: what was rendered goes with it, what its owner wrote stays unless told otherwise. */

/** Made by tools, not by people; they are not in git. */
const MADE = new Set(["node_modules", "dist", "coverage", "generated", ".env"]);

async function filesBelow(root: string, folder: string): Promise<string[]> {
  const entries = await readdir(join(root, folder), { withFileTypes: true }).catch(() => []);
  const nested = entries
    .filter(({ name }) => !MADE.has(name))
    .map((entry) => (entry.isDirectory() ? filesBelow(root, `${folder}/${entry.name}`) : [`${folder}/${entry.name}`]));
  return (await Promise.all(nested)).flat();
}

export interface CodeRemoval {
  changes: Change[];
  /** Files that keep the folder: the owner's own, or edited by them. */
  kept: string[];
}

/**
 * What becomes of a service's folder.
 * @param rendered every file that the repo was rendered with
 * @param all delete what the owner wrote, too
 */
export async function removeCode(
  root: string,
  folder: string,
  rendered: readonly RenderedFile[],
  all: boolean,
): Promise<CodeRemoval> {
  const known = new Map(rendered.map(({ path, contents }) => [path, Buffer.from(contents)]));
  const paths = await filesBelow(root, folder);
  const files = await Promise.all(paths.map(async (path) => ({ path, before: await readFile(join(root, path)) })));
  const kept = all
    ? []
    : files.filter(({ path, before }) => known.get(path)?.equals(before) !== true).map(({ path }) => path);
  if (kept.length > 0) return { changes: [], kept };
  return {
    changes: files.map(({ path, before }) => ({ path, action: "delete", reason: "its service goes", before })),
    kept,
  };
}
