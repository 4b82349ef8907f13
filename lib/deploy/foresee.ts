import { estimate } from "../cost/estimate.ts";
import { NO_USAGE } from "../cost/usage.ts";
import { askedOf } from "../plan/controls.ts";
import { stagePlan } from "../plan/plan.ts";
import type { Reply } from "../plan/simulate/pool.ts";
import { simulationsOf } from "../plan/simulate/stages.ts";
import { chooseStages } from "../plan/stages.ts";
import type { StagePlan } from "../plan/types.ts";
import { typed } from "../system/typed.ts";
import type { DeployOptions } from "./deploy.ts";

/** What a deploy will make, for the moment before it is confirmed: the stage's plan in a few lines. */

async function planFor({ root, stage: { stage }, terminal }: DeployOptions): Promise<StagePlan> {
  const { chosen } = chooseStages(root, [stage]);
  const step = (_missing: number, run: () => Promise<void>) => terminal.step(`Running ${stage} offline`, run);
  const replies = await simulationsOf(root, chosen, { fresh: false, step });
  const [found] = chosen;
  return stagePlan(found as NonNullable<typeof found>, replies.get(stage) as Reply, askedOf(root), {
    usage: NO_USAGE,
    comparison: null,
  });
}

export interface Foreseen {
  lines: string[];
  /** How many resources the program makes; null where it does not run offline. */
  resources: number | null;
}

const UNKNOWN = "  makes    not known:";

/** What a plan is worth here, in a few lines; the whole of it is a command of its own. */
export function foreseenOf({ stage, layers, cost, controls, errors }: StagePlan): Foreseen {
  const [error] = errors;
  const more = `${typed(`plan ${stage}`)} says where`;
  if (error !== undefined)
    return { lines: [`${UNKNOWN} its program does not run offline: ${error.split("\n")[0]}`], resources: null };
  const failed = controls.failed.filter(({ severity }) => severity === "mandatory").map(({ id }) => id);
  const resources = layers.reduce((sum, { count }) => sum + count, 0);
  const unknown = cost.unknown.length > 0 ? " and what has no known price" : "";
  const lines = [
    `  makes    ${resources} resources in all`,
    `  a month  about $${cost.usd.toFixed(0)}${unknown}`,
    `  controls ${controls.passed} kept${failed.length === 0 ? "" : `, and ${failed.join(", ")} not: ${more}`}`,
  ];
  return { lines, resources };
}

/**
 * What the stage's program makes as it stands, run offline. A plan that cannot be made is said and stops nothing: SST
 * installs its platform by itself when it deploys.
 */
export async function foresee(options: DeployOptions): Promise<Foreseen> {
  try {
    return foreseenOf(await planFor(options));
  } catch (error) {
    const cost = estimate(options.view).stages.find((one) => one.stage === options.stage.stage);
    const lines = [
      `${UNKNOWN} ${error instanceof Error ? error.message : error}`,
      ...(cost === undefined ? [] : [`  a month  about $${cost.usd.toFixed(0)}, by the answers`]),
    ];
    return { lines, resources: null };
  }
}
