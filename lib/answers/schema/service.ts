import * as z from "zod";
import { CPUS, KINDS, QUEUES, SOURCES } from "../vocabulary.ts";
import { count, name, RELATIVE } from "./words.ts";

/** One label, or the domain itself. */
const LABEL = "(@|[a-z0-9]([a-z0-9-]*[a-z0-9])?)";

const MINUTES_OF_A_WEEK = 7 * 24 * 60;

const host = (pattern: string, form: string) =>
  z
    .string()
    .max(40)
    .regex(new RegExp(`^(${pattern})$`), form);

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
  min: z
    .int()
    .min(0)
    .max(100)
    .default(2)
    .describe(
      "Fewest tasks in production; other environments run one. 0: a worker with a backlog runs while jobs wait.",
    ),
  max: count(200).optional().describe("Most tasks in production. Default: 4, or min where that is more."),
  queue: z
    .enum(QUEUES)
    .nullable()
    .default(null)
    .describe(
      "Of a worker, where its jobs wait: bullmq is in its cache, sqs is a queue of AWS for services without one. Default: bullmq where it has a cache, else null: it takes none.",
    ),
  backlog: count(1_000_000)
    .optional()
    .describe(
      "Of a worker with a queue: jobs that may wait for each of its tasks. With more there are more tasks, up to max; its CPU is not asked.",
    ),
  schedule: z
    .string()
    .max(100)
    .optional()
    .describe('When a cron runs, in UTC: "rate(1 hour)" or "cron(0 3 * * ? *)". Default: every night at 03:00.'),
  timeout: count(MINUTES_OF_A_WEEK)
    .optional()
    .describe("Minutes that a run of a cron may take; then it is stopped. Default: 60."),
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
  bucket: z
    .string()
    .nullable()
    .default(null)
    .describe("Name of the bucket that it keeps files in, or null. Browsers upload to it straight."),
  email: z
    .string()
    .max(40)
    .regex(/^[a-z0-9]+([._-][a-z0-9]+)*$/, "use what stands before the @ of its address, such as noreply")
    .nullable()
    .default(null)
    .describe("What stands before the @ of the address that it sends mail from, such as noreply; null for none."),
  calls: z
    .array(z.string())
    .max(50)
    .default([])
    .describe("Names of the services of kinds api and web that it calls inside the VPC: <NAME>_URL says where."),
  jobs: z
    .array(z.string())
    .max(20)
    .default([])
    .describe("Names of the workers that it gives jobs to, by its SQS queue, or by the cache that both use."),
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
  balancer: z
    .int()
    .min(1)
    .max(50)
    .optional()
    .describe("The number of its load balancer, where one has no room for all: assigned once, kept for ever."),
});
