import { viewOf } from "./view.ts";

/** A repo in which every kind of service is written, with all that it may ask for on a developer's machine. */
export const WRITTEN = viewOf({
  project: "shop",
  region: "eu-west-1",
  domain: "acme.com",
  services: [
    {
      ...{ name: "order-api", database: "main", cache: "jobs", bucket: "files", email: "noreply", jobs: ["mailer"] },
      ...{ calls: ["inside"], secrets: ["JWT_SECRET"], origins: ["web", "https://a.com"] },
    },
    { name: "web", kind: "web", calls: ["inside"] },
    { name: "www", kind: "static" },
    { name: "inside", source: "node", private: true, database: "orders", jobs: ["resizer"] },
    { name: "mailer", kind: "worker", source: "node", cache: "jobs" },
    { name: "resizer", kind: "worker", queue: "sqs" },
    { name: "night", kind: "cron", source: "node", database: "old" },
    { name: "idle", kind: "worker", source: "node" },
    { name: "own", source: "existing", directory: "apps/own", bucket: "files" },
  ],
  databases: [
    { name: "main", version: "18", migrations: "prisma" },
    { name: "orders", engine: "mysql", migrations: "prisma" },
    { name: "old", engine: "aurora-postgres", version: "16", migrations: "none" },
  ],
  caches: [{ name: "jobs", engine: "redis" }],
  buckets: [{ name: "files" }],
});
