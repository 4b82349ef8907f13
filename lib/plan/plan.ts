import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ASSUMPTIONS, totalOf } from "../cost/estimate.ts";
import { COLLECTED, HOURS_PER_MONTH } from "../cost/prices.ts";
import { cents } from "../cost/round.ts";
import { USAGE_ASSUMPTIONS, type Usage } from "../cost/usage.ts";
import { packageVersion } from "../system/package-root.ts";
import type { Comparison } from "./changes/since.ts";
import { type Asked, controlsOf } from "./controls.ts";
import { billOf } from "./cost/bill.ts";
import { savingsOf } from "./cost/savings.ts";
import { differencesOf } from "./differences.ts";
import { Resources } from "./resources/index.ts";
import { layersOf } from "./resources/layers.ts";
import type { Reply } from "./simulate/pool.ts";
import type { ChosenStage } from "./stages.ts";
import type { Plan, StagePlan } from "./types.ts";

/** What the numbers take for granted, and what they leave out. */
const assumptionsOf = ({ traffic, logs }: Usage): string[] => [
  ...ASSUMPTIONS,
  ...(traffic === null && logs === null
    ? [
        "What is billed by use is named with the price of its unit, and not counted: --traffic 100GB --logs 20GB count it.",
      ]
    : USAGE_ASSUMPTIONS),
];

/** The plan of one stage, from what its program registered. */
export function stagePlan(
  stage: ChosenStage,
  { simulation, refused }: Reply,
  asked: Asked,
  { usage, comparison }: { usage: Usage; comparison: Comparison | null },
): StagePlan {
  const resources = new Resources(simulation);
  const bill = billOf(resources, usage);
  const before = comparison === null ? null : billOf(new Resources(comparison.before), usage);
  return {
    stage: stage.stage,
    client: stage.client,
    environment: stage.environment,
    account: stage.account ?? null,
    region: simulation.region,
    errors: simulation.errors.map(({ message }) => message),
    refused,
    layers: layersOf(resources),
    controls: simulation.errors.length > 0 ? { passed: 0, failed: [], waived: [] } : controlsOf(simulation, asked),
    cost: { ...bill, savings: savingsOf(resources, bill, usage) },
    changes: comparison?.changes ?? null,
    costChange: before === null ? null : cents(bill.usd - before.usd),
  };
}

/** Version of the SST platform that is installed in a repo. */
export function platformVersion(root: string): string {
  const file = join(root, ".sst", "platform", "version");
  return existsSync(file) ? readFileSync(file, "utf8").trim() : "unknown";
}

/** What the stages of the project and of each client cost together, and all of them. */
export function totalsOf(stages: readonly StagePlan[]): Plan["totals"] {
  const owners = [...new Set(stages.map(({ client }) => client))];
  const of = (of: readonly StagePlan[]) => totalOf(of.map(({ cost }) => cost));
  return {
    owners: owners.map((client) => ({ client, ...of(stages.filter((stage) => stage.client === client)) })),
    all: of(stages),
  };
}

const failing = ({ controls }: StagePlan): number =>
  controls.failed.filter(({ severity }) => severity === "mandatory").length;

/**
 * The document of all stages.
 * @param leftOut names of stages that were asked for and not planned
 */
export function planOf(
  root: string,
  project: string,
  stages: StagePlan[],
  leftOut: string[],
  usage: Usage,
  since: Plan["since"],
): Plan {
  return {
    plan: 1,
    generator: packageVersion,
    project,
    sst: platformVersion(root),
    prices: { collected: COLLECTED, hoursPerMonth: HOURS_PER_MONTH },
    assumptions: assumptionsOf(usage),
    usage,
    stages,
    totals: totalsOf(stages),
    leftOut,
    differences: differencesOf(stages),
    since,
    failed: {
      controls: stages.reduce((sum, stage) => sum + failing(stage), 0),
      programs: stages.filter(({ errors }) => errors.length > 0).length,
    },
  };
}
