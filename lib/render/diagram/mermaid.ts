import type { DatabaseView, ServiceView, View } from "../../answers/view.ts";
import { addressOf } from "./hosts.ts";
import { label, nodeId } from "./label.ts";

/** Draws what a view describes as a Mermaid flowchart: exactly what was chosen, nothing else. Pure. */

const DNS_NAMES: Record<View["dns"], string> = {
  route53: "Route 53",
  cloudflare: "Cloudflare DNS",
  external: "DNS elsewhere",
};

const SOURCE_NAMES: Record<ServiceView["source"], string> = {
  nestjs: "NestJS",
  node: "Node.js",
  react: "React",
  image: "image",
  existing: "own Dockerfile",
};

const ENGINE_NAMES: Record<DatabaseView["engine"], string> = {
  postgres: "RDS PostgreSQL",
  mysql: "RDS MySQL",
  "aurora-postgres": "Aurora PostgreSQL",
  "aurora-mysql": "Aurora MySQL",
};

const CACHE_NAMES = { valkey: "ElastiCache Valkey", redis: "ElastiCache Redis" } as const;

const group = (id: string, title: string, nodes: readonly string[]): string[] =>
  nodes.length === 0 ? [] : [`subgraph ${id} [${label(title)}]`, ...nodes.map((node) => `  ${node}`), "end"];

const sites = (view: View): ServiceView[] => view.services.filter(({ kind }) => kind === "static");
const containers = (view: View): ServiceView[] => view.services.filter(({ container }) => container);
const stores = (view: View): string[] => [
  ...view.databases.map(({ name }) => nodeId("database", name)),
  ...view.caches.map(({ name }) => nodeId("cache", name)),
];

/** Where visitors arrive: the DNS service, or the load balancer and CloudFront themselves. */
function front(view: View): string[] {
  const public_ = view.has.routed || view.has.sites;
  if (!public_) return [];
  const dns = view.has.domain ? [`dns[${label(DNS_NAMES[view.dns])}]`] : [];
  const firewall = view.environments.includes("production") ? ["AWS WAF in production"] : [];
  const balancer = view.has.routed
    ? [`balancer[${label("Application Load Balancer", view.has.domain ? "HTTPS" : "HTTP", ...firewall)}]`]
    : [];
  const networks = sites(view).map(({ name }) => `${nodeId("cdn", name)}[${label("CloudFront")}]`);
  return [`users([${label("Users")}])`, ...dns, ...balancer, ...networks];
}

function frontEdges(view: View): string[] {
  const entry = view.has.domain ? "dns" : "users";
  const edges = view.has.domain && (view.has.routed || view.has.sites) ? ["users --> dns"] : [];
  if (view.has.routed) edges.push(`${entry} --> balancer`);
  for (const service of view.services.filter(({ routed }) => routed)) {
    edges.push(`balancer -->|${label(addressOf(service, view))}| ${nodeId("service", service.name)}`);
  }
  for (const site of sites(view)) {
    edges.push(`${entry} -->|${label(addressOf(site, view))}| ${nodeId("cdn", site.name)}`);
    edges.push(`${nodeId("cdn", site.name)} --> ${nodeId("site", site.name)}`);
  }
  return edges;
}

const KINDS: Record<ServiceView["kind"], string> = {
  api: "API",
  web: "web",
  worker: "worker",
  cron: "scheduled task",
  static: "static site",
};

const serviceNode = ({ name, kind, source }: ServiceView): string =>
  `${nodeId("service", name)}[${label(name, `${KINDS[kind]}, ${SOURCE_NAMES[source]}`)}]`;

function dataNodes(view: View): string[] {
  return [
    ...view.databases.map(
      ({ name, engine, version }) =>
        `${nodeId("database", name)}[(${label(name, `${ENGINE_NAMES[engine]} ${version}`)})]`,
    ),
    ...view.caches.map(({ name, engine }) => `${nodeId("cache", name)}[(${label(name, CACHE_NAMES[engine])})]`),
  ];
}

function scheduleLines(view: View): string[] {
  return view.services
    .filter(({ kind }) => kind === "cron")
    .flatMap(({ name, schedule }) => {
      const id = nodeId("schedule", name);
      return [`${id}([${label("EventBridge Scheduler", schedule ?? "")}])`, `${id} --> ${nodeId("service", name)}`];
    });
}

const dataEdges = (view: View): string[] =>
  view.services.flatMap(({ name, database, cache }) => [
    ...(database ? [`${nodeId("service", name)} --> ${nodeId("database", database.name)}`] : []),
    ...(cache ? [`${nodeId("service", name)} --> ${nodeId("cache", cache.name)}`] : []),
  ]);

/** Regions that backups are copied to: the project's and its clients'. */
function copyRegions(view: View): string[] {
  const plans = [view.backup, ...view.clients.map(({ backup }) => backup)];
  return [...new Set(plans.flatMap((plan) => (plan === null ? [] : [plan.region])))];
}

function backupLines(view: View): string[] {
  if (!view.has.backup || view.databases.length === 0) return [];
  return [
    `backup[${label("AWS Backup", "vault and daily plan")}]`,
    ...view.databases.map(({ name }) => `${nodeId("database", name)} -.-> backup`),
    ...(view.environments.includes("production") || view.clients.length > 0
      ? [`copies[${label("Backup copies", copyRegions(view).join(", "))}]`, "backup -.-> copies"]
      : []),
  ];
}

function alarmLines(view: View): string[] {
  const watched = [
    ...(view.has.routed ? ["balancer"] : []),
    ...(view.has.containers ? ["tasks"] : []),
    ...(stores(view).length > 0 ? ["data"] : []),
  ];
  if (watched.length === 0) return [];
  return [
    `alarms[${label("CloudWatch", "logs, alarms, dashboard")}]`,
    ...watched.map((id) => `${id} -.-> alarms`),
    ...(view.alerts.email ? [`email([${label("E-mail")}])`, "alarms --> email"] : []),
    ...(view.alerts.slack ? [`slack([${label("Slack")}])`, "alarms --> slack"] : []),
  ];
}

/** The architecture of a view, as the text of a `mermaid` code block. */
export function diagram(view: View): string {
  const lines = [
    ...front(view),
    ...group("tasks", "ECS Fargate", containers(view).map(serviceNode)),
    ...group("data", "Private subnets", dataNodes(view)),
    ...sites(view).map(
      ({ name, source }) => `${nodeId("site", name)}[(${label(name, `S3, ${SOURCE_NAMES[source]}`)})]`,
    ),
    ...frontEdges(view),
    ...scheduleLines(view),
    ...dataEdges(view),
    ...backupLines(view),
    ...alarmLines(view),
  ];
  const drawn = lines.length === 0 ? [`network[${label("VPC")}]`] : lines;
  return ["flowchart TD", ...drawn.map((line) => `  ${line}`)].join("\n");
}
