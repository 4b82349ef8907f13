import { distance } from "fastest-levenshtein";

/** One thing that is wrong with a document of answers. */
export interface Problem {
  /** Where, as a path such as `services[1].port`; empty for the document as a whole. */
  path: string;
  /** What is wrong and what to do, in one line. */
  message: string;
}

/** Answers that are not valid: nothing has been written. The command ends with status 2. */
export class InvalidAnswers extends Error {
  override readonly name = "InvalidAnswers";
  /** The status that `yo` exits with. */
  readonly code = 2;
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[], source = "the answers") {
    const lines = problems.map(({ path, message }) => `  ${path === "" ? "" : `${path}: `}${message}`);
    super(`${problems.length === 1 ? "1 problem" : `${problems.length} problems`} in ${source}:\n${lines.join("\n")}`);
    this.problems = problems;
  }
}

/** `["services", 1, "port"]` → `services[1].port`. */
export const formatPath = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (text, key) => (typeof key === "number" ? `${text}[${key}]` : text === "" ? String(key) : `${text}.${String(key)}`),
    "",
  );

/**
 * The word of a list that was probably meant, or nothing where none is near.
 * @param most how many letters may differ; all of them are never a likeness
 */
export function nearest(
  word: string,
  words: Iterable<string>,
  most = Math.max(2, Math.floor(word.length / 3)),
): string | undefined {
  let best: { word: string; distance: number } | undefined;
  for (const candidate of words) {
    const found = distance(word.toLowerCase(), candidate.toLowerCase());
    if (best === undefined || found < best.distance) best = { word: candidate, distance: found };
  }
  return best !== undefined && best.distance <= Math.min(most, word.length - 1) ? best.word : undefined;
}

/** ` (did you mean "port"?)`, or an empty string. */
export function didYouMean(word: string, words: Iterable<string>): string {
  const found = nearest(word, words);
  return found === undefined ? "" : ` (did you mean "${found}"?)`;
}
