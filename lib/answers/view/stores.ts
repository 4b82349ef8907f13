import type { Blueprint, Bucket, Cache, Database } from "../normalise.ts";
import type { StoreKind } from "../vocabulary.ts";
import { pagesOf, viewOrigins } from "./origins.ts";
import { type BucketView, type CacheView, type DatabaseView, named } from "./types.ts";

/** What services keep data in. */

const users = (blueprint: Blueprint, key: StoreKind, name: string): string[] =>
  blueprint.services.filter((service) => service[key] === name).map((service) => service.name);

export function viewDatabase(database: Database, blueprint: Blueprint): DatabaseView {
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

export const viewCache = (cache: Cache, blueprint: Blueprint): CacheView => ({
  ...cache,
  ...named(cache),
  services: users(blueprint, "cache", cache.name),
});

/** Pages send files to a bucket themselves, by what a service has signed for them. */
export function viewBucket(bucket: Bucket, blueprint: Blueprint): BucketView {
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
