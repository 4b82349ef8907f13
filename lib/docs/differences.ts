import { ENVIRONMENTS, type Environment } from "../blueprint/vocabulary.ts";
import { SIZES, type Sizes, ZONES } from "../cost/sizes.ts";
import type { View } from "../render/view.ts";
import { table } from "./markdown.ts";

/** Something that is smaller or looser outside production, and the reason. */
interface Difference {
  what: string;
  when: (view: View) => boolean;
  value: (sizes: Sizes, environment: Environment, view: View) => string;
  why: string;
}

const DIFFERENCES: readonly Difference[] = [
  {
    what: "Network of the tasks",
    when: (view) => view.has.containers,
    value: ({ privateContainers }) =>
      privateContainers ? `private subnets, ${ZONES} NAT gateways` : "public subnets, no NAT",
    why: "a NAT gateway costs about $33 a month before its traffic; without one, tasks have public addresses, but nobody reaches them except the load balancer",
  },
  {
    what: "Tasks of a service",
    when: (view) => view.has.services,
    value: ({ fullScale }) => (fullScale ? "its own minimum to maximum" : "1 or 2"),
    why: "one task is enough to try things out; it takes two to survive the loss of a zone",
  },
  {
    what: "Databases",
    when: (view) => view.has.instances,
    value: ({ database }) => `db.${database.instance}, ${database.multiAz ? "Multi-AZ" : "one zone"}`,
    why: "a standby in a second zone doubles the price",
  },
  {
    what: "Aurora",
    when: (view) => view.has.aurora,
    value: ({ database: { capacity, replicas } }) =>
      Number.parseFloat(capacity.min) === 0
        ? "pauses when idle"
        : `${1 + replicas} instances of at least ${capacity.min}`,
    why: "a paused cluster costs its storage only, and takes about 15 seconds to wake up",
  },
  {
    what: "Caches",
    when: (view) => view.has.caches,
    value: ({ cache }) => `${1 + cache.replicas} × cache.${cache.node}`,
    why: "a second node takes over when the first one fails, and doubles the price",
  },
  {
    what: "Backups",
    when: (view) => view.has.backup && view.has.databases,
    value: ({ backup: { days } }, _environment, { backup }) => {
      if (days !== null) return `${days} days`;
      return backup === null ? "as the client's file says" : `${backup.retentionDays} days, copies in ${backup.region}`;
    },
    why: "only production data is worth a second region",
  },
  {
    what: "Deletion",
    when: () => true,
    value: (_sizes, environment) =>
      environment === "production" ? "protected, data is kept" : "`sst remove` takes all away",
    why: "a stage to try things in must be easy to throw away",
  },
  {
    what: "Logs",
    when: (view) => view.has.containers,
    value: ({ logDays }) => `${logDays} days`,
    why: "auditors ask for a year of production logs",
  },
  {
    what: "Web firewall",
    when: (view) => view.has.routed,
    value: ({ firewall }) => (firewall ? "yes" : "no"),
    why: "about $9 a month and its requests, where there is nothing to steal",
  },
  {
    what: "Alarms",
    when: (view) => view.has.containers,
    value: ({ alarms }) => (alarms ? "all" : "jobs and backups"),
    why: "nobody is called at night for a stage that breaks by design",
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
  reasons: { what: string; why: string }[];
}

/** What differs between the environments of a view; null where there is only one, or nothing differs. */
export function differences(view: View): Differences | null {
  const environments = environmentsOf(view);
  const values = ({ value }: Difference) => environments.map((name) => value(SIZES[name], name, view));
  const rows = DIFFERENCES.filter(({ when }) => when(view)).filter((row) => new Set(values(row)).size > 1);
  if (rows.length === 0) return null;
  return {
    table: table(
      ["", ...environments],
      rows.map((row) => [row.what, ...values(row)]),
    ),
    reasons: rows.map(({ what, why }) => ({ what, why })),
  };
}
