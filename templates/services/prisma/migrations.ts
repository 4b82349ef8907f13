import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export interface Migration {
  name: string;
  sql: string;
  /** As Prisma computes it. */
  checksum: string;
}

/** The migrations that `prisma migrate dev` has written, in their order. */
export function readMigrations(folder: string): Migration[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort()
    .map((name) => {
      const sql = readFileSync(join(folder, name, "migration.sql"), "utf8");
      return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
    });
}

/** What Prisma's own table says of a migration. */
export interface Applied {
  name: string;
  checksum: string;
  finished: boolean;
}

/**
 * What is left to apply.
 * @throws when a migration has failed half way, or its file is not the one that was applied
 */
export function pendingMigrations(migrations: readonly Migration[], applied: readonly Applied[]): Migration[] {
  for (const { name, finished } of applied) {
    if (!finished) throw new Error(`migration ${name} has failed: repair it, then run "prisma migrate resolve"`);
  }
  const checksums = new Map(applied.map(({ name, checksum }) => [name, checksum]));
  for (const { name, checksum } of migrations) {
    const before = checksums.get(name);
    if (before === undefined || before === checksum) continue;
    throw new Error(`migration ${name} was changed after it was applied`);
  }
  return migrations.filter(({ name }) => !checksums.has(name));
}
