import type { Answers } from "./schema.ts";

/** A named starting point: answers that flags, files and prompts override. */
export interface Preset {
  description: string;
  answers: Omit<Answers, "project">;
}

const saas: Omit<Answers, "project"> = {
  services: [
    {
      name: "api",
      kind: "api",
      source: "nestjs",
      database: "main",
      cache: "main",
      jobs: ["worker"],
      secrets: ["JWT_SECRET"],
    },
    { name: "web", kind: "web", source: "react" },
    { name: "worker", kind: "worker", source: "node", database: "main", cache: "main", backlog: 100 },
    { name: "nightly", kind: "cron", source: "node", database: "main" },
  ],
  databases: [{ name: "main", engine: "postgres" }],
  caches: [{ name: "main", engine: "valkey" }],
  backup: {},
};

/** The presets that the package ships. Where backups are copied to follows from the region. The first is the default. */
export const PRESETS: Readonly<Record<string, Preset>> = {
  saas: {
    description: "API, web, worker and cron on PostgreSQL and Valkey, with backups in a second region",
    answers: saas,
  },
  minimal: {
    description: "one NestJS API behind the load balancer",
    answers: { services: [{ name: "api", kind: "api", source: "nestjs" }] },
  },
  "multi-tenant": {
    description: "saas for two example clients, each in an AWS account of its own",
    answers: {
      ...saas,
      clients: [
        { name: "acme", account: "111111111111", domain: "acme.example.com" },
        { name: "globex", account: "222222222222", domain: "globex.example.com", region: "eu-west-1" },
      ],
    },
  },
};
