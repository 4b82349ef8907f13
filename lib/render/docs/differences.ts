import { type Settings, ZONES } from "../../answers/settings.ts";
import type { View } from "../../answers/view.ts";
import { ENVIRONMENTS, type Environment } from "../../answers/vocabulary.ts";
import { table } from "./markdown.ts";

/** Something that is smaller or looser outside production, and the reason. */
interface Difference {
  what: string;
  when: (view: View) => boolean;
  value: (sizes: Settings, environment: Environment, view: View) => string;
  why: string;
  /** Controls that are checked in production only, because of it. */
  relaxes?: Relaxations;
}

type Relaxations = Record<string, (view: View) => boolean>;

const always = () => true;
const routed = ({ has }: View) => has.routed;
const services = ({ has }: View) => has.services;
const instances = ({ has }: View) => has.instances;
/** Something of a stage sleeps. */
const sleeping = ({ has, sleep }: View) => sleep !== null && (has.services || has.instances);
const aurora = ({ has }: View) => has.aurora;
const databases = ({ has }: View) => has.databases;
const caches = ({ has }: View) => has.caches;
const stores = ({ has }: View) => has.databases || has.caches;
const buckets = ({ has }: View) => has.routed || has.sites || has.buckets;

const DIFFERENCES: readonly Difference[] = [
  {
    what: "Network of the tasks",
    when: (view) => view.has.containers,
    value: ({ privateContainers }) =>
      privateContainers ? `private subnets, ${ZONES} NAT gateways` : "public subnets, no NAT",
    why: "a NAT gateway costs about $33 a month before its traffic; without one, tasks have public addresses, but nobody reaches them except the load balancer",
    relaxes: { "ECS.2": always, "WA.nat": always, "EC2.9": (view) => stores(view) && view.tunnel === "always" },
  },
  {
    what: "Tasks of a service",
    when: (view) => view.has.services,
    value: ({ fullScale }) => (fullScale ? "its own minimum to maximum" : "1 or 2"),
    why: "one task is enough to try things out; it takes two to survive the loss of a zone",
    relaxes: { "WA.tasks": always },
  },
  {
    what: "Capacity of the services",
    when: (view) => view.has.services && view.capacity === "spot",
    value: ({ spot }) => (spot ? "Fargate Spot" : "Fargate"),
    why: "Spot costs about a third; AWS may take a task back, two minutes after it says so, and ECS starts another one",
    relaxes: { "WA.spot": always },
  },
  {
    what: "Nights",
    when: sleeping,
    value: ({ sleeps }) => (sleeps ? "no task, databases stopped" : "as by day"),
    why: "what nobody uses costs as much as what is used; who needs it wakes it",
    relaxes: { "OWN.awake": always },
  },
  {
    what: "Databases",
    when: (view) => view.has.instances,
    value: ({ database }) => `db.${database.instance}, ${database.multiAz ? "Multi-AZ" : "one zone"}`,
    why: "a standby in a second zone doubles the price",
    relaxes: { "RDS.5": always },
  },
  {
    what: "Aurora",
    when: (view) => view.has.aurora,
    value: ({ database: { capacity, replicas } }) =>
      Number.parseFloat(capacity.min) === 0
        ? "pauses when idle"
        : `${1 + replicas} instances of at least ${capacity.min}`,
    why: "a paused cluster costs its storage only, and takes about 15 seconds to wake up",
    relaxes: { "RDS.15": always, "WA.aurora-min": always },
  },
  {
    what: "Changes to databases",
    when: databases,
    value: (_sizes, environment) => (environment === "production" ? "in the maintenance window" : "at once"),
    why: "where people try things out, a change need not wait until Sunday",
    relaxes: { "WA.window": always },
  },
  {
    what: "Measurements inside databases",
    when: databases,
    value: (_sizes, environment) => (environment === "production" ? "every minute" : "none"),
    why: "they are billed as logs, and tell something only under load",
    relaxes: { "RDS.6": always },
  },
  {
    what: "Caches",
    when: (view) => view.has.caches,
    value: ({ cache }) => `${1 + cache.replicas} × cache.${cache.node}`,
    why: "a second node takes over when the first one fails, and doubles the price",
    relaxes: { "ElastiCache.3": always, "WA.cache-az": always },
  },
  {
    what: "Backups",
    when: (view) => view.has.backup && view.has.databases,
    value: ({ backup: { days } }, _environment, { backup }) => {
      if (days !== null) return `${days} days`;
      return backup === null ? "as the client's file says" : `${backup.retentionDays} days, copies in ${backup.region}`;
    },
    why: "only production data is worth a second region",
    relaxes: { "WA.copy": always, "WA.lock": always, "WA.vault-policy": always, "WA.restore": always },
  },
  {
    what: "Deletion",
    when: () => true,
    value: (_sizes, environment) =>
      environment === "production" ? "protected, data is kept" : "`sst remove` takes all away",
    why: "a stage to try things in must be easy to throw away",
    relaxes: {
      "WA.removal": always,
      "OWN.keep": always,
      "OWN.backups-stay": (view) => instances(view) || (view.has.backup && databases(view)),
      "ELB.6": routed,
      "RDS.7": aurora,
      "RDS.8": instances,
      "WA.snapshot": databases,
      "OWN.protect": stores,
      "WA.cache-snapshot": caches,
      "S3.14": buckets,
      "WA.bucket": buckets,
    },
  },
  {
    what: "Logs",
    when: (view) => view.has.containers,
    value: ({ logDays }) => `${logDays} days`,
    why: "auditors ask for a year of production logs",
    relaxes: { "CloudWatch.16": always },
  },
  {
    what: "Web firewall",
    when: (view) => view.has.routed,
    value: ({ firewall }) => ({ off: "no", count: "counts only", block: "blocks" })[firewall],
    why: "about $9 a month and its requests, where there is nothing to steal; what it takes for an attack is met in staging, where it harms nobody",
    relaxes: {
      "ELB.16": (view) => environmentsOf(view).includes("dev"),
      "OWN.firewall-blocks": (view) => environmentsOf(view).includes("staging"),
    },
  },
  {
    what: "Alarms",
    when: (view) => view.has.containers,
    value: ({ alarms }) => (alarms ? "all" : "jobs and backups"),
    why: "nobody is called at night for a stage that breaks by design",
    relaxes: {
      "WA.alarm-alb": routed,
      "WA.alarm-ecs": services,
      "WA.alarm-db": databases,
      "WA.alarm-cache": caches,
      "WA.alarm-queue": ({ has }) => has.sqs,
      "OWN.mail-reputation": ({ has }) => has.email,
      "WA.dashboard": always,
    },
  },
  {
    what: "Metrics of the containers",
    when: (view) => view.has.containers,
    value: ({ containerInsights }) =>
      ({ disabled: "none beyond ECS's own", enabled: "of services", enhanced: "of services, tasks and containers" })[
        containerInsights
      ],
    why: "each of them is billed, and where there are no alarms nothing reads them",
    relaxes: { "ECS.12": always },
  },
  {
    what: "Checks from outside",
    when: (view) => view.has.domain && view.has.routed,
    value: ({ healthChecks }) => (healthChecks ? "every public host" : "none"),
    why: "dev may be down at any time",
  },
];

/** Environments that exist in the project or at a client. */
const environmentsOf = (view: View): Environment[] =>
  ENVIRONMENTS.filter(
    (environment) =>
      view.environments.includes(environment) || view.clients.some(({ stages }) => stages.includes(environment)),
  );

export interface Differences {
  table: string;
  /** `controls` are checked in production only, because of it. */
  reasons: { what: string; why: string; controls: string[] }[];
}

const relaxed = ({ relaxes = {} }: Difference, view: View): string[] =>
  Object.keys(relaxes).filter((id) => relaxes[id]?.(view));

/**
 * What differs between the environments of a view, or from production where it has none yet; null where there is
 * nothing but production.
 */
export function differences(view: View): Differences | null {
  const environments = environmentsOf(view);
  const value = (row: Difference, name: Environment) => row.value(view.settings[name], name, view);
  const differs = (row: Difference) =>
    new Set([...environments, "production" as const].map((name) => value(row, name))).size > 1;
  const rows = DIFFERENCES.filter(({ when }) => when(view)).filter(differs);
  if (rows.length === 0) return null;
  return {
    table: table(
      ["", ...environments],
      rows.map((row) => [row.what, ...environments.map((name) => value(row, name))]),
    ),
    reasons: rows.map((row) => ({ what: row.what, why: row.why, controls: relaxed(row, view) })),
  };
}
