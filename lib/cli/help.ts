import type { Command } from "../commands/command.ts";
import type { Flag } from "../questions/flags.ts";
import { typed } from "../system/typed.ts";
import { fold, wrap } from "../terminal/fold.ts";

const WIDEST = 100;
const COLUMN = 30;

/** A word and what it means, side by side where the word is short. */
function row(left: string, what: string, width: number): string[] {
  const [first = "", ...rest] = fold(what, width - COLUMN);
  const opening = left.length < COLUMN - 1 ? [`${left.padEnd(COLUMN)}${first}`] : [left, " ".repeat(COLUMN) + first];
  return [...opening, ...rest.map((line) => " ".repeat(COLUMN) + line)];
}

const flagRow = ({ name, value, help }: Flag, width: number): string[] =>
  row(`  --${name}${value === undefined ? "" : ` ${value}`}`, help, width);

/** The program is called as it is typed here. */
const asTyped = (line: string, program: string): string => line.replace(/(?<![\w-])space-sst(?= )/, () => program);

/**
 * The help of one command: what it does, its flags, an example.
 * @param commands those that are listed too: where the command is what is called without one
 * @param columns of the terminal, which would break lines inside words
 */
export function help(
  { what, usage, flags, examples }: Command,
  commands: readonly Command[],
  columns: number = WIDEST,
): string {
  const width = Math.min(columns, WIDEST);
  const program = typed("");
  return [
    ...fold(what, width),
    "",
    ...wrap(`Usage: ${asTyped(usage, program)}`, width),
    ...(commands.length > 0
      ? ["", "Commands", ...commands.flatMap((command) => row(`  ${command.name}`, command.what, width))]
      : []),
    "",
    "Options",
    ...flags.flatMap((flag) => flagRow(flag, width)),
    "",
    "Examples",
    // As they are typed, and copied.
    ...examples.map((example) => `  ${asTyped(example, program)}`),
    "",
  ].join("\n");
}
