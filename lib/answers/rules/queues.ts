import type { Problem } from "../../errors.ts";
import { didYouMean } from "../../system/nearest.ts";
import { answersHttp } from "../assign.ts";
import type { Parsed } from "../schema.ts";

/** Rules about workers with a queue, and about who gives them jobs. */

type Service = Parsed["services"][number];

/** A worker takes jobs from a queue in its cache; one without a cache does its work again and again. */
const hasQueue = ({ kind, cache }: Service): boolean => kind === "worker" && cache !== null;

const list = (names: readonly string[]): string => (names.length === 0 ? "none" : names.join(", "));

/** What is wrong with one name in `jobs`, or null. */
function problemOf(giver: Service, name: string, services: readonly Service[]): string | null {
  const takers = services.filter((one) => hasQueue(one) && one.name !== giver.name).map((one) => one.name);
  const able = `workers with a cache are ${list(takers)}`;
  const taker = services.find((one) => one.name === name);
  if (taker === undefined) return `there is no service called "${name}"${didYouMean(name, takers)}: ${able}`;
  if (name === giver.name) return `"${name}" is the service itself, which adds jobs to its own queue anyway: ${able}`;
  if (!hasQueue(taker)) return `"${name}" takes no jobs: ${able}`;
  return taker.cache === giver.cache
    ? null
    : `"${name}" takes its jobs from the cache "${taker.cache}": give this service the same cache`;
}

/** Whether something that always runs says how long a queue is, while nobody takes jobs from it. */
const isTold = (worker: Service, services: readonly Service[]): boolean =>
  services.some((one) => answersHttp(one) && one.jobs.includes(worker.name));

function* scaling(service: Service, services: readonly Service[]): Iterable<[key: "backlog" | "min", string]> {
  if (service.backlog !== undefined && !hasQueue(service))
    yield ["backlog", `is for workers with a cache, which have a queue, not for ${service.kind}`];
  if (service.min > 0) return;
  if (service.backlog === undefined || !hasQueue(service))
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
    for (const [j, name] of service.jobs.entries()) {
      const message =
        service.jobs.indexOf(name) === j ? problemOf(service, name, services) : `"${name}" is named twice`;
      if (message !== null) yield { path: `services[${i}].jobs[${j}]`, message };
    }
  }
}
