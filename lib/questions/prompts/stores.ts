import { answersHttp } from "../../answers/assign.ts";
import {
  CACHE_ENGINES,
  DATABASE_ENGINES,
  type Kind,
  MIGRATIONS,
  type Migrations,
  STORE_KINDS,
  STORES,
  type StoreKind,
} from "../../answers/vocabulary.ts";
import { cacheHint, databaseHint } from "../../cost/hints.ts";
import type { Document } from "../document.ts";
import { type Choice, type Prompt, regionOf } from "./types.ts";

/** The questions about a database, a cache or a bucket, asked for while a service is. */

const DATABASE_ENGINE_NAMES: Record<string, string> = {
  postgres: "PostgreSQL",
  mysql: "MySQL",
  "aurora-postgres": "Aurora PostgreSQL, serverless",
  "aurora-mysql": "Aurora MySQL, serverless",
};

const MIGRATION_HINTS: Record<Migrations, string> = {
  typeorm: "entities and migrations in TypeScript; run before each new version",
  prisma: "schema.prisma and its migrations; run before each new version",
  none: "nothing is rendered: your code looks after its tables",
};

const CACHE_ENGINE_NAMES: Record<string, string> = { valkey: "Valkey", redis: "Redis OSS" };

/** What a service can have of each, where somebody is asked. */
const STORE_WORDS: Record<StoreKind, { message: string; shared: string }> = {
  database: { message: "Database", shared: "shared: a logical database and a role of its own" },
  cache: { message: "Cache", shared: "shared with the services that use it" },
  bucket: { message: "Bucket, for files that people upload", shared: "shared with the services that use it" },
};

/** Which of them a service is asked about: files come from people, so that a worker is given a bucket that is there. */
export const storesOf = (item: Document, document: Document): StoreKind[] =>
  item.kind === "static"
    ? []
    : STORE_KINDS.filter(
        (kind) =>
          kind !== "bucket" ||
          answersHttp(item as { kind: Kind }) ||
          ((document[STORES[kind]] as unknown[] | undefined) ?? []).length > 0,
      );

export const storeQuestion = (kind: StoreKind) => ({
  name: `services-${kind}`,
  message: STORE_WORDS[kind].message,
  loop: false,
});

/** The choice of one that is not there yet: no name has a sign in it. */
export const NEW = "+";

/** What a service can use: nothing, what is there, or a new one. */
export const storeChoices = (kind: StoreKind, stores: readonly Document[]): Choice[] => [
  { value: null, name: "none" },
  ...stores.map(({ name }) => ({ value: name, name: String(name), description: STORE_WORDS[kind].shared })),
  { value: NEW, name: `a new ${kind}` },
];

const first = (stores: readonly Document[], name = "main") => (stores.length === 0 ? name : undefined);

/** A new one, asked for while a service is. */
export const STORE_PROMPTS: Record<StoreKind, (source: unknown, stores: readonly Document[]) => Prompt[]> = {
  database: (source, stores) => [
    { path: "name", message: "Name of the database", initial: () => first(stores) },
    {
      path: "engine",
      message: "Engine",
      choices: (context) =>
        DATABASE_ENGINES.map((value) => ({
          value,
          name: DATABASE_ENGINE_NAMES[value] as string,
          description: databaseHint(value, regionOf(context)),
        })),
    },
    {
      path: "migrations",
      message: "Migrations",
      choices: () => MIGRATIONS.map((value) => ({ value, name: value, description: MIGRATION_HINTS[value] })),
      when: () => source === "nestjs" || source === "node",
    },
  ],
  cache: (_source, stores) => [
    { path: "name", message: "Name of the cache", initial: () => first(stores) },
    {
      path: "engine",
      message: "Engine",
      choices: (context) =>
        CACHE_ENGINES.map((value) => ({
          value,
          name: CACHE_ENGINE_NAMES[value] as string,
          description: cacheHint(value, regionOf(context)),
        })),
    },
  ],
  bucket: (_source, stores) => [
    { path: "name", message: "Name of the bucket", initial: () => first(stores, "uploads") },
  ],
};
