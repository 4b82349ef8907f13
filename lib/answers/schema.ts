import * as z from "zod";
import { clientSchema } from "./schema/client.ts";
import { serviceSchema } from "./schema/service.ts";
import { backupSchema, sleepSchema } from "./schema/stages.ts";
import { bucketSchema, cacheSchema, databaseSchema } from "./schema/stores.ts";
import { certificate, hostname, most, name, RELATIVE, region, stages } from "./schema/words.ts";
import { ARCHITECTURES, CAPACITIES, CI, DNS, PACKAGE_MANAGERS, TUNNELS } from "./vocabulary.ts";

/**
 * The shape of a blueprint, version 1: what one document of answers may say. Rules that look at more than one value
 * are in `rules.ts`; values that depend on other values are filled in by `normalise.ts`.
 */

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
  buckets: z.array(bucketSchema).max(50, most(50, "buckets")).default([]),
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
  tracing: z
    .int()
    .min(1)
    .max(100)
    .nullable()
    .default(null)
    .describe(
      "Percent of production's requests that are traced, by OpenTelemetry in AWS X-Ray; elsewhere all are. null: none.",
    ),
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
