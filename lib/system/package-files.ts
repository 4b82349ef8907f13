import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot, packageVersion } from "./package-root.ts";
import { type TarFile, tarball } from "./tarball.ts";

/** What npm packs besides what package.json lists. */
const ALWAYS = ["package.json", "README.md", "LICENSE"];

function* walk(path: string): Generator<string> {
  if (statSync(join(packageRoot, path)).isDirectory())
    for (const name of readdirSync(join(packageRoot, path)).sort()) yield* walk(`${path}/${name}`);
  else yield path;
}

interface Manifest {
  files: string[];
  bin: Record<string, string>;
}

/** The files of this package, as npm packs them, sorted by path. */
function packageFiles(): TarFile[] {
  const { files, bin } = JSON.parse(readFileSync(join(packageRoot, "package.json"), "utf8")) as Manifest;
  const executables = new Set(Object.values(bin));
  return [...ALWAYS, ...files]
    .filter((path) => existsSync(join(packageRoot, path)))
    .flatMap((path) => [...walk(path)])
    .sort()
    .map((path) => ({
      path: `package/${path}`,
      contents: readFileSync(join(packageRoot, path)),
      executable: executables.has(path),
    }));
}

/**
 * Whether this is a package of the registry: `npm publish` has built it. One that was packed, linked, or is run from a
 * clone is not to be had by its version.
 */
const isPublished = (): boolean => existsSync(join(packageRoot, "dist", "published"));

/** What package.json of a repo names: a version, and the file behind it where no registry has it. */
export interface PackageSource {
  spec: string;
  /** Null where the registry has it. */
  file: { path: string; contents: Buffer } | null;
}

/** Where a repo keeps the package that no registry has. */
export const PACKAGE_FOLDER = "vendor/";

/** Where the build leaves the package as a repo gets it, so that no kickoff has to pack it. */
const PACKED = join(packageRoot, "packed");

/** A file that is packed: another build of the same version has another name, or npm would take it for a damaged one. */
interface Packed {
  name: string;
  contents: Buffer;
}

/** Packs this package. */
export function pack(): Packed {
  const contents = tarball(packageFiles());
  const id = createHash("sha256").update(contents).digest("hex").slice(0, 8);
  return { name: `generator-space-sst-${packageVersion}-${id}.tgz`, contents };
}

/** What the build has packed; a package that was installed has nothing of it. */
function builtPack(): Packed | null {
  const [name] = existsSync(PACKED) ? readdirSync(PACKED) : [];
  return name === undefined ? null : { name, contents: readFileSync(join(PACKED, name)) };
}

/** For the build: packs this package once for all kickoffs. */
export function keepPacked(): void {
  rmSync(PACKED, { recursive: true, force: true });
  if (isPublished()) return;
  const { name, contents } = pack();
  const beside = `${PACKED}.${process.pid}`;
  mkdirSync(beside);
  writeFileSync(join(beside, name), contents);
  renameSync(beside, PACKED);
}

function findSource(): PackageSource {
  if (isPublished()) return { spec: packageVersion, file: null };
  const { name, contents } = builtPack() ?? pack();
  const path = `${PACKAGE_FOLDER}${name}`;
  return { spec: `file:${path}`, file: { path, contents } };
}

let source: PackageSource | undefined;

/** Where a repo has this package from. Found once. */
export function packageSource(): PackageSource {
  source ??= findSource();
  return source;
}
