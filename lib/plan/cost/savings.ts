import { isObject, type Resource, type Resources, text } from "../resources/index.ts";
import type { Bill, Saving } from "../types.ts";
import { priceUnit } from "./bill.ts";
import { serviceName, sizeOf, tasksOf } from "./compute.ts";
import { cacheName, data, databaseName } from "./data.ts";
import type { Item } from "./items.ts";
import { cents } from "./round.ts";

/** What a saving takes away, from nothing to what hurts when a zone fails: the cheapest come first. */
const LOSSES = ["nothing", "comfort", "headroom", "resilience"] as const;
type Loss = (typeof LOSSES)[number];

/** A way to save, before it is known whether it saves anything. */
interface Idea extends Omit<Saving, "usd"> {
  loss: Loss;
  usd: number | null;
}

/** What some units cost a month; null where a price is not known. */
function worth(items: readonly Pick<Item, "units">[]): number | null {
  const prices = items.flatMap(({ units }) => units.map((unit) => priceUnit(unit).usd));
  return prices.includes(null) ? null : prices.reduce<number>((sum, usd) => sum + (usd ?? 0), 0);
}

const minus = (before: number | null, after: number | null): number | null =>
  before === null || after === null ? null : before - after;

const costOf = (resource: Resource, resources: Resources): number | null =>
  worth(data[resource.type]?.(resource, resources) ?? []);

/** The same resource with other inputs: what would it cost? */
const changed = (resource: Resource, inputs: Resource["inputs"], resources: Resources): number | null =>
  costOf({ ...resource, inputs: { ...resource.inputs, ...inputs } }, resources);

/** `db.t4g.medium` → `db.t4g.small`, `cache.t4g.small` → `cache.t4g.micro`; null for the smallest. */
function smaller(type: string): string | null {
  const sizes = ["micro", "small", "medium", "large", "xlarge", "2xlarge", "4xlarge"];
  const [prefix, family, size] = type.split(".");
  const at = sizes.indexOf(size ?? "");
  return at <= 0 ? null : `${prefix}.${family}.${sizes[at - 1]}`;
}

const line = (bill: Bill, id: string): number | null =>
  bill.lines.find((candidate) => candidate.id === id)?.usd ?? null;

const services = (resources: Resources): Resource[] => resources.of("aws:ecs/service:Service");

function arm(resources: Resources): Idea[] {
  const intel = services(resources).filter(({ inputs }) => !sizeOf(resources.named(inputs.taskDefinition)).arm);
  if (intel.length === 0) return [];
  const cost = (kind: string) =>
    worth(
      intel.map((service) => {
        const { vcpu, gb } = sizeOf(resources.named(service.inputs.taskDefinition));
        const tasks = tasksOf(service, resources);
        const unit = (price: string, quantity: number) => ({
          price: `${price}${kind}`,
          quantity: quantity * tasks,
          region: service.region,
        });
        return { units: [unit("fargateVcpu", vcpu), unit("fargateGb", gb)] };
      }),
    );
  return [
    {
      id: "arm",
      what: "run the services on Arm",
      how: 'architecture: "arm64" for the services, images built for linux/arm64',
      price: "every image and native package must exist for Arm",
      loss: "nothing",
      usd: minus(cost(""), cost(":arm")),
    },
  ];
}

function valkey(resources: Resources): Idea[] {
  return resources
    .of("aws:elasticache/replicationGroup:ReplicationGroup")
    .filter(({ inputs }) => inputs.engine !== "valkey")
    .map((cache) => ({
      id: `valkey:${cacheName(cache, resources)}`,
      what: `cache ${cacheName(cache, resources)}: Valkey instead of Redis`,
      how: "engine valkey, which speaks the same protocol",
      price: "nothing; ElastiCache moves a cache to it in place",
      loss: "nothing",
      usd: minus(costOf(cache, resources), changed(cache, { engine: "valkey" }, resources)),
    }));
}

function tunnel(_: Resources, bill: Bill): Idea[] {
  return [
    {
      id: "tunnel",
      what: "no tunnel until somebody needs it",
      how: "tunnel: false in infra/stage.ts",
      price: "people reach databases and caches after a deploy only",
      loss: "comfort",
      usd: line(bill, "tunnel"),
    },
  ];
}

function healthChecks({ simulation }: Resources, bill: Bill): Idea[] {
  if (/(^|-)production$/.test(simulation.stage)) return [];
  return [
    {
      id: "health",
      what: "no health checks from outside",
      how: "healthChecks: false in infra/stage.ts",
      price: "nobody hears of an outage that only visitors see",
      loss: "comfort",
      usd: line(bill, "health"),
    },
  ];
}

function smallerStores(resources: Resources): Idea[] {
  const kinds = [
    { what: "database", types: ["aws:rds/instance:Instance"], input: "instanceClass", name: databaseName },
    { what: "cache", types: ["aws:elasticache/replicationGroup:ReplicationGroup"], input: "nodeType", name: cacheName },
  ];
  return kinds.flatMap(({ what, types, input, name }) =>
    resources.of(...types).flatMap((store): Idea[] => {
      const to = smaller(text(store.inputs[input]));
      if (to === null) return [];
      return [
        {
          id: `smaller:${what}:${name(store, resources)}`,
          what: `${what} ${name(store, resources)}: ${to}`,
          how: `${what} sizes in infra/stage.ts, when the alarms on memory and CPU stay quiet`,
          price: "half of its memory",
          loss: "headroom",
          usd: minus(costOf(store, resources), changed(store, { [input]: to }, resources)),
        },
      ];
    }),
  );
}

function oneTask(resources: Resources): Idea[] {
  const spare = services(resources).filter((service) => tasksOf(service, resources) > 1);
  if (spare.length === 0) return [];
  const cost = worth(
    spare.map((service) => {
      const { vcpu, gb, arm: isArm } = sizeOf(resources.named(service.inputs.taskDefinition));
      const kind = isArm ? ":arm" : "";
      const fewer = tasksOf(service, resources) - 1;
      const unit = (price: string, quantity: number) => ({
        price: `${price}${kind}`,
        quantity: quantity * fewer,
        region: service.region,
      });
      return { units: [unit("fargateVcpu", vcpu), unit("fargateGb", gb)] };
    }),
  );
  return [
    {
      id: "tasks",
      what: `one task at least of ${spare.map((service) => serviceName(service, resources)).join(", ")}`,
      how: "scaling: { min: 1 } in infra/services/",
      price: "an outage of a minute or two when that task or its zone fails",
      loss: "resilience",
      usd: cost,
    },
  ];
}

function oneNat(resources: Resources): Idea[] {
  const gateways = resources.of("aws:ec2/natGateway:NatGateway");
  const [first] = gateways;
  if (first === undefined || gateways.length < 2) return [];
  const unit = (price: string) => ({ price, quantity: gateways.length - 1, region: first.region });
  return [
    {
      id: "nat",
      what: "one NAT gateway for all zones",
      how: "nat in infra/network.ts",
      price: "calls out of the stage stop when its zone fails; traffic between zones is billed",
      loss: "resilience",
      usd: worth([{ units: [unit("natGateway"), unit("publicIpv4")] }]),
    },
  ];
}

function replicas(resources: Resources): Idea[] {
  return resources.of("aws:rds/cluster:Cluster").flatMap((cluster): Idea[] => {
    const scaling = cluster.inputs.serverlessv2ScalingConfiguration;
    const members = resources
      .of("aws:rds/clusterInstance:ClusterInstance")
      .filter(({ inputs }) => inputs.clusterIdentifier === cluster.id);
    if (!isObject(scaling) || members.length < 2) return [];
    const total = costOf(cluster, resources);
    return [
      {
        id: `replica:${databaseName(cluster, resources)}`,
        what: `database ${databaseName(cluster, resources)}: no replica`,
        how: "replicas: 0 in infra/stage.ts",
        price: "ten minutes instead of one until the database is back when its zone fails",
        loss: "resilience",
        usd: total === null ? null : total - total / members.length,
      },
    ];
  });
}

const IDEAS: readonly ((resources: Resources, bill: Bill) => Idea[])[] = [
  arm,
  valkey,
  tunnel,
  healthChecks,
  smallerStores,
  oneTask,
  oneNat,
  replicas,
];

/** Less than this is not worth a change, in dollars a month. */
const LEAST = 0.5;
const SHOWN = 3;

/** The ways to save that take least away, and of those the ones that save most. What has no known price is not offered. */
export const savingsOf = (resources: Resources, bill: Bill): Saving[] =>
  IDEAS.flatMap((idea) => idea(resources, bill))
    .filter((idea): idea is Idea & { usd: number } => idea.usd !== null && idea.usd >= LEAST)
    .sort((one, other) => LOSSES.indexOf(one.loss) - LOSSES.indexOf(other.loss) || other.usd - one.usd)
    .slice(0, SHOWN)
    .map(({ loss: _, usd, ...idea }) => ({ ...idea, usd: cents(usd) }));
