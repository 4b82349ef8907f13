import { effectiveSizes } from "./client-sizes.ts";
import { frontOf } from "./hosts.ts";
import { type Layout, layoutOf } from "./layout.ts";
import type { Blueprint } from "./normalise.ts";
import { PACKAGE_MANAGERS, type PackageManager } from "./package-manager.ts";
import { type Settings, settingsFor } from "./settings.ts";
import { sleepTimes } from "./sleep/times.ts";
import { dayWindows } from "./sleep/windows.ts";
import { features } from "./view/features.ts";
import { viewService } from "./view/service.ts";
import { sleepOf } from "./view/sleep.ts";
import { viewBucket, viewCache, viewDatabase } from "./view/stores.ts";
import {
  type BucketView,
  type CacheView,
  type ClientView,
  type DatabaseView,
  named,
  type ServiceView,
  type SleepView,
} from "./view/types.ts";
import type { Environment } from "./vocabulary.ts";

/**
 * What templates see: the blueprint, with its references resolved and every question that a template would ask
 * answered once, here. Derived, read-only.
 */

export { hasCode, hasLogAlarm, isEcsService } from "./view/asks.ts";
export type * from "./view/types.ts";

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
  /** The numbers of the load balancers. */
  balancers: number[];
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

/** The view of a blueprint. */
export function toView(blueprint: Blueprint, { repeat, generator }: { repeat: string; generator: string }): View {
  const databases = blueprint.databases.map((database) => viewDatabase(database, blueprint));
  const caches = blueprint.caches.map((cache) => viewCache(cache, blueprint));
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
    balancers: [...new Set(services.flatMap(({ balancer }) => balancer ?? []))].sort((a, b) => a - b),
    front: frontOf(blueprint.services),
    layout: layoutOf(blueprint),
    cli: `${PACKAGE_MANAGERS[blueprint.packageManager].exec} space-sst`,
    repeat,
    generator,
    vendored: generator.startsWith("file:"),
  };
}
