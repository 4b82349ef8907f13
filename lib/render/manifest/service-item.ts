import { queueVariable, sqlName } from "../../answers/names.ts";
import type { ServiceView, View } from "../../answers/view.ts";
import { oncePer } from "../../system/once.ts";
import {
  localBucketPort,
  localCachePorts,
  localDatabasePorts,
  localMailPort,
  localQueuePort,
  localServicePorts,
} from "./local-ports.ts";
import { packageOf } from "./service-packages.ts";
import type { Role, Shape } from "./service-shape.ts";
import { followedBy, startOf } from "./tracing.ts";

/** A service whose code is rendered, with all that its templates ask about it. */
export interface ServiceItem extends Shape {
  /** Its environment on a developer's machine. */
  env: readonly (readonly [name: string, value: string])[];
  manifest: ReturnType<typeof packageOf>;
}

/** The code of these is rendered; others bring their own. */
const RENDERED: ReadonlySet<ServiceView["source"]> = new Set(["nestjs", "node", "react"]);

function roleOf({ kind, queue }: ServiceView): Role {
  if (kind === "static" || kind === "cron") return kind;
  if (kind === "worker") return queue === null ? "poll" : "queue";
  return "http";
}

function driverOf({ database }: ServiceView): ServiceItem["driver"] {
  if (database === null) return null;
  if (database.family === "postgres") return "pg";
  return database.migrations === "prisma" ? "mariadb" : "mysql2";
}

function apiOf(service: ServiceView, view: View, ports: Map<string, number>): ServiceItem["api"] {
  const api = view.services.find(({ kind, routed }) => kind === "api" && routed);
  if (api === undefined || (service.kind !== "web" && service.kind !== "static")) return null;
  return { url: `http://localhost:${ports.get(api.name)}`, health: api.health };
}

/** A path that is not taken yet by the liveness route, and that the load balancer forwards to the service. */
function free(path: string, other: string, service: ServiceView): string {
  const below = /^((?:\/[^*?]+)?)\/\*$/.exec(service.path)?.[1] ?? "";
  return below + (service.health === below + path ? other : path);
}

/** Whether what a service needs answers; none where its code is not rendered. */
export const readyPathOf = (service: ServiceView): string | null =>
  service.routed && RENDERED.has(service.source) ? free("/ready", "/readiness", service) : null;

/** The SQS queues that a service gives jobs to, or takes them from. */
const sqsQueues = ({ name, queue, jobs }: ServiceView): { name: string; variable: string }[] => [
  ...jobs.filter((taker) => taker.queue === "sqs"),
  ...(queue === "sqs" ? [{ name, variable: queueVariable(name) }] : []),
];

/** The account in the URLs of queues on a developer's machine. */
const LOCAL_ACCOUNT = "000000000000";

function environmentOf(item: Shape, view: View, ports: Map<string, number>): [string, string][] {
  const { database, cache, bucket, email, local, api, secrets, calls } = item;
  if (!item.container) return api === null ? [] : [["VITE_API_BASE_URL", api.url]];
  const env: [string, string][] = [["LOG_LEVEL", "info"]];
  if (item.nest) env.unshift(["NODE_ENV", "DEV"]);
  if (local.port !== null) env.push(["PORT", String(local.port)], ["SELF_URL", `http://localhost:${local.port}`]);
  if (item.origins !== null) {
    const own = item.origins.services.map((page) => `http://localhost:${ports.get(page.name)}`);
    env.push(["CORS_ORIGINS", [...own, ...item.origins.others].join(",")]);
  }
  const urls = new Map(api === null ? [] : [["API_URL", api.url]]);
  for (const { name, variable } of calls) urls.set(variable, `http://localhost:${ports.get(name)}`);
  env.push(...urls);
  if (database !== null) {
    const port = String(localDatabasePorts(view).get(database.name));
    const role = sqlName(item.name);
    env.push(["DB_HOST", "127.0.0.1"], ["DB_PORT", port], ["DB_NAME", role], ["DB_USER", role]);
    env.push(["DB_PASS", "local"], ["DB_SSL", "false"]);
    if (item.orm === "prisma") {
      const protocol = database.family === "postgres" ? "postgresql" : "mysql";
      env.push(["DATABASE_URL", `${protocol}://${role}:local@127.0.0.1:${port}/${role}`]);
    }
  }
  if (cache !== null) {
    const port = String(localCachePorts(view).get(cache.name));
    env.push(["REDIS_HOST", "127.0.0.1"], ["REDIS_PORT", port], ["REDIS_TLS", "false"]);
  }
  if (bucket !== null) {
    env.push(["BUCKET_NAME", bucket.name], ["BUCKET_REGION", view.region]);
    env.push(["BUCKET_ENDPOINT", `http://localhost:${localBucketPort(view)}`]);
  }
  for (const { name, variable } of sqsQueues(item))
    env.push([variable, `http://localhost:${localQueuePort(view)}/${LOCAL_ACCOUNT}/${name}`]);
  if (item.queueVariables.length > 0) env.push(["QUEUE_REGION", view.region]);
  if (email !== null) {
    env.push(["MAIL_FROM", `${email}@${view.project}.test`], ["MAIL_CONFIGURATION_SET", "local"]);
    env.push(["MAIL_REGION", view.region], ["MAIL_ENDPOINT", `http://localhost:${localMailPort(view)}`]);
  }
  for (const secret of secrets) env.push([secret, "local"]);
  return env;
}

function requiredOf(service: ServiceView, role: Role, nest: boolean): string | null {
  const { database, cache, bucket, email, secrets } = service;
  if (role === "http") return "SELF_URL";
  if (database !== null) return "DB_HOST";
  if (cache !== null) return "REDIS_HOST";
  if (bucket !== null) return "BUCKET_NAME";
  if (sqsQueues(service).length > 0) return "QUEUE_REGION";
  if (email !== null) return "MAIL_FROM";
  return nest ? "NODE_ENV" : (secrets[0] ?? null);
}

function toItem(service: ServiceView, view: View, ports: Map<string, number>): ServiceItem {
  const { database, cache, source, container } = service;
  const role = roleOf(service);
  const driver = driverOf(service);
  const orm = database?.migrations ?? null;
  const nest = source === "nestjs";
  const api = apiOf(service, view, ports);
  const traced = view.has.tracing && container;
  const databaseLog = (orm === "none" && driver === "pg") || driver === "mariadb";
  const shape: Shape = {
    ...service,
    role,
    nest,
    orm,
    driver,
    stores: [database, cache, service.bucket, service.email].some((store) => store !== null) || service.jobs.length > 0,
    events: orm === "typeorm" || orm === "prisma",
    decorators: nest || orm === "typeorm",
    databaseLog,
    resourcesLog: databaseLog || cache !== null,
    tlsOff: driver === "mysql2" ? "undefined" : "false",
    healthRoute: source !== "react" || service.health !== "/",
    readyPath: free("/ready", "/readiness", service),
    eventsPath: free("/events", "/latest-events", service),
    given: service.jobs[0]?.queue ?? null,
    queueVariable: queueVariable(service.name),
    queueVariables: sqsQueues(service).map(({ variable }) => variable),
    jobRoutes: role === "http" && source !== "react" && service.jobs.length > 0,
    jobsPath: free("/jobs", "/queued-jobs", service),
    uploadRoutes: role === "http" && source !== "react" && service.bucket !== null,
    uploadsPath: free("/uploads", "/new-uploads", service),
    tellsItself: service.tells.includes(service.name),
    tellsOthers: service.tells.filter((name) => name !== service.name),
    api,
    urls: [...new Set([...(api === null ? [] : ["API_URL"]), ...service.calls.map(({ variable }) => variable)])],
    local: { port: ports.get(service.name) ?? null },
    traced,
    followed: traced ? followedBy({ driver, cache }) : [],
    start: startOf(traced),
    requires: requiredOf(service, role, nest),
    types: [...(container ? ["node"] : []), ...(source === "react" ? ["vite/client"] : [])],
  };
  return { ...shape, env: environmentOf(shape, view, ports), manifest: packageOf(shape, view) };
}

/** The services whose code is rendered. */
export const codeServices = oncePer((view: View): readonly ServiceItem[] => {
  const ports = localServicePorts(view);
  return view.services.filter(({ source }) => RENDERED.has(source)).map((service) => toItem(service, view, ports));
});
