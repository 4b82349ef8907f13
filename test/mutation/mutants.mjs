import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { editsOf } from "./languages.mjs";

/**
 * A wrong change to a file.
 *
 * @typedef {{ file: string, line: number, rule: string, was: string, is: string, contents: string }} Mutant
 */

/** What is between the marks of a template becomes blank: what is left is the file's own language, line by line. */
const blank = (text) => text.replace(/[^\n]/g, " ");
const withoutTags = (source) =>
  source
    // A value in the middle of a line stands for a name.
    .replace(/<%[=-][\s\S]*?%>/g, (tag) => `v${blank(tag.slice(1))}`)
    .replace(/<%[\s\S]*?%>/g, blank);

const lineOf = (source, offset) => source.slice(0, offset).split("\n").length;

/** How a change is shown: the line before and after, or what was taken away. */
function shown(source, { start, end, text }) {
  if (text === "") return { was: source.slice(start, end).replace(/\s+/g, " ").trim(), is: "" };
  const from = source.lastIndexOf("\n", start) + 1;
  const to = source.indexOf("\n", end);
  const [before, after] = [source.slice(from, start), source.slice(end, to < 0 ? undefined : to)];
  const one = (middle) => `${before}${middle}${after}`.replace(/\s+/g, " ").trim();
  return { was: one(source.slice(start, end)), is: one(text) };
}

/** Every wrong change to a file that the rules know. None for a file that cannot be read without its template. */
export function mutantsOf(root, file) {
  const source = readFileSync(join(root, file), "utf8");
  const readable = file.endsWith(".ejs") ? withoutTags(source) : source;
  const mutants = [];
  for (const { rule, ...edit } of editsOf(file, readable)) {
    const { start, end, text } = edit;
    // What a template decides is not for the rules.
    if (source.slice(start, end) !== readable.slice(start, end)) continue;
    const contents = source.slice(0, start) + text + source.slice(end);
    mutants.push({ file, line: lineOf(source, start), rule, ...shown(source, edit), contents });
  }
  return mutants;
}

const rank = (seed, { file, line, rule, is }) =>
  createHash("sha256").update([seed, file, line, rule, is].join("\0")).digest("hex");

/** A folder of the sources: what lies deeper belongs to it. */
const areaOf = ({ file }) => file.split("/").slice(0, -1).slice(0, 3).join("/");

/** As many as are asked for, the same for the same seed. The areas give one each in turn, so that all are heard. */
export function sample(mutants, count, seed) {
  const ranked = mutants
    .map((mutant) => ({ mutant, key: rank(seed, mutant) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  const turns = new Map();
  return ranked
    .map(({ mutant }, place) => {
      const turn = turns.get(areaOf(mutant)) ?? 0;
      turns.set(areaOf(mutant), turn + 1);
      return { mutant, turn, place };
    })
    .sort((one, other) => one.turn - other.turn || one.place - other.place)
    .slice(0, count)
    .map(({ mutant }) => mutant);
}
