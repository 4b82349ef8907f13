import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { Client } from "pg";
import { boot, reach } from "./boot.ts";
import { readConfig } from "./config.ts";
import { databaseOptions } from "./database.ts";
import { untilTaken } from "./lock.ts";
import {
  type Applied,
  editedMigrations,
  type Migration,
  pendingMigrations,
  readMigrations,
  refuseForeign,
} from "./migrations.ts";

/**
 * Does in production what `prisma migrate deploy` does, and keeps the same table, so that Prisma's own commands go on
 * working. The image needs neither the Prisma command line nor the engine that it downloads, and TLS is verified.
 */
const TABLE = `
  CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
    "id" VARCHAR(36) PRIMARY KEY NOT NULL,
    "checksum" VARCHAR(64) NOT NULL,
    "finished_at" TIMESTAMPTZ,
    "migration_name" VARCHAR(255) NOT NULL,
    "logs" TEXT,
    "rolled_back_at" TIMESTAMPTZ,
    "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(),
    "applied_steps_count" INTEGER NOT NULL DEFAULT 0
  )
`;
const TABLES = 'SELECT "tablename" AS "name" FROM "pg_tables" WHERE "schemaname" = current_schema()';
const INSERT = 'INSERT INTO "_prisma_migrations" ("id", "checksum", "migration_name") VALUES ($1, $2, $3)';
const FAIL = 'UPDATE "_prisma_migrations" SET "logs" = $2 WHERE "id" = $1';
const FINISH = 'UPDATE "_prisma_migrations" SET "finished_at" = now(), "applied_steps_count" = 1 WHERE "id" = $1';
/** The lock that Prisma takes: two runs at once wait for each other. */
const LOCK = 72707369;

/** A database that had paused needs a moment to wake up. */
const CONNECT_MS = 45_000;

const inform = (message: string, level = "info") => console.log(JSON.stringify({ level, message }));

async function applied(client: Client): Promise<Applied[]> {
  const { rows } = await client.query<Applied>(`
    SELECT "migration_name" AS "name", "checksum", "finished_at" IS NOT NULL AS "finished"
    FROM "_prisma_migrations" WHERE "rolled_back_at" IS NULL
  `);
  return rows;
}

async function apply(client: Client, { name, sql, checksum }: Migration): Promise<void> {
  const id = randomUUID();
  await client.query(INSERT, [id, checksum, name]);
  await client.query(sql).catch(async (error: Error) => {
    // Where it was the connection that broke, there is none to note it by, and that is no reason of its own.
    await client.query(FAIL, [id, error.message]).catch(() => {});
    throw error;
  });
  await client.query(FINISH, [id]);
  inform(`migration: ${name} applied`);
}

await boot(async () => {
  const options = databaseOptions(readConfig(process.env), CONNECT_MS);
  // Whoever asks is told that the connection broke. Where nobody listens besides, that would be the end, and nobody were told.
  const connect = () => new Client(options).on("error", () => {}).connect();
  const client = await reach("database", CONNECT_MS, connect);
  await untilTaken(async () => {
    const { rows } = await client.query(`SELECT pg_try_advisory_lock(${LOCK}) AS taken`);
    return rows[0].taken;
  });
  refuseForeign((await client.query(TABLES)).rows.map(({ name }) => name));
  await client.query(TABLE);
  const migrations = readMigrations(join(import.meta.dirname, "../prisma/migrations"));
  const before = await applied(client);
  for (const name of editedMigrations(migrations, before))
    inform(`migration: ${name} was changed after it was applied`, "warn");
  const pending = pendingMigrations(migrations, before);
  for (const migration of pending) await apply(client, migration);
  inform(`migrations: ${pending.length} applied`);
  await client.end();
});
