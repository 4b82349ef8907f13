import * as z from "zod";
import type { Report } from "./types.ts";

/** The document of `space-sst rehearse --json` as a JSON Schema: every key is there, and no other. */

const step = z.strictObject({
  action: z.enum(["created", "changed", "replaced", "deleted", "refused", "kept"]),
  type: z.string(),
  name: z.string(),
  urn: z.string(),
  holds: z.string().nullable(),
  inputs: z.array(z.string()),
  gap: z.boolean(),
  reason: z.string().nullable(),
});

const deployed = z.strictObject({
  status: z.enum(["done", "refused", "failed", "stopped"]),
  steps: z.array(step),
  problems: z.array(z.strictObject({ resource: z.string().nullable(), message: z.string() })),
  seconds: z.number(),
});

const thing = z.strictObject({ type: z.string(), id: z.string(), holds: z.string().nullable() });

export const reportSchema = z.strictObject({
  rehearsal: z.literal(1),
  generator: z.string(),
  sst: z.string(),
  engine: z.string(),
  project: z.string(),
  stage: z.string(),
  account: z.string(),
  region: z.string(),
  since: z.strictObject({ revision: z.string(), commit: z.string() }).nullable(),
  deploy: deployed,
  resumed: deployed.nullable(),
  again: deployed.nullable(),
  removal: deployed.extend({ stays: z.array(thing) }).nullable(),
  losses: z.array(step),
  gaps: z.array(
    z.strictObject({ name: z.string(), type: z.string(), what: z.string(), minutes: z.number().nullable() }),
  ),
  outside: z.array(z.string()),
  cannotShow: z.array(z.string()),
}) satisfies z.ZodType<Report>;

/** As editors and other programs read it. */
export const rehearsalJsonSchema = (): object => ({
  ...z.toJSONSchema(reportSchema, { target: "draft-2020-12" }),
  title: "Document of space-sst rehearse --json, version 1",
});
