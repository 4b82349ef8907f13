import { auroraCluster, cacheNodes, databaseInstance } from "../../cost/things.ts";
import { isObject, list, number, type Resource, type Resources, shortName, text } from "../resources/index.ts";
import { awakeOf } from "./awake.ts";
import type { Pricer, Pricers } from "./pricer.ts";

/** `postgres`, `mysql`, or the engine itself: what the price list calls a family. */
const family = (engine: string): string =>
  engine.endsWith("postgresql") || engine === "postgres" ? "postgres" : engine.endsWith("mysql") ? "mysql" : engine;

export const databaseName = (resource: Resource, resources: Resources): string =>
  shortName(resource, resources, resource.inputs.identifier ?? resource.inputs.clusterIdentifier);

const instance: Pricer = (resource, resources) => {
  const { inputs } = resource;
  return databaseInstance(resource, {
    name: databaseName(resource, resources),
    type: text(inputs.instanceClass, "unknown"),
    family: family(text(inputs.engine)),
    multiAz: inputs.multiAz === true,
    disk: text(inputs.storageType, "gp2"),
    gb: number(inputs.allocatedStorage, 0),
    iops: ["io1", "io2"].includes(text(inputs.storageType)) ? number(inputs.iops, 0) : 0,
    longInsights:
      inputs.performanceInsightsEnabled === true && number(inputs.performanceInsightsRetentionPeriod, 7) > 7,
    awake: awakeOf(text(inputs.identifier), resources),
  });
};

const membersOf = (cluster: Resource, resources: Resources): Resource[] =>
  resources
    .of("aws:rds/clusterInstance:ClusterInstance")
    .filter(
      ({ inputs }) =>
        inputs.clusterIdentifier === cluster.id || inputs.clusterIdentifier === cluster.inputs.clusterIdentifier,
    );

/** A cluster's line is made of its instances: serverless ones count their least capacity, others their class. */
const cluster: Pricer = (resource, resources) => {
  const scaling = resource.inputs.serverlessv2ScalingConfiguration;
  const classes = membersOf(resource, resources).map(({ inputs }) => text(inputs.instanceClass, "unknown"));
  return auroraCluster(resource, {
    name: databaseName(resource, resources),
    serverless: classes.filter((type) => type === "db.serverless").length,
    least: number(isObject(scaling) ? scaling.minCapacity : undefined, 0),
    provisioned: classes.filter((type) => type !== "db.serverless"),
  });
};

export const cacheName = (resource: Resource, resources: Resources): string =>
  shortName(resource, resources, resource.inputs.replicationGroupId ?? resource.inputs.clusterId);

const nodesOf = ({ inputs }: Resource): number => {
  const shards = number(inputs.numNodeGroups, 0);
  if (shards > 0) return shards * (1 + number(inputs.replicasPerNodeGroup, 0));
  return Math.max(
    1,
    number(inputs.numCacheClusters, 0) ||
      list(inputs.preferredCacheClusterAzs).length ||
      number(inputs.numCacheNodes, 1),
  );
};

const cache: Pricer = (resource, resources) =>
  cacheNodes(resource, {
    name: cacheName(resource, resources),
    type: text(resource.inputs.nodeType, "unknown"),
    engine: text(resource.inputs.engine, "redis"),
    nodes: nodesOf(resource),
  });

export const data = {
  "aws:rds/instance:Instance": instance,
  "aws:rds/cluster:Cluster": cluster,
  // Counted with their cluster.
  "aws:rds/clusterInstance:ClusterInstance": () => [],
  "aws:elasticache/replicationGroup:ReplicationGroup": cache,
  "aws:elasticache/cluster:Cluster": cache,
} satisfies Partial<Pricers>;
