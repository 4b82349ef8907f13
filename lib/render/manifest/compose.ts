import { sqlName } from "../../answers/names.ts";
import type { CacheView, DatabaseView, View } from "../../answers/view.ts";
import { localCachePorts, localDatabasePorts } from "./local-ports.ts";

interface LocalDatabase extends DatabaseView {
  image: string;
  localPort: number;
  /** Where the image keeps its data: PostgreSQL's moved in version 18. */
  data: string;
  /** Logical databases, each with a role of the same name. */
  roles: string[];
}

interface LocalCache extends CacheView {
  image: string;
  localPort: number;
}

export interface ComposeItem {
  id: string;
  databases: LocalDatabase[];
  caches: LocalCache[];
}

const CACHE_IMAGES: Record<CacheView["engine"], string> = {
  valkey: "valkey/valkey:8.1-alpine",
  redis: "redis:7.2-alpine",
};

const dataFolder = ({ family, version }: DatabaseView): string => {
  if (family === "mysql") return "/var/lib/mysql";
  return Number(version) >= 18 ? "/var/lib/postgresql" : "/var/lib/postgresql/data";
};

/** The containers for local work: one item, or none where there is neither a database nor a cache. */
export function composeItems(view: View): ComposeItem[] {
  const databasePorts = localDatabasePorts(view);
  const cachePorts = localCachePorts(view);
  const databases = view.databases.map((database) => ({
    ...database,
    image: `${database.family === "postgres" ? "postgres" : "mysql"}:${database.version}`,
    localPort: databasePorts.get(database.name) as number,
    data: dataFolder(database),
    roles: database.services.map(sqlName),
  }));
  const caches = view.caches.map((cache) => ({
    ...cache,
    image: CACHE_IMAGES[cache.engine],
    localPort: cachePorts.get(cache.name) as number,
  }));
  return databases.length + caches.length === 0 ? [] : [{ id: "compose", databases, caches }];
}
