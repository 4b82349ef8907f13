import { queues, takersOf } from "../../proof/judges/job-queues.ts";
import { Stack } from "../../proof/simulate/stack.ts";
import { type Edge, KINDS, type Node, type Part } from "../../render/diagram/graph.ts";
import { cacheName, databaseName } from "../cost/data.ts";
import { isObject, type Resource, type Resources, shortName, text } from "../resources/index.ts";

/** Engines as AWS spells them. */
const ENGINES = new Map([
  ["postgres", "RDS PostgreSQL"],
  ["mysql", "RDS MySQL"],
  ["mariadb", "RDS MariaDB"],
  ["aurora-postgresql", "Aurora PostgreSQL"],
  ["aurora-mysql", "Aurora MySQL"],
  ["valkey", "ElastiCache Valkey"],
  ["redis", "ElastiCache Redis"],
]);

const engineOf = ({ inputs }: Resource, otherwise: string): string => {
  const engine = text(inputs.engine, otherwise);
  return ENGINES.get(engine) ?? engine;
};

const versionOf = ({ inputs }: Resource): string[] => {
  const version = text(inputs.engineVersion).split(".").slice(0, 2).join(".");
  return version === "" ? [] : [`version ${version}`];
};

/** Stores, each with the host names that its clients know it by. */
export const STORES: Readonly<
  Record<
    string,
    {
      /** In the region, where others are in the network. */
      tier?: "region";
      kind: (store: Resource) => string;
      name: typeof databaseName;
      details: (store: Resource) => string[];
    }
  >
> = {
  "aws:rds/instance:Instance": {
    kind: (store) => engineOf(store, "RDS"),
    name: databaseName,
    details: (store) => [
      ...versionOf(store),
      `${text(store.inputs.instanceClass)}${store.inputs.multiAz === true ? ", Multi-AZ" : ""}`,
    ],
  },
  "aws:rds/cluster:Cluster": {
    kind: (store) => engineOf(store, "Aurora"),
    name: databaseName,
    details: (store) => {
      const scaling = store.inputs.serverlessv2ScalingConfiguration;
      const capacity = isObject(scaling) ? [`${text(scaling.minCapacity)} to ${text(scaling.maxCapacity)} ACU`] : [];
      return [...versionOf(store), ...capacity];
    },
  },
  "aws:elasticache/replicationGroup:ReplicationGroup": {
    kind: (store) => engineOf(store, "redis"),
    name: cacheName,
    details: (store) => [
      ...versionOf(store),
      `${text(store.inputs.numCacheClusters, "1")} × ${text(store.inputs.nodeType)}`,
    ],
  },
  "aws:dynamodb/table:Table": {
    tier: "region",
    kind: () => "DynamoDB",
    name: (store, resources) => shortName(store, resources, store.inputs.name),
    details: () => [],
  },
  "aws:s3/bucket:Bucket": {
    tier: "region",
    kind: () => KINDS.bucket,
    name: (store, resources) => shortName(store, resources),
    details: () => [],
  },
  "aws:sesv2/configurationSet:ConfigurationSet": {
    tier: "region",
    kind: () => KINDS.email,
    name: (store, resources) =>
      text(
        resources
          .of("aws:sesv2/emailIdentity:EmailIdentity")
          .find(({ inputs }) => inputs.configurationSetName === store.inputs.configurationSetName)?.inputs
          .emailIdentity,
      ),
    details: () => [],
  },
  [queues]: {
    tier: "region",
    kind: () => KINDS.queue,
    name: (store, resources) => shortName(store, resources, store.inputs.name),
    details: () => [],
  },
};

/** Texts by which others refer to a store: host names, names of buckets, ARNs, URLs. */
const HANDLES = [
  "address",
  "endpoint",
  "readerEndpoint",
  "primaryEndpointAddress",
  "configurationEndpointAddress",
  "bucket",
  "configurationSetName",
  "arn",
  "url",
];
export const handlesOf = ({ outputs }: Resource): string[] =>
  HANDLES.map((key) => text(outputs[key])).filter((value) => value.length > 8);

/** What a task definition says, with the secrets that it is given: a connection is somewhere in it. */
function connectionsOf(definition: Resource | undefined, resources: Resources): string {
  if (definition === undefined) return "";
  const said = text(definition.inputs.containerDefinitions);
  const versions = resources
    .of("aws:secretsmanager/secretVersion:SecretVersion")
    .filter(({ inputs }) => said.includes(text(inputs.secretId, "\0")));
  return [said, ...versions.map(({ inputs }) => text(inputs.secretString))].join("\n");
}

const definitionOf = ({ type, inputs }: Resource, resources: Resources): Resource | undefined => {
  const target =
    isObject(inputs.target) && isObject(inputs.target.ecsParameters)
      ? inputs.target.ecsParameters.taskDefinitionArn
      : undefined;
  return resources.named(type === "aws:ecs/service:Service" ? inputs.taskDefinition : target);
};

/** Who uses a store leads to it; jobs lead from a queue to its worker. */
function edgeOf(user: Resource, store: Resource, { simulation }: Resources): Edge {
  if (store.type !== queues) return { from: user.urn, to: store.urn, label: "" };
  const takes = takersOf(store, new Stack(simulation)).some(({ by }) => by.urn === user.urn);
  const [from, to] = takes ? [store, user] : [user, store];
  return { from: from.urn, to: to.urn, label: "jobs" };
}

/** Databases, caches, tables, buckets, queues and mail, and who connects to them. */
export function stores(resources: Resources): Part {
  const found = resources.of(...Object.keys(STORES));
  const nodes = found.map((store): Node => {
    const row = STORES[store.type] as (typeof STORES)[string];
    return {
      id: store.urn,
      tier: row.tier ?? "store",
      kind: row.kind(store),
      title: row.name(store, resources),
      details: row.details(store),
    };
  });
  const edges = resources.of("aws:ecs/service:Service", "aws:scheduler/schedule:Schedule").flatMap((user): Edge[] => {
    const said = connectionsOf(definitionOf(user, resources), resources);
    return found
      .filter((store) => handlesOf(store).some((handle) => said.includes(handle)))
      .map((store) => edgeOf(user, store, resources));
  });
  return { nodes, edges };
}
