import { queueOf } from "../../answers/queue-of.ts";
import type { Kind, Queue } from "../../answers/vocabulary.ts";
import type { Document } from "../document.ts";
import { callers, naming, servicesOf } from "./calls.ts";
import { type Choice, type Prompt, plain } from "./types.ts";

/** The questions about workers and who gives them jobs, asked once it is known which cache a service has. */

/** Where the jobs of one that is asked about wait. */
export const queueIn = ({ kind = "api", cache = null, queue = null }: Document): Queue | null =>
  queueOf({ kind: kind as Kind, cache: cache as string | null, queue: queue as Queue | null });

/** Of workers without a cache, and of those with one. */
const SQS: Choice = {
  value: "sqs",
  name: "a queue of SQS",
  description: "costs by use alone; a job that always fails is put aside; nobody can ask for its result",
};
const BULLMQ: Choice = {
  value: "bullmq",
  name: "its cache, by BullMQ",
  description: "jobs for later and their results too; all who give jobs have the same cache, which is paid by the hour",
};
const NONE: Choice = { value: null, name: "nowhere", description: "it takes none, and does its work again and again" };

/** Workers that a service can give jobs to: those with a queue of their own, and those in the same cache. */
const takers = (document: Document, { cache }: Document): string[] =>
  servicesOf(document)
    .filter((one) => queueIn(one) === "sqs" || (queueIn(one) === "bullmq" && one.cache === cache))
    .map(({ name }) => String(name));

export const QUEUE_PROMPTS: readonly Prompt[] = [
  {
    path: "queue",
    message: "Where its jobs wait",
    choices: ({ item }) => (item.cache == null ? [SQS, NONE] : [BULLMQ, SQS]),
    when: ({ item }) => item.kind === "worker",
  },
  {
    path: "backlog",
    message: "Jobs that may wait for each of its tasks",
    help: "With more there are more tasks. Divide how long a job may wait by how long it takes; five are done at a time.",
    initial: () => 100,
    when: ({ item }) => queueIn(item) !== null,
  },
  {
    path: "jobs",
    message: "Workers that it gives jobs to",
    several: true,
    optional: true,
    choices: ({ document, item }) => plain(takers(document, item)),
    initial: () => [],
    when: ({ document, item }) => item.kind !== "static" && takers(document, item).length > 0,
  },
];

/** Those that can give a worker jobs and do not yet. */
export const givers = (document: Document, worker: Document): string[] =>
  queueIn(worker) === null
    ? []
    : callers(document).filter((name) => {
        const { cache, jobs = [] } = servicesOf(document).find((one) => one.name === name) ?? {};
        return (
          name !== worker.name &&
          !(jobs as unknown[]).includes(worker.name) &&
          (queueIn(worker) === "sqs" || cache === worker.cache)
        );
      });

/** The document in which some services give a worker jobs. */
export const withGivers = (document: Document, name: unknown, giving: readonly string[]): Document =>
  naming(document, "jobs", name, giving);
