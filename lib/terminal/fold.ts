/** Codes of colour, which take no room. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: an escape is what they begin with
const STYLED = /\u001b\[[\d;]*m/g;

// biome-ignore lint/suspicious/noControlCharactersInRegex: an escape is what they begin with
const LEADING = /^((?:\u001b\[[\d;]*m)+)( +)/;

/** Stands for a space at which no line ends, until the line is printed. */
export const KEPT = "\u00a0";

export const visibleLength = (text: string): number => text.replace(STYLED, "").length;

/**
 * A line as it fits a width: broken between words, the rest below the beginning of its own text. What is in columns stays
 * so, and a word that is too long has a line of its own.
 */
export function wrap(line: string, width: number): string[] {
  if (visibleLength(line) <= width) return [line];
  const indent = /^ */.exec(line.replace(STYLED, ""))?.[0] ?? "";
  const found: string[] = [];
  let current = "";
  // A colour that begins before the indent begins with the first word.
  const text = line.replace(LEADING, "$2$1").slice(indent.length);
  for (const part of text.match(/ *[^ ]+/g) ?? []) {
    const begun = current !== "";
    if (begun && visibleLength(indent + current + part) > width) {
      found.push(indent + current);
      current = part.trimStart();
    } else current += begun ? part : part.trimStart();
  }
  return [...found, indent + current];
}

/** Words as lines of no more than a width; a word that is longer has a line of its own. */
export function fold(text: string, width: number): string[] {
  const lines = [""];
  for (const word of text.split(" ")) {
    const line = lines.at(-1) as string;
    if (line !== "" && line.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = line === "" ? word : `${line} ${word}`;
  }
  return lines;
}
