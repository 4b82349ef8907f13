import { isRouted } from "../blueprint/assign.ts";
import { PRESETS } from "../blueprint/presets.ts";
import {
  CACHE_ENGINES,
  CI,
  CPUS,
  DATABASE_ENGINES,
  DNS,
  ENVIRONMENTS,
  FARGATE,
  KINDS,
  type Kind,
  MIGRATIONS,
  PACKAGE_MANAGERS,
  REGION_NAMES,
  REGIONS,
  type Region,
  SOURCES_OF,
} from "../blueprint/vocabulary.ts";
import { cacheHint, databaseHint, environmentHint, presetHint, sizeHint } from "../cost/hints.ts";
import { type Document, getPath } from "./document.ts";

/** The questions of the kickoff, in the order in which they are asked. Data: the conversation asks them one by one. */

export interface Choice {
  value: unknown;
  name: string;
  /** Shown below the list while the choice is under the cursor. */
  description?: string;
}

/** What a question may look at: the answers so far, and the item that is being asked about. */
export interface Context {
  document: Document;
  item: Document;
  /** Name of the folder that the repo goes to. */
  folder: string;
}

export interface Prompt {
  /** Where the answer goes: in the document, or in the item. */
  path: string;
  message: string;
  /** A line or two above the question. */
  help?: string;
  /** An empty answer means null. */
  optional?: true;
  /** The answer is a list of words. */
  words?: true;
  choices?: (context: Context) => Choice[];
  /** Several choices may be taken. */
  several?: true;
  initial?: (context: Context) => unknown;
  when?: (context: Context) => boolean;
}

const plain = (values: readonly string[]): Choice[] => values.map((value) => ({ value, name: value }));

const regions = (values: readonly Region[]): Choice[] =>
  values.map((value) => ({ value, name: `${value.padEnd(15)} ${REGION_NAMES[value]}` }));

const hasBackup = ({ document }: Context) => getPath(document, "backup.region") != null;

export const CUSTOM = "custom";

export const PRESET_PROMPT: Prompt = {
  path: "preset",
  message: "Start from",
  help: "A preset is a starting point: everything in it can be changed later by running this command again.",
  choices: () => [
    ...Object.entries(PRESETS).map(([value, { description, answers }]) => ({
      value,
      name: `${value}: ${description}`,
      description: presetHint(answers),
    })),
    { value: CUSTOM, name: "custom: choose service after service" },
  ],
};

/** Until the services. */
export const FIRST_PROMPTS: readonly Prompt[] = [
  {
    path: "project",
    message: "Project",
    help: "At most 16 characters: it is the prefix of everything in AWS, and cannot be changed after the first deploy.",
    initial: ({ folder }) => folder,
  },
  { path: "region", message: "AWS region", choices: () => regions(REGIONS), initial: () => "us-east-1" },
  {
    path: "stages",
    message: "Stages",
    help: "Each is an environment of its own: network, load balancer, databases.",
    several: true,
    choices: () => ENVIRONMENTS.map((value) => ({ value, name: value, description: environmentHint(value) })),
    initial: () => [...ENVIRONMENTS],
  },
  {
    path: "domain",
    message: "Domain",
    help: "Such as acme.com: services answer at api.acme.com, api-dev.acme.com … Leave it empty to decide later; until then they answer on the load balancer's name, over plain HTTP.",
    optional: true,
  },
  {
    path: "dns",
    message: "Who serves the domain's DNS?",
    choices: () => [
      {
        value: DNS[0],
        name: "Route 53",
        description: "certificate and records are made for you; the hosted zone has to exist",
      },
      {
        value: DNS[1],
        name: "Cloudflare",
        description: "certificate and records are made for you, with CLOUDFLARE_API_TOKEN",
      },
      {
        value: DNS[2],
        name: "Somebody else",
        description: "you bring an ACM certificate, and enter the records that a deploy prints",
      },
    ],
    when: ({ document }) => document.domain != null,
  },
  {
    path: "certificate",
    message: "ARN of the ACM certificate",
    help: "In the project's region, for *.<domain>.",
    when: ({ document }) => document.domain != null && document.dns === "external",
  },
];

/** After the services. */
export const LAST_PROMPTS: readonly Prompt[] = [
  {
    path: "backup.region",
    message: "Copy production's backups to a second region?",
    help: "AWS Backup keeps daily backups of every database and copies them, so that losing a region loses a day at most.",
    choices: ({ document }) => [
      { value: null, name: "no AWS Backup", description: "databases keep their own snapshots only" },
      ...regions(REGIONS.filter((region) => region !== document.region)),
    ],
    initial: ({ document }) => (document.region === "us-west-2" ? "us-east-1" : "us-west-2"),
    when: ({ document }) => ((document.databases as unknown[] | undefined) ?? []).length > 0,
  },
  { path: "backup.retentionDays", message: "Days to keep a backup", initial: () => 35, when: hasBackup },
  {
    path: "backup.copyRetentionDays",
    message: "Days to keep its copy",
    initial: ({ document }) => getPath(document, "backup.retentionDays"),
    when: hasBackup,
  },
  {
    path: "alerts.email",
    message: "E-mail for alarms",
    help: "AWS sends it a link to confirm after the first deploy. Leave it empty for none.",
    optional: true,
  },
  {
    path: "alerts.slack",
    message: "Slack channel for alarms",
    help: "<workspace id>/<channel id>, such as T0123ABCD/C0123ABCD. Leave it empty for none.",
    optional: true,
  },
  {
    path: "ci",
    message: "CI",
    choices: () => [
      { value: CI[0], name: "GitHub Actions" },
      { value: CI[1], name: "Bitbucket Pipelines" },
      { value: CI[2], name: "none" },
    ],
  },
  { path: "packageManager", message: "Package manager", choices: () => plain(PACKAGE_MANAGERS) },
];

const KIND_NAMES: Record<Kind, [name: string, description: string]> = {
  api: ["api", "answers HTTP behind the load balancer"],
  web: ["web", "a server-rendered front end behind the load balancer"],
  worker: ["worker", "runs always, takes jobs from a queue"],
  cron: ["cron", "runs on a schedule, then ends"],
  static: ["static", "a site on S3 and CloudFront"],
};

const SOURCE_NAMES: Record<string, string> = {
  nestjs: "NestJS",
  node: "Node.js, without a framework but Fastify for HTTP",
  react: "React (Vite)",
  image: "an image that exists",
  existing: "code that is in the repo, with its Dockerfile",
};

const is =
  (key: string, value: string) =>
  ({ item }: Context) =>
    item[key] === value;
const isCode = ({ item }: Context) => item.kind !== "static";

/** Code or an image that this package does not write: it says itself where it listens. */
const isBrought = (item: Document): boolean => item.source === "image" || item.source === "existing";

/** Sizes that cover most services; others are for flags. */
const SIZES = CPUS.slice(0, 4).map((cpu) => [cpu, FARGATE[cpu][cpu === "0.25 vCPU" ? 1 : 0]] as const);

export const SERVICE_PROMPTS: readonly Prompt[] = [
  {
    path: "name",
    message: "Name of the service",
    help: "Its folder, its host name and its ECS service.",
    initial: ({ document }) => (Array.isArray(document.services) && document.services.length > 0 ? undefined : "api"),
  },
  {
    path: "kind",
    message: "Kind",
    choices: () => KINDS.map((value) => ({ value, name: KIND_NAMES[value][0], description: KIND_NAMES[value][1] })),
  },
  {
    path: "source",
    message: "Made from",
    choices: ({ item }) =>
      SOURCES_OF[item.kind as Kind].map((value) => ({ value, name: SOURCE_NAMES[value] as string })),
  },
  {
    path: "image",
    message: "Image",
    help: "Such as ghcr.io/acme/reports:2.1. It runs as user 1000 with a read-only file system, /tmp excepted.",
    when: is("source", "image"),
  },
  {
    path: "directory",
    message: "Folder",
    help: "Inside the repo, with a Dockerfile: apps/api.",
    when: is("source", "existing"),
  },
  {
    path: "port",
    message: "Port that it listens on",
    initial: () => 5000,
    when: ({ item }) => isBrought(item) && isRouted(item as { kind: Kind }),
  },
  {
    path: "health",
    message: "Path that answers 200 while it is alive",
    initial: () => "/health",
    when: ({ item }) => isBrought(item) && isRouted(item as { kind: Kind }),
  },
  {
    path: "schedule",
    message: "Schedule, in UTC",
    help: 'Such as "rate(1 hour)" or "cron(0 3 * * ? *)".',
    initial: () => "cron(0 3 * * ? *)",
    when: is("kind", "cron"),
  },
  {
    path: "size",
    message: "Size of a task",
    choices: () =>
      SIZES.map(([cpu, memory]) => ({
        value: { cpu, memory },
        name: `${cpu}, ${memory}`,
        description: sizeHint(cpu, memory),
      })),
    when: ({ item }) => isCode({ item } as Context) && item.kind !== "cron",
  },
  {
    path: "secrets",
    message: "Secrets",
    help: "Names only, such as JWT_SECRET, with spaces between them; values are set later and never enter these answers. Leave it empty for none.",
    words: true,
    when: isCode,
  },
];

const DATABASE_ENGINE_NAMES: Record<string, string> = {
  postgres: "PostgreSQL",
  mysql: "MySQL",
  "aurora-postgres": "Aurora PostgreSQL, serverless",
  "aurora-mysql": "Aurora MySQL, serverless",
};

const CACHE_ENGINE_NAMES: Record<string, string> = { valkey: "Valkey", redis: "Redis OSS" };

/** The choice of a database or cache that is not there yet. */
export const NEW = Symbol("new");

/** What a service can use: nothing, what is there, or a new one. */
export const storeChoices = (kind: "database" | "cache", stores: readonly Document[]): Choice[] => [
  { value: null, name: "none" },
  ...stores.map(({ name }) => ({
    value: name,
    name: String(name),
    description:
      kind === "database" ? "shared: a logical database and a role of its own" : "shared with the services that use it",
  })),
  { value: NEW, name: `a new ${kind}` },
];

const first = (stores: readonly Document[]) => (stores.length === 0 ? "main" : undefined);

/** A new database or cache, asked for while a service is. */
export const STORE_PROMPTS = {
  database: (source: unknown, stores: readonly Document[]): Prompt[] => [
    { path: "name", message: "Name of the database", initial: () => first(stores) },
    {
      path: "engine",
      message: "Engine",
      choices: () =>
        DATABASE_ENGINES.map((value) => ({
          value,
          name: DATABASE_ENGINE_NAMES[value] as string,
          description: databaseHint(value),
        })),
    },
    {
      path: "migrations",
      message: "Migrations",
      choices: () => plain(MIGRATIONS),
      when: () => source === "nestjs" || source === "node",
    },
  ],
  cache: (_source: unknown, stores: readonly Document[]): Prompt[] => [
    { path: "name", message: "Name of the cache", initial: () => first(stores) },
    {
      path: "engine",
      message: "Engine",
      choices: () =>
        CACHE_ENGINES.map((value) => ({
          value,
          name: CACHE_ENGINE_NAMES[value] as string,
          description: cacheHint(value),
        })),
    },
  ],
};

export const CLIENT_PROMPTS: readonly Prompt[] = [
  { path: "name", message: "Name of the client" },
  { path: "account", message: "AWS account", help: "12 digits: the client's stages deploy into this account only." },
  { path: "domain", message: "Domain of the client" },
  {
    path: "region",
    message: "AWS region",
    choices: () => regions(REGIONS),
    initial: ({ document }) => document.region ?? "us-east-1",
  },
  { path: "certificate", message: "ARN of the ACM certificate", when: ({ document }) => document.dns === "external" },
];
