import { Pool } from "pg";
import { type Log, reason } from "./boot.ts";
import type { Config } from "./config.ts";
import { poolOptions } from "./pool.ts";
import { databaseTls } from "./tls.ts";

export async function openDatabase(config: Config, log: Log): Promise<Pool> {
  const pool = new Pool({
    host: config.DB_HOST,
    port: config.DB_PORT,
    database: config.DB_NAME,
    user: config.DB_USER,
    password: config.DB_PASS,
    ssl: databaseTls(config),
    ...poolOptions(config),
  });
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  pool.on("error", (error) => log.warn(`database: ${reason(error)}`));
  await pingDatabase(pool);
  return pool;
}

export const pingDatabase = (database: Pool): Promise<unknown> => database.query("SELECT 1");

export const closeDatabase = (database: Pool): Promise<void> => database.end();
