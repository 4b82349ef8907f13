import * as z from "zod/mini";
import { CPUS, KINDS, QUEUES, SOURCES } from "../vocabulary.ts";
import { byDefault, formed, formedText, is, list, orNull, text, whole } from "./shapes.ts";
import { name, RELATIVE } from "./words.ts";

/** One label, or the domain itself. */
const LABEL = "(@|[a-z0-9]([a-z0-9-]*[a-z0-9])?)";

const MINUTES_OF_A_WEEK = 7 * 24 * 60;

const host = (pattern: string, use: string) => formedText(40, new RegExp(`^(${pattern})$`), use);

/** Of another part of the answers, or none. */
const named = () => orNull(z.string());

export const serviceSchema = z.strictObject({
  name: is("Name of the service: its folder, its host and its ECS service.", name(20)),
  kind: is(
    "api and web answer behind the load balancer; worker runs always; cron runs on a schedule; static is a site on CloudFront.",
    byDefault(z.enum(KINDS), "api"),
  ),
  source: is("What it is made from. Default: nestjs; react for web and static.", z.optional(z.enum(SOURCES))),
  port: is("Port that the container listens on.", byDefault(whole(1024, 65535), 5000)),
  private: is(
    "For kind api: nothing outside reaches it. It has no host; services that name it in `calls` do.",
    byDefault(z.boolean(), false),
  ),
  health: is(
    "Path that answers 200 while the service is alive.",
    byDefault(formedText(128, /^\/[A-Za-z0-9._~/-]*$/, "use a path such as /health"), "/health"),
  ),
  host: is(
    "First label of its host name, or @ for the domain itself. Default: the service's name.",
    z.optional(host(LABEL, "use one label of a host name such as api, or @ for the domain itself")),
  ),
  aliases: is(
    "Further hosts that it answers on; *.app is every name below app, one for each tenant.",
    z.optional(
      z.array(
        host(`\\*\\.${LABEL}|${LABEL}`, "use a label such as app, @ for the domain itself, or *.app for all below it"),
      ),
    ),
  ),
  redirects: is(
    "Hosts that send whoever asks for them to its own, such as www.",
    z.optional(z.array(host(LABEL, "use one label of a host name such as www, or @ for the domain itself"))),
  ),
  path: is(
    "Path pattern that the load balancer sends to this service.",
    byDefault(formedText(80, /^\/[A-Za-z0-9._~/*?-]*$/, "use a path pattern such as /* or /v1/*"), "/*"),
  ),
  cpu: is("vCPU of a task. Default: 0.25 vCPU.", z.optional(z.enum(CPUS))),
  memory: is(
    "Memory of a task; Fargate allows certain pairs only. Default: the smallest for its cpu, 1 GB for nestjs.",
    z.optional(formed(/^\d+(\.5)? GB$/, 'use a size such as "1 GB"')),
  ),
  min: is(
    "Fewest tasks in production; other environments run one. 0: a worker with a backlog runs while jobs wait.",
    byDefault(whole(0, 100), 2),
  ),
  max: is("Most tasks in production. Default: 4, or min where that is more.", z.optional(whole(1, 200))),
  queue: is(
    "Of a worker, where its jobs wait: bullmq is in its cache, sqs is a queue of AWS for services without one. Default: bullmq where it has a cache, else null: it takes none.",
    orNull(z.enum(QUEUES)),
  ),
  backlog: is(
    "Of a worker with a queue: jobs that may wait for each of its tasks. With more there are more tasks, up to max; its CPU is not asked.",
    z.optional(whole(1, 1_000_000)),
  ),
  schedule: is(
    'When a cron runs, in UTC: "rate(1 hour)" or "cron(0 3 * * ? *)". Default: every night at 03:00.',
    z.optional(text(100)),
  ),
  timeout: is(
    "Minutes that a run of a cron may take; then it is stopped. Default: 60.",
    z.optional(whole(1, MINUTES_OF_A_WEEK)),
  ),
  image: is(
    "The container image, for source image only.",
    z.optional(
      formedText(
        255,
        /^[a-z0-9]+([._/:-][a-zA-Z0-9_]+)*(@sha256:[0-9a-f]{64})?$/,
        "use an image reference such as public.ecr.aws/nginx/nginx:1.29",
      ),
    ),
  ),
  directory: is(
    "Folder with the code and its Dockerfile, or with a static site; for source existing only.",
    z.optional(
      formedText(
        100,
        new RegExp(`^\\.$|${RELATIVE.source}`),
        "use a folder inside the repo, such as apps/api, or . for all of it",
      ),
    ),
  ),
  writable: is(
    "Folders that it writes to besides /tmp, in memory; for sources image and existing only.",
    byDefault(
      list(
        formedText(
          100,
          /^(\/(?!\.{1,2}(\/|$))[A-Za-z0-9._-]+)+$/,
          "use a folder of the container, such as /var/cache/nginx",
        ),
        10,
      ),
      [],
    ),
  ),
  database: is("Name of the database that it uses, or null.", named()),
  cache: is("Name of the cache that it uses, or null.", named()),
  bucket: is("Name of the bucket that it keeps files in, or null. Browsers upload to it straight.", named()),
  email: is(
    "What stands before the @ of the address that it sends mail from, such as noreply; null for none.",
    orNull(
      formedText(40, /^[a-z0-9]+([._-][a-z0-9]+)*$/, "use what stands before the @ of its address, such as noreply"),
    ),
  ),
  calls: is(
    "Names of the services of kinds api and web that it calls inside the VPC: <NAME>_URL says where.",
    byDefault(list(z.string(), 50), []),
  ),
  jobs: is(
    "Names of the workers that it gives jobs to, by its SQS queue, or by the cache that both use.",
    byDefault(list(z.string(), 20), []),
  ),
  origins: is(
    "For kind api: whose pages may call it from a browser, by names of services of kinds static and web, or as https://app.acme.com. Default: all of these services.",
    z.optional(z.nullable(list(text(100), 20))),
  ),
  secrets: is(
    "Names of the secrets that it is given; their values never enter the answers.",
    byDefault(
      list(formedText(64, /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/, "use an environment variable name such as JWT_SECRET"), 50),
      [],
    ),
  ),
  priority: is("Its rule's priority on the load balancer: assigned once, kept for ever.", z.optional(whole(1, 50000))),
  redirectsPriority: is("The same for the rule of its redirects.", z.optional(whole(1, 50000))),
  balancer: is(
    "The number of its load balancer, where one has no room for all: assigned once, kept for ever.",
    z.optional(whole(1, 50)),
  ),
});
