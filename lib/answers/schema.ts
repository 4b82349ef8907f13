import * as z from "zod";
import { NAME } from "./names.ts";
import { sizesSchema } from "./sizes.ts";
import { SLEEP_AT, SLEEP_HOURS } from "./sleep/hours.ts";
import {
  ARCHITECTURES,
  CACHE_ENGINES,
  CAPACITIES,
  CI,
  CPUS,
  DATABASE_ENGINES,
  DNS,
  ENVIRONMENTS,
  KINDS,
  MIGRATIONS,
  PACKAGE_MANAGERS,
  REGIONS,
  SLEEPERS,
  SOURCES,
  TUNNELS,
} from "./vocabulary.ts";

/**
 * The shape of a blueprint, version 1: what one document of answers may say. Rules that look at more than one value
 * are in `rules.ts`; values that depend on other values are filled in by `normalise.ts`.
 */

const name = (max: number) =>
  z
    .string()
    .max(max, `at most ${max} characters`)
    .regex(NAME, "use lower-case letters and digits, words joined by single hyphens, beginning with a letter");

const hostname = z
  .string()
  .max(62, "at most 62 characters: a certificate for *.<domain> takes no more")
  .regex(
    /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/,
    "use a domain name in lower case such as acme.com, without protocol or path",
  );

/** One label, or the domain itself. */
const LABEL = "(@|[a-z0-9]([a-z0-9-]*[a-z0-9])?)";

const host = (pattern: string, form: string) =>
  z
    .string()
    .max(40)
    .regex(new RegExp(`^(${pattern})$`), form);

const certificate = z
  .string()
  .regex(
    /^arn:aws:acm:[a-z0-9-]+:\d{12}:certificate\/[0-9a-f-]{36}$/,
    "use the ARN of an ACM certificate: arn:aws:acm:<region>:<account>:certificate/<id>",
  );

/** What people do who have more than a repo takes. */
const most = (count: number, what: string): string =>
  `at most ${count} ${what} in one repo: the others are for a second one`;

/** A folder below another one. */
const RELATIVE = /^(?!.*\.\.)[A-Za-z0-9_][A-Za-z0-9._-]*(\/[A-Za-z0-9_][A-Za-z0-9._-]*)*$/;

const region = z.enum(REGIONS);
const stages = z.array(z.enum(ENVIRONMENTS)).min(1, "name at least one stage");
const count = (max: number) => z.int().min(1).max(max);

export const backupSchema = z.strictObject({
  region: region
    .optional()
    .describe(
      "The second region that production's backups are copied to. Default: another region under the same law, where there is one.",
    ),
  retentionDays: z.int().min(7).max(365).default(35).describe("Days that a daily backup is kept."),
  copyRetentionDays: z.int().min(7).max(365).default(35).describe("Days that its copy in the second region is kept."),
});

export const sleepSchema = z.strictObject({
  hours: z
    .string()
    .regex(SLEEP_HOURS, 'use whole hours such as "19:00-07:00", or "19:00-07:00 and weekends"')
    .default(SLEEP_AT[0])
    .describe("When stages sleep: their services run no task, and their databases are stopped; none: never."),
  timezone: z
    .string()
    .regex(/^[A-Za-z_]+(\/[A-Za-z0-9_+-]+)*$/, "use the name of a time zone such as Europe/Berlin")
    .default("UTC")
    .describe("Whose hours these are, such as Europe/Berlin."),
  stages: z
    .array(z.enum(SLEEPERS))
    .min(1, "name at least one stage")
    .default([...SLEEPERS])
    .describe("Stages that sleep."),
});

export const serviceSchema = z.strictObject({
  name: name(20).describe("Name of the service: its folder, its host and its ECS service."),
  kind: z
    .enum(KINDS)
    .default("api")
    .describe(
      "api and web answer behind the load balancer; worker runs always; cron runs on a schedule; static is a site on CloudFront.",
    ),
  source: z.enum(SOURCES).optional().describe("What it is made from. Default: nestjs; react for web and static."),
  port: z.int().min(1024).max(65535).default(5000).describe("Port that the container listens on."),
  private: z
    .boolean()
    .default(false)
    .describe("For kind api: nothing outside reaches it. It has no host; services that name it in `calls` do."),
  health: z
    .string()
    .max(128)
    .regex(/^\/[A-Za-z0-9._~/-]*$/, "use a path such as /health")
    .default("/health")
    .describe("Path that answers 200 while the service is alive."),
  host: host(LABEL, "use one label of a host name such as api, or @ for the domain itself")
    .optional()
    .describe("First label of its host name, or @ for the domain itself. Default: the service's name."),
  aliases: z
    .array(
      host(`\\*\\.${LABEL}|${LABEL}`, "use a label such as app, @ for the domain itself, or *.app for all below it"),
    )
    .optional()
    .describe("Further hosts that it answers on; *.app is every name below app, one for each tenant."),
  redirects: z
    .array(host(LABEL, "use one label of a host name such as www, or @ for the domain itself"))
    .optional()
    .describe("Hosts that send whoever asks for them to its own, such as www."),
  path: z
    .string()
    .max(80)
    .regex(/^\/[A-Za-z0-9._~/*?-]*$/, "use a path pattern such as /* or /v1/*")
    .default("/*")
    .describe("Path pattern that the load balancer sends to this service."),
  cpu: z.enum(CPUS).optional().describe("vCPU of a task. Default: 0.25 vCPU."),
  memory: z
    .string()
    .regex(/^\d+(\.5)? GB$/, 'use a size such as "1 GB"')
    .optional()
    .describe(
      "Memory of a task; Fargate allows certain pairs only. Default: the smallest for its cpu, 1 GB for nestjs.",
    ),
  min: count(100).default(2).describe("Fewest tasks in production; other environments run one."),
  max: count(200).optional().describe("Most tasks in production. Default: 4, or min where that is more."),
  schedule: z
    .string()
    .max(100)
    .optional()
    .describe('When a cron runs, in UTC: "rate(1 hour)" or "cron(0 3 * * ? *)". Default: every night at 03:00.'),
  image: z
    .string()
    .max(255)
    .regex(
      /^[a-z0-9]+([._/:-][a-zA-Z0-9_]+)*(@sha256:[0-9a-f]{64})?$/,
      "use an image reference such as public.ecr.aws/nginx/nginx:1.29",
    )
    .optional()
    .describe("The container image, for source image only."),
  directory: z
    .string()
    .max(100)
    .regex(new RegExp(`^\\.$|${RELATIVE.source}`), "use a folder inside the repo, such as apps/api, or . for all of it")
    .optional()
    .describe("Folder with the code and its Dockerfile, or with a static site; for source existing only."),
  writable: z
    .array(
      z
        .string()
        .max(100)
        .regex(/^(\/(?!\.{1,2}(\/|$))[A-Za-z0-9._-]+)+$/, "use a folder of the container, such as /var/cache/nginx"),
    )
    .max(10)
    .default([])
    .describe("Folders that it writes to besides /tmp, in memory; for sources image and existing only."),
  database: z.string().nullable().default(null).describe("Name of the database that it uses, or null."),
  cache: z.string().nullable().default(null).describe("Name of the cache that it uses, or null."),
  calls: z
    .array(z.string())
    .max(50)
    .default([])
    .describe("Names of the services of kinds api and web that it calls inside the VPC: <NAME>_URL says where."),
  origins: z
    .array(z.string().max(100))
    .max(20)
    .nullable()
    .optional()
    .describe(
      "For kind api: whose pages may call it from a browser, by names of services of kinds static and web, or as https://app.acme.com. Default: all of these services.",
    ),
  secrets: z
    .array(
      z
        .string()
        .max(64)
        .regex(/^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/, "use an environment variable name such as JWT_SECRET"),
    )
    .max(50)
    .default([])
    .describe("Names of the secrets that it is given; their values never enter the answers."),
  priority: z
    .int()
    .min(1)
    .max(50000)
    .optional()
    .describe("Its rule's priority on the load balancer: assigned once, kept for ever."),
  redirectsPriority: z.int().min(1).max(50000).optional().describe("The same for the rule of its redirects."),
});

export const databaseSchema = z.strictObject({
  name: name(20).describe("Name of the database; one that several services name is shared by them."),
  engine: z
    .enum(DATABASE_ENGINES)
    .describe(`One of ${DATABASE_ENGINES.join(", ")}. Default: postgres.`)
    .default("postgres"),
  version: z.string().optional().describe("Major version. Default: the newest that most libraries support."),
  migrations: z.enum(MIGRATIONS).default("typeorm").describe("Tool that services with this database migrate it with."),
});

export const cacheSchema = z.strictObject({
  name: name(20).describe("Name of the cache."),
  engine: z
    .enum(CACHE_ENGINES)
    .describe(`One of ${CACHE_ENGINES.join(", ")}. Default: valkey.`)
    .default("valkey"),
});

export const clientSchema = z.strictObject({
  name: name(20).describe("Name of the client: the first part of its stages' names."),
  account: z
    .string()
    .regex(/^\d{12}$/, "use the 12 digits of an AWS account")
    .describe("The client's AWS account: its stages deploy into this one only."),
  region: region.optional().describe("Default: the project's region."),
  domain: hostname.describe("The client's domain."),
  certificate: certificate
    .nullable()
    .default(null)
    .describe("ACM certificate in the client's region, for dns external."),
  backup: backupSchema.nullable().optional().describe("Default: the project's."),
  stages: stages.optional().describe("Default: the project's, without dev."),
  network: z
    .int()
    .min(1)
    .max(255)
    .optional()
    .describe("Second octet of its VPC ranges, 10.<network>.0.0/16: assigned once, kept for ever."),
  sizes: sizesSchema
    .optional()
    .describe("What its stages have other than the project's, by environment, in the words of infra/stage.ts."),
});

export const blueprintSchema = z.strictObject({
  $schema: z.string().optional().describe("Where an editor finds this schema; ignored."),
  blueprint: z.literal(1).default(1).describe("Version of this document's shape."),
  generator: z
    .string()
    .optional()
    .describe("Version of generator-space-sst that rendered the repo; written by it, ignored in answers."),
  project: name(16).describe("Name of the project: prefix of everything in AWS."),
  region: region.default("us-east-1").describe("AWS region."),
  stages: stages.default(["dev", "staging", "production"]).describe("Environments of the base project."),
  domain: hostname
    .nullable()
    .default(null)
    .describe("Such as acme.com. none: decided later; until then plain HTTP on the load balancer's name."),
  dns: z
    .enum(DNS)
    .default("route53")
    .describe("Who serves the domain. external: records are printed, a certificate is needed."),
  certificate: certificate.nullable().default(null).describe("ACM certificate in `region`, for dns external only."),
  services: z
    .array(serviceSchema)
    .min(1, "name at least one service")
    .max(200, most(200, "services"))
    .prefault([{ name: "api" }]),
  databases: z.array(databaseSchema).max(50, most(50, "databases")).default([]),
  caches: z.array(cacheSchema).max(50, most(50, "caches")).default([]),
  backup: backupSchema.nullable().default(null).describe("AWS Backup with copies in a second region, or null."),
  alerts: z
    .strictObject({
      email: z.email("use an e-mail address").max(254).nullable().default(null).describe("Where alarms are mailed to."),
      slack: z
        .string()
        .regex(/^T[A-Z0-9]{6,20}\/C[A-Z0-9]{6,20}$/, "use <workspace id>/<channel id>, such as T0123ABCD/C0123ABCD")
        .nullable()
        .default(null)
        .describe("Slack workspace and channel ids, through AWS Chatbot."),
    })
    .default({ email: null, slack: null }),
  capacity: z
    .enum(CAPACITIES)
    .default("on-demand")
    .describe(
      "spot: outside production services run on Fargate Spot, for a third of the price; AWS may take a task back.",
    ),
  architecture: z
    .enum(ARCHITECTURES)
    .default("x86_64")
    .describe("What images are built for. Fargate is a fifth cheaper on arm64; every image must exist for it."),
  tunnel: z
    .enum(TUNNELS)
    .default("always")
    .describe("The machine that people reach databases and caches through. none: none, until infra/stage.ts says so."),
  sleep: sleepSchema.nullable().default(null).describe("Stages that sleep while nobody works, or null."),
  ci: z.enum(CI).default("github").describe("Where checks and deploys run."),
  packageManager: z.enum(PACKAGE_MANAGERS).default("npm").describe("Package manager of the repo."),
  adopted: z
    .boolean()
    .default(false)
    .describe(
      "The repo was there before: what its own tools look for stays theirs. Default: whether it has a package.json.",
    ),
  workingDirectory: z
    .string()
    .max(100)
    .regex(RELATIVE, "use a folder from the top of the git repository, such as platform/shop")
    .nullable()
    .optional()
    .describe("Its folder in a bigger git repository, at whose top the workflows go. Default: as git has it."),
  clients: z.array(clientSchema).max(200, most(200, "clients")).default([]),
});

/** What a person may write: everything but `project` is optional. */
export type Answers = z.input<typeof blueprintSchema>;
/** What the schema makes of it, before values that depend on each other are filled in. */
export type Parsed = z.output<typeof blueprintSchema>;
