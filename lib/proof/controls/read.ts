import { isObject } from "../simulate/engine/wire.ts";

const isText = (value: unknown): boolean => typeof value === "string" && value.trim() !== "";
const oneOf =
  (...words: unknown[]) =>
  (value: unknown): boolean =>
    words.includes(value);

/** What a control must have, and how that is said. */
const PARTS: Record<string, { fits(value: unknown): boolean; wanted: string }> = {
  id: { fits: isText, wanted: "a text" },
  title: { fits: isText, wanted: "a text" },
  why: { fits: isText, wanted: "a text" },
  fix: { fits: isText, wanted: "a text" },
  severity: { fits: oneOf("mandatory", "advisory"), wanted: '"mandatory" or "advisory"' },
  when: { fits: oneOf("always", "production"), wanted: '"always" or "production"' },
  scope: { fits: oneOf(undefined, "stage", "program"), wanted: '"stage" or "program", or left out' },
  of: {
    fits: (value) => Array.isArray(value) && value.length > 0 && value.every(isText),
    wanted: 'a list of types, such as ["aws:s3/bucket:Bucket"]',
  },
  problem: { fits: (value) => typeof value === "function", wanted: "a function" },
};

function problemsOf(entry: unknown, index: number): string[] {
  if (!isObject(entry)) return [`control ${index + 1} is no object`];
  const name = isText(entry.id) ? String(entry.id) : `control ${index + 1}`;
  return Object.entries(PARTS)
    .filter(([part, { fits }]) => !fits(entry[part]))
    .map(([part, { wanted }]) => `${name}: ${part} should be ${wanted}`);
}

/**
 * One line for everything that is wrong with a list of controls.
 * @param list what infra/controls.ts exports: its owner may have written anything
 */
export function controlProblems(list: unknown): string[] {
  if (!Array.isArray(list)) return ["infra/controls.ts: its default export should be a list of controls"];
  const ids = list.map((entry) => (isObject(entry) ? entry.id : undefined)).filter(isText);
  const twice = [...new Set(ids.filter((id, index) => ids.indexOf(id) < index))];
  const problems = [...list.flatMap(problemsOf), ...twice.map((id) => `${id} is in the list twice`)];
  return problems.map((problem) => `infra/controls.ts: ${problem}`);
}
