/** Adds to a list of a JSON document that may have comments, which stay: TypeScript's own configuration has them. */

/** A piece of JSON: a text, a comment, a sign. */
const PIECE = /"(?:[^"\\]|\\.)*"|\/\/[^\n]*|\/\*[\s\S]*?\*\/|[{}[\],:]/g;

/** Where the outermost object begins, and the list of one of its keys; null for what it does not have. */
function places(text: string, key: string): { object: number | null; list: number | null } {
  const found: { object: number | null; list: number | null } = { object: null, list: null };
  let depth = 0;
  let before: string[] = [];
  for (const { 0: piece, index } of text.matchAll(PIECE)) {
    if (piece.startsWith("/")) continue;
    if (piece === "{" && depth === 0) found.object = index + 1;
    if (piece === "[" && depth === 1 && before[0] === JSON.stringify(key) && before[1] === ":") found.list = index + 1;
    if (piece === "{" || piece === "[") depth += 1;
    if (piece === "}" || piece === "]") depth -= 1;
    before = [...before, piece].slice(-2);
  }
  return depth === 0 ? found : { object: null, list: null };
}

const listed = (items: readonly string[]): string => items.map((item) => JSON.stringify(item)).join(", ");

/**
 * The document with items at the beginning of a list.
 * @param otherwise what the list has too, where the document has none
 * @returns null where the document cannot be read
 */
export function withItems(
  text: string,
  key: string,
  items: readonly string[],
  otherwise: readonly string[],
): string | null {
  const { object, list } = places(text, key);
  if (object === null) return null;
  const [at, added, close] =
    list === null
      ? [object, `\n  ${JSON.stringify(key)}: [${listed([...otherwise, ...items])}]`, "}"]
      : [list, listed(items), "]"];
  const rest = text.slice(at);
  const space = list === null || /^\s/.test(rest) ? "" : " ";
  const sign = rest.trimStart().startsWith(close) ? "" : `,${space}`;
  return `${text.slice(0, at)}${added}${sign}${rest}`;
}
