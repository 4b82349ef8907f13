/**
 * Encoders: a value becomes a literal of the language that it is written into, and can never be anything else there.
 * Templates get them by the ending of the file that they render.
 */

export type Encoder = (value: unknown) => string;

const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;

/** A TypeScript literal, spelled as the formatter spells it. */
export function ts(value: unknown): string {
  if (value === undefined) return "undefined";
  if (Array.isArray(value)) return `[${value.map(ts).join(", ")}]`;
  if (value !== null && typeof value === "object") {
    const entries = Object.entries(value).map(
      ([key, item]) => `${IDENTIFIER.test(key) ? key : json(key)}: ${ts(item)}`,
    );
    return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
  }
  return json(value);
}

/** JSON; the two line separators that older JavaScript does not take in a string are escaped. */
export const json: Encoder = (value) =>
  JSON.stringify(value ?? null)
    .replaceAll("\u2028", "\\u2028")
    .replaceAll("\u2029", "\\u2029");

/** Words that every YAML version reads as themselves. */
const YAML_PLAIN = /^(?!(?:true|false|null|yes|no|on|off|y|n)$)[A-Za-z][A-Za-z0-9_./-]*$/i;

/** A YAML scalar or flow collection. Every JSON value is valid YAML, so what is not plainly a word is written as JSON. */
export const yaml: Encoder = (value) => (typeof value === "string" && YAML_PLAIN.test(value) ? value : json(value));

/** Text that Markdown shows as it is. */
export const md: Encoder = (value) =>
  String(value)
    .replace(/[\\`*_{}[\]#|!~]/g, "\\$&")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replace(/\s+/g, " ");

/** A Markdown code span, in a table or outside. */
export function code(value: unknown): string {
  const text = String(value).replace(/\s+/g, " ");
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  const padding = longest > 0 ? " " : "";
  return `${fence}${padding}${text.replaceAll("|", "\\|")}${padding}${fence}`;
}

export const html: Encoder = (value) =>
  String(value)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");

/** A string of CSS, which can also stand in a page: what is not plain is written by its number. */
export const css: Encoder = (value) =>
  `"${Array.from(String(value), (character) =>
    /[\p{L}\p{N} .,:_-]/u.test(character) ? character : `\\${character.codePointAt(0)?.toString(16)} `,
  ).join("")}"`;

/** One word of a shell, of a Dockerfile or of an env file. */
export const sh: Encoder = (value) => {
  const text = String(value);
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
};

const WIDTH = 120;

/**
 * A TypeScript array of strings, broken one to a line where it does not fit.
 * @param column where its bracket stands
 * @param indent of the line that it stands on
 * @param trailing characters that follow it on its last line
 */
export function list(values: readonly unknown[], column: number, indent = 0, trailing = 1): string {
  const inline = ts(values);
  if (column + inline.length + trailing <= WIDTH) return inline;
  const pad = " ".repeat(indent);
  return `[\n${values.map((value) => `${pad}  ${ts(value)},\n`).join("")}${pad}]`;
}

const BY_ENDING: Readonly<Record<string, Encoder>> = {
  ts,
  tsx: ts,
  mts: ts,
  js: ts,
  mjs: ts,
  json,
  yml: yaml,
  yaml,
  md,
  html,
  svg: html,
  sh,
  env: sh,
  example: sh,
  dockerignore: sh,
};

/**
 * The encoder for a file.
 * @throws where no encoder is known for its language
 */
export function encoderFor(path: string): Encoder {
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (name === "Dockerfile") return sh;
  const encoder = BY_ENDING[name.slice(name.lastIndexOf(".") + 1)];
  if (encoder !== undefined) return encoder;
  return () => {
    throw new Error(`${path}: no encoder is known for this kind of file`);
  };
}
