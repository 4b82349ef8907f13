import { CACHE_ENGINES, DATABASE_ENGINES, MIGRATIONS, type Migrations } from "../../answers/vocabulary.ts";
import { cacheHint, databaseHint } from "../../cost/hints.ts";
import type { Document } from "../document.ts";
import { type Choice, type Prompt, regionOf } from "./types.ts";

/** The questions about a database or a cache, asked for while a service is. */

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

/** The choice of a database or cache that is not there yet: no name has a sign in it. */
export const NEW = "+";

/** What a service can use: nothing, what is there, or a new one. */
export const storeChoices = (kind: "database" | "cache", stores: readonly Document[]): Choice[] => [
  { value: null, name: "none" },
  ...stores.map(({ name }) => ({
    value: name,
    name: String(name),
    description:
      kind === "database" ? "shared: a logical database and a role of its own" : "shared with the services that use it",
  })),
  { value: NEW, name: `a new ${kind}` },
];

const first = (stores: readonly Document[]) => (stores.length === 0 ? "main" : undefined);

/** A new database or cache, asked for while a service is. */
export const STORE_PROMPTS = {
  database: (source: unknown, stores: readonly Document[]): Prompt[] => [
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
  cache: (_source: unknown, stores: readonly Document[]): Prompt[] => [
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
};
