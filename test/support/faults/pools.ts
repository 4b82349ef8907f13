import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { ServiceItem } from "../../../lib/render/manifest/service-item.ts";
import type { FaultyStage } from "./stage.ts";

/** A pool of connections, in this process. */
export interface ServicePool {
  query(sql: string): Promise<unknown>;
  end(): Promise<void>;
}

/** For a machine that has other things to do. */
const PATIENT = { DB_CONNECT_SECONDS: "60" };

/** The pool that a service makes of what it is given, by its own code. */
export async function openPool(stage: FaultyStage, item: ServiceItem): Promise<ServicePool> {
  const module = (file: string) => import(pathToFileURL(join(stage.sources.folderOf(item.name), "dist", file)).href);
  const config = (await module("config.js")).readConfig({ ...stage.envOf(item), ...PATIENT });
  const database = await module("database.js");
  const log = { warn: () => undefined };
  // Prisma keeps its pool to itself.
  return item.driver === "mariadb"
    ? (await module("pool.js")).createDatabasePool(config, database.databaseOptions(config), log)
    : database.openDatabase(config, log);
}
