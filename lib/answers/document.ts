import type { Blueprint, Service } from "./normalise.ts";
import { clientSchema } from "./schema/client.ts";
import { serviceSchema } from "./schema/service.ts";
import { backupSchema, sleepSchema } from "./schema/stages.ts";
import { bucketSchema, cacheSchema, databaseSchema } from "./schema/stores.ts";
import { type Answers, blueprintSchema } from "./schema.ts";

type ServiceAnswers = NonNullable<Answers["services"]>[number];

/** Keys in the order of the schema: the same answers are the same bytes, however they were given. */
const inOrder = <T extends object>({ shape }: { shape: object }, value: T): T =>
  Object.fromEntries(
    Object.keys(shape).flatMap((key) => (value[key as keyof T] === undefined ? [] : [[key, value[key as keyof T]]])),
  ) as T;

/** What a service leaves unsaid is left out, so that the document passes the schema that people write for. */
const serviceDocument = ({
  schedule,
  timeout,
  image,
  directory,
  priority,
  private: inside,
  calls,
  jobs,
  bucket,
  queue,
  email,
  ...service
}: Service): ServiceAnswers =>
  inOrder<ServiceAnswers>(serviceSchema, {
    ...service,
    ...(schedule === null ? {} : { schedule }),
    ...(timeout === null ? {} : { timeout }),
    ...(image === null ? {} : { image }),
    ...(service.source === "existing" && directory !== null ? { directory } : {}),
    ...(priority === null ? {} : { priority }),
    ...(inside ? { private: inside } : {}),
    ...(calls.length > 0 ? { calls } : {}),
    ...(jobs.length > 0 ? { jobs } : {}),
    ...(bucket === null ? {} : { bucket }),
    ...(queue === null ? {} : { queue }),
    ...(email === null ? {} : { email }),
  });

const backupDocument = (backup: Blueprint["backup"]) => (backup === null ? null : inOrder(backupSchema, backup));

/**
 * A blueprint as the document that people write, files keep and `--json` prints: complete, so that a later version's
 * other defaults do not change what a repo has. Reading it gives the same blueprint.
 */
export const toDocument = (blueprint: Blueprint): Answers =>
  inOrder<Answers>(blueprintSchema, {
    ...blueprint,
    services: blueprint.services.map(serviceDocument),
    databases: blueprint.databases.map((database) => inOrder(databaseSchema, database)),
    caches: blueprint.caches.map((cache) => inOrder(cacheSchema, cache)),
    // A repo without one is stored as before there were any.
    buckets:
      blueprint.buckets.length === 0 ? undefined : blueprint.buckets.map((bucket) => inOrder(bucketSchema, bucket)),
    backup: backupDocument(blueprint.backup),
    // The same.
    tracing: blueprint.tracing ?? undefined,
    sleep: blueprint.sleep === null ? null : inOrder(sleepSchema, blueprint.sleep),
    clients: blueprint.clients.map((client) =>
      inOrder(clientSchema, { ...client, backup: backupDocument(client.backup) }),
    ),
  });
