import * as z from "zod";
import { CACHE_ENGINES, DATABASE_ENGINES, MIGRATIONS } from "../vocabulary.ts";
import { name } from "./words.ts";

export const databaseSchema = z.strictObject({
  name: name(20).describe("Name of the database; one that several services name is shared by them."),
  engine: z
    .enum(DATABASE_ENGINES)
    .describe(`One of ${DATABASE_ENGINES.join(", ")}. Default: postgres.`)
    .default("postgres"),
  version: z.string().optional().describe("Major version. Default: the newest that most libraries support."),
  migrations: z.enum(MIGRATIONS).default("typeorm").describe("Tool that services with this database migrate it with."),
});

export const bucketSchema = z.strictObject({
  name: name(20).describe("Name of the bucket: for files of those that use a service, such as uploads."),
});

export const cacheSchema = z.strictObject({
  name: name(20).describe("Name of the cache."),
  engine: z
    .enum(CACHE_ENGINES)
    .describe(`One of ${CACHE_ENGINES.join(", ")}. Default: valkey.`)
    .default("valkey"),
});
