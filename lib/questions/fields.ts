import * as z from "zod/mini";
import { clientSchema } from "../answers/schema/client.ts";
import { serviceSchema } from "../answers/schema/service.ts";
import { bucketSchema, cacheSchema, databaseSchema } from "../answers/schema/stores.ts";
import { blueprintSchema } from "../answers/schema.ts";
import { unwrap } from "../answers/unwrap.ts";
import { flagName } from "./flag-name.ts";

/**
 * Every answer as a field: where it stands in the document, the flag that gives it, and how its text is read. Flags,
 * help, prompts and the command that repeats a run are all made from this one table. The build writes it down: help and
 * command lines are read without the schema.
 */

/** How the text of a flag becomes a value. */
export type FieldType = "text" | "number" | "words" | "switch";

export interface Field {
  /** In the document, or in the item of a list: `backup.region`. */
  path: string;
  /** Of a flag, without dashes: `backup-region`. For an item of a list: the key that is written before `=`. */
  flag: string;
  type: FieldType;
  /** `none` stands for null. */
  nullable: boolean;
  /** The object that `none` makes null, for the first field of one: `--backup-region none`. */
  speaksFor: string | null;
  /** One line, from the schema. */
  help: string;
  /** Those that it may have, where their list is closed. */
  words: string[];
}

const isNullable = (schema: z.ZodMiniType): boolean =>
  schema instanceof z.ZodMiniNullable ||
  ((schema instanceof z.ZodMiniDefault || schema instanceof z.ZodMiniOptional) &&
    isNullable(schema.def.innerType as z.ZodMiniType));

const typeOf = (schema: z.core.$ZodType): FieldType => {
  if (schema instanceof z.ZodMiniNumber) return "number";
  if (schema instanceof z.ZodMiniBoolean) return "switch";
  return schema instanceof z.ZodMiniArray ? "words" : "text";
};

/** The words of a closed list, or of a list of such words. */
const wordsOf = (schema: z.core.$ZodType): string[] => {
  const item = schema instanceof z.ZodMiniArray ? schema.def.element : schema;
  return item instanceof z.ZodMiniEnum ? (item.options as string[]) : [];
};

/**
 * The fields of an object schema; objects inside it become paths such as `backup.region`.
 * @param parent the path of the object, where it may be null
 */
function fieldsOf(schema: z.ZodMiniObject, prefix = "", parent: string | null = null): Field[] {
  return Object.entries(schema.shape).flatMap(([key, value], index) => {
    const path = prefix === "" ? key : `${prefix}.${key}`;
    const inner = unwrap(value as z.ZodMiniType);
    if (inner instanceof z.ZodMiniObject)
      return fieldsOf(inner, path, isNullable(value as z.ZodMiniType) ? path : null);
    const speaksFor = index === 0 ? parent : null;
    const nullable = isNullable(value as z.ZodMiniType) || speaksFor !== null;
    const help = describe(value as z.ZodMiniType);
    return [{ path, flag: flagName(path), type: typeOf(inner), nullable, speaksFor, help, words: wordsOf(inner) }];
  });
}

const describe = (schema: z.ZodMiniType): string => z.globalRegistry.get(schema)?.description ?? "";

export type ListName = "services" | "databases" | "caches" | "buckets" | "clients";

/** A list of the document: its flag is repeated, once for each item. */
export interface ListField {
  list: ListName;
  flag: string;
  help: string;
  fields: Field[];
}

export const LISTS: readonly ListField[] = [
  {
    list: "services",
    flag: "service",
    help: "A service, such as name=api,kind=api,source=nestjs,database=main. Repeat it.",
    fields: fieldsOf(serviceSchema),
  },
  {
    list: "databases",
    flag: "database",
    help: "A database, such as name=main,engine=postgres. Repeat it.",
    fields: fieldsOf(databaseSchema),
  },
  {
    list: "caches",
    flag: "cache",
    help: "A cache, such as name=main,engine=valkey. Repeat it.",
    fields: fieldsOf(cacheSchema),
  },
  {
    list: "buckets",
    flag: "bucket",
    help: "A bucket for files, such as uploads. Repeat it.",
    fields: fieldsOf(bucketSchema),
  },
  {
    list: "clients",
    flag: "client",
    help: "A client, such as name=acme,account=111111111111,domain=acme.com. Repeat it.",
    fields: fieldsOf(clientSchema),
  },
];

const NOT_ASKED = new Set(["$schema", "blueprint", "generator", ...LISTS.map(({ list }) => list)]);

/** The answers that are one value each. */
export const FIELDS: readonly Field[] = fieldsOf(blueprintSchema).filter(
  ({ path }) => !NOT_ASKED.has(path.split(".")[0] as string),
);
