import * as z from "zod/mini";
import { clientSchema } from "./schema/client.ts";
import { serviceSchema } from "./schema/service.ts";
import { byDefault, characters, formed, formedText, is, list, orNull, whole } from "./schema/shapes.ts";
import { backupSchema, sleepSchema } from "./schema/stages.ts";
import { bucketSchema, cacheSchema, databaseSchema } from "./schema/stores.ts";
import { certificate, hostname, most, name, RELATIVE, region, stages } from "./schema/words.ts";
import { ARCHITECTURES, CAPACITIES, CI, DNS, PACKAGE_MANAGERS, TUNNELS } from "./vocabulary.ts";

/**
 * The shape of a blueprint, version 1: what one document of answers may say. Rules that look at more than one value
 * are in `rules.ts`; values that depend on other values are filled in by `normalise.ts`.
 */

export const blueprintSchema = z.strictObject({
  $schema: is("Where an editor finds this schema; ignored.", z.optional(z.string())),
  blueprint: is("Version of this document's shape.", byDefault(z.literal(1), 1)),
  generator: is(
    "Version of generator-space-sst that rendered the repo; written by it, ignored in answers.",
    z.optional(z.string()),
  ),
  project: is("Name of the project: prefix of everything in AWS.", name(16)),
  region: is("AWS region.", byDefault(region, "us-east-1")),
  stages: is("Environments of the base project.", byDefault(stages, ["dev", "staging", "production"])),
  domain: is(
    "Such as acme.com. none: decided later; until then plain HTTP on the load balancer's name.",
    orNull(hostname()),
  ),
  dns: is(
    "Who serves the domain. external: records are printed, a certificate is needed.",
    byDefault(z.enum(DNS), "route53"),
  ),
  certificate: is("ACM certificate in `region`, for dns external only.", orNull(certificate)),
  services: z.prefault(
    list(serviceSchema, 200, most(200, "services")).check(z.minLength(1, "name at least one service")),
    [{ name: "api" }],
  ),
  databases: byDefault(list(databaseSchema, 50, most(50, "databases")), []),
  caches: byDefault(list(cacheSchema, 50, most(50, "caches")), []),
  buckets: byDefault(list(bucketSchema, 50, most(50, "buckets")), []),
  backup: is("AWS Backup with copies in a second region, or null.", orNull(backupSchema)),
  alerts: byDefault(
    z.strictObject({
      email: is("Where alarms are mailed to.", orNull(z.email("use an e-mail address").check(characters(254)))),
      slack: is(
        "Slack workspace and channel ids, through AWS Chatbot.",
        orNull(
          formed(/^T[A-Z0-9]{6,20}\/C[A-Z0-9]{6,20}$/, "use <workspace id>/<channel id>, such as T0123ABCD/C0123ABCD"),
        ),
      ),
    }),
    { email: null, slack: null },
  ),
  capacity: is(
    "spot: outside production services run on Fargate Spot, for a third of the price; AWS may take a task back.",
    byDefault(z.enum(CAPACITIES), "on-demand"),
  ),
  architecture: is(
    "What images are built for. Fargate is a fifth cheaper on arm64; every image must exist for it.",
    byDefault(z.enum(ARCHITECTURES), "x86_64"),
  ),
  tunnel: is(
    "The machine that people reach databases and caches through. none: none, until infra/stage.ts says so.",
    byDefault(z.enum(TUNNELS), "always"),
  ),
  tracing: is(
    "Percent of production's requests that are traced, by OpenTelemetry in AWS X-Ray; elsewhere all are. null: none.",
    orNull(whole(1, 100)),
  ),
  sleep: is("Stages that sleep while nobody works, or null.", orNull(sleepSchema)),
  ci: is("Where checks and deploys run.", byDefault(z.enum(CI), "github")),
  packageManager: is("Package manager of the repo.", byDefault(z.enum(PACKAGE_MANAGERS), "npm")),
  adopted: is(
    "The repo was there before: what its own tools look for stays theirs. Default: whether it has a package.json.",
    byDefault(z.boolean(), false),
  ),
  workingDirectory: is(
    "Its folder in a bigger git repository, at whose top the workflows go. Default: as git has it.",
    z.optional(
      z.nullable(formedText(100, RELATIVE, "use a folder from the top of the git repository, such as platform/shop")),
    ),
  ),
  clients: byDefault(list(clientSchema, 200, most(200, "clients")), []),
});

/** What a person may write: everything but `project` is optional. */
export type Answers = z.input<typeof blueprintSchema>;
/** What the schema makes of it, before values that depend on each other are filled in. */
export type Parsed = z.output<typeof blueprintSchema>;
