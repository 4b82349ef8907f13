import { totalsOf } from "../../lib/plan/plan.ts";
import type { Identity } from "../../lib/plan/report/identity.ts";
import { pageOf } from "../../lib/plan/report/page.ts";
import type { Plan, StagePlan } from "../../lib/plan/types.ts";
import { many } from "./graphs.ts";

/** Plans for reports, without a repo. */

export const IDENTITY: Identity = { made: new Date("2026-02-03T04:05:06Z"), author: null, revision: null };

/** A plan that says one text wherever a repo could say something. */
export const plan = (text: string): Plan => ({
  plan: 1,
  generator: "0",
  project: text,
  sst: text,
  prices: { collected: text, hoursPerMonth: 730 },
  assumptions: [text],
  since: { revision: text, commit: text },
  failed: { controls: 0, programs: 0 },
  leftOut: [text],
  usage: { traffic: null, logs: 1 },
  totals: { owners: [{ client: text, usd: 1, unknown: true }], all: { usd: 1, unknown: false } },
  differences: {
    stages: { stages: [text], rows: [{ what: text, values: [text] }] },
    clients: [{ stage: text, comparedWith: text, rows: [{ what: text, here: text, there: text }] }],
  },
  stages: [
    {
      stage: text,
      client: null,
      environment: text,
      account: null,
      region: text,
      errors: [],
      refused: text,
      layers: [
        {
          id: text,
          title: text,
          count: 1,
          types: [],
          notable: [{ kind: text, name: text, settings: { [text]: text } }],
        },
      ],
      controls: {
        passed: 1,
        failed: [{ id: text, title: text, severity: "mandatory", why: text, fix: text, findings: [text] }],
        waived: [{ id: text, title: text, reason: text, findings: [text] }],
      },
      cost: {
        currency: "USD",
        region: text,
        usd: 1,
        lines: [{ id: text, label: text, detail: text, usd: null, unknown: [text], units: [], resources: [] }],
        unknown: [text],
        byUse: [text],
        savings: [{ id: text, what: text, how: text, price: text, usd: 1 }],
      },
      costChange: -1,
      changes: [
        {
          action: "deleted",
          type: text,
          name: text,
          urn: text,
          stateful: true,
          protect: false,
          inputs: [{ path: text, before: text, after: null, replaces: true }],
        },
      ],
    },
  ],
});

/** A stage as `plan` finds it, with what it costs. */
export const stage = (name: string, environment: string, client: string | null, usd: number): StagePlan => {
  const [one] = plan("x").stages as [StagePlan];
  return {
    ...one,
    stage: name,
    environment,
    client,
    account: client === null ? null : "123456789012",
    region: "eu-west-1",
    refused: null,
    cost: { ...one.cost, usd, unknown: [], lines: [] },
    changes: null,
    costChange: null,
    controls: { passed: 3, failed: [], waived: [] },
  };
};

const STAGES = [
  stage("dev", "dev", null, 10),
  stage("staging", "staging", null, 20.5),
  stage("production", "production", null, 300),
];

export const SHOP: Plan = {
  ...plan("x"),
  project: "shop",
  since: null,
  leftOut: [],
  stages: STAGES,
  totals: totalsOf(STAGES),
};

/** The report of a shop with three stages, of which production is drawn. */
export const report = (some: Partial<Plan>, identity: Partial<Identity> = {}, graph = many(5)): string =>
  pageOf({ ...SHOP, ...some }, new Map([["production", graph]]), { ...IDENTITY, ...identity });
