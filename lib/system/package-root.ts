import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

function findRoot(from: string): string {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, "package.json"))) return folder;
    if (dirname(folder) === folder)
      throw new Error("generator-space-sst is not installed whole: its package.json is missing");
  }
}

/** Folder of this package: the same for the sources and for what is built from them. */
export const packageRoot: string = findRoot(dirname(fileURLToPath(import.meta.url)));

/** Version of this package. */
export const packageVersion: string = JSON.parse(readFileSync(join(packageRoot, "package.json"), "utf8")).version;
