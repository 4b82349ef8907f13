import { connect } from "node:net";
import { createPool, type Pool, type PoolConnection, type PoolOptions, type QueryError } from "mysql2";
import type { Config } from "./config.ts";
import { SILENCE_MS, STATEMENT_MS } from "./deadlines.ts";

/** By these MySQL says that the server may not write: another one has become the primary. */
const READ_ONLY = new Set<unknown>([1290, 1792, 1836]);

/** For each connection. MySQL has a deadline for reading only, and MariaDB does not know it. */
const SESSION = `SET SESSION innodb_lock_wait_timeout = ${STATEMENT_MS / 1000} /*!80000 , SESSION max_execution_time = ${STATEMENT_MS} */`;

type Command = { onResult?: (error: QueryError | null, ...results: unknown[]) => void };

/** Tells when the server has refused a statement because it may not write. */
function onReadOnly(connection: PoolConnection, hear: () => void): void {
  const own = connection as unknown as { addCommand(command: Command): Command };
  const { addCommand } = own;
  own.addCommand = (command) => {
    const { onResult } = command;
    if (onResult !== undefined) {
      command.onResult = (error, ...results) => {
        if (READ_ONLY.has(error?.errno)) hear();
        onResult.call(command, error, ...results);
      };
    }
    return addCommand.call(connection, command);
  };
}

/**
 * What one connection learns is true of all: none that was made before is used again. The pool makes new ones, to the
 * server that is the primary now.
 */
function leaveReplica(pool: Pool): void {
  let toPrimary = new WeakSet<PoolConnection>();
  pool.on("connection", (connection) => {
    toPrimary.add(connection);
    onReadOnly(connection, () => {
      if (toPrimary.has(connection)) toPrimary = new WeakSet();
    });
  });
  const { getConnection } = pool;
  pool.getConnection = (hand) =>
    getConnection.call(pool, (error, connection) => {
      if (error !== null || toPrimary.has(connection)) return hand(error, connection);
      connection.destroy();
      pool.getConnection(hand);
    });
}

/** A pool whose connections have deadlines, so that a server that is gone is left in seconds. */
export function createDatabasePool(config: Config, options: PoolOptions): Pool {
  const connectMs = config.DB_CONNECT_SECONDS * 1000;
  const silenceMs = Math.max(SILENCE_MS, connectMs);
  const silent = new Error(`the database has sent nothing for ${silenceMs / 1000} s`);
  const pool = createPool({
    ...options,
    connectionLimit: config.DB_POOL_SIZE,
    connectTimeout: connectMs,
    // What nobody uses is closed, so that a database may pause.
    maxIdle: config.DB_POOL_SIZE - 1,
    idleTimeout: 10_000,
    stream: () => {
      const socket = connect(config.DB_PORT, config.DB_HOST).setNoDelay().setKeepAlive(true, 10_000);
      return socket.setTimeout(silenceMs, () => socket.destroy(silent));
    },
  });
  leaveReplica(pool);
  pool.on("connection", (connection) => {
    connection.query(SESSION, (error) => {
      if (error !== null) connection.destroy();
    });
  });
  return pool;
}
