import * as z from "zod/mini";
import { formed, is, whole } from "./schema/shapes.ts";

/**
 * What a client may have larger or smaller than `infra/stage.ts` says for everybody: capacity only, in that file's own
 * words. What protects data or the public is the same for all clients, and stays in the table.
 */

/** Retention periods that CloudWatch Logs knows, in days. */
const LOG_DAYS = [
  ...[1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545],
  ...[731, 1096, 1827, 2192, 2557, 2922, 3288, 3653],
];

const node = formed(/^[a-z][a-z0-9]*\.[a-z0-9]+$/, "use a class without its prefix, such as t4g.large");
const acu = formed(/^\d{1,3}(\.5)? ACU$/, 'use a capacity such as "0.5 ACU"');

const databaseSizes = z.strictObject({
  instance: is("Class of the database's instance, such as t4g.large.", z.optional(node)),
  multiAz: is("A standby in a second zone.", z.optional(z.boolean())),
  storage: is("How far the disk may grow.", z.optional(formed(/^[1-9]\d{1,4} GB$/, 'use a size such as "200 GB"'))),
  connections: is("Alarm above this number of connections.", z.optional(whole(1, 16_000))),
  capacity: is("Aurora's capacity follows the load between these.", z.optional(z.strictObject({ min: acu, max: acu }))),
  replicas: is("Copies of an Aurora database in other zones.", z.optional(whole(0, 15))),
  backupDays: is("Point-in-time recovery reaches back this far.", z.optional(whole(7, 35))),
});

const cacheSizes = z.strictObject({
  node: is("Class of the cache's nodes, such as t4g.small.", z.optional(node)),
  replicas: is("Copies of the cache in other zones.", z.optional(whole(0, 5))),
  snapshotDays: is("Days that snapshots are kept.", z.optional(whole(1, 35))),
});

const settingsSchema = z.strictObject({
  fullScale: is("Services scale between their own min and max.", z.optional(z.boolean())),
  logDays: is(
    "Days that logs are kept.",
    z.optional(
      z
        .int()
        .check(z.refine((days) => LOG_DAYS.includes(days), `CloudWatch keeps logs for ${LOG_DAYS.join(", ")} days`)),
    ),
  ),
  database: z.optional(databaseSizes),
  cache: z.optional(cacheSizes),
});

export const sizesSchema = z.strictObject({
  dev: z.optional(settingsSchema),
  staging: z.optional(settingsSchema),
  production: z.optional(settingsSchema),
});

/** What one environment of a client has of its own. */
export type OwnSettings = z.output<typeof settingsSchema>;
export type ClientSizes = z.output<typeof sizesSchema>;

const isObject = (value: unknown): value is object => value !== null && typeof value === "object";

/** The values without the objects that hold none; undefined where nothing is left. */
export function withoutEmpty<T>(value: T): T | undefined {
  if (!isObject(value)) return value;
  const entries = Object.entries(value)
    .map(([key, inner]) => [key, withoutEmpty(inner)] as const)
    .filter(([, inner]) => inner !== undefined);
  return entries.length === 0 ? undefined : (Object.fromEntries(entries) as T);
}
