import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { transform } from "esbuild";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { Answers } from "../../lib/answers/schema.ts";
import { renderSources, type Sources } from "../support/boot/sources.ts";
import { servicePackages } from "../support/packages.ts";
import { answering, environment, impatient, migrated, type Says, short } from "../support/played/migrate.ts";
import { playMysql } from "../support/played/mysql.ts";
import { playPostgres } from "../support/played/postgres.ts";

/**
 * What a service with TypeORM says to its database: in a deploy, and while it runs. The servers are played: they hide what SQL
 * means, and TypeORM's own questions are asked of its tests.
 */

const ANSWERS: Answers = {
  project: "acme",
  services: [
    { name: "on-postgres", source: "node", database: "main" },
    { name: "on-mysql", source: "node", database: "main-mysql" },
    { name: "queued", source: "node", kind: "worker", database: "main", cache: "main" },
    { name: "night", source: "node", kind: "cron", database: "main" },
  ],
  databases: [
    { name: "main", engine: "postgres" },
    { name: "main-mysql", engine: "mysql" },
  ],
  caches: [{ name: "main" }],
};
const NAME = "CreateEvents1767225600000";
const MIGRATION = "src/migrations/1767225600000-create-events";

type Row = Record<string, unknown>;
type Refused = { code: string } & { errno: number };
const refused: Refused = { code: "42601", errno: 1064 };

// biome-ignore lint/suspicious/noExplicitAny: packages and programs of the services, and not of this one.
type Foreign = any;

let sources: Sources;
let mysql2: Foreign;
const open: (() => unknown)[] = [];

beforeAll(async () => {
  sources = await renderSources(ANSWERS);
  mysql2 = createRequire(join(await servicePackages(), "/"))("mysql2");
  for (const { name } of sources.items) {
    await impatient(sources.folderOf(name));
    // As the build of the service leaves it.
    const file = join(sources.folderOf(name), MIGRATION);
    const { code } = await transform(await readFile(`${file}.ts`, "utf8"), { loader: "ts" });
    await writeFile(`${file}.js`, code);
  }
});
afterAll(() => sources?.dispose());
afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  for (const close of open.splice(0).reverse()) await close();
});

const isMysql = (service: string) => service === "on-mysql";
const moduleOf = (service: string, name: string): Promise<Foreign> =>
  import(join(sources.folderOf(service), `src/${name}.ts`));

/** What TypeORM asks of every server. */
const KNOWN = (service: string): Says<Row[]> => [
  ["ersion()", () => [{ version: isMysql(service) ? "8.0.36" : "PostgreSQL 16.3" }]],
  ["current_schema()", () => [{ current_schema: "public" }]],
];
const isOwn = (statement: string) => /ersion\(\)|current_schema\(\)/.test(statement);

async function play(service: string, says: Says<Row[] | Refused> = []) {
  const answers = answering([...says, ...KNOWN(service)]);
  const server = await (isMysql(service) ? playMysql(mysql2, answers) : playPostgres(answers));
  open.push(server.stop);
  /** What each connection was asked for, those of TypeORM's own left out. */
  const asked = () => server.connections.map(({ statements }) => statements.filter((one) => !isOwn(one)));
  return { server, asked };
}

/** Begins as the service does. */
async function opened(service: string, says: Says<Row[]> = []) {
  const { server, asked } = await play(service, says);
  const [{ readConfig }, { openDatabase, closeDatabase }, { Events }] = await Promise.all(
    ["config", "database", "events"].map((name) => moduleOf(service, name)),
  );
  const needs = { REDIS_HOST: "127.0.0.1", REDIS_PORT: "1", DB_POOL_SIZE: "2" };
  const database = await openDatabase(readConfig({ ...environment(server.port), ...needs }));
  open.push(() => closeDatabase(database));
  return { server, database, events: new Events(database), asked: () => asked().flat() };
}

describe.each([
  ["on-postgres", true, false],
  ["on-mysql", 1, 0],
])("a deploy of %s", (service, taken, isNotTaken) => {
  const free: Says<Row[]>[number] = ["AS taken", () => [{ taken }]];
  const run = async (says: Says<Row[] | Refused>) => {
    const { server, asked } = await play(service, says);
    const { printed, exit } = await migrated(sources.folderOf(service), server.port);
    const [lock = [], statements = [], ...more] = asked().map((all) => all.map(short));
    return { server, lock, statements, more, printed, exit };
  };

  it("waits for its turn, and keeps it while it applies what is new, each in a transaction", async () => {
    let asked = 0;
    const { lock, statements, more, printed, exit, server } = await run([
      ["AS taken", () => [{ taken: asked++ === 0 ? isNotTaken : taken }]],
    ]);
    const ask = isMysql(service) ? "SELECT GET_LOCK CONCAT" : "SELECT pg_try_advisory_lock 1767225600";
    expect([lock, more]).toEqual([[ask, ask], []]);
    expect(statements.slice(-4)).toEqual([
      "START TRANSACTION",
      "CREATE TABLE events",
      isMysql(service) ? "INSERT INTO shop.migrations" : "INSERT INTO migrations",
      "COMMIT",
    ]);
    expect(printed).toEqual([`info: migration: ${NAME} applied`, "info: migrations: 1 applied"]);
    expect(exit).toBe(0);
    // A migration may take longer than what the service asks.
    expect(JSON.stringify(server.connections)).not.toMatch(/statement_timeout|max_execution_time/);
    await expect.poll(() => server.connections.map(({ isOpen }) => isOpen)).toEqual([false, false]);
  });

  it("applies nothing twice", async () => {
    const known = { id: 1, timestamp: "1767225600000", name: NAME };
    const { statements, printed } = await run([free, ["ORDER BY", () => [known]]]);
    expect(statements.filter((one) => one.includes("events"))).toEqual([]);
    expect(printed).toEqual(["info: migrations: 0 applied"]);
  });

  it("takes back what has failed, says why, and fails", async () => {
    const { statements, printed, exit } = await run([free, ["events", () => refused]]);
    expect(statements.slice(-2)).toEqual(["CREATE TABLE events", "ROLLBACK"]);
    expect([printed.at(-1), exit]).toEqual(["fatal: refused", 1]);
  });

  it("makes the table that the service knows, and takes it away", async () => {
    const [Migration] = Object.values<Foreign>(await import(join(sources.folderOf(service), `${MIGRATION}.js`)));
    const said: string[] = [];
    const runner = { query: async (sql: string) => said.push(sql.replaceAll(/["`]/g, "")) };
    await new Migration().up(runner);
    await new Migration().down(runner);
    const [made = "", ...others] = said;
    const columns = [...made.matchAll(/^ +([a-z_]+) (\S+)(.*) NOT NULL/gm)].map(([, name, type]) => [name, type]);

    const { database } = await opened(service);
    const [{ tableName, columns: own }] = database.entityMetadatas;
    const typeOf = (column: Foreign) =>
      database.driver
        .createFullType({ ...column, type: database.driver.normalizeType(column) })
        .replace("TIMESTAMP WITH TIME ZONE", "timestamptz");
    expect(columns).toEqual(own.map((column: Foreign) => [column.databaseName, typeOf(column)]));
    expect(columns).toHaveLength(3);
    expect([short(made), others]).toEqual([`CREATE TABLE ${tableName}`, [`DROP TABLE ${tableName}`]]);
    // Who writes an event down gives it neither a number nor a time.
    expect(made).toMatch(/ id .*(GENERATED ALWAYS AS IDENTITY|AUTO_INCREMENT)/);
    expect(made).toMatch(/ created_at .*DEFAULT (now\(\)|CURRENT_TIMESTAMP\(6\))/);
    expect(made).toContain("PRIMARY KEY (id)");
  });
});

describe("a service", () => {
  it("says who it is, and how long statements may take", async () => {
    const { server } = await opened("on-postgres");
    expect(server.connections[0]).toMatchObject({
      begun: { user: "u", database: "shop", statement_timeout: "10000" },
      password: "p",
    });
    const mysql = await opened("on-mysql");
    expect(mysql.server.connections[0]).toMatchObject({ user: "u", database: "shop" });
    expect(mysql.asked()[0]).toContain("max_execution_time = 10000");
  });

  it.each(["on-postgres", "on-mysql"])("has no more connections than it may: %s", async (service) => {
    const { server, database } = await opened(service);
    await Promise.all([1, 2, 3, 4].map(() => database.query("SELECT 2")));
    expect(server.connections).toHaveLength(2);
  });

  it("asks for the latest events, writes one down, and deletes those before a day", async () => {
    const at = new Date(0);
    const api = await opened("on-postgres", [
      ["events", () => [{ Event_id: 2, Event_name: "b", Event_created_at: at }]],
    ]);
    expect(await api.events.latest(5)).toEqual([{ id: 2, name: "b", createdAt: at }]);
    expect(api.asked()).toEqual([expect.stringMatching(/ FROM "events" "Event" ORDER BY "Event"\."id" DESC LIMIT 5$/)]);

    const queued = await opened("queued");
    await queued.events.record("started");
    expect(queued.asked()).toEqual([
      expect.stringMatching(/^INSERT INTO "events"\(.*VALUES \(DEFAULT, \$1, DEFAULT\)/),
    ]);
    expect(queued.server.connections.map((one) => "values" in one && one.values)).toEqual([[["started"]]]);

    const night = await opened("night", [["DELETE", () => [{ id: 1 }, { id: 2 }]]]);
    expect(await night.events.deleteBefore(at)).toBe(2);
    expect(night.asked()).toEqual(['DELETE FROM "events" WHERE "created_at" < $1']);
    expect(night.server.connections.map((one) => "values" in one && one.values)).toEqual([
      [["1970-01-01T00:00:00.000+00:00"]],
    ]);
  });
});

it.each(["on-postgres", "on-mysql"])(
  "TypeORM's commands ask the database of a developer's own machine: %s",
  async (service) => {
    const folder = sources.folderOf(service);
    const text = await readFile(join(folder, ".env.example"), "utf8");
    await writeFile(join(folder, ".env"), text);
    const given = Object.fromEntries([...text.matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, name, value]) => [name, value]));
    for (const name of Object.keys(given)) vi.stubEnv(name, undefined);
    const before = process.cwd();
    process.chdir(folder);
    const { default: dataSource } = await moduleOf(service, "data-source").finally(() => process.chdir(before));
    const { host, port, database, username, password, ssl } = dataSource.options;
    expect({ host, port: String(port), database, username, password, ssl }).toEqual({
      ...{ host: given.DB_HOST, port: given.DB_PORT, database: given.DB_NAME, username: given.DB_USER },
      ...{ password: given.DB_PASS, ssl: isMysql(service) ? undefined : false },
    });
  },
);
