import { fold } from "../../terminal/fold.ts";
import type { Style } from "../../terminal/terminal.ts";

/** How lines for people are set: no line is wider than 80 columns where words allow. */

export interface Pen {
  width: number;
  paint(style: Style, text: string): string;
}

export const WIDTH = 80;
export const widthOf = ({ width }: Pen): number => Math.min(width, WIDTH);

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

/** A text that is cut where it does not fit. */
export const cut = (text: string, width: number): string =>
  text.length <= width ? text : `${text.slice(0, width - 1)}…`;
