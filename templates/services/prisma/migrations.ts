import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export interface Migration {
  name: string;
  sql: string;
  /** As Prisma computes it. */
  checksum: string;
}

const checksumOf = (sql: string) => createHash("sha256").update(sql).digest("hex");

/** The migrations that `prisma migrate dev` has written, in their order. */
export function readMigrations(folder: string): Migration[] {
  return (
    readdirSync(folder, { withFileTypes: true })
      // An editor may have a folder of its own there.
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
      .map(({ name }) => name)
      .sort()
      .map((name) => {
        const sql = readFileSync(join(folder, name, "migration.sql"), "utf8");
        return { name, sql, checksum: checksumOf(sql) };
      })
  );
}

/** @throws where somebody else has made tables: nobody knows which migrations are in them */
export function refuseForeign(tables: readonly string[]): void {
  if (tables.length > 0 && !tables.includes("_prisma_migrations"))
    throw new Error(
      'the database has tables, and no history: say what is in it with "prisma migrate resolve --applied"',
    );
}

/** What Prisma's own table says of a migration. */
export interface Applied {
  name: string;
  checksum: string;
  finished: boolean;
}

/** Whether it is the text that was applied; with the line ends of Windows or of others, as Prisma has it. */
function isSame({ sql }: Migration, checksum: string): boolean {
  const lines = sql.replaceAll("\r\n", "\n");
  return [sql, lines, lines.replaceAll("\n", "\r\n")].some((text) => checksumOf(text) === checksum);
}

/** The migrations whose text is no longer the one that was applied: no reason to stop, as little as it is for Prisma. */
export function editedMigrations(migrations: readonly Migration[], applied: readonly Applied[]): string[] {
  const checksums = new Map(applied.map(({ name, checksum }) => [name, checksum]));
  return migrations
    .filter((migration) => !isSame(migration, checksums.get(migration.name) ?? migration.checksum))
    .map(({ name }) => name);
}

/**
 * What is left to apply.
 * @throws when a migration has failed half way
 */
export function pendingMigrations(migrations: readonly Migration[], applied: readonly Applied[]): Migration[] {
  for (const { name, finished } of applied) {
    if (!finished) throw new Error(`migration ${name} has failed: repair it, then run "prisma migrate resolve"`);
  }
  const known = new Set(applied.map(({ name }) => name));
  return migrations.filter(({ name }) => !known.has(name));
}
