/**
 * Text of a Mermaid label. What is not a letter, a digit or harmless punctuation becomes a character entity, so that no
 * text can end its label, open a Markdown string or close the code block around the diagram.
 */
export const encode = (text: string): string =>
  Array.from(text.replace(/\s+/g, " "), (character) =>
    /[\p{L}\p{N} .,:/+_-]/u.test(character) ? character : `#${character.codePointAt(0)};`,
  ).join("");

/** A quoted label, one line of the picture for each text. */
export const label = (...lines: readonly string[]): string => `"${lines.map(encode).join("<br/>")}"`;

/** The identifier of a node: names are words joined by hyphens, which Mermaid reads as part of an arrow. */
export const nodeId = (prefix: string, name: string): string => `${prefix}_${name.replaceAll("-", "_")}`;
