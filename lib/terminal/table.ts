import { fold } from "./fold.ts";

/** A table of text: columns as wide as what is in them, and what does not fit goes on below in its own column. */

export interface Column {
  title?: string;
  /** Numbers stand at the right. */
  right?: boolean;
}

const GAP = 2;
/** A column is not made narrower than this for the sake of others. */
const LEAST = 10;

/** Words that are longer than a column are broken: a name may have no space in it. */
const lines = (text: string, width: number): string[] =>
  fold(text, width).flatMap((line) => line.match(new RegExp(`.{1,${width}}`, "gu")) ?? [""]);

/** Takes what is missing from the widest columns, never from those with numbers. */
function fitted(wishes: readonly number[], columns: readonly Column[], room: number): number[] {
  const widths = [...wishes];
  for (let over = widths.reduce((sum, one) => sum + one, 0) - room; over > 0; over--) {
    const shrinkable = widths.map((width, index) => (columns[index]?.right || width <= LEAST ? 0 : width));
    const widest = shrinkable.indexOf(Math.max(...shrinkable));
    if (shrinkable[widest] === 0) break;
    widths[widest] = (widths[widest] as number) - 1;
  }
  return widths;
}

/**
 * The lines of a table, the titles of its columns first where they have any.
 * @param width that no line is wider than
 * @param indent before each line
 */
export function tableLines(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width: number,
  indent = 2,
): string[] {
  const head = columns.some(({ title }) => title !== undefined) ? [columns.map(({ title = "" }) => title)] : [];
  const all = [...head, ...rows];
  const wishes = columns.map((_, index) => Math.max(1, ...all.map((row) => (row[index] ?? "").length)));
  const widths = fitted(wishes, columns, width - indent - GAP * (columns.length - 1));
  return all.flatMap((row) => {
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
}

/** Cells under each other; the last column is as long as it is. */
export function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = rows.reduce<number[]>((most, row) => row.map((cell, i) => Math.max(cell.length, most[i] ?? 0)), []);
  return rows.map((row) => `  ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join("  ")}`.trimEnd());
}
