import { parseSync } from "vite";
import { RULES } from "./rules.mjs";
import { instructionEdits, settingEdits } from "./settings.mjs";

/** Types are asked by the compiler, and the texts of imports by whoever reads them. */
const SKIPPED = /^(TS|Import|Export(All|Named)Declaration$)/;

function* nodesOf(node) {
  if (node === null || typeof node !== "object") return;
  if (Array.isArray(node)) {
    for (const one of node) yield* nodesOf(one);
    return;
  }
  if (typeof node.type !== "string") return;
  const isTypeOnly =
    SKIPPED.test(node.type) && !["TSAsExpression", "TSNonNullExpression", "TSSatisfiesExpression"].includes(node.type);
  if (isTypeOnly && node.declaration == null) return;
  yield node;
  for (const [key, value] of Object.entries(node)) if (key !== "parent") yield* nodesOf(value);
}

function* programEdits(file, source) {
  const { program, errors } = parseSync(file, source);
  if (errors.length > 0) return;
  for (const node of nodesOf(program))
    for (const [rule, edits] of Object.entries(RULES)) for (const edit of edits(node, source)) yield { rule, ...edit };
}

/** Which files the rules can read, and how. */
const LANGUAGES = [
  [/\.(ts|tsx|mjs)$/, programEdits],
  [/\.ya?ml$/, (_, source) => settingEdits(source)],
  [/(^|\/)Dockerfile$/, (_, source) => instructionEdits(source)],
];

const bare = (file) => file.replace(/\.ejs$/, "");

export const isReadable = (file) => LANGUAGES.some(([files]) => files.test(bare(file)));

/**
 * Every edit that the rules know for a source.
 *
 * @returns {Iterable<{ rule: string, start: number, end: number, text: string }>}
 */
export const editsOf = (file, source) =>
  LANGUAGES.find(([files]) => files.test(bare(file)))?.[1](bare(file), source) ?? [];
