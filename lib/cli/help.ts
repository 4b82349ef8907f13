import type { Command } from "../commands/command.ts";
import type { Flag } from "../questions/flags.ts";
import { typed } from "../system/typed.ts";
import { fold } from "../terminal/fold.ts";

const WIDTH = 100;
const COLUMN = 30;

/** A word and what it means, side by side where the word is short. */
function row(left: string, what: string): string[] {
  const [first = "", ...rest] = fold(what, WIDTH - COLUMN);
  const opening = left.length < COLUMN - 1 ? [`${left.padEnd(COLUMN)}${first}`] : [left, " ".repeat(COLUMN) + first];
  return [...opening, ...rest.map((line) => " ".repeat(COLUMN) + line)];
}

const flagRow = ({ name, value, help }: Flag): string[] =>
  row(`  --${name}${value === undefined ? "" : ` ${value}`}`, help);

/** The program is called here as it is typed here. */
const asTyped = (line: string): string => line.replace(/(?<![\w-])space-sst(?= )/, typed(""));

/**
 * The help of one command: what it does, its flags, an example.
 * @param commands those that are listed too: where the command is what is called without one
 */
export const help = ({ what, usage, flags, examples }: Command, commands: readonly Command[]): string =>
  [
    what,
    "",
    `Usage: ${asTyped(usage)}`,
    ...(commands.length > 0
      ? ["", "Commands", ...commands.flatMap((command) => row(`  ${command.name}`, command.what))]
      : []),
    "",
    "Options",
    ...flags.flatMap(flagRow),
    "",
    "Examples",
    ...examples.map((example) => `  ${asTyped(example)}`),
    "",
  ].join("\n");
