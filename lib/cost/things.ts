import { amount } from "../system/amount.ts";
import { awakeWords, type Item, type Place, units } from "./items.ts";
import { GLOBAL, priceList, priceOf } from "./prices.ts";

/**
 * What costs by the hour or the month, described once: whether it was found in the answers or among the resources of a
 * program, it is the same line of the bill.
 */

type Counted = readonly [one: string, many: string];

/** One of many equal things, which a line counts. */
const counted =
  (line: string, label: string, count: Counted, quantities: Readonly<Record<string, number>>, everywhere = false) =>
  ({ region, urn }: Place): Item[] => [
    { line, label, detail: count[0], count, units: units(everywhere ? GLOBAL : region, quantities), urn },
  ];

export const natGateway = counted("nat", "NAT gateways", ["gateway", "gateways"], { natGateway: 1 });
export const address = counted("ipv4", "Public IPv4 addresses", ["address", "addresses"], { publicIpv4: 1 });
export const secret = counted("secrets", "Secrets", ["secret", "secrets"], { secret: 1 });
export const key = counted("keys", "Encryption keys", ["key", "keys"], { kmsKey: 1 });
export const compositeAlarm = counted("alarms:composite", "Composite alarms", ["alarm", "alarms"], {
  compositeAlarm: 1,
});
export const dashboard = counted("dashboard", "Dashboard", ["dashboard", "dashboards"], { dashboard: 1 }, true);
/** One that is read in a log, and always has a value. */
export const metric = counted("metrics", "Metrics of queues", ["metric", "metrics"], { metric: 1 });
/** A private namespace of Cloud Map is a hosted zone too. */
export const hostedZone = counted("zones", "Hosted zones", ["zone", "zones"], { hostedZone: 1 }, true);

/** Billed is what AWS calls an alarm metric: each that an alarm looks at. */
export const alarm = (place: Place, { metrics = 1, fast = false } = {}): Item[] =>
  counted("alarms", "Alarms", ["alarm metric", "alarm metrics"], { [fast ? "alarm:fast" : "alarm"]: metrics })(place);

/** @param options that are billed on top: HTTPS, a string to find, fast checks, latency */
export const healthCheck = (place: Place, type: string, options: number): Item[] =>
  counted(
    "health",
    "Health checks",
    [`${type} check`, `${type} checks`],
    { healthCheck: 1, healthCheckOption: options },
    true,
  )(place);

export const endpoint = (place: Place, zones: number): Item[] =>
  counted("endpoints", "VPC endpoints", ["zone", "zones"], { vpcEndpoint: zones })(place);

/** What a load balancer of each kind is called, and the price of an hour of it. */
const BALANCERS: Record<string, readonly [label: string, price: string]> = {
  application: ["Load balancer", "loadBalancer"],
  network: ["Network load balancer", "networkLoadBalancer"],
  gateway: ["Gateway load balancer", "gatewayLoadBalancer"],
};

export function loadBalancer(place: Place, kind = "application"): Item[] {
  const [label, price] = BALANCERS[kind] ?? ["Load balancer", `loadBalancer:${kind}`];
  const line = kind === "application" ? "balancer" : `balancer:${kind}`;
  return counted(line, label, ["load balancer", "load balancers"], { [price]: 1 })(place);
}

/** @param paid names of managed groups of rules that are billed on top */
export const webAcl = ({ region, urn }: Place, rules: number, paid: readonly string[] = []): Item[] => [
  {
    line: "firewall",
    label: "Web firewall",
    detail: `web ACL with ${rules} rules`,
    units: units(region, {
      webAcl: 1,
      webAclRule: rules,
      ...Object.fromEntries(paid.map((name) => [`webAclRules:${name}`, 1])),
    }),
    urn,
  },
];

export interface Machine {
  /** Null for the tunnel, the machine that people reach databases and caches through. */
  name: string | null;
  type: string;
  disk: string;
  gb: number;
}

export const machine = ({ region, urn }: Place, { name, type, disk, gb }: Machine): Item[] => [
  {
    line: name === null ? "tunnel" : `instance:${name}`,
    label: name === null ? "Tunnel" : `Instance ${name}`,
    detail: type,
    units: units(region, { [`ec2.${type}`]: 1, [`ebs.${disk}`]: gb }),
    urn,
  },
];

export interface Tasks {
  name: string;
  /** Tasks that always run. */
  count: number;
  vcpu: number;
  gb: number;
  arm: boolean;
  spot: boolean;
}

const sizeWords = ({ vcpu, gb, arm, spot }: Tasks): string =>
  `${vcpu} vCPU, ${gb} GB${arm ? ", Arm" : ""}${spot ? ", Spot" : ""}`;

/** What tasks cost on Fargate. */
export function fargate(region: string, { count, vcpu, gb, arm, spot }: Omit<Tasks, "name">) {
  const kind = `${arm ? ":arm" : ""}${spot ? ":spot" : ""}`;
  return units(region, { [`fargateVcpu${kind}`]: count * vcpu, [`fargateGb${kind}`]: count * gb });
}

export const service = ({ region, urn }: Place, tasks: Tasks): Item[] => [
  {
    line: `service:${tasks.name}`,
    label: `Service ${tasks.name}`,
    detail: `${amount(tasks.count, "task")} of ${sizeWords(tasks)}`,
    units: fargate(region, tasks),
    urn,
  },
];

/** Multi-AZ has a price of its own; where no document gives it, it is that of two instances, which is what it is. */
const copies = (region: string, price: string, quantity: number, multiAz: boolean): Record<string, number> => {
  if (!multiAz) return { [price]: quantity };
  const own = `${price}:multiAz`;
  return priceOf(own, priceList(region)) === undefined ? { [price]: 2 * quantity } : { [own]: quantity };
};

export interface DatabaseInstance {
  name: string;
  /** `db.t4g.micro` */
  type: string;
  /** `postgres`, `mysql`, or another engine. */
  family: string;
  multiAz: boolean;
  disk: string;
  gb: number;
  iops: number;
  /** Performance Insights are kept longer than the seven days that are free. */
  longInsights: boolean;
  /** The share of the month that it runs: one that is stopped keeps its disk. */
  awake?: number;
}

export const databaseInstance = (
  { region, urn }: Place,
  { name, type, family, multiAz, disk, gb, iops, longInsights, awake = 1 }: DatabaseInstance,
): Item[] => [
  {
    line: `database:${name}`,
    label: `Database ${name}`,
    detail: `${type}${multiAz ? " Multi-AZ" : ""}, ${gb} GB${awakeWords(awake)}`,
    units: units(region, {
      ...copies(region, `${type}:${family}`, awake, multiAz),
      ...copies(region, `rdsDisk.${disk}`, gb, multiAz),
      ...(iops > 0 ? copies(region, `rdsIops.${disk}`, iops, multiAz) : {}),
      ...(longInsights ? { performanceInsights: 1 } : {}),
    }),
    urn,
  },
];

export interface AuroraCluster {
  name: string;
  /** Instances whose capacity follows the load, and the least of it, in ACU. */
  serverless: number;
  least: number;
  /** Classes of its other instances. */
  provisioned: readonly string[];
}

export const auroraCluster = (
  { region, urn }: Place,
  { name, serverless, least, provisioned }: AuroraCluster,
): Item[] => [
  {
    line: `database:${name}`,
    label: `Database ${name}`,
    detail: [
      ...(serverless > 0 ? [`${amount(serverless, "Aurora instance")} of at least ${least} ACU`] : []),
      ...(provisioned.length > 0 ? [provisioned.join(", ")] : []),
    ].join(", "),
    units: [
      ...units(region, { auroraAcu: least * serverless }),
      ...provisioned.flatMap((type) => units(region, { [`${type}:aurora`]: 1 })),
    ],
    urn,
  },
];

export interface CacheNodes {
  name: string;
  /** `cache.t4g.micro` */
  type: string;
  engine: string;
  nodes: number;
}

export const cacheNodes = ({ region, urn }: Place, { name, type, engine, nodes }: CacheNodes): Item[] => [
  {
    line: `cache:${name}`,
    label: `Cache ${name}`,
    detail: `${amount(nodes, "node")} of ${type}`,
    units: units(region, { [`${type}:${engine}`]: nodes }),
    urn,
  },
];
