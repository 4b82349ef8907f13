import type { Total } from "../../cost/estimate.ts";
import { fold } from "../../terminal/fold.ts";
import type { Style } from "../../terminal/terminal.ts";

/** How lines for people are set: as wide as the terminal, as far as lines are easy to read. */

export interface Pen {
  width: number;
  paint(style: Style, text: string): string;
}

export const widthOf = ({ width }: Pen): number => width;

/** Text that control characters of a terminal cannot hide in: names come from a repo that somebody else may have written. */
export const plain = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
  text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, " ");

/** A word at the left, and a text beside it that is folded below itself. */
export function beside(left: string, column: number, text: string, pen: Pen): string[] {
  const [first = "", ...rest] = fold(plain(text), widthOf(pen) - column);
  const start = left.length < column ? [left.padEnd(column) + first] : [left, " ".repeat(column) + first];
  return [...start.map((line) => line.trimEnd()), ...rest.map((line) => " ".repeat(column) + line)];
}

/** `$65.70`, or words where the price is not known. */
export const dollars = (usd: number | null): string =>
  usd === null ? "unknown" : `$${usd.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;

/** What a change costs, in words. */
export const costWords = (usd: number): string =>
  usd === 0 ? "the month costs the same" : `${dollars(Math.abs(usd))} ${usd > 0 ? "more" : "less"} a month`;

/** What several stages cost together. */
export const totalWords = ({ usd, unknown }: Total): string => `${dollars(usd)}${unknown ? " + unknown" : ""}`;
