import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { COLLECTED, HOURS_PER_MONTH } from "../cost/prices.ts";
import type { Waiver } from "../proof/controls/waivers.ts";
import { packageVersion } from "../system/package-root.ts";
import { controlsOf } from "./controls.ts";
import { billOf } from "./cost/bill.ts";
import { savingsOf } from "./cost/savings.ts";
import { differencesOf } from "./differences.ts";
import { Resources } from "./resources/index.ts";
import { layersOf } from "./resources/layers.ts";
import type { Reply } from "./simulate/pool.ts";
import type { ChosenStage } from "./stages.ts";
import type { Change, Plan, StagePlan } from "./types.ts";

/** What the numbers take for granted, and what they leave out. */
export const ASSUMPTIONS: readonly string[] = [
  `${HOURS_PER_MONTH} hours a month, on-demand prices, without taxes, free tiers, savings plans or reservations.`,
  "Each resource is priced by the region that it is in; a price that no source names is listed as unknown, never counted as zero.",
  "A service runs the number of tasks that it never goes below; scaling out adds to it.",
  "What is billed by use (traffic, requests, logs, stored gigabytes) is named, not counted.",
];

/** The plan of one stage, from what its program registered. */
export function stagePlan(
  stage: ChosenStage,
  { simulation, refused }: Reply,
  waivers: readonly Waiver[] = [],
  changes: Change[] | null = null,
): StagePlan {
  const resources = new Resources(simulation);
  const bill = billOf(resources);
  return {
    stage: stage.stage,
    client: stage.client,
    environment: stage.environment,
    account: stage.account ?? null,
    region: simulation.region,
    errors: simulation.errors.map(({ message }) => message),
    refused,
    layers: layersOf(resources),
    controls: simulation.errors.length > 0 ? { passed: 0, failed: [], waived: [] } : controlsOf(simulation, waivers),
    cost: { ...bill, savings: savingsOf(resources, bill) },
    changes,
  };
}

/** Version of the SST platform that is installed in a repo. */
export function platformVersion(root: string): string {
  const file = join(root, ".sst", "platform", "version");
  return existsSync(file) ? readFileSync(file, "utf8").trim() : "unknown";
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
  since: Plan["since"],
): Plan {
  return {
    plan: 1,
    generator: packageVersion,
    project,
    sst: platformVersion(root),
    prices: { collected: COLLECTED, hoursPerMonth: HOURS_PER_MONTH },
    assumptions: [...ASSUMPTIONS],
    stages,
    leftOut,
    differences: differencesOf(stages),
    since,
    failed: {
      controls: stages.reduce((sum, stage) => sum + failing(stage), 0),
      programs: stages.filter(({ errors }) => errors.length > 0).length,
    },
  };
}
