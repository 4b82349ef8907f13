import type { Pool } from "mysql2/promise";
import type { Config } from "./config.ts";
import { createDatabasePool } from "./pool.ts";
import { databaseTls } from "./tls.ts";

export async function openDatabase(config: Config): Promise<Pool> {
  const pool = createDatabasePool(config, {
    host: config.DB_HOST,
    port: config.DB_PORT,
    database: config.DB_NAME,
    user: config.DB_USER,
    password: config.DB_PASS,
    ssl: databaseTls(config),
  }).promise();
  await pingDatabase(pool);
  return pool;
}

export const pingDatabase = (database: Pool): Promise<unknown> => database.query("SELECT 1");

export const closeDatabase = (database: Pool): Promise<void> => database.end();
