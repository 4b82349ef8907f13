import { copyFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packageRoot } from "../../lib/system/package-root.ts";
import { copyTree } from "./files.ts";

/** What another version has instead of a file of this one, from the root of the package; null: it has none. */
export type Differences = Record<string, (text: string) => string | null>;

/**
 * The built package as another version: its own number, and files that differ.
 * @returns its bin and its folder, which somebody has to delete
 */
export async function otherVersion(
  version: string,
  differences: Differences,
): Promise<{ bin: string; folder: string }> {
  const folder = await mkdtemp(join(tmpdir(), "space-sst-version-"));
  for (const name of ["dist", "lib/proof", "templates"]) copyTree(join(packageRoot, name), join(folder, name));
  await copyFile(join(packageRoot, "CHANGELOG.md"), join(folder, "CHANGELOG.md"));
  const manifest = JSON.parse(await readFile(join(packageRoot, "package.json"), "utf8"));
  await writeFile(join(folder, "package.json"), JSON.stringify({ ...manifest, version }));
  for (const [path, edit] of Object.entries(differences)) {
    const file = join(folder, path);
    const edited = edit(await readFile(file, "utf8"));
    if (edited === null) await rm(file);
    else await writeFile(file, edited);
  }
  return { bin: join(folder, "dist", "bin", "space-sst.js"), folder };
}
