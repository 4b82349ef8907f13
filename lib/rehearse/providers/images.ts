import { createHash, type Hash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { isObject } from "../../proof/simulate/engine/wire.ts";
import type { PlainObject } from "../../proof/simulate/types.ts";

/** Images as the provider docker-build 0.0.14 sees them: a hash over the context decides whether one is built anew. */

export const IMAGE = "docker-build:index:Image";

/** Who logs in to the registry does not decide it. */
export const IGNORED = /^registries\[\d+\]\.(password|username)$/;

/** Folders that are large and never part of an image here. */
const SKIPPED = new Set([".git", "node_modules", ".sst"]);

interface Rule {
  keep: boolean;
  test: RegExp;
}

const GLOBS: Readonly<Record<string, string>> = { "**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]" };

/** A line of a `.dockerignore`: it names a path or all that is below it. */
function ruleOf(line: string): Rule {
  const glob = line.replace(/^!/, "").replace(/^\/|\/$/g, "");
  const pattern = glob.replace(/[.+^$()|{}[\]\\]/g, "\\$&").replace(/\*\*\/|\*\*|\*|\?/g, (sign) => GLOBS[sign] ?? "");
  return { keep: line.startsWith("!"), test: new RegExp(`^${pattern}(?:/.*)?$`) };
}

function rulesFor(dockerfile: string, root: string): Rule[] {
  const file = [`${dockerfile}.dockerignore`, join(root, ".dockerignore")].find((path) => existsSync(path));
  const lines = file === undefined ? [] : readFileSync(file, "utf8").split("\n");
  return lines
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map(ruleOf);
}

function addFolder(sum: Hash, root: string, folder: string, rules: readonly Rule[]): void {
  for (const name of readdirSync(folder).sort()) {
    if (SKIPPED.has(name)) continue;
    const path = join(folder, name);
    const stats = statSync(path, { throwIfNoEntry: false });
    const place = relative(root, path).replaceAll("\\", "/");
    if (stats?.isDirectory()) addFolder(sum, root, path, rules);
    else if (stats?.isFile() && !rules.reduce((gone, { keep, test }) => (test.test(place) ? !keep : gone), false))
      sum.update(`${place}\0${stats.mode}\0`).update(readFileSync(path));
  }
}

const locationOf = (value: unknown): string | undefined =>
  isObject(value) && typeof value.location === "string" ? value.location : undefined;

/** @param cwd the folder that the engine runs the program in: relative paths begin there */
export function contextHash(inputs: PlainObject, cwd: string): string {
  const location = locationOf(inputs.context);
  const root = location === undefined ? undefined : resolve(cwd, location);
  if (root === undefined || !existsSync(root)) return "none";
  const dockerfile = resolve(cwd, locationOf(inputs.dockerfile) ?? join(root, "Dockerfile"));
  const sum = createHash("sha256");
  if (existsSync(dockerfile)) sum.update(readFileSync(dockerfile));
  addFolder(sum, root, root, rulesFor(dockerfile, root));
  return sum.digest("hex");
}

/** The tags that a push would take. */
export const pushedTags = ({ push, tags }: PlainObject): string[] =>
  push === true && Array.isArray(tags) ? tags.map(String) : [];
