import { rowOf, type TypeWith } from "../../resources/types.ts";
import { amount } from "../../system/amount.ts";
import { insightsOf, serviceName, sizeOf, tasksOf } from "../cost/compute.ts";
import { cacheName, databaseName } from "../cost/data.ts";
import type { Notable } from "../types.ts";
import { isObject, list, number, type PlainObject, type Resource, type Resources, shortName, text } from "./index.ts";

/** The settings of a resource that people ask about, for each type whose row says what it is called where they are listed. */

type Listed = TypeWith<{ listed: string }>;
type Settings = Record<string, string | false | undefined>;
type Describe = (resource: Resource, resources: Resources) => { name: string; settings: Settings };

const yes = (value: unknown): string => (value === true ? "yes" : "no");
const days = (value: PlainObject[string] | undefined): string => amount(number(value, 0), "day");
const object = (value: PlainObject[string] | undefined): PlainObject => (isObject(value) ? value : {});

/** Whether a rule of a firewall does more than count. */
const blocks = (rule: PlainObject[string]): boolean =>
  isObject(rule) &&
  [object(rule.overrideAction).none, object(rule.action).block].some(
    (action) => action !== undefined && action !== null,
  );

/** Names of the same thing in different stages are equal: the stage's own name is taken out. */
const named =
  (settings: (inputs: PlainObject, resource: Resource, resources: Resources) => Settings): Describe =>
  (resource, resources) => ({
    name: shortName(resource, resources, resource.inputs.name),
    settings: settings(resource.inputs, resource, resources),
  });

const service: Describe = (resource, resources) => {
  const { inputs } = resource;
  const { vcpu, gb, arm } = sizeOf(resources.named(inputs.taskDefinition));
  const least = tasksOf(resource, resources);
  const scaling = resources
    .of("aws:appautoscaling/target:Target")
    .find(({ parent }) => parent !== undefined && parent === resource.parent);
  const most = number(scaling?.inputs.maxCapacity, least);
  const pool = /"name":"DB_POOL_SIZE","value":"(\d+)"/.exec(
    text(resources.named(inputs.taskDefinition)?.inputs.containerDefinitions),
  )?.[1];
  return {
    name: serviceName(resource, resources),
    settings: {
      tasks: least === most ? String(least) : `${least} to ${most}`,
      size: `${vcpu} vCPU, ${gb} GB${arm ? ", Arm" : ""}`,
      "public IP": yes(object(inputs.networkConfiguration).assignPublicIp),
      "database connections": pool !== undefined && `${pool} a task`,
    },
  };
};

const database: Describe = (resource, resources) => {
  const { inputs } = resource;
  const scaling = object(inputs.serverlessv2ScalingConfiguration);
  const serverless = Object.keys(scaling).length > 0;
  return {
    name: databaseName(resource, resources),
    settings: {
      engine: `${text(inputs.engine)} ${text(inputs.engineVersion)}`.trim(),
      class: inputs.instanceClass !== undefined && text(inputs.instanceClass),
      capacity: serverless && `${number(scaling.minCapacity, 0)} to ${number(scaling.maxCapacity, 0)} ACU`,
      "Multi-AZ": inputs.instanceClass !== undefined && yes(inputs.multiAz),
      storage:
        inputs.allocatedStorage !== undefined &&
        `${number(inputs.allocatedStorage, 0)} to ${number(inputs.maxAllocatedStorage, number(inputs.allocatedStorage, 0))} GB`,
      backups: days(inputs.backupRetentionPeriod),
      encrypted: yes(inputs.storageEncrypted),
      protection: yes(inputs.deletionProtection),
      public: inputs.publiclyAccessible === true && "yes",
    },
  };
};

const cache: Describe = (resource, resources) => {
  const { inputs } = resource;
  return {
    name: cacheName(resource, resources),
    settings: {
      engine: `${text(inputs.engine, "redis")} ${text(inputs.engineVersion)}`.trim(),
      node: text(inputs.nodeType),
      nodes: String(Math.max(1, number(inputs.numCacheClusters, 1))),
      "Multi-AZ": yes(inputs.multiAzEnabled),
      snapshots: days(inputs.snapshotRetentionLimit),
      "encrypted in transit": yes(inputs.transitEncryptionEnabled),
    },
  };
};

const DESCRIBED: Readonly<Record<Listed, Describe>> = {
  "aws:ec2/vpc:Vpc": named(({ cidrBlock }) => ({ addresses: text(cidrBlock) })),
  "aws:lb/loadBalancer:LoadBalancer": (resource, resources) => ({
    name: shortName(resource, resources),
    settings: {
      internal: yes(resource.inputs.internal),
      protection: yes(resource.inputs.enableDeletionProtection),
      listeners: resources
        .of("aws:lb/listener:Listener")
        .filter(({ inputs }) => inputs.loadBalancerArn === resource.outputs.arn)
        .map(({ inputs }) => `${text(inputs.protocol)} ${text(inputs.port)}`)
        .sort()
        .join(", "),
    },
  }),
  "aws:wafv2/webAcl:WebAcl": named(({ rules }) => ({
    rules: String(list(rules).length),
    blocks: yes(list(rules).some(blocks)),
  })),
  "aws:cloudfront/distribution:Distribution": (resource, resources) => ({
    name: shortName(resource, resources),
    settings: {
      hosts:
        list(resource.inputs.aliases)
          .map((alias) => text(alias))
          .join(", ") || "its own",
    },
  }),
  "aws:ecs/cluster:Cluster": (resource) => ({ name: "", settings: { insights: insightsOf(resource) } }),
  "aws:ecs/service:Service": service,
  "aws:scheduler/schedule:Schedule": named(({ scheduleExpression, scheduleExpressionTimezone, state }) => ({
    when: `${text(scheduleExpression)} ${text(scheduleExpressionTimezone, "UTC")}`,
    state: text(state, "ENABLED").toLowerCase(),
  })),
  "aws:rds/instance:Instance": database,
  "aws:rds/cluster:Cluster": database,
  "aws:elasticache/replicationGroup:ReplicationGroup": cache,
  "aws:s3/bucket:Bucket": (resource, resources) => ({
    name: shortName(resource, resources),
    settings: { "may be emptied": yes(resource.inputs.forceDestroy) },
  }),
  "aws:backup/plan:Plan": ({ inputs }) => {
    const rule = object(list(inputs.rules)[0]);
    const copy = object(list(rule.copyActions)[0]);
    return {
      name: "",
      settings: {
        when: text(rule.schedule),
        kept: days(object(rule.lifecycle).deleteAfter),
        "copied to": text(copy.destinationVaultArn).split(":")[3] || "nowhere",
      },
    };
  },
};

/** A resource worth a line of its own, with its settings; none for the others. */
export function notable(resource: Resource, resources: Resources): Notable[] {
  const kind = rowOf(resource.type)?.listed;
  if (kind === undefined) return [];
  const { name, settings } = DESCRIBED[resource.type as Listed](resource, resources);
  const set = Object.entries(settings).filter((entry): entry is [string, string] => typeof entry[1] === "string");
  return [{ kind, name, settings: Object.fromEntries(set) }];
}
