import { waiversIn } from "./controls.ts";
import { planOf, stagePlan } from "./plan.ts";
import type { Reply } from "./simulate/pool.ts";
import { simulationsOf } from "./simulate/stages.ts";
import { chooseStages } from "./stages.ts";
import type { Plan } from "./types.ts";

export interface PlanOptions {
  /** Stages or clients; none for all. */
  words: readonly string[];
  all: boolean;
  /** Run every stage, although nothing may have changed since the last time. */
  fresh: boolean;
  /** Shows a step that takes time. */
  step<T>(name: string, run: () => Promise<T>): Promise<T>;
}

/**
 * Makes the plan of a repo: runs its program offline and reads what it registered.
 * @throws {Failure} where the folder is no repo, or SST's platform is missing in it
 * @throws {Failure} where a waiver of the repo is of no use, or has expired
 * @throws {InvalidAnswers} where a word names no stage
 */
export async function makePlan(root: string, { words, all, fresh, step }: PlanOptions): Promise<Plan> {
  const { chosen } = chooseStages(root, words, all);
  const waivers = waiversIn(root);
  const replies = await simulationsOf(root, chosen, {
    fresh,
    step: (count, run) => step(`Running ${count === 1 ? "1 stage" : `${count} stages`} offline`, run),
  });
  const stages = chosen.map((stage) => stagePlan(stage, replies.get(stage.stage) as Reply, waivers));
  const [first] = replies.values();
  return planOf(root, first?.simulation.app.name ?? "", stages, null);
}
