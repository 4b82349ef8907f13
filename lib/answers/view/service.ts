import { answersHttp, isRouted } from "../assign.ts";
import { FIRST_BALANCER } from "../balancers.ts";
import { queueVariable, urlVariable } from "../names.ts";
import type { Blueprint, Service } from "../normalise.ts";
import { queueOf } from "../queue-of.ts";
import { heardWithin } from "../schedule-gap.ts";
import { whileAwake } from "../sleep/schedules.ts";
import { hasCode } from "./asks.ts";
import { viewOrigins } from "./origins.ts";
import { sleepOf } from "./sleep.ts";
import {
  type BucketView,
  type CacheView,
  type Called,
  type DatabaseView,
  named,
  type ServiceView,
  type Taker,
} from "./types.ts";

const viewTaker = (taker: Service): Taker[] => {
  const queue = queueOf(taker);
  return queue === null ? [] : [{ ...named(taker), queue, variable: queueVariable(taker.name) }];
};

/** Of which queues in a cache a service says how long they are: AWS says it of its own. A cron would say it while it runs, and then no more. */
const toldBy = (service: Service, services: readonly Service[]): string[] =>
  service.kind === "cron"
    ? []
    : services
        .filter((one) => one.backlog !== undefined && queueOf(one) === "bullmq")
        .filter((one) => one === service || service.jobs.includes(one.name))
        .map(({ name }) => name);

const viewCalled = ({ name, port }: Service): Called => ({ ...named({ name }), port, variable: urlVariable(name) });

/** A service with all that it uses, and with those that use it. */
export function viewService(
  service: Service,
  blueprint: Blueprint,
  databases: DatabaseView[],
  caches: CacheView[],
  buckets: BucketView[],
): ServiceView {
  const container = service.kind !== "static";
  const { services } = blueprint;
  const sleep = sleepOf(blueprint);
  const awake = service.schedule === null || sleep === null ? null : whileAwake(service.schedule, sleep);
  const callers = services.filter(({ calls }) => calls.includes(service.name)).map(({ name }) => name);
  const database = databases.find(({ name }) => name === service.database) ?? null;
  return {
    ...service,
    ...named(service),
    database,
    cache: caches.find(({ name }) => name === service.cache) ?? null,
    bucket: buckets.find(({ name }) => name === service.bucket) ?? null,
    origins: viewOrigins(service, services),
    calls: services.filter(({ name }) => service.calls.includes(name)).map(viewCalled),
    callers,
    queue: queueOf(service),
    jobs: services.filter(({ name }) => service.jobs.includes(name)).flatMap(viewTaker),
    tells: toldBy(service, services),
    endpoint: service.private || callers.length > 0,
    http: answersHttp(service),
    routed: isRouted(service),
    balancer: isRouted(service) ? (service.balancer ?? FIRST_BALANCER) : null,
    container,
    built: container && service.source !== "image",
    awake,
    within: heardWithin(service.schedule, awake),
    migrates: database !== null && database.migrations !== "none" && hasCode(service),
  };
}
