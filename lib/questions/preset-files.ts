import { type Dirent, existsSync, readdirSync, statSync } from "node:fs";
import { dirname, isAbsolute, join, relative, resolve } from "node:path";
import { UsageError } from "../errors.ts";
import { didYouMean } from "../system/nearest.ts";
import { packageRoot } from "../system/package-root.ts";
import { answerOf } from "../system/run.ts";
import { isObject } from "./document.ts";
import { readIfThere } from "./files.ts";

/**
 * Presets of an agency's own: files of answers, in a folder or in an npm package. Nothing of a package is run: its
 * manifest says where its files are, and they are read.
 */

const FILE = /\.(json|ya?ml)$/;
/** Where a package keeps its presets, unless its manifest says `"space-sst": { "presets": "folder" }`. */
const FOLDER = "presets";

const refuse = (message: string): UsageError => new UsageError([{ path: "--preset", message }], "the flags");

/** The presets of a folder: the names of its files, without their endings. */
function presetsIn(folder: string): Map<string, string> {
  const files = readdirSync(folder, { withFileTypes: true }).filter((entry: Dirent) => FILE.test(entry.name));
  return new Map(files.map(({ name }) => [name.replace(FILE, ""), join(folder, name)]));
}

/** One preset of a folder: the one that is named, or the only one. */
function choose(folder: string, name: string | undefined, given: string): string {
  const presets = presetsIn(folder);
  const names = [...presets.keys()].sort();
  if (names.length === 0) throw refuse(`there is no preset in ${folder}: no file *.yml or *.json`);
  if (name === undefined && names.length === 1) return presets.get(names[0] as string) as string;
  if (name === undefined) throw refuse(`${given} has several: say ${names.map((one) => `${given}:${one}`).join(", ")}`);
  const file = presets.get(name);
  if (file === undefined)
    throw refuse(`there is no preset "${name}" in ${folder}${didYouMean(name, names)}; there are ${names.join(", ")}`);
  return file;
}

/** `a:b` → `a` and `b`; a drive's letter is no name. */
function split(given: string): { place: string; name: string | undefined } {
  const at = given.lastIndexOf(":");
  return at > 1 ? { place: given.slice(0, at), name: given.slice(at + 1) } : { place: given, name: undefined };
}

/** What npm says where global packages are; nothing where there is no npm. */
function globalFolder(): string[] {
  const folder = answerOf("npm", ["root", "--global"]);
  return folder === null ? [] : [folder];
}

/** The `node_modules` that Node would look into from a folder, nearest first. */
function* moduleFolders(from: string): Iterable<string> {
  for (let folder = from; ; folder = dirname(folder)) {
    yield join(folder, "node_modules");
    if (dirname(folder) === folder) return;
  }
}

/** Folders where a package may be: from here upwards, beside this package, and where npm puts global ones. */
function* places(cwd: string): Iterable<string> {
  yield* moduleFolders(cwd);
  yield* moduleFolders(packageRoot);
  yield* globalFolder();
}

const PACKAGE = /^(@[a-z0-9][\w.-]*\/)?[a-z0-9][\w.-]*$/;

/** The presets' folder of a package, or null where the package is nowhere. */
function packageFolder(name: string, cwd: string): string | null {
  if (!PACKAGE.test(name)) return null;
  for (const folder of places(cwd)) {
    const root = join(folder, name);
    const manifest = readIfThere(join(root, "package.json"));
    if (manifest === null) continue;
    const said = declaredFolder(manifest, join(root, "package.json"));
    const presets = resolve(root, said);
    const inside = relative(root, presets);
    if (inside.startsWith("..") || isAbsolute(inside))
      throw refuse(`${name} keeps its presets outside itself, in ${said}`);
    if (!existsSync(presets)) throw refuse(`the package ${name} (${root}) has no folder ${said}`);
    return presets;
  }
  return null;
}

function declaredFolder(manifest: string, file: string): string {
  let parsed: unknown;
  try {
    parsed = JSON.parse(manifest);
  } catch {
    throw refuse(`${file} is not JSON`);
  }
  const own = isObject(parsed) ? parsed["space-sst"] : undefined;
  return isObject(own) && typeof own.presets === "string" ? own.presets : FOLDER;
}

/** A path says that it is one; `@agency/presets` is a package. */
const isPath = (given: string): boolean =>
  /^(\.{1,2}|~)?[/\\]|^\.{1,2}$/.test(given) || isAbsolute(given) || FILE.test(given);

/**
 * The file of a preset that is not this package's own: `./presets/saas.yml`, `../presets:saas`, `@agency/presets:saas`.
 * @param builtIn the names of this package's own
 * @throws {UsageError} with the names that there are
 */
export function presetFile(given: string, cwd: string, builtIn: readonly string[]): string {
  const whole = resolve(cwd, given);
  if (isPath(given) && existsSync(whole) && !statSync(whole).isDirectory()) return whole;
  const { place, name } = isPath(given) && existsSync(whole) ? { place: given, name: undefined } : split(given);
  if (isPath(place)) {
    const folder = resolve(cwd, place);
    if (!existsSync(folder)) throw refuse(`there is no file or folder ${folder}`);
    if (!statSync(folder).isDirectory()) throw refuse(`${folder} is one file: it has no preset "${name}"`);
    return choose(folder, name, place);
  }
  const folder = packageFolder(place, cwd);
  if (folder !== null) return choose(folder, name, place);
  throw refuse(
    `there is no preset "${given}"${didYouMean(given, builtIn)}; there are ${builtIn.join(", ")}, files and folders (./presets/saas.yml) and packages that are installed (@agency/presets:saas)`,
  );
}
