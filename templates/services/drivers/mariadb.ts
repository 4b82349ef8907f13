import type { EventEmitter } from "node:events";
import { Socket } from "node:net";
import {
  type Connection,
  type ConnectionConfig,
  createConnection,
  createPool,
  type Pool,
  type PoolConfig,
  type PoolConnection,
} from "mariadb";
import { type Log, reason, spare, within } from "./boot.ts";
import type { Config } from "./config.ts";
import { STATEMENT_MS } from "./deadlines.ts";

/** By these MySQL says that the server may not write: another one has become the primary. */
const READ_ONLY = new Set<unknown>([1290, 1792, 1836]);

/**
 * When a socket breaks, the driver hears of it first, and stops listening to the TLS that is on it. TLS would then be
 * told in vain: an error that nobody listens to is the end of the process.
 */
class HeardSocket extends Socket {
  override emit(event: string | symbol, ...args: unknown[]): boolean {
    if (event !== "error") return super.emit(event, ...args);
    const [driver] = this.listeners("error");
    driver?.apply(this, args);
    return driver !== undefined;
  }
}

/** The driver calls it with its options as `this`: to stop what a connection does, it goes to the same address again. */
function openSocket(this: { host: string; port: number }): Socket {
  return new HeardSocket().setNoDelay().connect(this.port, this.host);
}

type Ask = (...args: unknown[]) => Promise<unknown>;
/** What a pool and a connection have in common. */
type Asked = Record<"query" | "execute", Ask>;
const METHODS = ["query", "execute"] as const;

/** The driver has no deadline of its own for what is asked: a connection whose server does not answer in time ends. */
function leaveInTime(connection: PoolConnection, hear: (errno: number) => void): PoolConnection {
  const own = connection as unknown as Asked;
  for (const method of METHODS) {
    const ask = own[method].bind(connection);
    own[method] = async (...args) => {
      try {
        return await within(STATEMENT_MS, "the database has not answered", ask(...args));
      } catch (error) {
        const { errno } = error as { errno?: number };
        // What it was doing is stopped.
        if (errno === undefined) connection.destroy();
        else hear(errno);
        throw error;
      }
    };
  }
  return connection;
}

/**
 * All that is asked goes through connections that have deadlines. What one of them learns is true of all: none that was
 * made before is used again. The pool makes new ones, to the server that is the primary now.
 */
function leavePool(pool: Pool): void {
  // By what they know of their server: the connection that the pool hands out is another object each time.
  let toPrimary = new WeakSet<object>();
  const isToPrimary = ({ info }: Pick<PoolConnection, "info">) => info !== null && toPrimary.has(info);
  pool.on("connection", ({ info }) => {
    if (info !== null) toPrimary.add(info);
  });
  const connect = pool.getConnection.bind(pool);
  pool.getConnection = async () => {
    let connection = await connect();
    while (!isToPrimary(connection)) {
      connection.destroy();
      connection = await connect();
    }
    return leaveInTime(connection, (errno) => {
      if (READ_ONLY.has(errno) && isToPrimary(connection)) toPrimary = new WeakSet();
    });
  };
  const own = pool as unknown as Asked;
  for (const method of METHODS) {
    own[method] = async (...args) => {
      const connection = await pool.getConnection();
      try {
        return await (connection as unknown as Asked)[method](...args);
      } finally {
        await connection.release();
      }
    };
  }
}

/** What ended a connection: the driver's own error, or one of the socket, which the driver marks likewise. */
const isFatal = (error: unknown): error is Error =>
  error instanceof Error && "sqlState" in error && "fatal" in error && error.fatal === true;

/** TLS that ends before it has begun tells its socket, whose listeners the driver has taken away by then. */
const isCutShort = (error: unknown): error is Error =>
  error instanceof Error && error.message.startsWith("Client network socket disconnected before secure TLS");

let isHeard = false;

/**
 * A connection that breaks while it is made ready is not only refused to who has asked for it: the driver leaves a promise
 * behind besides, and tells the connection itself, which nobody can listen to yet. Either would be the end of the process.
 */
function hearWhatIsLeft(log: Log): void {
  if (isHeard) return;
  isHeard = true;
  spare((error) => {
    if (!isFatal(error) && !isCutShort(error)) return false;
    log.warn(`database: ${reason(error)}`);
    return true;
  });
}

/** One connection, outside of every pool. */
export function openConnection(options: ConnectionConfig, log: Log): Promise<Connection> {
  hearWhatIsLeft(log);
  return createConnection(options);
}

/** A pool whose connections have deadlines, so that a server that is gone is left in seconds. */
export function createDatabasePool(config: Config, options: PoolConfig, log: Log): Pool {
  hearWhatIsLeft(log);
  const connectMs = config.DB_CONNECT_SECONDS * 1000;
  const pool = createPool({
    ...options,
    prepareCacheLength: 0,
    connectionLimit: config.DB_POOL_SIZE,
    connectTimeout: connectMs,
    // For a connection that becomes free.
    acquireTimeout: connectMs,
    keepAliveDelay: 10_000,
    stream: openSocket,
    // No more connections than are used: one that ends while the pool is still making it has no listener yet.
    minimumIdle: 1,
    idleTimeout: 10,
  });
  // The pool replaces what breaks; where nobody listens, the end of a connection would be the end of the process.
  const warn = (error: Error) => log.warn(`database: ${reason(error)}`);
  pool.on("connection", (connection) => connection.on("error", warn));
  // The driver's types do not know that the pool has this event too.
  (pool as unknown as EventEmitter).on("error", warn);
  leavePool(pool);
  return pool;
}
