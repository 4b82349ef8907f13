import { Socket } from "node:net";
import { Client, type ClientConfig, type PoolConfig } from "pg";
import type { Config } from "./config.ts";
import { SILENCE_MS, STATEMENT_MS } from "./deadlines.ts";

/** By this PostgreSQL says that the server may not write: another one has become the primary. */
const READ_ONLY = "25006";

/**
 * What one connection learns is true of all: they end, and with them what they were doing. The pool makes new ones, to
 * the server that is the primary now.
 */
function leavingReplica(): typeof Client {
  const connected = new Set<Client>();
  return class extends Client {
    constructor(config?: string | ClientConfig) {
      super(config);
      this.once("connect", () => connected.add(this));
      this.once("end", () => connected.delete(this));
      this.connection.on("errorMessage", ({ code }: { code?: string }) => {
        if (code !== READ_ONLY || !connected.delete(this)) return;
        void this.end();
        for (const { connection } of connected) connection.stream.destroy(new Error("its server may only read"));
        connected.clear();
      });
    }
  };
}

/** What every connection of the service has: deadlines, so that a server that is gone is left in seconds. */
export function poolOptions(config: Config): PoolConfig {
  const connectMs = config.DB_CONNECT_SECONDS * 1000;
  const silenceMs = Math.max(SILENCE_MS, connectMs);
  const silent = new Error(`the database has sent nothing for ${silenceMs / 1000} s`);
  return {
    max: config.DB_POOL_SIZE,
    // For a connection that is made, and for one that becomes free.
    connectionTimeoutMillis: connectMs,
    idleTimeoutMillis: 10_000,
    statement_timeout: STATEMENT_MS,
    idle_in_transaction_session_timeout: STATEMENT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    stream: () => {
      const socket = new Socket();
      return socket.setTimeout(silenceMs, () => socket.destroy(silent));
    },
    Client: leavingReplica(),
  };
}
