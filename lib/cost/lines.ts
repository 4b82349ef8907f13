import {
  alarms,
  type Context,
  dashboards,
  firewalls,
  healthChecks,
  hostedZones,
  keys,
  loadBalancers,
  natGateways,
  publicAddresses,
  secrets,
  tasksOf,
  tunnels,
} from "./counts.ts";
import { FIREWALL_RULES, STORAGE_GB } from "./sizes.ts";

/** One line of a stage's bill: what it is and the units that it is made of, by the names of the price list. */
export interface LineItem {
  /** Equal for the same thing in different stages. */
  id: string;
  label: string;
  /** What the line counts in this stage. */
  detail: string;
  units: readonly (readonly [price: string, quantity: number])[];
}

const amount = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

/** The size of the disk that the tunnel's image needs, in GB. */
const TUNNEL_DISK_GB = 8;

/** Lines that are one price, or several in fixed proportion, times a count. */
const COUNTED: readonly {
  id: string;
  label: string;
  count: (context: Context) => number;
  unit: readonly [one: string, many?: string];
  prices: readonly (readonly [price: string, each: number])[];
  /** Before the services and stores of the bill, or after them. */
  place: "first" | "last";
}[] = [
  {
    id: "nat",
    label: "NAT gateways",
    count: natGateways,
    unit: ["gateway"],
    prices: [["natGateway", 1]],
    place: "first",
  },
  {
    id: "ipv4",
    label: "Public IPv4 addresses",
    count: publicAddresses,
    unit: ["address", "addresses"],
    prices: [["publicIpv4", 1]],
    place: "first",
  },
  {
    id: "balancer",
    label: "Load balancer",
    count: loadBalancers,
    unit: ["load balancer"],
    prices: [["loadBalancer", 1]],
    place: "first",
  },
  {
    id: "firewall",
    label: "Web firewall",
    count: firewalls,
    unit: ["web ACL"],
    prices: [
      ["webAcl", 1],
      ["webAclRule", FIREWALL_RULES],
    ],
    place: "first",
  },
  {
    id: "tunnel",
    label: "Tunnel",
    count: tunnels,
    unit: ["t4g.nano"],
    prices: [
      ["ec2.t4g.nano", 1],
      ["ebs.gp3", TUNNEL_DISK_GB],
    ],
    place: "last",
  },
  {
    id: "zones",
    label: "Hosted zones",
    count: hostedZones,
    unit: ["zone"],
    prices: [["hostedZone", 1]],
    place: "last",
  },
  { id: "secrets", label: "Secrets", count: secrets, unit: ["secret"], prices: [["secret", 1]], place: "last" },
  { id: "keys", label: "Encryption keys", count: keys, unit: ["key"], prices: [["kmsKey", 1]], place: "last" },
  { id: "alarms", label: "Alarms", count: alarms, unit: ["alarm"], prices: [["alarm", 1]], place: "last" },
  {
    id: "dashboard",
    label: "Dashboard",
    count: dashboards,
    unit: ["dashboard"],
    prices: [["dashboard", 1]],
    place: "last",
  },
  {
    id: "health",
    label: "Health checks",
    count: healthChecks,
    unit: ["HTTPS check"],
    prices: [
      ["healthCheck", 1],
      ["healthCheckOption", 1],
    ],
    place: "last",
  },
];

const counted = (context: Context, place: "first" | "last"): LineItem[] =>
  COUNTED.filter((line) => line.place === place).map(({ id, label, count, unit: [one, many], prices }) => {
    const quantity = count(context);
    return {
      id,
      label,
      detail: amount(quantity, one, many),
      units: prices.map(([price, each]) => [price, each * quantity] as const),
    };
  });

const services = (context: Context): LineItem[] =>
  context.view.services.map((service) => {
    const tasks = tasksOf(service, context);
    return {
      id: `service:${service.name}`,
      label: `Service ${service.name}`,
      detail: `${amount(tasks, "task")} of ${service.cpu}, ${service.memory}`,
      units: [
        ["fargateVcpu", tasks * Number.parseFloat(service.cpu)],
        ["fargateGb", tasks * Number.parseFloat(service.memory)],
      ],
    };
  });

const databases = ({ view, sizes: { database } }: Context): LineItem[] =>
  view.databases.map(({ name, aurora, family }) => {
    const line = { id: `database:${name}`, label: `Database ${name}` };
    if (aurora) {
      const minimum = Number.parseFloat(database.capacity.min);
      const instances = 1 + database.replicas;
      return {
        ...line,
        detail: `${amount(instances, "Aurora instance")} of at least ${database.capacity.min}`,
        units: [["auroraAcu", minimum * instances]],
      };
    }
    const copies = database.multiAz ? 2 : 1;
    return {
      ...line,
      detail: `db.${database.instance}${database.multiAz ? " Multi-AZ" : ""}, ${STORAGE_GB} GB`,
      units: [
        [`db.${database.instance}:${family}`, copies],
        ["rdsDisk.gp3", STORAGE_GB * copies],
      ],
    };
  });

const caches = ({ view, sizes: { cache } }: Context): LineItem[] =>
  view.caches.map(({ name, engine }) => ({
    id: `cache:${name}`,
    label: `Cache ${name}`,
    detail: `${amount(1 + cache.replicas, "node")} of cache.${cache.node}`,
    units: [[`cache.${cache.node}:${engine}`, 1 + cache.replicas]],
  }));

/** A paused Aurora cluster costs nothing and is still worth a line. */
const shown = ({ id, units }: LineItem): boolean =>
  units.some(([, quantity]) => quantity > 0) || id.startsWith("database:");

/** Every line of a stage, in the order of a bill. */
export const linesOf = (context: Context): LineItem[] =>
  [
    ...counted(context, "first"),
    ...services(context),
    ...databases(context),
    ...caches(context),
    ...counted(context, "last"),
  ].filter(shown);
