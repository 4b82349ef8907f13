import { isObject, list, number, type Resource, type Resources, shortName, text } from "../resources/index.ts";
import { amount, type Pricer, units } from "./items.ts";

/** `postgres`, `mysql`, or the engine itself: what the price list calls a family. */
const family = (engine: string): string =>
  engine.endsWith("postgresql") || engine === "postgres" ? "postgres" : engine.endsWith("mysql") ? "mysql" : engine;

export const databaseName = (resource: Resource, resources: Resources): string =>
  shortName(resource, resources, resource.inputs.identifier ?? resource.inputs.clusterIdentifier);

const instance: Pricer = (resource, resources) => {
  const { inputs, region, urn } = resource;
  const name = databaseName(resource, resources);
  const type = text(inputs.instanceClass, "unknown");
  const copies = inputs.multiAz === true ? 2 : 1;
  const gb = number(inputs.allocatedStorage, 0);
  const disk = text(inputs.storageType, "gp2");
  return [
    {
      line: `database:${name}`,
      label: `Database ${name}`,
      detail: `${type}${copies === 2 ? " Multi-AZ" : ""}, ${gb} GB`,
      // A standby is billed as a second instance with a disk of its own.
      units: units(region, {
        [`${type}:${family(text(inputs.engine))}`]: copies,
        [`rdsDisk.${disk}`]: gb * copies,
        ...(disk === "io1" || disk === "io2" ? { [`rdsIops.${disk}`]: number(inputs.iops, 0) * copies } : {}),
      }),
      urn,
    },
  ];
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
  const { inputs, region, urn } = resource;
  const name = databaseName(resource, resources);
  const members = membersOf(resource, resources);
  const scaling = isObject(inputs.serverlessv2ScalingConfiguration) ? inputs.serverlessv2ScalingConfiguration : {};
  const least = number(scaling.minCapacity, 0);
  const serverless = members.filter(({ inputs: { instanceClass } }) => instanceClass === "db.serverless");
  const provisioned = members
    .filter((member) => !serverless.includes(member))
    .map((member) => text(member.inputs.instanceClass, "unknown"));
  return [
    {
      line: `database:${name}`,
      label: `Database ${name}`,
      detail: [
        ...(serverless.length > 0 ? [`${amount(serverless.length, "Aurora instance")} of at least ${least} ACU`] : []),
        ...(provisioned.length > 0 ? [provisioned.join(", ")] : []),
      ].join(", "),
      units: [
        ...units(region, { auroraAcu: least * serverless.length }),
        ...provisioned.flatMap((type) => units(region, { [`${type}:aurora`]: 1 })),
      ],
      urn,
    },
  ];
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

const cache: Pricer = (resource, resources) => {
  const { inputs, region, urn } = resource;
  const name = cacheName(resource, resources);
  const nodes = nodesOf(resource);
  const type = text(inputs.nodeType, "unknown");
  return [
    {
      line: `cache:${name}`,
      label: `Cache ${name}`,
      detail: `${amount(nodes, "node")} of ${type}`,
      units: units(region, { [`${type}:${text(inputs.engine, "redis")}`]: nodes }),
      urn,
    },
  ];
};

export const data: Readonly<Record<string, Pricer>> = {
  "aws:rds/instance:Instance": instance,
  "aws:rds/cluster:Cluster": cluster,
  // Counted with their cluster.
  "aws:rds/clusterInstance:ClusterInstance": () => [],
  "aws:elasticache/replicationGroup:ReplicationGroup": cache,
  "aws:elasticache/cluster:Cluster": cache,
};
