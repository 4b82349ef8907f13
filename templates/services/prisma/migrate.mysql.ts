import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { Connection } from "mariadb";
import { boot, type Log, reach } from "./boot.ts";
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
import { openConnection } from "./pool.ts";

/**
 * Does in production what `prisma migrate deploy` does, and keeps the same table, so that Prisma's own commands go on
 * working. The image needs neither the Prisma command line nor the engine that it downloads, and TLS is verified.
 */
const TABLE = `
  CREATE TABLE IF NOT EXISTS \`_prisma_migrations\` (
    \`id\` VARCHAR(36) PRIMARY KEY NOT NULL,
    \`checksum\` VARCHAR(64) NOT NULL,
    \`finished_at\` DATETIME(3),
    \`migration_name\` VARCHAR(255) NOT NULL,
    \`logs\` TEXT,
    \`rolled_back_at\` DATETIME(3),
    \`started_at\` DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    \`applied_steps_count\` INTEGER UNSIGNED NOT NULL DEFAULT 0
  ) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
`;
const TABLES = "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE()";
const INSERT = "INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES (?, ?, ?)";
const FAIL = "UPDATE _prisma_migrations SET logs = ? WHERE id = ?";
const FINISH = "UPDATE _prisma_migrations SET finished_at = CURRENT_TIMESTAMP(3), applied_steps_count = 1 WHERE id = ?";

/** A database that had paused needs a moment to wake up. */
const CONNECT_MS = 45_000;

const inform = (message: string, level = "info") => console.log(JSON.stringify({ level, message }));
const log: Log = { warn: (message) => inform(message, "warn"), error: (message) => inform(message, "error") };

async function applied(connection: Connection): Promise<Applied[]> {
  const rows: { name: string; checksum: string; finished: number }[] = await connection.query(`
    SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished
    FROM _prisma_migrations WHERE rolled_back_at IS NULL
  `);
  return rows.map((row) => ({ ...row, finished: Number(row.finished) === 1 }));
}

async function apply(connection: Connection, { name, sql, checksum }: Migration): Promise<void> {
  const id = randomUUID();
  await connection.query(INSERT, [id, checksum, name]);
  await connection.query(sql).catch(async (error: Error) => {
    // Where it was the connection that broke, there is none to note it by, and that is no reason of its own.
    await connection.query(FAIL, [error.message, id]).catch(() => {});
    throw error;
  });
  await connection.query(FINISH, [id]);
  inform(`migration: ${name} applied`);
}

await boot(async () => {
  const options = { ...databaseOptions(readConfig(process.env), CONNECT_MS), multipleStatements: true };
  const connection = await reach("database", CONNECT_MS, () => openConnection(options, log));
  // Two runs at once wait for each other.
  await untilTaken(async () => {
    const [row] = await connection.query("SELECT GET_LOCK(CONCAT(DATABASE(), '.migrations'), 0) AS taken");
    return Number(row.taken) === 1;
  });
  const tables: { name: string }[] = await connection.query(TABLES);
  refuseForeign(tables.map(({ name }) => name));
  await connection.query(TABLE);
  const migrations = readMigrations(join(import.meta.dirname, "../prisma/migrations"));
  const before = await applied(connection);
  for (const name of editedMigrations(migrations, before))
    inform(`migration: ${name} was changed after it was applied`, "warn");
  const pending = pendingMigrations(migrations, before);
  for (const migration of pending) await apply(connection, migration);
  inform(`migrations: ${pending.length} applied`);
  await connection.end();
});
