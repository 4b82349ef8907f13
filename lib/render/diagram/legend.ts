import type { Tier } from "./graph.ts";
import { LINE, widthOf } from "./measure.ts";

/** What the colours of a picture and its arrows mean, in plain words. */

export type Sign = Tier | "arrow";

export const MEANINGS: Readonly<Record<Sign, string>> = {
  people: "visits",
  edge: "serves files from near the visitor",
  front: "answers requests",
  run: "runs the code",
  store: "keeps the data",
  region: "what AWS runs for all: files, jobs, mail",
  keep: "keeps copies of the data",
  watch: "watches and warns",
  arrow: "requests or data go there",
};

export interface LegendEntry {
  sign: Sign;
  x: number;
  y: number;
  text: string;
}

export const SWATCH = 12;
const ROW = 20;
const GAP = 18;

/** Entries from left to right, in as many rows as they need below `top`. */
export function legendOf(signs: readonly Sign[], top: number, left: number, right: number) {
  let [x, y] = [left, top];
  const entries = signs.map((sign): LegendEntry => {
    const text = MEANINGS[sign];
    const width = SWATCH + 6 + widthOf(text, LINE);
    if (x > left && x + width > right) [x, y] = [left, y + ROW];
    const entry = { sign, x, y, text };
    x += width + GAP;
    return entry;
  });
  return { entries, height: entries.length === 0 ? 0 : y + ROW - top };
}
