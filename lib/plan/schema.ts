import * as z from "zod";

/**
 * The document of `space-sst plan --json`, version 1: every key is there, and no other. Its types and its JSON Schema are
 * made from it, and a test holds docs/plan.md to it. Amounts are US dollars a month.
 */

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
  region: z.string().describe("Of the stage; a unit says its own where that is another one."),
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
  byUse: z.array(z.string()).describe("What is billed by use with the price of its unit, and is not in the sum."),
  savings: z.array(
    z.strictObject({
      id: z.string(),
      what: z.string(),
      how: z.string(),
      price: z.string().describe("What it takes away."),
      usd: z.number(),
    }),
  ),
});

const layer = z.strictObject({
  id: z.string(),
  title: z.string(),
  count: z.int().describe("Resources of AWS, Cloudflare and the like; parts of the program itself are not counted."),
  types: z.array(z.strictObject({ type: z.string(), label: z.string(), count: z.int() })),
  notable: z
    .array(z.strictObject({ kind: z.string(), name: z.string(), settings: z.record(z.string(), z.string()) }))
    .describe("Resources that matter, with the settings that people ask about."),
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
  stateful: z.boolean().describe("It keeps data."),
  protect: z.boolean().describe("Pulumi refuses to delete it until somebody lifts the protection."),
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
  account: z
    .string()
    .nullable()
    .describe("Null for the stages of the project itself, whose account is that of the credentials."),
  region: z.string(),
  errors: z
    .array(z.string())
    .describe("What went wrong while the program ran; a stage with an entry here has no reliable numbers."),
  refused: z.string().nullable().describe("Why a deploy would be refused as it is; null where it would not."),
  layers: z.array(layer),
  controls,
  cost: bill,
  changes: z
    .array(change)
    .nullable()
    .describe("What a deploy would change since the revision that was compared with; null where none was."),
  costChange: z
    .number()
    .nullable()
    .describe("What the changes add to the month, less what they take off; null where nothing was compared."),
});

export const planSchema = z.strictObject({
  plan: z.literal(1),
  generator: z.string().describe("Version of the generator that made it."),
  project: z.string(),
  sst: z.string().describe("Version of the SST platform that the program ran on."),
  prices: z.strictObject({ collected: z.string(), hoursPerMonth: z.number() }),
  assumptions: z.array(z.string()),
  usage: z
    .strictObject({ traffic: z.number().nullable(), logs: z.number().nullable() })
    .describe("What somebody expects a stage to send and to log in a month, in GB; null where nobody said."),
  stages: z.array(stage),
  totals: z
    .strictObject({ owners: z.array(total.extend({ client: z.string().nullable() })), all: total })
    .describe("Of the project's own stages (client null) and of each client's, and of all that were planned."),
  leftOut: z
    .array(z.string())
    .describe("Stages that were asked for and not planned: with many clients, those of the later ones."),
  differences: z.strictObject({
    stages: z.strictObject({
      stages: z.array(z.string()),
      rows: z.array(
        z.strictObject({
          what: z.string(),
          values: z.array(z.string()).describe("One for each stage, in the order of `stages`."),
        }),
      ),
    }),
    clients: z.array(
      z.strictObject({
        stage: z.string(),
        comparedWith: z.string(),
        rows: z.array(z.strictObject({ what: z.string(), here: z.string(), there: z.string() })),
      }),
    ),
  }),
  since: z
    .strictObject({ revision: z.string(), commit: z.string() })
    .nullable()
    .describe("What was compared with; null where there is nothing to compare with."),
  failed: z
    .strictObject({ controls: z.int(), programs: z.int() })
    .describe("Numbers of mandatory controls that fail and of stages whose program does not run."),
});

/** As editors and other programs read it. */
export const planJsonSchema = (): object => ({
  ...z.toJSONSchema(planSchema, { target: "draft-2020-12" }),
  title: "Document of space-sst plan --json, version 1",
});
