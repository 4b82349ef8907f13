import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** What `dist/` and the packed package are made of, and whether they are made of what is here. */

/** Folders and files below the root of the package, beside what package.json says is packed. */
const SOURCES = [
  ...["generators", "lib", "scripts", "tsconfig.json", "tsconfig.proof.json"],
  ...["package.json", "package-lock.json", "README.md", "LICENSE"],
];

/** Where a build leaves what it was made of. */
export const BUILT_FROM = "sources.sha256";

/** Every file of a path, sorted; none where there is nothing. */
function* filesOf(root, path) {
  const stats = statSync(join(root, path), { throwIfNoEntry: false });
  if (stats?.isFile()) yield path;
  if (!stats?.isDirectory()) return;
  for (const name of readdirSync(join(root, path)).sort()) yield* filesOf(root, `${path}/${name}`);
}

/** The files that a build may read, from the root. */
function sourcesOf(root) {
  const { files } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const paths = [...SOURCES, ...files.filter((path) => path !== "dist")];
  return [...new Set(paths.flatMap((path) => [...filesOf(root, path)]))].sort();
}

/** Of what a build has read, what is neither a source, nor of a package (wherever those are), nor made by the build itself. */
export function unknown(root, inputs) {
  const known = new Set(sourcesOf(root));
  return inputs.filter((path) => !/(^|\/)node_modules\/|:/.test(path) && !known.has(path));
}

/** Equal for the same files with the same contents. */
export function digestOf(root) {
  const hash = createHash("sha256");
  for (const path of sourcesOf(root)) {
    const contents = readFileSync(join(root, path));
    hash.update(`${path}\0${contents.length}\0`).update(contents);
  }
  return hash.digest("hex");
}

/** Whether what is built is built from what is here. A package that was published has nothing packed beside it. */
export function isBuilt(root) {
  const [kept, packed] = [join(root, "dist", BUILT_FROM), join(root, "packed")];
  return existsSync(packed) && existsSync(kept) && readFileSync(kept, "utf8") === digestOf(root);
}
