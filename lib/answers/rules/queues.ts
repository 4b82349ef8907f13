import type { Problem } from "../../errors.ts";
import { didYouMean } from "../../system/nearest.ts";
import { answersHttp } from "../assign.ts";
import { queueVariable } from "../names.ts";
import { queueOf } from "../queue-of.ts";
import type { Parsed } from "../schema.ts";

/** Rules about workers with a queue, and about who gives them jobs. */

type Service = Parsed["services"][number];

const hasQueue = (service: Service): boolean => queueOf(service) !== null;

const list = (names: readonly string[]): string => (names.length === 0 ? "none" : names.join(", "));

/** What is wrong with one name in `jobs`, or null. */
function problemOf(giver: Service, name: string, services: readonly Service[]): string | null {
  const takers = services.filter((one) => hasQueue(one) && one.name !== giver.name).map((one) => one.name);
  const able = `workers with a queue are ${list(takers)}`;
  const taker = services.find((one) => one.name === name);
  if (taker === undefined) return `there is no service called "${name}"${didYouMean(name, takers)}: ${able}`;
  if (name === giver.name) return `"${name}" is the service itself, which adds jobs to its own queue anyway: ${able}`;
  if (!hasQueue(taker)) return `"${name}" takes no jobs: ${able}`;
  if (queueOf(taker) === "sqs") return unnamed(giver, name);
  return taker.cache === giver.cache
    ? null
    : `"${name}" takes its jobs from the cache "${taker.cache}": give this service the same cache`;
}

/** The variable by which it finds the queue is its own. */
const unnamed = ({ secrets }: Service, worker: string): string | null =>
  secrets.includes(queueVariable(worker))
    ? `the queue is found by ${queueVariable(worker)}, which is a secret too`
    : null;

/** Two libraries, and two ways to ask for a result, are more than the code of one service is rendered for. */
function* oneLibrary({ jobs }: Service, services: readonly Service[]): Iterable<string> {
  const named = services.filter(({ name }) => jobs.includes(name));
  const of = (queue: "bullmq" | "sqs") => named.filter((one) => queueOf(one) === queue).map(({ name }) => name);
  const [cached, sqs] = [of("bullmq"), of("sqs")];
  if (cached.length > 0 && sqs.length > 0)
    yield `${list(cached)} take jobs from a cache, ${list(sqs)} from SQS: one service gives jobs in one way`;
}

/** Whether something that always runs says how long a queue is, while nobody takes jobs from it. AWS says it of its own. */
const isTold = (worker: Service, services: readonly Service[]): boolean =>
  queueOf(worker) === "sqs" || services.some((one) => answersHttp(one) && one.jobs.includes(worker.name));

function* scaling(
  service: Service,
  services: readonly Service[],
): Iterable<[key: "queue" | "backlog" | "min", string]> {
  const { kind, cache, queue, backlog, min, secrets } = service;
  if (queue !== null && kind !== "worker") yield ["queue", `is for kind worker only, not ${kind}`];
  else if (queue === "bullmq" && cache === null) yield ["queue", "bullmq is in a cache: give it one, or take sqs"];
  else if (queue === "sqs" && secrets.includes(queueVariable(service.name)))
    yield ["queue", `is found by ${queueVariable(service.name)}, which is a secret too`];
  if (backlog !== undefined && !hasQueue(service)) yield ["backlog", `is for workers with a queue, not for ${kind}`];
  if (min > 0) return;
  if (backlog === undefined || !hasQueue(service))
    yield ["min", "0 is for workers with a backlog alone: nothing would start a task of it again"];
  else if (!isTold(service, services))
    yield [
      "min",
      `0 needs an api or web service with jobs: [${service.name}]: while no task runs, nobody else says that jobs wait`,
    ];
}

export function* queues({ services }: Parsed): Iterable<Problem> {
  for (const [i, service] of services.entries()) {
    for (const [key, message] of scaling(service, services)) yield { path: `services[${i}].${key}`, message };
    if (service.kind === "static" && service.jobs.length > 0) {
      yield { path: `services[${i}].jobs`, message: "a static site has no server to add a job from" };
      continue;
    }
    for (const message of oneLibrary(service, services)) yield { path: `services[${i}].jobs`, message };
    for (const [j, name] of service.jobs.entries()) {
      const message =
        service.jobs.indexOf(name) === j ? problemOf(service, name, services) : `"${name}" is named twice`;
      if (message !== null) yield { path: `services[${i}].jobs[${j}]`, message };
    }
  }
}
