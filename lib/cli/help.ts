import type { Flag } from "../questions/flags.ts";
import type { Command } from "./commands.ts";
import { fold } from "./fold.ts";

const WIDTH = 100;
const COLUMN = 30;

function flagLines({ name, value, help }: Flag): string[] {
  const left = `  --${name}${value === undefined ? "" : ` ${value}`}`;
  const [first = "", ...rest] = fold(help, WIDTH - COLUMN);
  const opening = left.length < COLUMN - 1 ? [`${left.padEnd(COLUMN)}${first}`] : [left, " ".repeat(COLUMN) + first];
  return [...opening, ...rest.map((line) => " ".repeat(COLUMN) + line)];
}

/** The help of one command: what it does, its flags, an example. */
export const help = ({ what, usage, flags, examples }: Command, commands: readonly Command[]): string =>
  [
    what,
    "",
    `Usage: ${usage}`,
    ...(commands.length > 1
      ? ["", "Commands", ...commands.map((command) => `  ${command.name.padEnd(COLUMN - 2)}${command.what}`)]
      : []),
    "",
    "Options",
    ...flags.flatMap(flagLines),
    "",
    "Examples",
    ...examples.map((example) => `  ${example}`),
    "",
  ].join("\n");
