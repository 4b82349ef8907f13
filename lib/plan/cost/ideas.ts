import { SLEEP_AT } from "../../answers/sleep/hours.ts";
import { sleepTimes } from "../../answers/sleep/times.ts";
import { SLEEPERS } from "../../answers/vocabulary.ts";
import { turnOf } from "../../proof/judges/sleep.ts";
import { isObject, number, type Resource, type Resources, text } from "../resources/index.ts";
import { insightsOf, serviceName, sizeOf, tasksOf } from "./compute.ts";
import { cacheName, databaseName } from "./data.ts";

/** What a saving takes away, from nothing to what hurts when a zone fails: the cheapest come first. */
export const LOSSES = ["nothing", "comfort", "headroom", "resilience"] as const;

/** A resource with other inputs, or with others beside it; null where it goes. */
export type Edit = (resource: Resource) => Resource | Resource[] | null;

/** A way to save: an edit of the resources, whose bill is compared with the one before. */
export interface Idea {
  id: string;
  what: string;
  how: string;
  /** What it takes away. */
  price: string;
  loss: (typeof LOSSES)[number];
  edit: Edit;
}

type Find = (resources: Resources) => Idea[];

const isProduction = ({ simulation }: Resources): boolean => /(^|-)production$/.test(simulation.stage);

/** Other inputs for resources of a type. */
const inputs =
  (type: string, change: (resource: Resource) => Resource["inputs"]): Edit =>
  (resource) =>
    resource.type === type ? { ...resource, inputs: { ...resource.inputs, ...change(resource) } } : resource;

const without =
  (...gone: readonly Resource[]): Edit =>
  (resource) =>
    gone.some(({ urn }) => urn === resource.urn) ? null : resource;

const services = (resources: Resources): Resource[] => resources.of("aws:ecs/service:Service");

const arm: Find = (resources) =>
  services(resources).every(({ inputs: { taskDefinition } }) => sizeOf(resources.named(taskDefinition)).arm)
    ? []
    : [
        {
          id: "arm",
          what: "run the services on Arm",
          how: "--architecture arm64",
          price: "every image and native package must exist for Arm",
          loss: "nothing",
          edit: inputs("aws:ecs/taskDefinition:TaskDefinition", () => ({
            runtimePlatform: { cpuArchitecture: "ARM64", operatingSystemFamily: "LINUX" },
          })),
        },
      ];

const ON_SPOT = [{ capacityProvider: "FARGATE_SPOT", weight: 1 }];

const spot: Find = (resources) =>
  isProduction(resources) || services(resources).length === 0
    ? []
    : [
        {
          id: "spot",
          what: "run the services on Fargate Spot",
          how: "--capacity spot",
          price: "AWS may take a task back, two minutes after it says so",
          loss: "comfort",
          edit: inputs("aws:ecs/service:Service", () => ({ capacityProviderStrategies: ON_SPOT })),
        },
      ];

const NIGHTS = sleepTimes({ hours: SLEEP_AT[0], timezone: "UTC" });

/** A resource with the schedules that wake it, and let it sleep. */
const scheduled = (
  resource: Resource,
  times: { wake: string; sleep: string },
  operations: { wake: string; sleep: string },
  input: (awake: boolean) => object,
): Resource[] => [
  resource,
  ...(["wake", "sleep"] as const).map((turn) => ({
    ...resource,
    urn: `${resource.urn}.${turn}`,
    type: "aws:scheduler/schedule:Schedule",
    inputs: {
      scheduleExpression: times[turn],
      target: {
        arn: `arn:aws:scheduler:::aws-sdk:${operations[turn]}`,
        input: JSON.stringify(input(turn === "wake")),
      },
    },
  })),
];

const SLEEPS: Record<string, (resource: Resource) => Resource[]> = {
  "aws:ecs/service:Service": (service) =>
    scheduled(service, NIGHTS.services, { wake: "ecs:updateService", sleep: "ecs:updateService" }, (awake) => ({
      Service: text(service.inputs.name, service.name),
      DesiredCount: awake ? 1 : 0,
    })),
  "aws:rds/instance:Instance": (database) =>
    scheduled(database, NIGHTS.databases, { wake: "rds:startDBInstance", sleep: "rds:stopDBInstance" }, () => ({
      DbInstanceIdentifier: text(database.inputs.identifier),
    })),
};

/** Only stages that the answers may let sleep, and that do not yet. */
const sleep: Find = (resources) =>
  !SLEEPERS.some((name) => resources.simulation.stage.split("-").at(-1) === name) ||
  resources.of("aws:scheduler/schedule:Schedule").some((schedule) => turnOf(schedule) !== null)
    ? []
    : [
        {
          id: "sleep",
          what: "let it sleep at night and at weekends",
          how: `--sleep-hours "${SLEEP_AT[0]}"`,
          price: "who works late wakes it, and waits some minutes",
          loss: "comfort",
          edit: (resource) => SLEEPS[resource.type]?.(resource) ?? resource,
        },
      ];

/** Alarms, and metrics inside of their expressions, read what Container Insights write. */
const readsInsights = (resources: Resources): boolean =>
  resources
    .of("aws:cloudwatch/metricAlarm:MetricAlarm")
    .some(({ inputs }) => JSON.stringify(inputs).includes("ECS/ContainerInsights"));

const insights: Find = (resources) => {
  const off = readsInsights(resources) ? "enabled" : "disabled";
  return resources.of("aws:ecs/cluster:Cluster").flatMap((cluster): Idea[] =>
    [off, "disabled"].includes(insightsOf(cluster))
      ? []
      : [
          {
            id: "insights",
            what: off === "disabled" ? "no Container Insights" : "Container Insights without tasks and containers",
            how: `containerInsights: "${off}" in infra/stage.ts`,
            price: "which of its tasks was short of what is not seen",
            loss: "comfort",
            edit: inputs("aws:ecs/cluster:Cluster", () => ({ settings: [{ name: "containerInsights", value: off }] })),
          },
        ],
  );
};

const valkey: Find = (resources) =>
  resources
    .of("aws:elasticache/replicationGroup:ReplicationGroup")
    .filter(({ inputs }) => inputs.engine !== "valkey")
    .map((cache) => ({
      id: `valkey:${cacheName(cache, resources)}`,
      what: `cache ${cacheName(cache, resources)}: Valkey instead of Redis`,
      how: "engine valkey, which speaks the same protocol",
      price: "nothing; ElastiCache moves a cache to it in place",
      loss: "nothing",
      edit: (resource) =>
        resource.urn === cache.urn ? { ...resource, inputs: { ...resource.inputs, engine: "valkey" } } : resource,
    }));

const tunnel: Find = (resources) =>
  resources
    .of("aws:ec2/instance:Instance")
    .filter(({ name }) => name === "Tunnel")
    .map((instance) => ({
      id: "tunnel",
      what: "no tunnel until somebody needs it",
      how: "--tunnel none, or tunnel: false in infra/stage.ts",
      price: "people reach databases and caches after a deploy only",
      loss: "comfort",
      edit: without(instance),
    }));

const healthChecks: Find = (resources) =>
  isProduction(resources)
    ? []
    : [
        {
          id: "health",
          what: "no health checks from outside",
          how: "healthChecks: false in infra/stage.ts",
          price: "nobody hears of an outage that only visitors see",
          loss: "comfort",
          edit: without(...resources.of("aws:route53/healthCheck:HealthCheck")),
        },
      ];

/** `db.t4g.medium` → `db.t4g.small`, `cache.t4g.small` → `cache.t4g.micro`; null for the smallest. */
function smaller(type: string): string | null {
  const sizes = ["micro", "small", "medium", "large", "xlarge", "2xlarge", "4xlarge"];
  const [prefix, family, size] = type.split(".");
  const at = sizes.indexOf(size ?? "");
  return at <= 0 ? null : `${prefix}.${family}.${sizes[at - 1]}`;
}

const STORES = [
  { what: "database", type: "aws:rds/instance:Instance", input: "instanceClass", name: databaseName },
  { what: "cache", type: "aws:elasticache/replicationGroup:ReplicationGroup", input: "nodeType", name: cacheName },
];

const smallerStores: Find = (resources) =>
  STORES.flatMap(({ what, type, input, name }) =>
    resources.of(type).flatMap((store): Idea[] => {
      const to = smaller(text(store.inputs[input]));
      return to === null
        ? []
        : [
            {
              id: `smaller:${what}:${name(store, resources)}`,
              what: `${what} ${name(store, resources)}: ${to}`,
              how: `${what} sizes in infra/stage.ts, when the alarms on memory and CPU stay quiet`,
              price: "half of its memory",
              loss: "headroom",
              edit: (resource) =>
                resource.urn === store.urn ? { ...resource, inputs: { ...resource.inputs, [input]: to } } : resource,
            },
          ];
    }),
  );

const oneTask: Find = (resources) => {
  const spare = services(resources).filter((service) => tasksOf(service, resources) > 1);
  if (spare.length === 0) return [];
  return [
    {
      id: "tasks",
      what: `one task at least of ${spare.map((service) => serviceName(service, resources)).join(", ")}`,
      how: "scaling: { min: 1 } in infra/services/",
      price: "an outage of a minute or two when that task or its zone fails",
      loss: "resilience",
      edit: inputs("aws:appautoscaling/target:Target", ({ inputs: { minCapacity } }) => ({
        minCapacity: Math.min(1, number(minCapacity, 1)),
      })),
    },
  ];
};

const oneNat: Find = (resources) => {
  const [first, ...others] = resources.of("aws:ec2/natGateway:NatGateway");
  if (first === undefined || others.length === 0) return [];
  const held = others.map(({ inputs }) => resources.of("aws:ec2/eip:Eip").find(({ id }) => id === inputs.allocationId));
  return [
    {
      id: "nat",
      what: "one NAT gateway for all zones",
      how: "nat in infra/network.ts",
      price: "calls out of the stage stop when its zone fails; traffic between zones is billed",
      loss: "resilience",
      edit: without(...others, ...held.filter((address) => address !== undefined)),
    },
  ];
};

const replicas: Find = (resources) =>
  resources.of("aws:rds/cluster:Cluster").flatMap((cluster): Idea[] => {
    const [, ...others] = resources
      .of("aws:rds/clusterInstance:ClusterInstance")
      .filter(({ inputs }) => inputs.clusterIdentifier === cluster.id);
    if (!isObject(cluster.inputs.serverlessv2ScalingConfiguration) || others.length === 0) return [];
    return [
      {
        id: `replica:${databaseName(cluster, resources)}`,
        what: `database ${databaseName(cluster, resources)}: no replica`,
        how: "replicas: 0 in infra/stage.ts",
        price: "ten minutes instead of one until the database is back when its zone fails",
        loss: "resilience",
        edit: without(...others),
      },
    ];
  });

export const IDEAS: readonly Find[] = [
  arm,
  spot,
  sleep,
  insights,
  valkey,
  tunnel,
  healthChecks,
  smallerStores,
  oneTask,
  oneNat,
  replicas,
];
