import { answersHttp, isRouted } from "./assign.ts";
import { effectiveSizes } from "./client-sizes.ts";
import { APEX, answersOn, frontOf, hostsOf, isHosted, isWildcard } from "./hosts.ts";
import { type Layout, layoutOf } from "./layout.ts";
import { camelCase, pascalCase, urlVariable } from "./names.ts";
import type { Blueprint, Bucket, Cache, Client, Database, Service } from "./normalise.ts";
import { PACKAGE_MANAGERS, type PackageManager } from "./package-manager.ts";
import { heardWithin } from "./schedule-gap.ts";
import { type Settings, settingsFor } from "./settings.ts";
import { whileAwake } from "./sleep/schedules.ts";
import { type SleepTimes, sleepTimes } from "./sleep/times.ts";
import { type DayWindows, dayWindows } from "./sleep/windows.ts";
import type { Environment, StoreKind } from "./vocabulary.ts";

/**
 * What templates see: the blueprint, with its references resolved and every question that a template would ask
 * answered once, here. Derived, read-only.
 */

export interface Named {
  name: string;
  /** As a TypeScript variable: `orderApi`. */
  id: string;
  /** As an SST logical name: `OrderApi`. */
  Id: string;
}

export interface DatabaseView extends Database, Named {
  family: "postgres" | "mysql";
  aurora: boolean;
  /** Names of the services that use it. */
  services: string[];
  /** More than one service uses it. */
  shared: boolean;
}

export interface CacheView extends Cache, Named {
  services: string[];
}

export interface BucketView extends Bucket, Named {
  services: string[];
  /** Whose pages may read and write it from a browser: its own of a service that has some, and those that may call an API. */
  origins: Origins;
}

/** A service, as those that call it know it. */
export interface Called extends Named {
  port: number;
  /** Their variable that says where it is: `BILLING_URL`. */
  variable: string;
}

/** A worker, as those that give it jobs know it. */
export interface Taker extends Named {
  /** It has more tasks with a longer queue. */
  scales: boolean;
}

/** Whose pages may call an API from a browser. */
export interface Origins {
  /** Services of this repo. */
  services: { name: string; hosts: string[] }[];
  /** Written out: `https://app.acme.com`. */
  others: string[];
}

export interface ServiceView
  extends Omit<Service, "database" | "cache" | "bucket" | "calls" | "jobs" | "origins">,
    Named {
  database: DatabaseView | null;
  cache: CacheView | null;
  bucket: BucketView | null;
  /** Services that it calls inside the VPC. */
  calls: Called[];
  /** Workers that it gives jobs to. */
  jobs: Taker[];
  /** Workers of whose queues it says, for as long as it runs, how long they are: its own, and those that it gives jobs to. */
  tells: string[];
  /** Null for what no browser calls from another host. */
  origins: Origins | null;
  /** Names of the services that call it. */
  callers: string[];
  /** It has a name inside the VPC: others call it, or it has no other. */
  endpoint: boolean;
  /** Listens on a port: kinds api and web. */
  http: boolean;
  /** Behind the load balancer: what listens, and is not private. */
  routed: boolean;
  /** Runs in a container: all kinds but static. */
  container: boolean;
  /** Its container image is built from code in this repo. */
  built: boolean;
  /** Its code is rendered, and brings migrations for its database: `dist/migrate.js` in its image. */
  migrates: boolean;
  /** Its schedule in a stage that sleeps; null where it has none, or no stage does. */
  awake: string | null;
  /** Hours in which a scheduled task has run at least once, whether its stage sleeps or not; null where that is not known. */
  within: number | null;
}

/** When stages sleep, in AWS's words. */
export type SleepView = NonNullable<Blueprint["sleep"]> & { times: SleepTimes; day: DayWindows };

export interface ClientView extends Client, Named {}

export interface View extends Omit<Blueprint, "services" | "databases" | "caches" | "buckets" | "clients" | "sleep"> {
  services: ServiceView[];
  databases: DatabaseView[];
  caches: CacheView[];
  buckets: BucketView[];
  clients: ClientView[];
  sleep: SleepView | null;
  environments: Blueprint["stages"];
  settings: Record<Environment, Settings>;
  pm: PackageManager;
  has: ReturnType<typeof features>;
  /** The service that answers at "/" where there is no domain. */
  front: string | null;
  layout: Layout;
  /** This package's own bin, as somebody calls it in the repo: `npx space-sst`. */
  cli: string;
  /** The command that repeats this kickoff without prompts. */
  repeat: string;
  /** What package.json takes this package from: its version, or a file of the repo. */
  generator: string;
  /** No registry has this package: the repo brings it along. */
  vendored: boolean;
}

const named = ({ name }: { name: string }): Named => ({ name, id: camelCase(name), Id: pascalCase(name) });

const users = (blueprint: Blueprint, key: StoreKind, name: string): string[] =>
  blueprint.services.filter((service) => service[key] === name).map((service) => service.name);

function viewDatabase(database: Database, blueprint: Blueprint): DatabaseView {
  const services = users(blueprint, "database", database.name);
  return {
    ...database,
    ...named(database),
    family: database.engine.endsWith("postgres") ? "postgres" : "mysql",
    aurora: database.engine.startsWith("aurora"),
    services,
    shared: services.length > 1,
  };
}

/** Its code is rendered. */
export const hasCode = ({ source }: Pick<Service, "source">): boolean => source !== "image" && source !== "existing";

/** Tasks of it always run: a cron's run by its schedule, a site has none. */
export const isEcsService = ({ container, kind }: Pick<ServiceView, "container" | "kind">): boolean =>
  container && kind !== "cron";

/** No load balancer sees that its work fails: its log does, where its code is rendered. */
export const hasLogAlarm = (service: ServiceView): boolean =>
  isEcsService(service) && !service.routed && hasCode(service);

/** When stages sleep; null, too, where there is none of those that would. */
const sleepOf = ({ sleep, stages, clients }: Blueprint): Blueprint["sleep"] =>
  [{ stages }, ...clients].some((one) => one.stages.some((stage) => sleep?.stages.some((name) => name === stage)))
    ? sleep
    : null;

const pagesOf = (page: Service): Origins["services"][number] => ({
  name: page.name,
  hosts: answersOn(page).filter((host) => !isWildcard(host)),
});

/** Whose pages may call a service: of all services that have some, where no answer says otherwise. */
function viewOrigins(service: Service, services: readonly Service[]): Origins | null {
  if (service.kind !== "api" || service.private) return null;
  const facing = services.filter(({ kind }) => kind === "static" || kind === "web");
  const named = service.origins === undefined ? facing.map(({ name }) => name) : (service.origins ?? []);
  const origins = {
    services: facing.filter(({ name }) => named.includes(name)).map(pagesOf),
    others: named.filter((origin) => facing.every(({ name }) => name !== origin)),
  };
  return origins.services.length + origins.others.length === 0 ? null : origins;
}

/** Pages send files to a bucket themselves, by what a service has signed for them. */
function viewBucket(bucket: Bucket, blueprint: Blueprint): BucketView {
  const signing = blueprint.services.filter((service) => service.bucket === bucket.name);
  const origins = signing.flatMap((service) => viewOrigins(service, blueprint.services) ?? []);
  const pages = [
    ...signing.filter(({ kind }) => kind === "web").map(pagesOf),
    ...origins.flatMap((one) => one.services),
  ];
  return {
    ...bucket,
    ...named(bucket),
    services: signing.map(({ name }) => name),
    origins: {
      services: [...new Map(pages.map((page) => [page.name, page])).values()],
      others: [...new Set(origins.flatMap(({ others }) => others))],
    },
  };
}

const viewTaker = ({ name, backlog }: Service): Taker => ({ ...named({ name }), scales: backlog !== undefined });

/** Of which queues a service says how long they are. A cron would say it while it runs, and then no more. */
const toldBy = (service: Service, services: readonly Service[]): string[] =>
  service.kind === "cron"
    ? []
    : services
        .filter((one) => one.backlog !== undefined && (one === service || service.jobs.includes(one.name)))
        .map(({ name }) => name);

const viewCalled = ({ name, port }: Service): Called => ({ ...named({ name }), port, variable: urlVariable(name) });

function viewService(
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
    jobs: services.filter(({ name }) => service.jobs.includes(name)).map(viewTaker),
    tells: toldBy(service, services),
    endpoint: service.private || callers.length > 0,
    http: answersHttp(service),
    routed: isRouted(service),
    container,
    built: container && service.source !== "image",
    awake,
    within: heardWithin(service.schedule, awake),
    migrates: database !== null && database.migrations !== "none" && hasCode(service),
  };
}

function features(blueprint: Blueprint, services: ServiceView[], databases: DatabaseView[], buckets: BucketView[]) {
  const kinds = new Set(services.map(({ kind }) => kind));
  const stages = new Set([blueprint, ...blueprint.clients].flatMap((one) => one.stages));
  const any = (list: readonly unknown[]) => list.length > 0;
  return {
    domain: blueprint.domain !== null || any(blueprint.clients),
    databases: any(databases),
    caches: any(blueprint.caches),
    buckets: any(blueprint.buckets),
    /** A service behind the load balancer. */
    routed: services.some(({ routed }) => routed),
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

/** The view of a blueprint. */
export function toView(blueprint: Blueprint, { repeat, generator }: { repeat: string; generator: string }): View {
  const databases = blueprint.databases.map((database) => viewDatabase(database, blueprint));
  const caches = blueprint.caches.map((cache) => ({
    ...cache,
    ...named(cache),
    services: users(blueprint, "cache", cache.name),
  }));
  const buckets = blueprint.buckets.map((bucket) => viewBucket(bucket, blueprint));
  const services = blueprint.services.map((service) => viewService(service, blueprint, databases, caches, buckets));
  const has = features(blueprint, services, databases, buckets);
  const sleep = sleepOf(blueprint);
  return {
    ...blueprint,
    databases,
    caches,
    buckets,
    services,
    sleep: sleep === null ? null : { ...sleep, times: sleepTimes(sleep), day: dayWindows(sleep) },
    clients: blueprint.clients.map(({ sizes, ...client }) => {
      const effective = effectiveSizes(sizes, has);
      return { ...client, ...named(client), ...(effective === undefined ? {} : { sizes: effective }) };
    }),
    environments: blueprint.stages,
    settings: settingsFor(blueprint),
    pm: PACKAGE_MANAGERS[blueprint.packageManager],
    has,
    front: frontOf(blueprint.services),
    layout: layoutOf(blueprint),
    cli: `${PACKAGE_MANAGERS[blueprint.packageManager].exec} space-sst`,
    repeat,
    generator,
    vendored: generator.startsWith("file:"),
  };
}
