import * as z from "zod/mini";
import { CACHE_ENGINES, DATABASE_ENGINES, MIGRATIONS } from "../vocabulary.ts";
import { byDefault, is } from "./shapes.ts";
import { name } from "./words.ts";

export const databaseSchema = z.strictObject({
  name: is("Name of the database; one that several services name is shared by them.", name(20)),
  engine: is(
    `One of ${DATABASE_ENGINES.join(", ")}. Default: postgres.`,
    byDefault(z.enum(DATABASE_ENGINES), "postgres"),
  ),
  version: is("Major version. Default: the newest that most libraries support.", z.optional(z.string())),
  migrations: is("Tool that services with this database migrate it with.", byDefault(z.enum(MIGRATIONS), "typeorm")),
});

export const bucketSchema = z.strictObject({
  name: is("Name of the bucket: for files of those that use a service, such as uploads.", name(20)),
});

export const cacheSchema = z.strictObject({
  name: is("Name of the cache.", name(20)),
  engine: is(`One of ${CACHE_ENGINES.join(", ")}. Default: valkey.`, byDefault(z.enum(CACHE_ENGINES), "valkey")),
});
