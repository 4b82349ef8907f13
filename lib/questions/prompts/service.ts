import { answersHttp } from "../../answers/assign.ts";
import { CPUS, FARGATE, KINDS, type Kind, SOURCES_OF } from "../../answers/vocabulary.ts";
import { sizeHint } from "../../cost/hints.ts";
import { detect, lacking } from "../detect.ts";
import type { Document } from "../document.ts";
import { CALL_PROMPTS } from "./calls.ts";
import { hasDomain } from "./origins.ts";
import { type Context, type Prompt, regionOf } from "./types.ts";

/** The questions about one service. */

const KIND_NAMES: Record<Kind, [name: string, description: string]> = {
  api: ["api", "answers HTTP behind the load balancer"],
  web: ["web", "a server-rendered front end behind the load balancer"],
  worker: ["worker", "runs always, takes jobs from a queue"],
  cron: ["cron", "runs on a schedule, then ends"],
  static: ["static", "a site on S3 and CloudFront"],
};

/** Of a site. */
const FOLDER = "a folder that is in the repo: built by its own script, or served as it is";

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
  ...CALL_PROMPTS,
  {
    path: "source",
    message: "Made from",
    choices: ({ item }) =>
      SOURCES_OF[item.kind as Kind].map((value) => ({
        value,
        name: item.kind === "static" && value === "existing" ? FOLDER : (SOURCE_NAMES[value] as string),
      })),
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
    help: 'Inside the repo: apps/api, or . for all of it. It has a Dockerfile; a static site a package.json with a script "build", or its files alone.',
    when: is("source", "existing"),
    check: (value, { root, item }) => lacking(root, value, item.kind),
  },
  {
    path: "port",
    message: "Port that it listens on",
    initial: ({ item, root }) => detect(root, item.directory).port ?? 5000,
    when: ({ item }) => isBrought(item) && answersHttp(item as { kind: Kind }),
  },
  {
    path: "health",
    message: "Path that answers 200 while it is alive",
    initial: ({ item, root }) => detect(root, item.directory).health ?? "/health",
    when: ({ item }) => isBrought(item) && answersHttp(item as { kind: Kind }),
  },
  {
    path: "host",
    message: "Host, below the domain",
    help: "One label, such as app; @ is the domain itself.",
    initial: ({ item }) => item.name,
    when: ({ item, document }) => (item.kind === "web" || item.kind === "static") && hasDomain(document),
  },
  {
    path: "redirects",
    message: "Hosts that lead there",
    help: "Such as www, with spaces between them: whoever asks for one is sent to the domain itself.",
    empty: "for none",
    when: ({ item }) => item.host === "@",
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
    choices: (context) =>
      SIZES.map(([cpu, memory]) => ({
        value: { cpu, memory },
        name: `${cpu}, ${memory}`,
        description: sizeHint(cpu, memory, regionOf(context)),
      })),
    when: ({ item }) => isCode({ item } as Context) && item.kind !== "cron",
  },
  {
    path: "secrets",
    message: "Secrets",
    help: "Names only, such as JWT_SECRET, with spaces between them; values are set later and never enter these answers.",
    empty: "for none",
    when: isCode,
  },
  {
    path: "email",
    message: "Address that it sends mail from",
    help: "What stands before the @ of the domain, such as noreply: Amazon SES sends it.",
    empty: "for none",
    optional: true,
    when: ({ document, item }) => document.domain != null && isCode({ item } as Context),
  },
];
