import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Server } from "../boot/servers.ts";
import { servicePackages } from "../packages.ts";

/** Clients of real servers, with credentials as a service's secret has them. */

export type Values = Readonly<Record<string, string>>;

/** An open connection. */
export interface Connection {
  /** Asks for something that the server must answer. */
  ask(): Promise<unknown>;
  sql(statement: string): Promise<unknown>;
  close(): Promise<unknown>;
}

type Connect = (server: Server, database: string, values: Values) => Promise<Connection>;

const modules = createRequire(join(await servicePackages(), "packages.js"));
const tls = ({ ca }: Server) => ({ ca: readFileSync(ca, "utf8") });

const postgres: Connect = async (server, database, { DB_USER: user, DB_PASS: password }) => {
  const { host, port } = server;
  const client = new (modules("pg").Client)({ host, port, database, user, password, ssl: tls(server) });
  // A connection that the server ends is no fault of the test.
  client.on("error", () => undefined);
  await client.connect();
  return {
    ask: () => client.query("SELECT 1"),
    sql: async (statement) => (await client.query(statement)).rows,
    close: () => client.end(),
  };
};

const mariadb: Connect = async (server, database, { DB_USER: user, DB_PASS: password }) => {
  const { host, port } = server;
  const options = { host, port, database, user, password, ssl: tls(server) };
  const client = await modules("mysql2/promise").createConnection(options);
  client.on("error", () => undefined);
  return {
    ask: () => client.query("SELECT 1"),
    sql: async (statement) => (await client.query(statement))[0],
    close: () => client.end(),
  };
};

const redis: Connect = async (server, _, { REDIS_PASSWORD: password }) => {
  const { host, port } = server;
  const options = { host, port, password, tls: tls(server), lazyConnect: true, retryStrategy: () => null };
  const client = new (modules("ioredis").Redis)(options);
  let failure: Error | undefined;
  client.on("error", (error: Error) => {
    failure = error;
  });
  await client.connect().catch((error: Error) => Promise.reject(failure ?? error));
  return {
    ask: () => client.incr("asked"),
    sql: (words) => client.call(...words.split(" ")),
    close: () => client.quit(),
  };
};

export const CLIENTS = { postgres, mariadb, redis } satisfies Record<string, Connect>;
export type Engine = keyof typeof CLIENTS;

const PAUSE_MS = 25;

/** A task: with the credentials that it was started with it connects again and again, and keeps one connection besides. */
export class SteadyTask {
  readonly failures: string[] = [];
  connections = 0;
  #going = true;
  readonly #loops: Promise<void>[];

  constructor(stores: readonly { engine: Engine; server: Server; database: string }[], values: Values) {
    this.#loops = stores.map(async ({ engine, server, database }) => {
      const connect = () => CLIENTS[engine](server, database, values);
      const kept = await connect().catch((error: Error) => error);
      while (this.#going) {
        try {
          if (kept instanceof Error) throw kept;
          await kept.ask();
          const fresh = await connect();
          await fresh.ask();
          await fresh.close();
          this.connections += 1;
        } catch (error) {
          this.failures.push(`${engine}: ${(error as Error).message}`);
        }
        await new Promise((done) => setTimeout(done, PAUSE_MS));
      }
      if (!(kept instanceof Error)) await kept.close();
    });
  }

  async stop(): Promise<void> {
    this.#going = false;
    await Promise.all(this.#loops);
  }
}
