import { PRESETS } from "../../../lib/answers/presets.ts";
import type { Answers } from "../../../lib/answers/schema.ts";

const SAAS = PRESETS.saas?.answers;

/** Every kind and source, with every engine and every way of migrations at least once. */
const services: Answers["services"] = [
  { name: "nest-bare", kind: "api", source: "nestjs", health: "/ready" },
  { name: "nest-prisma", kind: "api", source: "nestjs", database: "prisma", secrets: ["JWT_SECRET"] },
  {
    name: "nest-mysql",
    kind: "api",
    source: "nestjs",
    database: "mysql",
    cache: "main",
    path: "/v1/*",
    jobs: ["node-queue"],
  },
  { name: "nest-plain", kind: "web", source: "nestjs", database: "mysql-plain", cache: "main" },
  {
    name: "node-typeorm",
    kind: "api",
    source: "node",
    database: "main",
    cache: "main",
    health: "/events",
    jobs: ["nest-queue", "node-queue"],
  },
  { name: "node-prisma", kind: "api", source: "node", database: "mysql-prisma" },
  { name: "node-plain", kind: "api", source: "node", database: "plain", secrets: ["A_KEY", "OTHER_KEY"] },
  { name: "node-bare", kind: "api", source: "node", cache: "main", health: "/", jobs: ["nest-queue"] },
  { name: "pages", kind: "web", source: "react", database: "main", cache: "main", health: "/", jobs: ["nest-queue"] },
  {
    name: "nest-queue",
    kind: "worker",
    source: "nestjs",
    database: "main",
    cache: "main",
    backlog: 20,
    jobs: ["node-queue"],
  },
  { name: "nest-poll", kind: "worker", source: "nestjs", database: "mysql-prisma" },
  { name: "nest-cron", kind: "cron", source: "nestjs", database: "plain" },
  { name: "node-queue", kind: "worker", source: "node", cache: "main", min: 0, backlog: 20 },
  { name: "node-poll", kind: "worker", source: "node", database: "mysql" },
  { name: "node-cron", kind: "cron", source: "node", database: "prisma", secrets: ["TOKEN"] },
  { name: "site", kind: "static", source: "react" },
];

export const NPM_VARIANTS: Answers = {
  project: "acme",
  services,
  databases: [
    { name: "main", engine: "postgres" },
    { name: "prisma", engine: "aurora-postgres", migrations: "prisma" },
    { name: "plain", engine: "postgres", migrations: "none" },
    { name: "mysql", engine: "mysql" },
    { name: "mysql-prisma", engine: "aurora-mysql", migrations: "prisma" },
    { name: "mysql-plain", engine: "mysql", migrations: "none" },
  ],
  caches: [{ name: "main", engine: "redis" }],
};

/** What pnpm does differently: its layout of node_modules, its commands and its lockfile. And the preset that most repos begin with. */
export const PNPM_VARIANTS: Answers = {
  ...SAAS,
  project: "acme",
  packageManager: "pnpm",
  services: [
    ...(SAAS?.services ?? []),
    { name: "prisma-queue", kind: "worker", source: "node", database: "prisma", cache: "main" },
    { name: "site", kind: "static", source: "react" },
  ],
  databases: [...(SAAS?.databases ?? []), { name: "prisma", engine: "postgres", migrations: "prisma" }],
};
