import { APEX, hostsOf, isHosted, isWildcard } from "../hosts.ts";
import type { Blueprint } from "../normalise.ts";
import { hasCode } from "./asks.ts";
import type { BucketView, DatabaseView, ServiceView } from "./types.ts";

/** What a repo has, as its templates ask for it. */
export function features(
  blueprint: Blueprint,
  services: ServiceView[],
  databases: DatabaseView[],
  buckets: BucketView[],
) {
  const kinds = new Set(services.map(({ kind }) => kind));
  const stages = new Set([blueprint, ...blueprint.clients].flatMap((one) => one.stages));
  const any = (list: readonly unknown[]) => list.length > 0;
  return {
    domain: blueprint.domain !== null || any(blueprint.clients),
    databases: any(databases),
    caches: any(blueprint.caches),
    buckets: any(blueprint.buckets),
    /** A service that sends mail. */
    email: blueprint.services.some(({ email }) => email !== null),
    /** A service behind the load balancer. */
    routed: services.some(({ routed }) => routed),
    /** More load balancers than the first. */
    balancers: blueprint.services.some(({ balancer }) => balancer !== undefined),
    /** An API that pages on other hosts of the repo may call, or a bucket: where they are hangs on the stage. */
    origins: [...services, ...buckets].some(({ origins }) => origins !== null && origins.services.length > 0),
    /** A service that has a name inside the VPC. */
    endpoints: services.some(({ endpoint }) => endpoint),
    /** A service that nothing outside reaches, though it listens. */
    private: blueprint.services.some((service) => service.private),
    /** Anything on ECS: services or scheduled tasks. */
    containers: services.some(({ container }) => container),
    /** An ECS service: api, web or worker. */
    services: kinds.has("api") || kinds.has("web") || kinds.has("worker"),
    workers: kinds.has("worker"),
    /** A worker that has more tasks with a longer queue; one that has none without. */
    queues: blueprint.services.some(({ backlog }) => backlog !== undefined),
    /** One whose queue is in a cache, and is told of; a worker whose queue is SQS's; one of these that scales. */
    told: services.some(({ tells }) => any(tells)),
    sqs: services.some(({ queue }) => queue === "sqs"),
    sqsScales: services.some(({ queue, backlog }) => queue === "sqs" && backlog !== undefined),
    /** What comes with rights in AWS for whoever is connected with it. */
    rights: any(blueprint.buckets) || services.some(({ queue, email }) => queue === "sqs" || email !== null),
    idle: blueprint.services.some(({ min }) => min === 0),
    crons: kinds.has("cron"),
    sites: kinds.has("static"),
    /** Something answers at the domain itself, or leads from there. */
    apex: services.some((service) => isHosted(service) && hostsOf(service).includes(APEX)),
    /** Something answers for every name below a label. */
    wildcards: services.some(({ aliases = [] }) => aliases.some(isWildcard)),
    /** A service behind the load balancer that answers on further hosts; one whose hosts lead to its own; sites in the same way. */
    aliases: services.some(({ routed, aliases }) => routed && aliases !== undefined),
    redirects: services.some(({ routed, redirects }) => routed && redirects !== undefined),
    siteHosts: services.some((service) => service.kind === "static" && hostsOf(service).length > 1),
    /** A service whose code is rendered. */
    code: blueprint.services.some(hasCode),
    migrations: services.some(({ migrates }) => migrates),
    /** Code or an image with a database that was not written for one of AWS. */
    brought: services.some(
      ({ container, database, ...service }) => container && database !== null && !hasCode(service),
    ),
    /** Requests are traced. */
    tracing: blueprint.tracing !== null && services.some(({ container }) => container),
    built: services.some(({ built }) => built),
    clients: any(blueprint.clients),
    production: stages.has("production"),
    /** A stage that is not only for trying things out. */
    guarded: stages.has("staging") || stages.has("production"),
    backup: blueprint.backup !== null || blueprint.clients.some(({ backup }) => backup !== null),
    github: blueprint.ci === "github",
    bitbucket: blueprint.ci === "bitbucket",
    postgres: databases.some(({ family }) => family === "postgres"),
    mysql: databases.some(({ family }) => family === "mysql"),
    aurora: databases.some(({ aurora }) => aurora),
    /** An RDS instance, as opposed to an Aurora cluster. */
    instances: databases.some(({ aurora }) => !aurora),
    secrets: services.some(({ secrets }) => any(secrets)),
  };
}
