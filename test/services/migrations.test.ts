import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { Answers } from "../../lib/answers/schema.ts";
import { renderSources, type Sources } from "../support/boot/sources.ts";
import { servicePackages } from "../support/packages.ts";
import { answering, impatient, migrated, type Says as SaysOf, short } from "../support/played/migrate.ts";
import { playMysql } from "../support/played/mysql.ts";
import { playPostgres } from "../support/played/postgres.ts";
import { playClient } from "../support/played/prisma.ts";

/**
 * What a service with Prisma says to its database in a deploy: in which order, and what it keeps of it in Prisma's table. The
 * servers are played: they hide what SQL means, which prisma.full.ts shows with real ones.
 */

const ANSWERS: Answers = {
  project: "acme",
  services: [
    { name: "prisma-postgres", source: "node", database: "main" },
    { name: "prisma-mysql", source: "node", database: "main-mysql" },
  ],
  databases: [
    { name: "main", engine: "postgres", migrations: "prisma" },
    { name: "main-mysql", engine: "mysql", migrations: "prisma" },
  ],
};
const NAME = "20260101000000_create_events";

type Row = Record<string, unknown>;
type Refused = { code: string } & { errno: number };
type Says = SaysOf<Row[] | Refused>;

const refused: Refused = { code: "42601", errno: 1064 };

let sources: Sources;
// biome-ignore lint/suspicious/noExplicitAny: mysql2 is a package of the services, and not of this one.
let mysql2: any;
const open: (() => unknown)[] = [];

beforeAll(async () => {
  sources = await renderSources(ANSWERS);
  mysql2 = createRequire(join(await servicePackages(), "/"))("mysql2");
  for (const { name } of sources.items) {
    await playClient(sources.folderOf(name));
    await impatient(sources.folderOf(name));
  }
}, 120_000);
afterAll(() => sources?.dispose());
afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  for (const close of open.splice(0)) await close();
});

/** Runs the migrations of a service once: what it has asked, what it has printed, and its exit status. */
async function migrate(service: string, says: Says) {
  const answers = answering(says);
  const server =
    service === "prisma-mysql"
      ? await playMysql(mysql2, (statement) => (statement.includes("@@") ? [{ one: 1 }] : answers(statement)))
      : await playPostgres(answers);
  const { printed, exit } = await migrated(sources.folderOf(service), server.port);
  // What has failed ends with its process, and is left alone here.
  if (exit === 0) open.push(server.stop);
  const [connection] = server.connections;
  const asked = connection?.statements.filter((one) => !/@@|^SET /i.test(one)) ?? [];
  return { connection, asked: asked.map(short), printed, exit };
}

const sqlOf = (service: string) =>
  readFile(join(sources.folderOf(service), "prisma/migrations", NAME, "migration.sql"), "utf8");
const checksumOf = async (service: string) =>
  createHash("sha256")
    .update(await sqlOf(service))
    .digest("hex");

describe.each([
  ["prisma-postgres", "SELECT pg_try_advisory_lock 72707369", true, false],
  ["prisma-mysql", "SELECT GET_LOCK CONCAT", 1, 0],
])("%s", (service, lock, taken, isNotTaken) => {
  const free: Says[number] = ["AS taken", () => [{ taken }]];
  const known = (row: Row): Says[number] => ["IS NOT NULL", () => [{ name: NAME, finished: taken, ...row }]];
  const TABLES = service === "prisma-postgres" ? "SELECT tablename AS" : "SELECT table_name AS";
  const before = [lock, TABLES, "CREATE TABLE IF", "SELECT migration_name AS"];

  it("waits for its turn, applies what is new, and says so to Prisma's table", async () => {
    let asked = 0;
    const {
      asked: statements,
      printed,
      exit,
      connection,
    } = await migrate(service, [["AS taken", () => [{ taken: asked++ === 0 ? isNotTaken : taken }]]]);
    expect(statements).toEqual([
      lock,
      ...before,
      "INSERT INTO _prisma_migrations",
      short(await sqlOf(service)),
      "UPDATE _prisma_migrations SET",
    ]);
    expect(printed).toEqual([`info: migration: ${NAME} applied`, "info: migrations: 1 applied"]);
    expect([exit, connection?.isOpen]).toEqual([0, false]);
    const all = JSON.stringify(connection);
    expect(all).toContain(await checksumOf(service));
    expect(all).toMatch(/finished_at\W+= (now|CURRENT_TIMESTAMP)/);
    // Prisma writes several statements into one file.
    if (connection && "isMany" in connection) expect(connection.isMany).toBe(true);
    // A migration may take longer than what the service asks.
    expect(all).not.toMatch(/statement_timeout|max_execution_time/);
  });

  it("applies nothing twice", async () => {
    const done = await migrate(service, [free, known({ checksum: await checksumOf(service) })]);
    expect(done.asked).toEqual(before);
    expect(done.printed).toEqual(["info: migrations: 0 applied"]);
  });

  it("says what was changed after it was applied", async () => {
    const { printed } = await migrate(service, [free, known({ checksum: "0" })]);
    expect(printed).toEqual([
      `warn: migration: ${NAME} was changed after it was applied`,
      "info: migrations: 0 applied",
    ]);
  });

  it("keeps why one has failed, and fails", async () => {
    const failing = await migrate(service, [free, ["INSERT", () => []], ["events", () => refused]]);
    expect(failing.asked.slice(-3)).toEqual([
      "INSERT INTO _prisma_migrations",
      expect.stringContaining("CREATE"),
      "UPDATE _prisma_migrations SET",
    ]);
    expect(failing.exit).toBe(1);
    expect(JSON.stringify(failing.connection)).toContain("refused");
    expect(failing.printed).toEqual([expect.stringMatching(/^fatal: .*refused/)]);
  });

  it.each<[string, Says[number], string]>([
    ["goes on after a failure", known({ finished: isNotTaken, checksum: "0" }), "has failed"],
    [
      "touches a database that others have begun",
      [service === "prisma-postgres" ? "pg_tables" : "information_schema", () => [{ name: "users" }]],
      "no history",
    ],
  ])("never %s", async (_, says, why) => {
    const { exit, printed, asked } = await migrate(service, [free, says]);
    expect([exit, printed.at(-1)]).toEqual([1, expect.stringContaining(why)]);
    expect(asked).not.toContain("INSERT INTO _prisma_migrations");
  });
});
