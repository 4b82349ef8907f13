import { createRequire } from "node:module";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { Answers } from "../../lib/answers/schema.ts";
import { renderSources, type Sources } from "../support/boot/sources.ts";
import { hearLeft, type Left } from "../support/left.ts";
import { servicePackages } from "../support/packages.ts";
import { answering, impatient, migrated, type Says } from "../support/played/migrate.ts";
import { playMysql } from "../support/played/mysql.ts";
import { playPostgres } from "../support/played/postgres.ts";
import { playClient, WITH_ADAPTER } from "../support/played/prisma.ts";
import { playRedis } from "../support/played/redis.ts";
import { playReset } from "../support/played/reset.ts";

/**
 * A database that fails over, or wakes up, resets or closes connections in whatever moment they are. Each moment of the first ones is
 * tried, of each driver as the services have it. The servers are played: they hide what else a failover does, of which
 * faults.full.ts, failover.full.ts and primary.full.ts know.
 */

const ANSWERS: Answers = {
  project: "acme",
  services: [
    { name: "bare-postgres", source: "node", database: "plain" },
    { name: "bare-mysql", source: "node", database: "plain-mysql" },
    { name: "prisma-postgres", source: "node", database: "main" },
    { name: "prisma-mysql", source: "node", database: "main-mysql" },
    { name: "typeorm-postgres", source: "node", database: "other" },
    { name: "typeorm-mysql", source: "node", database: "other-mysql" },
    { name: "cached", source: "node", cache: "main" },
  ],
  databases: [
    { name: "plain", engine: "postgres", migrations: "none" },
    { name: "plain-mysql", engine: "mysql", migrations: "none" },
    { name: "main", engine: "postgres", migrations: "prisma" },
    { name: "main-mysql", engine: "mysql", migrations: "prisma" },
    { name: "other", engine: "postgres" },
    { name: "other-mysql", engine: "mysql" },
  ],
  caches: [{ name: "main" }],
};

/** From the first word of the first connection to what the pool is told when all of it has connected. */
const MOMENTS = Array.from({ length: 12 }, (_, index) => index + 1);
const log = { warn: () => {}, error: () => {} };
const where = (port: number) => ({
  host: "127.0.0.1",
  port,
  user: "shop_user",
  database: "shop",
  password: "a secret",
});

// biome-ignore lint/suspicious/noExplicitAny: packages and modules of the services, and not of this one.
type Foreign = any;

let sources: Sources;
let from: NodeJS.Require;
let left: Left;
beforeAll(async () => {
  sources = await renderSources(ANSWERS);
  from = createRequire(join(await servicePackages(), "/"));
  for (const { name, orm } of sources.items)
    if (orm === "prisma") await playClient(sources.folderOf(name), WITH_ADAPTER);
  left = hearLeft();
}, 120_000);
/** Each test has a service of its own, and what another one listens to is not there. */
afterEach(() => {
  left.reset();
  vi.resetModules();
});
afterAll(() => {
  left?.stop();
  return sources?.dispose();
});

const its = (service: string, file: string): Promise<Foreign> => import(join(sources.folderOf(service), "src", file));

/** Each at the same time: most of what they do is to wait until they try again. */
const inEachMoment = (tried: (moment: number) => Promise<void>): Promise<unknown> => Promise.all(MOMENTS.map(tried));

/** How a connection ends: its host is gone, or the server that stops takes leave. */
const ENDS = {
  "is reset": (client: Socket) => client.resetAndDestroy(),
  "is closed": (client: Socket) => client.destroySoon(),
};
type End = keyof typeof ENDS;
const END_NAMES = Object.keys(ENDS) as End[];

/** What migrations say that were at work then. */
const FATAL: Record<End, RegExp> = {
  "is reset": /^fatal: read ECONNRESET$/,
  // Not of the database as a whole: that one is tried again.
  "is closed":
    /^fatal: (?!database: ).*(terminated unexpectedly|server closed the connection|unexpectedly been closed)/,
};

async function connects(service: string, end: End): Promise<void> {
  const { reach } = await its(service, "boot.ts");
  const { openDatabase } = await its(service, "database.ts");
  const { createDatabasePool, poolOptions } = await its(service, "pool.ts");
  await inEachMoment(async (moment) => {
    const server = await (service.endsWith("postgres")
      ? playPostgres(() => [{ one: "1" }])
      : playMysql(from("mysql2"), () => [{ one: "1" }]));
    const reset = await playReset(server.port, moment, ENDS[end]);
    const options = where(reset.port);
    const config = {
      ...{ DB_HOST: options.host, DB_PORT: options.port, DB_NAME: options.database, DB_USER: options.user },
      ...{ DB_PASS: options.password, DB_POOL_SIZE: 2, DB_CONNECT_SECONDS: 5, DB_SSL: false },
    };
    await reach("database", 5_000, () => openDatabase(config, log));
    const pool: Foreign = createDatabasePool
      ? createDatabasePool(config, options, log)
      : new (from("pg").Pool)({ ...options, ...poolOptions(config) }).on("error", log.warn);
    const ask = () => (pool.promise?.() ?? pool).query("SELECT 2");
    await Promise.allSettled([ask(), ask(), ask()]);
    await expect(ask().catch(ask), `moment ${moment}`).resolves.toBeDefined();
    // What a driver leaves behind is told after what has asked for it.
    await new Promise(setImmediate);
    expect(left.deadly, `moment ${moment}`).toEqual([]);
    await pool.end(() => {});
    reset.close();
    await server.stop();
  });
}

async function migrates(service: string, end: End): Promise<void> {
  const isPostgres = service.endsWith("postgres");
  const says: Says<Record<string, unknown>[]> = [
    ["AS taken", () => [{ taken: isPostgres ? true : "1" }]],
    ["ersion()", () => [{ version: isPostgres ? "PostgreSQL 16.3" : "8.0.36" }]],
    ...(service.startsWith("prisma") ? [] : [["current_schema()", () => [{ current_schema: "public" }]] as const]),
  ];
  await impatient(sources.folderOf(service));
  for (const moment of MOMENTS) {
    const server = await (isPostgres ? playPostgres(answering(says)) : playMysql(from("mysql2"), answering(says)));
    const reset = await playReset(server.port, moment, ENDS[end]);
    const { printed, exit } = await migrated(sources.folderOf(service), reset.port);
    await new Promise(setImmediate);
    const last = exit === 0 ? /^info: migrations: \d applied$/ : FATAL[end];
    expect([exit < 2, printed.at(-1)], `moment ${moment}`).toEqual([true, expect.stringMatching(last)]);
    expect(left.deadly, `moment ${moment}`).toEqual([]);
    reset.close();
    await server.stop();
    // It has ended by then, with all of its connections; here they live on.
    await new Promise((resolve) => setTimeout(resolve, 20));
    left.deadly.length = 0;
  }
}

const CONNECTS = "%s connects in the end, and does not end, whichever moment a connection %s in";
const MIGRATES = "migrations of %s say why they end, whichever moment their connection %s in";
const inBoth = (services: string[]) => services.flatMap((name) => END_NAMES.map((end): [string, End] => [name, end]));
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

it.each(inBoth(["bare-postgres", "bare-mysql", "prisma-postgres", "prisma-mysql"]))(CONNECTS, connects, 60_000);
it.each(inBoth(["prisma-postgres", "prisma-mysql", "typeorm-postgres", "typeorm-mysql"]))(MIGRATES, migrates, 120_000);

it.each(END_NAMES)(
  "a cache is connected to in the end, and ends nobody, whichever moment a connection %s in",
  async (end) => {
    const { reach } = await its("cached", "boot.ts");
    const { openCache } = await its("cached", "cache.ts");
    const asRedis = (command: string) => (command === "INFO" ? "$9\r\nloading:0\r\n" : "+OK\r\n");
    await inEachMoment(async (moment) => {
      const server = await playRedis(asRedis);
      const reset = await playReset(server.port, moment, ENDS[end]);
      const config = { REDIS_HOST: "127.0.0.1", REDIS_PORT: reset.port, REDIS_TLS: false };
      const cache = await reach("cache", 5_000, () => openCache(config, log));
      await Promise.allSettled([cache.ping(), cache.ping(), cache.ping()]);
      await expect(cache.ping(), `moment ${moment}`).resolves.toBeDefined();
      await new Promise(setImmediate);
      expect(left.deadly, `moment ${moment}`).toEqual([]);
      cache.disconnect();
      reset.close();
      await server.stop();
    });
  },
  60_000,
);

describe("with the driver of prisma-mysql", () => {
  it("hears what the driver of prisma-mysql leaves behind from the first connection on, such as that of its migrations", async () => {
    const { openConnection } = await its("prisma-mysql", "pool.ts");
    for (const moment of MOMENTS) {
      const server = await playMysql(from("mysql2"), () => [{ one: "1" }]);
      const reset = await playReset(server.port, moment);
      const connection = await openConnection(where(reset.port), log).catch(() => null);
      await new Promise(setImmediate);
      await connection?.end().catch(() => {});
      reset.close();
      server.stop();
    }
    expect(left.deadly).toEqual([]);
    // It is the socket's own error, which the driver has only marked.
    expect(left.heard).toContainEqual(expect.objectContaining({ code: "ECONNRESET", fatal: true }));
  });

  /** A packet of MySQL that nobody has asked for, with which a server that stops takes leave. */
  const shutdown = (): Buffer => {
    const body = Buffer.from("\xff\x1d\x04#08S01Server shutdown in progress", "latin1");
    return Buffer.concat([Buffer.from([body.length, 0, 0, 0]), body]);
  };

  it("hears what a server that stops tells a connection of prisma-mysql that nobody has yet", async () => {
    const { openConnection } = await its("prisma-mysql", "pool.ts");
    const server = await playMysql(from("mysql2"), () => [{ one: "1" }]);
    // It has just been let in.
    const reset = await playReset(server.port, 2, (client, data) => client.end(Buffer.concat([data, shutdown()])));
    await expect(openConnection(where(reset.port), log)).rejects.toThrow();
    await new Promise(setImmediate);
    reset.close();
    server.stop();
    expect(left.deadly).toEqual([]);
    expect(left.heard).toContainEqual(expect.objectContaining({ errno: 1053, fatal: true }));
  });

  /** What a MySQL that wants TLS says first: its version, and what it can. */
  const greeting = (): Buffer => {
    const body = Buffer.concat([
      Buffer.from("\n8.0.36\0\x01\0\0\0saltsalt\0", "latin1"),
      // TLS, protocol 4.1, transactions, a database, a plugin that asks for the password.
      Buffer.from([0x08, 0xaa, 33, 2, 0, 0x08, 0, 21, ...Array(10).fill(0)]),
      Buffer.from("saltsaltsalt\0mysql_native_password\0", "latin1"),
    ]);
    return Buffer.concat([Buffer.from([body.length, 0, 0, 0]), body]);
  };

  it("hears of TLS with prisma-mysql that ends before it has begun", async () => {
    const { openConnection } = await its("prisma-mysql", "pool.ts");
    const server = createServer((client) => {
      client.on("error", () => {}).write(greeting());
      // The first 36 bytes ask for TLS, the next begin it.
      let asked = 0;
      client.on("data", (data) => {
        asked += data.length;
        if (asked > 36) client.end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    await expect(openConnection({ ...where(port), ssl: { rejectUnauthorized: false } }, log)).rejects.toThrow();
    await new Promise((resolve) => setTimeout(resolve, 20));
    server.close();
    expect(left.deadly).toEqual([]);
    expect(left.heard).toContainEqual(expect.objectContaining({ code: "ECONNRESET" }));
  });
});
