import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { migrate } from "../blueprint/migrate.ts";
import { PRESETS } from "../blueprint/presets.ts";
import { didYouMean, InvalidAnswers, type Problem } from "../blueprint/problems.ts";
import { type Document, isObject, mergeDocuments } from "./document.ts";
import { answersFromFlags } from "./flags.ts";

/** Where answers come from, and which source wins: flags, then `--answers`, then what the repo has stored, then the preset. */

/** Under this key `.yo-rc.json` keeps the answers of a repo. */
export const STORE_KEY = "generator-space-sst";
export const STORE_FILE = ".yo-rc.json";

/** The text of a file, or null where there is none. */
function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "")) return null;
    throw new InvalidAnswers([{ path, message: `cannot be read: ${(error as Error).message}` }], path);
  }
}

/** A document in the shape that this version knows. */
function asDocument(value: unknown, source: string): Document {
  const migrated = migrate(value);
  if ("problem" in migrated) throw new InvalidAnswers([migrated.problem], source);
  if (isObject(migrated.document)) return migrated.document;
  throw new InvalidAnswers([{ path: "", message: "there should be one document of names and values" }], source);
}

/**
 * The whole of a folder's `.yo-rc.json`, empty where there is none.
 * @throws {InvalidAnswers} where it is not JSON
 */
export function readStore(root: string): Document {
  const text = readIfThere(resolve(root, STORE_FILE));
  if (text === null || text.trim() === "") return {};
  try {
    return asDocument(JSON.parse(text), STORE_FILE);
  } catch (error) {
    if (error instanceof InvalidAnswers) throw error;
    throw new InvalidAnswers([{ path: "", message: `it is not JSON: ${(error as Error).message}` }], STORE_FILE);
  }
}

/** The answers that a folder has stored, or null where it is not a repo of this generator. */
export function storedAnswers(root: string): Document | null {
  const stored = readStore(root)[STORE_KEY];
  return stored === undefined ? null : asDocument(stored, STORE_FILE);
}

/** The repo of this generator that a folder is in: the nearest folder, going up, that stores answers; else the folder itself. */
export function repoRoot(cwd: string): string {
  for (let folder = cwd; ; folder = dirname(folder)) {
    if (storedAnswers(folder) !== null) return folder;
    if (dirname(folder) === folder) return cwd;
  }
}

/**
 * A document of answers from a file or, for `-`, from standard input: JSON or YAML. A whole `.yo-rc.json` counts as
 * the answers that it stores.
 * @throws {InvalidAnswers} where there is none or it cannot be read
 */
export async function readAnswers(file: string, cwd: string): Promise<Document> {
  const source = file === "-" ? "standard input" : file;
  const text = file === "-" ? readFileSync(0, "utf8") : readIfThere(resolve(cwd, file));
  if (text === null)
    throw new InvalidAnswers([{ path: "--answers", message: `there is no file ${resolve(cwd, file)}` }], "the flags");
  // Only an answers file needs it.
  const { parse } = await import("./yaml.ts");
  let value: unknown;
  try {
    value = parse(text, { maxAliasCount: 100 });
  } catch (error) {
    const [line = ""] = (error as Error).message.split("\n");
    throw new InvalidAnswers([{ path: "", message: `it is neither JSON nor YAML: ${line.replace(/:$/, "")}` }], source);
  }
  const document = asDocument(value, source);
  return isObject(document[STORE_KEY]) ? asDocument(document[STORE_KEY], source) : document;
}

/** A preset's answers; its backup region gives way where the project itself is there. */
export function presetAnswers(name: string, over: Document): Document {
  const preset = PRESETS[name];
  if (preset === undefined) {
    const names = Object.keys(PRESETS);
    throw new InvalidAnswers(
      [
        {
          path: "--preset",
          message: `there is no preset "${name}"${didYouMean(name, names)}; there are ${names.join(", ")}`,
        },
      ],
      "the flags",
    );
  }
  const { backup } = preset.answers;
  return backup && over.region === backup.region
    ? { ...preset.answers, backup: { ...backup, region: "us-east-1" } }
    : preset.answers;
}

export interface Sources {
  options: Readonly<Record<string, unknown>>;
  /** Relative paths of `--answers` start here. */
  cwd: string;
  /** The folder of the repo. */
  root: string;
}

export interface Resolved {
  /** What all sources together say. */
  document: Document;
  /** What the repo had stored, or null. */
  stored: Document | null;
  /** What the flags say that cannot be read. */
  problems: Problem[];
  /** A file, a preset or the repo itself stands behind the answers: what they leave out takes its default. */
  complete: boolean;
}

/**
 * All sources laid over each other.
 * @throws {InvalidAnswers} where one of them cannot be read
 */
export async function resolveAnswers({ options, cwd, root }: Sources): Promise<Resolved> {
  const flags = answersFromFlags(options);
  const file = typeof options.answers === "string" ? await readAnswers(options.answers, cwd) : null;
  const stored = storedAnswers(root);
  const over = [stored, file, flags.document].filter((document) => document !== null).reduce(mergeDocuments, {});
  const preset = typeof options.preset === "string" && stored === null ? presetAnswers(options.preset, over) : null;
  return {
    document: preset === null ? over : mergeDocuments(preset, over),
    stored,
    problems: flags.problems,
    complete: file !== null || stored !== null || preset !== null,
  };
}
