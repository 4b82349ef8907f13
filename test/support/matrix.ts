import type { Answers } from "../../lib/answers/schema.ts";
import { SLEEP_AT } from "../../lib/answers/sleep/hours.ts";
import {
  ARCHITECTURES,
  CACHE_ENGINES,
  CAPACITIES,
  CI,
  DATABASE_ENGINES,
  DNS,
  MIGRATIONS,
  QUEUES,
  SOURCES_OF,
  TUNNELS,
} from "../../lib/answers/vocabulary.ts";
import { type Fact, pairwise, type Row, type Space } from "./pairwise.ts";

/** The answers that the proof combines: every pair of values that can stand in one blueprint does in some row. */
const values = {
  service: Object.entries(SOURCES_OF).flatMap(([kind, sources]) => sources.map((source) => `${kind}/${source}`)),
  /** How many of the row's services there are. */
  size: ["one", "three"],
  engine: ["none", ...DATABASE_ENGINES],
  databases: ["shared", "dedicated"],
  migrations: MIGRATIONS,
  cache: ["none", ...CACHE_ENGINES],
  /** Of all that runs code, shared. */
  bucket: ["none", "uploads"],
  /** Of all that runs code. */
  email: ["none", "noreply"],
  /** A private service that all others call, and that calls the first of them that answers. */
  calls: ["none", "billing"],
  /** Whose pages may call an API: those of the row's own services, or of others. */
  origins: ["pages", "partner"],
  /** Where the jobs of workers wait; without a cache those of "bullmq" take none. */
  queue: QUEUES,
  /** By what workers with a queue have more tasks: by their queue from no task at all, where an API gives them jobs. */
  scaling: ["load", "queue"],
  secrets: ["none", "two"],
  domain: ["none", "acme"],
  /** "many": of each service that the world calls, further hosts and such that lead to its own; one has the domain itself. */
  hosts: ["one", "many"],
  /** "two": the last service that the world calls is on another load balancer. */
  balancers: ["one", "two"],
  dns: DNS,
  stages: ["dev", "production", "dev staging", "dev production", "dev staging production"],
  clients: ["none", "one", "two"],
  backup: ["none", "us-west-2"],
  alerts: ["none", "email", "slack", "both"],
  capacity: CAPACITIES,
  architecture: ARCHITECTURES,
  tunnel: TUNNELS,
  tracing: ["none", "some"],
  sleep: ["never", ...SLEEP_AT],
  ci: CI,
  packageManager: ["npm", "pnpm"],
  ground: ["new", "adopted"],
} as const;

type Dimension = keyof typeof values;
export type MatrixRow = Row<Dimension>;

const first = (row: MatrixRow, dimension: Dimension): string => row[dimension][0] as string;
const kindOf = (service: string) => service.split("/")[0] as string;
const isSite = (service: string) => kindOf(service) === "static";
const isRouted = (service: string) => ["api", "web"].includes(kindOf(service));
const nameOf = (service: string) => service.replace("/", "-");
const isApi = (service: string) => kindOf(service) === "api";
const isWorker = (service: string) => kindOf(service) === "worker";
/** Made from code that the generator writes. */
const isWritten = (service: string) => /\/(nestjs|node|react)$/.test(service) && !isSite(service);

const servicesOf = (row: MatrixRow) => row.service.slice(0, first(row, "size") === "one" ? 1 : 3);

/** A worker takes jobs from its cache, or from SQS. */
const takesJobs = (row: MatrixRow) => first(row, "cache") !== "none" || row.queue[0] === "sqs";

/** Bitbucket builds images for x86_64 only. */
const architectureOf = (row: MatrixRow) => (first(row, "ci") === "bitbucket" ? "x86_64" : first(row, "architecture"));

/** Leaves out what has no effect in a row: a migration tool without a database, DNS without a domain. */
function effective(row: MatrixRow): MatrixRow {
  const service = servicesOf(row);
  const containers = service.filter((name) => !isSite(name));
  const store = containers.length > 0;
  const engine = store ? first(row, "engine") : "none";
  const named = first(row, "domain") !== "none" || first(row, "clients") !== "none";
  const nameable = named && service.some((name) => isRouted(name) || isSite(name));
  const none: string[] = [];
  return {
    ...row,
    service,
    engine: store || engine === "none" ? [engine] : none,
    databases: engine !== "none" && containers.length > 1 ? row.databases : none,
    migrations: engine !== "none" && containers.some(isWritten) ? row.migrations : none,
    cache: store ? row.cache : first(row, "cache") === "none" ? row.cache : none,
    bucket: store || first(row, "bucket") === "none" ? row.bucket : none,
    email: (store && first(row, "domain") !== "none") || first(row, "email") === "none" ? row.email : none,
    calls: store || first(row, "calls") === "none" ? row.calls : none,
    origins: service.some(isApi) ? row.origins : none,
    queue: service.some(isWorker) ? row.queue : none,
    scaling: takesJobs(row) && service.some(isWorker) ? row.scaling : none,
    secrets: store ? row.secrets : none,
    dns: nameable ? row.dns : none,
    hosts: nameable ? row.hosts : none,
    balancers: service.some(isRouted) ? row.balancers : none,
    backup: engine === "none" && first(row, "backup") !== "none" ? none : row.backup,
  };
}

/** Pairs that no row can show. */
function compatible(one: Fact<Dimension>, other: Fact<Dimension>): boolean {
  const has = (dimension: Dimension, test: (value: string) => boolean) =>
    [one, other].some(([name, value]) => name === dimension && test(value));
  const not = (dimension: Dimension, value: string) => has(dimension, (given) => given !== value);
  // A row of one static site has neither database, cache nor secrets.
  if (has("size", (size) => size === "one") && has("databases", () => true)) return false;
  if (has("email", (email) => email !== "none") && has("domain", (domain) => domain === "none")) return false;
  if (has("cache", (cache) => cache === "none") && has("scaling", () => true)) return false;
  if (has("engine", (engine) => engine === "none")) {
    return !has("databases", () => true) && !has("migrations", () => true) && !not("backup", "none");
  }
  return true;
}

/** A row with a store needs a service that uses it. */
function possible(row: MatrixRow): boolean {
  const site = servicesOf(row).every(isSite);
  return (
    !site ||
    ["engine", "cache", "bucket", "email", "calls", "secrets"].every(
      (answer) => first(row, answer as Dimension) === "none",
    )
  );
}

export const space: Space<Dimension> = { values, take: { service: 3 }, possible, effective, compatible };

const certificate = (account: string) =>
  `arn:aws:acm:us-east-1:${account}:certificate/01234567-89ab-cdef-0123-456789abcdef`;

/** The first has the domain itself, with `www` that leads there; behind the load balancer tenants have names below `app`. */
function hostsOf(row: MatrixRow, text: string, index: number) {
  if (row.hosts[0] !== "many" || !(isSite(text) || isRouted(text))) return {};
  const first = servicesOf(row).findIndex((other) => isSite(other) || isRouted(other)) === index;
  return {
    ...(first ? { host: "@" } : {}),
    aliases: [`*.app-${index}`, `also-${index}`],
    redirects: first ? ["www", "old"] : [`old-${index}`],
  };
}

/** Where one has no room for all. The first service may be alone there. */
const balancerOf = (row: MatrixRow, text: string) =>
  row.balancers[0] === "two" && servicesOf(row).findLast(isRouted) === text ? { balancer: 2 } : {};

/** Its callers, and whom it calls in turn. */
function billing(row: MatrixRow) {
  if (first(row, "calls") === "none") return [];
  const called = servicesOf(row).find((text) => isRouted(text));
  const calls = called === undefined ? [] : [nameOf(called)];
  return [{ name: "billing", kind: "api", source: "node", private: true, calls }];
}

/** Workers that scale with their queue, and those that give them jobs. Only one that answers says that jobs wait for nobody. */
function queueOf(row: MatrixRow, text: string) {
  if (isSite(text)) return {};
  const queue = isWorker(text) && row.queue[0] === "sqs" ? { queue: "sqs" } : {};
  if (!takesJobs(row) || row.scaling[0] !== "queue") return queue;
  if (isWorker(text)) return { ...queue, backlog: 50, ...(servicesOf(row).some(isRouted) ? { min: 0 } : {}) };
  return { jobs: servicesOf(row).filter(isWorker).map(nameOf) };
}

function serviceAnswers(row: MatrixRow) {
  return servicesOf(row).map((text, index) => {
    const [kind, source] = text.split("/") as [string, string];
    const name = nameOf(text);
    const store = isSite(text)
      ? {}
      : {
          database: first(row, "engine") === "none" ? null : databaseName(row, index),
          cache: first(row, "cache") === "none" ? null : "main",
          bucket: first(row, "bucket") === "none" ? null : "uploads",
          email: first(row, "email") === "none" || first(row, "domain") === "none" ? null : "noreply",
          secrets: first(row, "secrets") === "none" ? [] : ["JWT_SECRET", "STRIPE_KEY"],
        };
    return {
      name,
      kind,
      source,
      ...store,
      ...hostsOf(row, text, index),
      ...balancerOf(row, text),
      ...queueOf(row, text),
      ...(isApi(text) && row.origins[0] === "partner" ? { origins: ["https://partner.example"] } : {}),
      ...(isSite(text) || first(row, "calls") === "none" ? {} : { calls: ["billing"] }),
      ...(source === "image" ? { image: "public.ecr.aws/nginx/nginx:1.29" } : {}),
      ...(source === "existing" ? { directory: `apps/${name}` } : {}),
    };
  });
}

const databaseName = (row: MatrixRow, index: number) =>
  first(row, "databases") === "shared" ? "main" : `main-${index}`;

function clientAnswers(row: MatrixRow) {
  const external = first(row, "dns") === "external";
  // CloudFront takes a certificate from us-east-1 only, and backups leave the client's own region.
  const abroad = external ? "us-east-1" : "eu-west-1";
  const clients = [
    { name: "acme", account: "111111111111", domain: "acme-client.com" },
    {
      name: "globex",
      account: "222222222222",
      domain: "globex.example",
      region: abroad,
      stages: ["dev", "production"],
    },
  ];
  const count = { none: 0, one: 1, two: 2 }[first(row, "clients")] ?? 0;
  return clients
    .slice(0, count)
    .map((client) => ({ ...client, ...(external ? { certificate: certificate(client.account) } : {}) }));
}

/** The document of answers that a row stands for. */
export function answersOf(row: MatrixRow): Answers {
  const own = serviceAnswers(row);
  const services = [...own, ...billing(row)];
  const used = [...new Set(own.flatMap((service) => service.database ?? []))];
  const [domain, dns, alerts] = [first(row, "domain"), first(row, "dns"), first(row, "alerts")];
  const document = {
    project: "shop",
    region: "us-east-1",
    stages: first(row, "stages").split(" "),
    domain: domain === "none" ? null : "acme.com",
    dns,
    certificate: dns === "external" && domain !== "none" ? certificate("333333333333") : null,
    services,
    databases: used.map((name) => ({ name, engine: first(row, "engine"), migrations: first(row, "migrations") })),
    caches: own.some((service) => service.cache) ? [{ name: "main", engine: first(row, "cache") }] : [],
    buckets: own.some((service) => service.bucket) ? [{ name: "uploads" }] : [],
    backup: first(row, "backup") === "none" ? null : { region: first(row, "backup") },
    alerts: {
      email: alerts === "email" || alerts === "both" ? "oncall@acme.com" : null,
      slack: alerts === "slack" || alerts === "both" ? "T0123ABCD/C0123ABCD" : null,
    },
    capacity: first(row, "capacity"),
    architecture: architectureOf(row),
    tunnel: first(row, "tunnel"),
    tracing: first(row, "tracing") === "none" ? null : 5,
    sleep:
      first(row, "sleep") === "never"
        ? null
        : { hours: first(row, "sleep"), timezone: "Asia/Tokyo", stages: ["dev", "staging"] },
    ci: first(row, "ci"),
    packageManager: first(row, "packageManager"),
    adopted: first(row, "ground") === "adopted",
    clients: clientAnswers(row),
  };
  return document as Answers;
}

/** The rows of the proof. */
export const matrix = (): MatrixRow[] => pairwise(space);

/** A row in one line, for the name of a test. */
export function describeRow(row: MatrixRow): string {
  const shown = effective(row);
  return (Object.keys(values) as Dimension[])
    .filter((dimension) => shown[dimension].length > 0)
    .map((dimension) =>
      dimension === "service" ? shown.service.join("+") : `${dimension}:${shown[dimension].join("+")}`,
    )
    .join(", ");
}
