import { fold } from "./fold.ts";

/** A table of text: columns as wide as what is in them, and what does not fit goes on below in its own column. */

export interface Column {
  title?: string;
  /** Numbers stand at the right. */
  right?: boolean;
  /** Never broken, as numbers are not. */
  whole?: boolean;
}

const GAP = 2;

/** What a text may be broken into: words, and names and paths behind their punctuation. */
const parts = (text: string): string[] => text.match(/[^-./:,_ ]*[-./:,_ ]*/gu)?.filter((part) => part !== "") ?? [];

/** A text in lines of a width: broken between words, and within a name only where it is longer than a line. */
function lines(text: string, width: number): string[] {
  return fold(text, width).flatMap((line) => {
    if (line.length <= width) return [line];
    const found: string[] = [];
    for (const part of parts(line)) {
      const last = found.at(-1);
      if (last !== undefined && (last + part).trimEnd().length <= width) found[found.length - 1] = last + part;
      else found.push(part);
    }
    return found.map((one) => one.trimEnd());
  });
}

/** Takes what is missing from the widest columns: never from those with numbers, and never so that a word is cut. */
function fitted(wishes: readonly number[], least: readonly number[], room: number): number[] {
  const widths = [...wishes];
  for (let over = widths.reduce((sum, one) => sum + one, 0) - room; over > 0; over--) {
    const shrinkable = widths.map((width, index) => (width <= (least[index] as number) ? 0 : width));
    const widest = shrinkable.indexOf(Math.max(...shrinkable));
    if (shrinkable[widest] === 0) break;
    widths[widest] = (widths[widest] as number) - 1;
  }
  return widths;
}

/** Rows of a table that no terminal of this width holds: what is in them stands below each other, behind its title. */
function stacked(columns: readonly Column[], rows: readonly (readonly string[])[], indent: number): string[][] {
  const titles = columns.map(({ title = "" }) => title);
  const room = Math.max(...titles.slice(1).map(({ length }) => length));
  const line = (title: string, cell: string) => `${" ".repeat(indent + GAP)}${title.padEnd(room)}  ${cell}`;
  return rows.map(([first = "", ...cells]) => [
    `${" ".repeat(indent)}${first}`,
    ...cells.flatMap((cell, index) => (cell === "" ? [] : [line(titles[index + 1] ?? "", cell)])),
  ]);
}

type Table = [columns: readonly Column[], rows: readonly (readonly string[])[], width: number, indent?: number];

function laid(...[columns, rows, width, indent = 2]: Table): { lines: string[][]; fits: boolean } {
  const head = columns.some(({ title }) => title !== undefined) ? [columns.map(({ title = "" }) => title)] : [];
  const all = [...head, ...rows];
  const longest = (index: number, of: (text: string) => readonly string[]) =>
    Math.max(1, ...all.flatMap((row) => of(row[index] ?? "").map((part) => part.trimEnd().length)));
  const wishes = columns.map((_, index) => longest(index, (text) => [text]));
  const least = columns.map(({ right, whole }, index) =>
    right || whole ? (wishes[index] as number) : longest(index, parts),
  );
  const room = width - indent - GAP * (columns.length - 1);
  const widths = fitted(wishes, least, room);
  const set = all.map((row) => {
    const cells = columns.map((_, index) => lines(row[index] ?? "", widths[index] as number));
    const height = Math.max(...cells.map((cell) => cell.length));
    return Array.from({ length: height }, (_, at) =>
      (
        " ".repeat(indent) +
        columns
          .map(({ right }, index) => {
            const text = cells[index]?.[at] ?? "";
            return right ? text.padStart(widths[index] as number) : text.padEnd(widths[index] as number);
          })
          .join(" ".repeat(GAP))
      ).trimEnd(),
    );
  });
  return { lines: set, fits: widths.reduce((sum, one) => sum + one, 0) <= room };
}

/**
 * A table with titles, each row as its lines, the titles first. Where the terminal is too narrow for it, there are no titles:
 * each row has its own.
 * @param width that no line is wider than, as long as no word is
 * @param indent before each line
 */
export function tableRows(...table: Table): string[][] {
  const [columns, rows, , indent = 2] = table;
  const { lines: set, fits } = laid(...table);
  return fits ? set : [[], ...stacked(columns, rows, indent)];
}

/** The lines of a table. */
export const tableLines = (...table: Table): string[] => laid(...table).lines.flat();

/** A row with a mark in the place of its indent. */
export const marked = ([first = "", ...rest]: readonly string[], mark: string): string[] => [
  `${mark} ${first.slice(2)}`,
  ...rest,
];

/** A row with what there is to say of it below, which the terminal folds. */
export const noted = (row: readonly string[], note: string): string[] =>
  note === "" ? [...row] : [...row, `    ${note}`];
