import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import type { Answers } from "../../lib/answers/schema.ts";
import { renderSources, type Sources } from "../support/boot/sources.ts";
import { hearLeft, type Left } from "../support/left.ts";
import { servicePackages } from "../support/packages.ts";
import { playMysql, type Said as SaidByMysql } from "../support/played/mysql.ts";
import { playPostgres } from "../support/played/postgres.ts";
import { playClient, WITH_ADAPTER } from "../support/played/prisma.ts";

/**
 * How services are connected to their databases: who they are there, how many they are, and how long they wait for a server that
 * is gone, or is no longer the primary. The servers are played, so that they can be silent and refuse; that real ones take it
 * so is in faults.full.ts, failover.full.ts and primary.full.ts.
 */

const ANSWERS: Answers = {
  project: "acme",
  services: [
    { name: "bare-postgres", source: "node", database: "plain" },
    { name: "bare-mysql", source: "node", database: "plain-mysql" },
    { name: "prisma-postgres", source: "node", database: "main" },
    { name: "prisma-mysql", source: "node", database: "main-mysql" },
  ],
  databases: [
    { name: "plain", engine: "postgres", migrations: "none" },
    { name: "plain-mysql", engine: "mysql", migrations: "none" },
    { name: "main", engine: "postgres", migrations: "prisma" },
    { name: "main-mysql", engine: "mysql", migrations: "prisma" },
  ],
};

/** As services have it, only shorter: what is inside gives up before what is around it. */
const CONNECT_MS = 1_000;
const SILENCE_MS = 1_200;

type Modules = Record<"database.ts" | "pool.ts", Record<string, (...args: unknown[]) => unknown>>;

// biome-ignore lint/suspicious/noExplicitAny: packages of the services, and not of this one.
type Foreign = any;

let sources: Sources;
let mysql2: Foreign;
let mariadb: Foreign;
const modules: Record<string, Modules> = {};

beforeAll(async () => {
  sources = await renderSources(ANSWERS);
  const from = createRequire(join(await servicePackages(), "/"));
  mysql2 = from("mysql2");
  mariadb = from("mariadb");
  for (const { name, driver, orm } of sources.items) {
    const folder = join(sources.folderOf(name), "src");
    const file = join(folder, "deadlines.ts");
    const short = driver === "mariadb" ? /(STATEMENT_MS = )[\d_]+/ : /(SILENCE_MS = )[\d_]+/;
    await writeFile(file, (await readFile(file, "utf8")).replace(short, `$1${SILENCE_MS}`));
    if (orm === "prisma") await playClient(sources.folderOf(name), WITH_ADAPTER);
    modules[name] = {
      "database.ts": await import(join(folder, "database.ts")),
      "pool.ts": await import(join(folder, "pool.ts")),
    };
  }
}, 120_000);
afterAll(() => sources?.dispose());

/** What is closed after a test, the last first. */
const open: (() => unknown)[] = [];
/** What a driver leaves behind is no failure of the run: the service hears it. */
let left: Left;
beforeAll(() => {
  left = hearLeft();
});
afterAll(() => {
  left.stop();
  expect(left.deadly).toEqual([]);
});

afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

const warned: string[] = [];
const log = { warn: (line: string) => warned.push(line), error: () => {} };
const its = (service: string, file: keyof Modules, name: string) =>
  (modules[service] as Modules)[file][name] as Foreign;
const config = (port: number, more: object = {}) => ({
  DB_HOST: "127.0.0.1",
  DB_PORT: port,
  DB_NAME: "shop",
  DB_USER: "shop_user",
  DB_PASS: "a secret",
  DB_POOL_SIZE: 2,
  DB_CONNECT_SECONDS: CONNECT_MS / 1000,
  DB_SSL: false,
  ...more,
});

/** What the servers do not answer, or refuse: as some owner's statement, or because they may only read. */
const SLOW = "SELECT slow";
const REFUSED = "INSERT refused";
const WRITE = "INSERT read-only";

async function postgres() {
  const server = await playPostgres((statement) => {
    if (statement === SLOW) return "nothing";
    if (statement === REFUSED) return { code: "23505" };
    return statement === WRITE ? { code: "25006" } : [{ one: "1" }];
  });
  open.push(server.stop);
  return server;
}

async function mysql(session: SaidByMysql = []) {
  const server = await playMysql(mysql2, (statement) => {
    if (statement === SLOW) return "nothing";
    if (statement === REFUSED) return { errno: 1062 };
    if (statement.startsWith(WRITE)) return { errno: Number(statement.slice(WRITE.length)) };
    return statement.startsWith("SET SESSION innodb") ? session : [{ one: "1" }];
  });
  open.push(server.stop);
  return server;
}

describe("PostgreSQL", () => {
  async function begun(more: object = {}) {
    const server = await postgres();
    const database = await its("bare-postgres", "database.ts", "openDatabase")(config(server.port, more), log);
    open.push(() => its("bare-postgres", "database.ts", "closeDatabase")(database));
    return { server, database };
  }

  it("is told who asks, and how long statements and idle transactions may take", async () => {
    const { server } = await begun();
    expect(server.connections).toEqual([
      {
        begun: expect.objectContaining({
          user: "shop_user",
          database: "shop",
          statement_timeout: "10000",
          idle_in_transaction_session_timeout: "10000",
        }),
        password: "a secret",
        statements: ["SELECT 1"],
        values: [],
        isOpen: true,
      },
    ]);
  });

  it("has no more connections than it may, which are kept alive until nobody has used them for a while", async () => {
    const { server, database } = await begun();
    await Promise.all([1, 2, 3, 4].map(() => database.query("SELECT 2")));
    expect(server.connections).toHaveLength(2);
    // An Aurora database pauses where nobody is connected; what lies between forgets connections that say nothing.
    expect(database.options).toMatchObject({
      idleTimeoutMillis: 10_000,
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
    });
  });

  it("is not waited for where no connection becomes free", async () => {
    const { database } = await begun({ DB_POOL_SIZE: 1 });
    const first = await database.connect();
    await expect(database.query("SELECT 2")).rejects.toThrow("timeout exceeded when trying to connect");
    first.release();
  });

  it.each([
    ["is silent", CONNECT_MS, SILENCE_MS],
    // One that wakes up takes longer to be connected to than to answer.
    ["may take longer to be connected to", 1_500, 1_500],
  ])("is left when it %s", async (_, connectMs, silenceMs) => {
    const { database } = await begun({ DB_CONNECT_SECONDS: connectMs / 1000 });
    await expect(database.query(SLOW)).rejects.toThrow(`the database has sent nothing for ${silenceMs / 1000} s`);
    expect((await database.query("SELECT 2")).rows).toEqual([{ one: "1" }]);
  });

  it("is left by all connections when it is no longer the primary, with what they were doing", async () => {
    const { server, database } = await begun();
    const slow = expect(database.query(SLOW)).rejects.toThrow("its server may only read");
    await expect(database.query(WRITE)).rejects.toThrow("refused");
    await slow;
    await database.query("SELECT 2");
    expect(server.connections.map(({ isOpen }) => isOpen)).toEqual([false, false, true]);
  });

  it("is not left for what it refuses to do for another reason", async () => {
    const { server, database } = await begun();
    const [one, other] = [await database.connect(), await database.connect()];
    await expect(one.query(REFUSED)).rejects.toThrow("refused");
    await Promise.all([one.query("SELECT 2"), other.query("SELECT 3")]);
    for (const client of [one, other]) client.release();
    expect(server.connections.map(({ isOpen }) => isOpen)).toEqual([true, true]);
  });

  it("is asked by Prisma once before its pool, which has the same deadlines", async () => {
    const server = await postgres();
    const { adapter } = await its("prisma-postgres", "database.ts", "openDatabase")(config(server.port), log);
    const pool = await adapter.connect();
    open.push(() => pool.dispose());
    await pool.queryRaw({ sql: "SELECT 2", args: [], argTypes: [] });
    const who = { user: "shop_user", database: "shop" };
    expect(server.connections).toMatchObject([
      { begun: who, password: "a secret", statements: [], isOpen: false },
      { begun: { ...who, statement_timeout: "10000" }, password: "a secret", statements: ["SELECT 2"], isOpen: true },
    ]);
  });
});

describe.each(["bare-mysql", "prisma-mysql"])("MySQL, by the driver of %s", (service) => {
  /** A pool of the driver, whatever asks it. */
  async function begun(more: object = {}, session?: SaidByMysql) {
    const server = await mysql(session);
    const all = config(server.port, more);
    const options = { host: all.DB_HOST, port: all.DB_PORT, user: all.DB_USER, database: all.DB_NAME };
    const pool = its(service, "pool.ts", "createDatabasePool")(all, options, log);
    open.push(() => pool.end(() => {}));
    const asked = pool.promise?.() ?? pool;
    return { server, ask: (statement: string) => asked.query(statement) };
  }

  it("has no more connections than it may", async () => {
    const { server, ask } = await begun();
    await Promise.all([1, 2, 3, 4].map(() => ask("SELECT 2")));
    expect(server.connections).toHaveLength(2);
  });

  it("is left when it is silent", async () => {
    const { ask } = await begun();
    await expect(ask(SLOW)).rejects.toThrow(/the database has (sent nothing for|not answered within) 1\.2 s/);
    await ask("SELECT 2");
  });

  it.each([1290, 1792, 1836])("is left by all connections when it is no longer the primary: %i", async (errno) => {
    const { server, ask } = await begun();
    await Promise.all([ask("SELECT 2"), ask("SELECT 2")]);
    await expect(ask(`${WRITE}${errno}`)).rejects.toThrow("refused");
    await Promise.all([ask("SELECT 3"), ask("SELECT 3")]);
    // One that was still being made then is a new one.
    const old = server.connections.filter(({ statements }) =>
      statements.some((one) => one === "SELECT 2" || one.startsWith(WRITE)),
    );
    expect(old.filter(({ statements }) => statements.includes("SELECT 3"))).toEqual([]);
  });

  it("is not left for what it refuses to do for another reason", async () => {
    const { server, ask } = await begun({ DB_POOL_SIZE: 1 });
    await expect(ask(REFUSED)).rejects.toThrow("refused");
    await ask("SELECT 2");
    const used = server.connections.filter(({ statements }) => statements.includes("SELECT 2"));
    expect(used.flatMap(({ statements }) => statements.filter((one) => one === REFUSED))).toEqual([REFUSED]);
  });
});

describe("MySQL", () => {
  it.each(["bare-mysql", "prisma-mysql"])("is told who asks by %s", async (service) => {
    const server = await mysql();
    const database = await its(service, "database.ts", "openDatabase")(config(server.port), log);
    open.push(() => (database.adapter ? undefined : its(service, "database.ts", "closeDatabase")(database)));
    // What somebody has smuggled in behind a statement is refused.
    expect(server.connections[0]).toMatchObject({ user: "shop_user", database: "shop", isMany: false });
  });

  it("is told how long a lock and a statement may take, and is not asked where it cannot be", async () => {
    const server = await mysql({ errno: 1193 });
    const all = config(server.port);
    await expect(its("bare-mysql", "database.ts", "openDatabase")(all, log)).rejects.toThrow();
    expect(server.connections[0]?.statements[0]).toBe(
      "SET SESSION innodb_lock_wait_timeout = 10 /*!80000 , SESSION max_execution_time = 10000 */",
    );
    await expect.poll(() => server.connections.map(({ isOpen }) => isOpen)).toEqual([false]);
  });

  it("may end connections of MariaDB's driver without the end of the process, and nothing else may", async () => {
    const server = await mysql();
    const pool = its("prisma-mysql", "pool.ts", "createDatabasePool")(config(server.port), {}, log);
    open.push(() => pool.end());
    const listener = process.listeners("uncaughtException").at(-1) as (error: unknown) => void;
    const failed = (isFatal: boolean) => new mariadb.SqlError("it broke", null, isFatal);
    onTestFinished(() => void vi.restoreAllMocks());
    const exit = vi.spyOn(process, "exit").mockReturnValue(undefined as never);
    const said = vi.spyOn(console, "error").mockReturnValue();
    listener(failed(true));
    expect(warned.at(-1)).toContain("database: ");
    expect(exit).not.toHaveBeenCalled();
    for (const error of [failed(false), new Error("a bug")]) {
      listener(error);
      expect(exit).toHaveBeenLastCalledWith(1);
      expect(JSON.parse(said.mock.lastCall?.[0])).toMatchObject({ level: "fatal", message: error.message });
    }
  });
});

it.each(Object.values(ANSWERS.services ?? []).map(({ name }) => name))(
  "%s does not wait for a server that takes a connection and says nothing",
  async (service) => {
    const server = createServer((socket) => socket.on("error", () => {}));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    open.push(() => server.close());
    const all = config((server.address() as AddressInfo).port, { DB_CONNECT_SECONDS: 0.3 });
    await expect(its(service, "database.ts", "openDatabase")(all, log)).rejects.toThrow(/time.?out/i);
  },
);
