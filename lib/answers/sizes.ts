import * as z from "zod";

/**
 * What a client may have larger or smaller than `infra/stage.ts` says for everybody: capacity only, in that file's own
 * words. What protects data or the public is the same for all clients, and stays in the table.
 */

/** Retention periods that CloudWatch Logs knows, in days. */
const LOG_DAYS = [
  ...[1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545],
  ...[731, 1096, 1827, 2192, 2557, 2922, 3288, 3653],
];

const node = z.string().regex(/^[a-z][a-z0-9]*\.[a-z0-9]+$/, "use a class without its prefix, such as t4g.large");
const acu = z.string().regex(/^\d{1,3}(\.5)? ACU$/, 'use a capacity such as "0.5 ACU"');

const settingsSchema = z.strictObject({
  fullScale: z.boolean().optional().describe("Services scale between their own min and max."),
  logDays: z
    .int()
    .refine((days) => LOG_DAYS.includes(days), `CloudWatch keeps logs for ${LOG_DAYS.join(", ")} days`)
    .optional()
    .describe("Days that logs are kept."),
  database: z
    .strictObject({
      instance: node.optional().describe("Class of the database's instance, such as t4g.large."),
      multiAz: z.boolean().optional().describe("A standby in a second zone."),
      storage: z
        .string()
        .regex(/^[1-9]\d{1,4} GB$/, 'use a size such as "200 GB"')
        .optional()
        .describe("How far the disk may grow."),
      connections: z.int().min(1).max(16_000).optional().describe("Alarm above this number of connections."),
      capacity: z
        .strictObject({ min: acu, max: acu })
        .optional()
        .describe("Aurora's capacity follows the load between these."),
      replicas: z.int().min(0).max(15).optional().describe("Copies of an Aurora database in other zones."),
      backupDays: z.int().min(7).max(35).optional().describe("Point-in-time recovery reaches back this far."),
    })
    .optional(),
  cache: z
    .strictObject({
      node: node.optional().describe("Class of the cache's nodes, such as t4g.small."),
      replicas: z.int().min(0).max(5).optional().describe("Copies of the cache in other zones."),
      snapshotDays: z.int().min(1).max(35).optional().describe("Days that snapshots are kept."),
    })
    .optional(),
});

export const sizesSchema = z.strictObject({
  dev: settingsSchema.optional(),
  staging: settingsSchema.optional(),
  production: settingsSchema.optional(),
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
