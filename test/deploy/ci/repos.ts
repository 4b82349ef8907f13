import type { Answers } from "../../../lib/answers/schema.ts";

const database = (name: string, engine: string) => ({ name, engine, migrations: "none" });
const services = (store: object) => [
  {
    name: "api",
    kind: "api",
    source: "nestjs",
    secrets: ["JWT_SECRET"],
    calls: ["billing"],
    aliases: ["*.api"],
    redirects: ["www"],
    ...store,
  },
  { name: "billing", kind: "api", source: "node", private: true },
  { name: "customer-portal-site", kind: "static", source: "existing", directory: "apps/portal" },
  { name: "nightly", kind: "cron", source: "node", ...store },
  { name: "queue", kind: "worker", source: "node", ...store },
  { name: "mails-of-all-who-ask", kind: "worker", source: "node", queue: "sqs", backlog: 10 },
];

/** Repos that together have every type of resource, one with names as long as they may be. */
export const REPOS = [
  {
    project: "shop",
    domain: "acme.com",
    services: services({ database: "main", cache: "main", bucket: "uploads", email: "noreply" }),
    databases: [database("main", "postgres")],
    caches: [{ name: "main", engine: "valkey" }],
    buckets: [{ name: "uploads" }],
    backup: { region: "us-west-2" },
    alerts: { email: "oncall@acme.com", slack: "T0123ABCD/C0123ABCD" },
    clients: [{ name: "globex", account: "222222222222", domain: "globex.example", region: "eu-west-1" }],
  },
  {
    project: "abcdefghijklmnop",
    stages: ["production"],
    domain: "acme.com",
    services: services({
      database: "main-database-of-all",
      cache: "main-cache-of-all-10",
      bucket: "files-of-all-who-ask",
      email: "noreply",
    }),
    databases: [database("main-database-of-all", "aurora-mysql")],
    caches: [{ name: "main-cache-of-all-10", engine: "redis" }],
    buckets: [{ name: "files-of-all-who-ask" }],
    backup: { region: "us-west-2" },
    clients: [{ name: "the-longest-client-1", account: "222222222222", domain: "globex.example" }],
  },
  {
    project: "plain",
    stages: ["dev"],
    services: services({ database: "main" }),
    databases: [database("main", "mysql")],
    sleep: {},
  },
] as unknown as readonly [Answers, ...Answers[]];

/** The first of them before its domain is decided: nobody sends mail then. */
export const WITHOUT_DOMAIN = {
  ...REPOS[0],
  domain: null,
  services: services({ database: "main", cache: "main", bucket: "uploads" }),
} as unknown as Answers;
