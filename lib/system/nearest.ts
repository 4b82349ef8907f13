import { distance } from "fastest-levenshtein";

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
