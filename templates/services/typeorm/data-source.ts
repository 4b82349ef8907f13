import { existsSync } from "node:fs";
import { DataSource } from "typeorm";
import { readConfig } from "./config.ts";
import { databaseOptions } from "./database.ts";

if (existsSync(".env")) process.loadEnvFile();

/** For the TypeORM command line, on a developer's machine. */
export default new DataSource(databaseOptions(readConfig(process.env)));
