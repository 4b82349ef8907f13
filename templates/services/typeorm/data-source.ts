import { DataSource } from "typeorm";
import { readConfig } from "./config.ts";
import { databaseOptions } from "./database.ts";

/** For the TypeORM command line: `npm run migration:generate`. */
export default new DataSource(databaseOptions(readConfig(process.env)));
