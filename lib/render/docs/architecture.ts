import { FIRST_BALANCER } from "../../answers/balancers.ts";
import type { DatabaseView, ServiceView, View } from "../../answers/view.ts";
import { oncePer } from "../../system/once.ts";
import { type Edge, type Graph, joined, KINDS, type Node, type Part, visitors } from "../diagram/graph.ts";
import { addressOf } from "./hosts.ts";

/** The architecture that answers ask for: exactly what was chosen, nothing else. */

const DNS: Record<View["dns"], string> = {
  route53: "DNS: Route 53",
  cloudflare: "DNS: Cloudflare",
  external: "DNS: elsewhere",
};

const SOURCES: Record<ServiceView["source"], string> = {
  nestjs: "NestJS",
  node: "Node.js",
  react: "React",
  image: "image",
  existing: "own code",
};

const ENGINES: Record<DatabaseView["engine"], string> = {
  postgres: "RDS PostgreSQL",
  mysql: "RDS MySQL",
  "aurora-postgres": "Aurora PostgreSQL",
  "aurora-mysql": "Aurora MySQL",
};

const CACHES = { valkey: "ElastiCache Valkey", redis: "ElastiCache Redis" } as const;

const WORDS: Record<ServiceView["kind"], string> = {
  api: "API",
  web: "web",
  worker: "worker",
  cron: "",
  static: "",
};

const id = (kind: string, name: string): string => `${kind}:${name}`;

function front(view: View): Part {
  const numbered = (word: string, number: number): string => (number === FIRST_BALANCER ? word : `${word}${number}`);
  return {
    nodes: view.balancers.map((number) => ({
      id: numbered("balancer", number),
      tier: "front",
      kind: KINDS.balancer,
      title: numbered("alb", number),
      details: [view.has.domain ? "HTTPS" : "HTTP", ...(view.has.production ? ["WAF in production"] : [])],
    })),
    edges: view.services.flatMap((service): Edge[] =>
      service.balancer === null
        ? []
        : [
            {
              from: numbered("balancer", service.balancer),
              to: id("service", service.name),
              label: addressOf(service, view),
            },
          ],
    ),
  };
}

const sites = (view: View): Node[] =>
  view.services
    .filter(({ kind }) => kind === "static")
    .map((site) => ({
      id: id("site", site.name),
      tier: "edge",
      kind: KINDS.site,
      title: site.name,
      details: view.domain === null ? [] : [addressOf(site, view)],
    }));

const containers = (view: View): Node[] =>
  view.services
    .filter(({ container }) => container)
    .map(({ name, kind, source, schedule, ...service }) => ({
      id: id("service", name),
      tier: "run",
      kind: kind === "cron" ? KINDS.task : KINDS.service,
      title: name,
      details:
        kind === "cron"
          ? [SOURCES[source], schedule ?? ""]
          : [`${service.private ? "private " : ""}${WORDS[kind]}, ${SOURCES[source]}`],
    }));

const stores = (view: View): Node[] => [
  ...view.databases.map(
    ({ name, engine, version }): Node => ({
      id: id("database", name),
      tier: "store",
      kind: ENGINES[engine],
      title: name,
      details: [`version ${version}`],
    }),
  ),
  ...view.caches.map(
    ({ name, engine }): Node => ({
      id: id("cache", name),
      tier: "store",
      kind: CACHES[engine],
      title: name,
      details: [],
    }),
  ),
  ...(view.has.email && view.domain !== null
    ? [{ id: "email", tier: "region" as const, kind: KINDS.email, title: view.domain, details: [] }]
    : []),
  ...view.buckets.map(
    ({ name }): Node => ({ id: id("bucket", name), tier: "region", kind: KINDS.bucket, title: name, details: [] }),
  ),
  ...view.services
    .filter(({ queue }) => queue === "sqs")
    .map(
      ({ name }): Node => ({
        id: id("queue", name),
        tier: "region",
        kind: KINDS.queue,
        title: `${name}-jobs`,
        details: [],
      }),
    ),
];

/** Jobs wait in a queue of their own, or in the cache that both use. */
const jobsOf = ({ name, queue, jobs }: Pick<ServiceView, "name" | "queue" | "jobs">): Edge[] => [
  ...jobs.map((taker) => ({
    from: id("service", name),
    to: id(taker.queue === "sqs" ? "queue" : "service", taker.name),
    label: "jobs",
  })),
  ...(queue === "sqs" ? [{ from: id("queue", name), to: id("service", name), label: "jobs" }] : []),
];

const uses = (view: View): Edge[] =>
  view.services.flatMap(({ name, database, cache, bucket, email, calls, jobs, queue }) => [
    ...calls.map((called) => ({ from: id("service", name), to: id("service", called.name), label: "" })),
    ...jobsOf({ name, jobs, queue }),
    ...(database ? [{ from: id("service", name), to: id("database", database.name), label: "" }] : []),
    ...(cache ? [{ from: id("service", name), to: id("cache", cache.name), label: "" }] : []),
    ...(bucket ? [{ from: id("service", name), to: id("bucket", bucket.name), label: "" }] : []),
    ...(email === null ? [] : [{ from: id("service", name), to: "email", label: "" }]),
  ]);

/** Regions that backups are copied to: the project's and its clients'. */
const copyRegions = ({ backup, clients }: View): string[] => [
  ...new Set(
    [backup, ...clients.map((client) => client.backup)].flatMap((plan) => (plan === null ? [] : [plan.region])),
  ),
];

function backups(view: View): Part {
  if (!view.has.backup || view.databases.length === 0) return { nodes: [], edges: [] };
  const vault: Node = { id: "vault", tier: "keep", kind: KINDS.vault, title: view.region, details: [] };
  const copies: Node = {
    id: "copies",
    tier: "keep",
    kind: KINDS.copies,
    title: copyRegions(view).join(", "),
    details: [],
  };
  const copied = view.has.production;
  return {
    nodes: copied ? [vault, copies] : [vault],
    edges: [
      ...view.databases.map(({ name }): Edge => ({ from: id("database", name), to: vault.id, label: "" })),
      ...(copied ? [{ from: vault.id, to: copies.id, label: "" }] : []),
    ],
  };
}

function alarms({ has, alerts }: View): Node[] {
  if (!has.containers && !has.databases && !has.caches) return [];
  const told = [...(alerts.email ? ["e-mail"] : []), ...(alerts.slack ? ["Slack"] : [])];
  const details = told.length === 0 ? [] : [`to ${told.join(" and ")}`];
  return [{ id: "alarms", tier: "watch", kind: KINDS.alarms, title: "Logs, alarms", details }];
}

/** The architecture of a view's largest stage. */
export const architectureOf = oncePer((view: View): Graph => {
  const balancer = front(view);
  const edge = sites(view);
  const people = visitors([...balancer.nodes, ...edge], view.has.domain ? [DNS[view.dns]] : []);
  const parts = [
    people,
    { nodes: edge, edges: [] },
    balancer,
    { nodes: [...containers(view), ...stores(view)], edges: uses(view) },
    backups(view),
    { nodes: alarms(view), edges: [] },
  ];
  return joined(parts, view.has.containers || stores(view).length > 0 ? `VPC in ${view.region}` : "");
});
