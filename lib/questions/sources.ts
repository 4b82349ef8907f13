import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { inStoredForm, type Understood } from "../answers/forms/read.ts";
import { PRESETS, type Preset } from "../answers/presets.ts";
import { type Problem, UsageError } from "../errors.ts";
import { type Document, mergeDocuments } from "./document.ts";
import { parseAnswers, readIfThere } from "./files.ts";
import { answersFromFlags } from "./flags.ts";
import { answersLike } from "./like.ts";
import type { Layer } from "./origin.ts";
import { STORE_FILE, storedAnswers } from "./store.ts";

/** Where answers come from, and which source wins: flags, then `--answers`, then what the repo has stored, then the preset or the repo that it is like. */

/**
 * A document of answers from a file or, for `-`, from standard input: JSON or YAML. A whole `.yo-rc.json` counts as
 * the answers that it stores.
 * @throws {UsageError} where there is none or it cannot be read
 */
export async function readAnswers(file: string, cwd: string): Promise<Document> {
  const source = file === "-" ? "standard input" : file;
  const text = file === "-" ? readFileSync(0, "utf8") : readIfThere(resolve(cwd, file));
  if (text === null)
    throw new UsageError([{ path: "--answers", message: `there is no file ${resolve(cwd, file)}` }], "the flags");
  return parseAnswers(text, source);
}

/** The answers of one of this package's own presets. */
export const presetAnswers = (name: string): Document => (PRESETS[name] as Preset).answers;

/** What a new repo begins with, by `--preset` or `--like`. */
async function beginning({ options, cwd }: Sources): Promise<Layer | null> {
  const { preset, like } = options;
  if (typeof preset === "string" && typeof like === "string")
    throw new UsageError(
      [{ path: "--like", message: "is another beginning than --preset: give one of them" }],
      "the flags",
    );
  if (typeof like === "string") return answersLike(like, cwd);
  if (typeof preset !== "string") return null;
  if (preset in PRESETS) return { document: presetAnswers(preset), source: `the preset ${preset}` };
  // Only a preset of somebody's own is looked for with other programs.
  const { presetFile } = await import("./preset-files.ts");
  const source = presetFile(preset, cwd, Object.keys(PRESETS));
  return { document: await parseAnswers(readIfThere(source) ?? "", source), source };
}

export interface Sources {
  options: Readonly<Record<string, unknown>>;
  /** Relative paths of `--answers`, `--preset` and `--like` start here. */
  cwd: string;
  /** The folder of the repo. */
  root: string;
}

export interface Resolved {
  /** What all sources together say. */
  document: Document;
  /** The sources, the lowest first. */
  layers: Layer[];
  /** What the repo had stored, or null. */
  stored: Document | null;
  /** What the flags say that cannot be read. */
  problems: Problem[];
  /** What was written in another form than it is stored in. */
  understood: Understood[];
  /** A file, a preset or the repo itself stands behind the answers: what they leave out takes its default. */
  complete: boolean;
}

/**
 * All sources laid over each other.
 * @throws {UsageError} where one of them cannot be read
 */
export async function resolveAnswers({ options, cwd, root }: Sources): Promise<Resolved> {
  const flags = answersFromFlags(options);
  const file = typeof options.answers === "string" ? await readAnswers(options.answers, cwd) : null;
  const stored = storedAnswers(root);
  // A repo that is there began long ago.
  const first = stored === null ? await beginning({ options, cwd, root }) : null;
  const layers = [
    ...(first === null ? [] : [first]),
    ...(stored === null ? [] : [{ document: stored, source: STORE_FILE }]),
    ...(file === null
      ? []
      : [{ document: file, source: options.answers === "-" ? "standard input" : String(options.answers) }]),
    { document: flags.document, source: "the flags" },
  ].map(({ document, source }) => ({ ...inStoredForm(document), source }));
  return {
    document: layers.map(({ document }) => document).reduce(mergeDocuments, {}),
    layers,
    stored,
    problems: flags.problems,
    understood: layers.flatMap(({ understood }) => understood),
    complete: file !== null || stored !== null || first !== null,
  };
}
