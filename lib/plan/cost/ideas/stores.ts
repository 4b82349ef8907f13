import { isObject, text } from "../../resources/index.ts";
import { cacheName, databaseName } from "../data.ts";
import { inputsOf, ofEach, without } from "./idea.ts";

/** Databases and caches. */

const CACHE = "aws:elasticache/replicationGroup:ReplicationGroup";

export const valkey = ofEach(CACHE, (cache, resources) =>
  cache.inputs.engine === "valkey"
    ? null
    : {
        id: `valkey:${cacheName(cache, resources)}`,
        what: `cache ${cacheName(cache, resources)}: Valkey instead of Redis`,
        how: "engine valkey, which speaks the same protocol",
        price: "nothing; ElastiCache moves a cache to it in place",
        loss: "nothing",
        edit: inputsOf(cache, { engine: "valkey" }),
      },
);

/** `db.t4g.medium` → `db.t4g.small`, `cache.t4g.small` → `cache.t4g.micro`; null for the smallest. */
function smaller(type: string): string | null {
  const sizes = ["micro", "small", "medium", "large", "xlarge", "2xlarge", "4xlarge"];
  const [prefix, family, size] = type.split(".");
  const at = sizes.indexOf(size ?? "");
  return at <= 0 ? null : `${prefix}.${family}.${sizes[at - 1]}`;
}

const STORES = [
  { what: "database", type: "aws:rds/instance:Instance", input: "instanceClass", name: databaseName },
  { what: "cache", type: CACHE, input: "nodeType", name: cacheName },
];

export const smallerStores = STORES.map(({ what, type, input, name }) =>
  ofEach(type, (store, resources) => {
    const to = smaller(text(store.inputs[input]));
    return to === null
      ? null
      : {
          id: `smaller:${what}:${name(store, resources)}`,
          what: `${what} ${name(store, resources)}: ${to}`,
          how: `${what} sizes in infra/stage.ts, when the alarms on memory and CPU stay quiet`,
          price: "half of its memory",
          loss: "headroom",
          edit: inputsOf(store, { [input]: to }),
        };
  }),
);

export const replicas = ofEach("aws:rds/cluster:Cluster", (cluster, resources) => {
  const [, ...others] = resources
    .of("aws:rds/clusterInstance:ClusterInstance")
    .filter(({ inputs }) => inputs.clusterIdentifier === cluster.id);
  if (!isObject(cluster.inputs.serverlessv2ScalingConfiguration) || others.length === 0) return null;
  return {
    id: `replica:${databaseName(cluster, resources)}`,
    what: `database ${databaseName(cluster, resources)}: no replica`,
    how: "replicas: 0 in infra/stage.ts",
    price: "ten minutes instead of one until the database is back when its zone fails",
    loss: "resilience",
    edit: without(...others),
  };
});
