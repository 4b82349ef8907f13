import { KEPT } from "./fold.ts";

/** A word of a shell's command line, with the quotes in it. */
const WORD = /(?:\\.|'[^']*'|"[^"]*"|[^\s'"\\])+/g;

const CONTINUED = " \\";

/** Words that stand together: a flag and its value. */
function pairs(words: readonly string[]): string[][] {
  const found: string[][] = [];
  for (const word of words) {
    const last = found.at(-1);
    if (last?.length === 1 && last[0]?.startsWith("--") && !word.startsWith("--")) last.push(word);
    else found.push([word]);
  }
  return found;
}

/**
 * A command in lines that a shell takes as one: each but the last ends with a backslash. A flag and its value part only
 * where no line holds both.
 */
export function commandLines(command: string, width: number): string[] {
  const room = width - CONTINUED.length;
  const lines: string[] = [];
  const begin = (text: string) => lines.push(lines.length === 0 ? text : `  ${text}`);
  for (const pair of pairs(command.match(WORD) ?? [])) {
    const whole = pair.join(" ");
    const longer = [...lines.slice(-1), whole].join(" ");
    if (lines.length > 0 && longer.length <= room) lines[lines.length - 1] = longer;
    else if (whole.length + 2 <= room) begin(whole);
    else for (const text of pair) begin(text);
  }
  return lines.map((line, index) => (index < lines.length - 1 ? line + CONTINUED : line));
}

/** A command as it is shown on a terminal, to be copied: nothing breaks its lines elsewhere. */
export const typedLines = (command: string, { width }: { width: number }): string[] =>
  commandLines(command, width - 2).map((line) => `  ${line}`.replaceAll(" ", KEPT));
