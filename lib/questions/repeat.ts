import { isDeepStrictEqual } from "node:util";
import { toDocument } from "../answers/document.ts";
import { type Blueprint, normalise } from "../answers/normalise.ts";
import { blueprintSchema } from "../answers/schema.ts";
import { sh } from "../render/encode.ts";
import { oncePer } from "../system/once.ts";
import { type Document, getPath, setPath } from "./document.ts";
import { FIELDS, type Field, LISTS, type ListField } from "./fields.ts";
import { STORE_FILE } from "./files.ts";

/** The command that gives a blueprint again without a prompt: a flag for every answer that differs from its default. */

const asText = (value: unknown, separator: string): string =>
  value === null ? "none" : Array.isArray(value) ? value.join(separator) : String(value);

/** An object that is null speaks through its first field: `--backup-region none`. */
function answerOf(document: unknown, { path, speaksFor }: Field): unknown {
  const [parent = "", key] = path.split(".");
  if (key === undefined || getPath(document, parent) !== null) return getPath(document, path);
  return speaksFor === null ? undefined : null;
}

const complete = (document: Document): Blueprint => normalise(blueprintSchema.parse(document));

/** Answers that are assigned in order; they need no saying where the order gives them again. */
const ASSIGNED: Readonly<Record<ListField["list"], readonly string[]>> = {
  services: ["priority", "redirectsPriority", "balancer"],
  databases: [],
  caches: [],
  buckets: [],
  clients: ["network"],
};

const without = (item: object, keys: readonly string[]): Document =>
  Object.fromEntries(Object.entries(item).filter(([key]) => !keys.includes(key)));

const withoutAssigned = (item: object, list: ListField["list"]): Document => without(item, ASSIGNED[list]);

/** Whether the order alone gives every assigned answer of a list again. */
function assignedInOrder(blueprint: Blueprint, list: ListField["list"]): boolean {
  const document = toDocument(blueprint) as Document;
  const items = (document[list] as object[]).map((item) => withoutAssigned(item, list));
  return isDeepStrictEqual(complete({ ...document, [list]: items })[list], blueprint[list]);
}

/**
 * The fields of one item that its defaults do not give. What differs without them is said, which asks the schema seldom;
 * what another one gives as well is then left out again, one in turn.
 */
function fieldsNeeded({ list, fields }: ListField, item: Document, context: Document): Field[] {
  const meaning = (answers: Document): Document =>
    withoutAssigned(complete({ ...context, [list]: [answers] })[list][0] as object, list);
  const whole = meaning(item);
  const optional = fields
    .map(({ path }) => path)
    .filter((path) => !path.includes(".") && !REQUIRED.has(path) && path in item && !ASSIGNED[list].includes(path));
  const plain = meaning(without(item, optional));
  const said = without(
    item,
    optional.filter((path) => isDeepStrictEqual(plain[path], whole[path])),
  );
  let answers = isDeepStrictEqual(meaning(said), whole) ? said : item;
  for (const path of optional.filter((path) => path in answers).reverse()) {
    const fewer = without(answers, [path]);
    if (isDeepStrictEqual(meaning(fewer), whole)) answers = fewer;
  }
  return fields.filter(
    (field) => (field.path.split(".")[0] as string) in answers && answerOf(answers, field) !== undefined,
  );
}

const REQUIRED = new Set(["name", "account", "domain", "directory"]);

function itemFlags(field: ListField, blueprint: Blueprint): string[] {
  const { project, region, stages, backup } = blueprint;
  const document = toDocument(blueprint) as unknown as Record<ListField["list"], Document[]>;
  const plain = assignedInOrder(blueprint, field.list);
  return document[field.list].flatMap((item) => {
    const said = plain ? withoutAssigned(item, field.list) : item;
    const pairs = fieldsNeeded(field, said, { project, region, stages, backup }).map(
      (key) => `${key.path}=${asText(answerOf(said, key), "+")}`,
    );
    return [`--${field.flag}`, pairs.length === 1 ? String(item.name) : pairs.join(",")];
  });
}

/** The words of the flags, unquoted. */
export const flagsFor = oncePer((blueprint: Blueprint): string[] => {
  const defaults = complete({ project: "x" });
  // What an object has where its first field alone is given.
  const speaking = FIELDS.filter(({ speaksFor }) => speaksFor !== null && getPath(blueprint, speaksFor) !== null);
  const begin = (document: Document, { path }: Field) => setPath(document, path, getPath(blueprint, path));
  const begun = speaking.length === 0 ? defaults : complete(speaking.reduce<Document>(begin, { project: "x" }));
  const reference = ({ path, speaksFor }: Field) => (path.includes(".") && speaksFor === null ? begun : defaults);
  const single = FIELDS.flatMap((field) => {
    const value = answerOf(blueprint, field);
    if (field.path === "project") return [`--${field.flag}`, String(value)];
    const given = value === undefined || isDeepStrictEqual(value, answerOf(reference(field), field));
    return given ? [] : [`--${field.flag}`, asText(value, ",")];
  });
  const lists = LISTS.filter(({ list }) => !isDeepStrictEqual(blueprint[list], defaults[list]));
  return [...single, ...lists.flatMap((list) => itemFlags(list, blueprint))];
});

/** With more than these, a command would be longer than anybody reads: the repo's own file says them. */
const MOST_CLIENTS = 8;
const MOST_SERVICES = 20;

/**
 * One line for a shell: `npx space-sst --yes --project shop …`.
 * @param asks whether it asks for the rest
 * @param file where the answers are kept, from where the command is typed
 */
export const repeatCommand = (
  blueprint: Blueprint,
  command: string,
  { asks = false, file = STORE_FILE }: { asks?: boolean; file?: string } = {},
): string => {
  const { clients, services } = blueprint;
  const long = clients.length > MOST_CLIENTS || services.length > MOST_SERVICES;
  // Nothing is written yet where there is something to ask.
  const words = long && !asks ? ["--answers", file] : flagsFor(blueprint);
  return [command, ...(asks ? [] : ["--yes"]), ...words.map((word) => sh(word))].join(" ");
};
