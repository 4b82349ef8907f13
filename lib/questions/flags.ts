import type { Problem } from "../errors.ts";
import { didYouMean } from "../system/nearest.ts";
import type { Document } from "./document.ts";
import { setPath } from "./document.ts";
import { FIELDS, type Field, LISTS, type ListField, type ListName } from "./fields.ts";
import { placeOf } from "./place.ts";

/** A flag of a command, as its help shows it and as a parser needs to know it. */
export interface Flag {
  name: string;
  type: "boolean" | "string";
  /** It may be given more than once. */
  multiple?: boolean;
  /** What its value is, for the help: `FILE`. */
  value?: string;
  help: string;
}

/** A list of words that is longer than this is no help in a line. */
const MOST_WORDS = 6;

const allowed = (words: readonly string[]): string =>
  words.length > 0 && words.length <= MOST_WORDS ? ` One of ${words.join(", ")}.` : "";

/** Flags of the kickoff alone. */
export const KICKOFF_FLAGS: readonly Flag[] = [
  {
    name: "preset",
    type: "string",
    value: "NAME",
    help: "Start from a preset: minimal, saas, multi-tenant; a file or a folder of yours (./presets:saas); a package (@agency/presets:saas).",
  },
  {
    name: "like",
    type: "string",
    value: "FOLDER",
    help: "Start from another repo's answers, without its name, domain and clients.",
  },
  {
    name: "ask-answered",
    type: "boolean",
    help: "Ask again what the repo has stored (not its services), with its values as defaults.",
  },
  {
    name: "lose-data",
    type: "boolean",
    help: "In a repo: go on although other answers delete data, or leave it behind.",
  },
  ...FIELDS.map(
    ({ flag, type, help, words }): Flag => ({
      name: flag,
      type: "string",
      value: type === "number" ? "N" : type === "words" ? "A,B" : "VALUE",
      help: `${help}${allowed(words)}`,
    }),
  ),
  ...LISTS.map(({ flag, help }): Flag => ({ name: flag, type: "string", multiple: true, value: "ITEM", help })),
];

/** `--version` says the version of this package. */
const RENAMED: Readonly<Record<string, string>> = { version: "engine-version" };

const itemFields = (list: ListName) =>
  (LISTS.find((candidate) => candidate.list === list) as ListField).fields.filter(({ path }) => path !== "name");

/** Flags of a command that adds one item of a list: one for each of its keys. */
export const itemFlags = (list: ListName): Flag[] =>
  itemFields(list).map(({ flag, type, help }) => ({
    name: RENAMED[flag] ?? flag,
    type: "string",
    value: type === "words" ? "A,B" : type === "number" ? "N" : "VALUE",
    help,
  }));

/** The item that such flags describe, without its name. */
export const itemFromFlags = (list: ListName, options: Readonly<Record<string, unknown>>): Document =>
  itemFields(list).reduce<Document>((item, field) => {
    const given = options[RENAMED[field.flag] ?? field.flag];
    return given === undefined ? item : withValue(item, field, String(given), /,/);
  }, {});

/** The document or item with a field's value. */
function withValue(item: Document, field: Field, text: string, separator: RegExp): Document {
  const value = readValue(field, text, separator);
  return setPath(item, placeOf(field.path, value), value);
}

/** What flags say: the part of a document of answers, and what cannot be read. */
export interface FlagAnswers {
  document: Document;
  problems: Problem[];
}

/** A flag's text as the value that its field has in a document. What cannot be one is kept as text: the schema refuses it by its path. */
export function readValue({ type, nullable }: Field, text: string, separator: RegExp): unknown {
  if (nullable && text === "none") return null;
  if (type === "number") return /^-?\d+$/.test(text) ? Number(text) : text;
  if (type === "switch") return text === "true" || (text === "false" ? false : text);
  return type === "words" ? text.split(separator).filter((word) => word !== "") : text;
}

/** Commas part the values of an item, but for those inside brackets: `schedule=cron(0 3,15 * * ? *)`. */
const COMMA = /,(?![^()]*\))/;

function readItem({ flag, fields }: ListField, text: string): { item: Document; problems: Problem[] } {
  const problems: Problem[] = [];
  let item: Document = {};
  for (const [n, part] of text.split(COMMA).entries()) {
    const at = part.indexOf("=");
    const [key, value] = at < 0 && n === 0 ? ["name", part] : [part.slice(0, Math.max(at, 0)), part.slice(at + 1)];
    const field = fields.find((candidate) => candidate.path === key || candidate.flag === key);
    if (at < 0 && n > 0) problems.push({ path: `--${flag}`, message: `"${part}" should be key=value` });
    else if (field === undefined) {
      problems.push({
        path: `--${flag}`,
        message: `there is no such key as "${key}"${didYouMean(
          key,
          fields.map(({ path }) => path),
        )}`,
      });
    } else item = withValue(item, field, value, /\+/);
  }
  return { item, problems };
}

const texts = (value: unknown): string[] => (Array.isArray(value) ? value : [value]).map(String);

/** The answers that a parsed command line gives; flags that give none are passed over. */
export function answersFromFlags(options: Readonly<Record<string, unknown>>): FlagAnswers {
  const problems: Problem[] = [];
  let document: Document = {};
  for (const field of FIELDS) {
    const given = options[field.flag];
    if (given === undefined) continue;
    const values = texts(given);
    if (values.length > 1) problems.push({ path: `--${field.flag}`, message: "is given more than once" });
    document = withValue(document, field, values[0] as string, /,/);
  }
  for (const list of LISTS) {
    const given = options[list.flag];
    if (given === undefined) continue;
    const items = texts(given).map((text) => readItem(list, text));
    problems.push(...items.flatMap((item) => item.problems));
    document = { ...document, [list.list]: items.map(({ item }) => item) };
  }
  return { document, problems };
}
