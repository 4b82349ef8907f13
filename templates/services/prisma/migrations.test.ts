import { join } from "node:path";
import { expect, test } from "vitest";
import { editedMigrations, pendingMigrations, readMigrations, refuseForeign } from "../src/migrations.ts";

const all = readMigrations(join(import.meta.dirname, "../prisma/migrations"));
const applied = all.map(({ name, checksum }) => ({ name, checksum, finished: true }));

test("reads the migrations in their order", () => {
  expect(all.length).toBeGreaterThan(0);
  expect(all.map(({ name }) => name)).toEqual(all.map(({ name }) => name).sort());
});

test("applies each migration once", () => {
  expect(pendingMigrations(all, [])).toEqual(all);
  expect(pendingMigrations(all, applied)).toEqual([]);
});

test("refuses to go on after a failure", () => {
  const failed = applied.map((migration) => ({ ...migration, finished: false }));
  expect(() => pendingMigrations(all, failed)).toThrow(/has failed/);
});

test("names what was changed since, and goes on", () => {
  const changed = applied.map((migration) => ({ ...migration, checksum: "0" }));
  expect(editedMigrations(all, changed)).toEqual(all.map(({ name }) => name));
  expect(pendingMigrations(all, changed)).toEqual([]);
  expect(editedMigrations(all, [])).toEqual([]);
});

test("other line ends are no change", () => {
  const windows = all.map((migration) => ({ ...migration, sql: migration.sql.replaceAll("\n", "\r\n") }));
  expect(editedMigrations(windows, applied)).toEqual([]);
});

test("leaves a database alone that others have begun", () => {
  expect(() => refuseForeign(["users"])).toThrow(/no history/);
  expect(() => refuseForeign([])).not.toThrow();
  expect(() => refuseForeign(["users", "_prisma_migrations"])).not.toThrow();
});
