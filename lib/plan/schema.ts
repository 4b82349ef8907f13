import * as z from "zod";
import type { Plan } from "./types.ts";

/** The document of `space-sst plan --json` as a JSON Schema: every key is there, and no other. */

const unit = z.strictObject({
  price: z.string(),
  what: z.string(),
  region: z.string(),
  quantity: z.number(),
  usd: z.number().nullable(),
  unitUsd: z.number().nullable(),
  per: z.string().nullable(),
  source: z.string().nullable(),
  date: z.string().nullable(),
});

const bill = z.strictObject({
  currency: z.literal("USD"),
  region: z.string(),
  usd: z.number(),
  lines: z.array(
    z.strictObject({
      id: z.string(),
      label: z.string(),
      detail: z.string(),
      usd: z.number().nullable(),
      unknown: z.array(z.string()),
      units: z.array(unit),
      resources: z.array(z.string()),
    }),
  ),
  unknown: z.array(z.string()),
  byUse: z.array(z.string()),
  savings: z.array(
    z.strictObject({ id: z.string(), what: z.string(), how: z.string(), price: z.string(), usd: z.number() }),
  ),
});

const layer = z.strictObject({
  id: z.string(),
  title: z.string(),
  count: z.int(),
  types: z.array(z.strictObject({ type: z.string(), label: z.string(), count: z.int() })),
  notable: z.array(z.strictObject({ kind: z.string(), name: z.string(), settings: z.record(z.string(), z.string()) })),
});

const controls = z.strictObject({
  passed: z.int(),
  failed: z.array(
    z.strictObject({
      id: z.string(),
      title: z.string(),
      severity: z.enum(["mandatory", "advisory"]),
      why: z.string(),
      fix: z.string(),
      findings: z.array(z.string()),
    }),
  ),
  waived: z.array(
    z.strictObject({ id: z.string(), title: z.string(), reason: z.string(), findings: z.array(z.string()) }),
  ),
});

const change = z.strictObject({
  action: z.enum(["deleted", "replaced", "changed", "added"]),
  type: z.string(),
  name: z.string(),
  urn: z.string(),
  stateful: z.boolean(),
  protect: z.boolean(),
  inputs: z.array(
    z.strictObject({
      path: z.string(),
      before: z.string().nullable(),
      after: z.string().nullable(),
      replaces: z.boolean(),
    }),
  ),
});

const total = z.strictObject({ usd: z.number(), unknown: z.boolean() });

const stage = z.strictObject({
  stage: z.string(),
  client: z.string().nullable(),
  environment: z.string(),
  account: z.string().nullable(),
  region: z.string(),
  errors: z.array(z.string()),
  refused: z.string().nullable(),
  layers: z.array(layer),
  controls,
  cost: bill,
  changes: z.array(change).nullable(),
  costChange: z.number().nullable(),
});

export const planSchema = z.strictObject({
  plan: z.literal(1),
  generator: z.string(),
  project: z.string(),
  sst: z.string(),
  prices: z.strictObject({ collected: z.string(), hoursPerMonth: z.number() }),
  assumptions: z.array(z.string()),
  usage: z.strictObject({ traffic: z.number().nullable(), logs: z.number().nullable() }),
  stages: z.array(stage),
  totals: z.strictObject({
    owners: z.array(total.extend({ client: z.string().nullable() })),
    all: total,
  }),
  leftOut: z.array(z.string()),
  differences: z.strictObject({
    stages: z.strictObject({
      stages: z.array(z.string()),
      rows: z.array(z.strictObject({ what: z.string(), values: z.array(z.string()) })),
    }),
    clients: z.array(
      z.strictObject({
        stage: z.string(),
        comparedWith: z.string(),
        rows: z.array(z.strictObject({ what: z.string(), here: z.string(), there: z.string() })),
      }),
    ),
  }),
  since: z.strictObject({ revision: z.string(), commit: z.string() }).nullable(),
  failed: z.strictObject({ controls: z.int(), programs: z.int() }),
}) satisfies z.ZodType<Plan>;

/** As editors and other programs read it. */
export const planJsonSchema = (): object => ({
  ...z.toJSONSchema(planSchema, { target: "draft-2020-12" }),
  title: "Document of space-sst plan --json, version 1",
});
