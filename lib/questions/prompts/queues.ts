import type { Document } from "../document.ts";
import { naming, servicesOf } from "./calls.ts";
import { type Prompt, plain } from "./types.ts";

/** The questions about workers and who gives them jobs, asked once it is known which cache a service has. */

/** Services with the same cache as one that is asked about, those of a kind or all that run code. */
const beside = (document: Document, { cache }: Document, kind?: string): string[] =>
  cache == null
    ? []
    : servicesOf(document)
        .filter((one) => one.cache === cache && (kind === undefined || one.kind === kind))
        .map(({ name }) => String(name));

export const QUEUE_PROMPTS: readonly Prompt[] = [
  {
    path: "backlog",
    message: "Jobs that may wait for each of its tasks",
    help: "With more there are more tasks. Divide how long a job may wait by how long it takes; five are done at a time.",
    initial: () => 100,
    when: ({ item }) => item.kind === "worker" && item.cache != null,
  },
  {
    path: "jobs",
    message: "Workers that it gives jobs to",
    several: true,
    optional: true,
    choices: ({ document, item }) => plain(beside(document, item, "worker")),
    initial: () => [],
    when: ({ document, item }) => beside(document, item, "worker").length > 0,
  },
];

/** Those that can give a worker jobs. */
export const givers = (document: Document, worker: Document): string[] =>
  worker.kind === "worker" ? beside(document, worker) : [];

/** The document in which some services give a worker jobs. */
export const withGivers = (document: Document, name: unknown, giving: readonly string[]): Document =>
  naming(document, "jobs", name, giving);
