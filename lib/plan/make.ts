import type { Simulation } from "../../templates/infra/testing/types.ts";
import { planOf, stagePlan } from "./plan.ts";
import { type Reply, simulateStages } from "./simulate/pool.ts";
import { type ChosenStage, chooseStages } from "./stages.ts";
import type { Plan } from "./types.ts";

export interface PlanOptions {
  /** Stages or clients; none for all. */
  words: readonly string[];
  all: boolean;
  /** Shows a step that takes time. */
  step<T>(name: string, run: () => Promise<T>): Promise<T>;
}

const jobOf = (root: string, { stage, account }: ChosenStage) => ({
  root,
  stage,
  ...(account === undefined ? {} : { account }),
});

/**
 * Makes the plan of a repo: runs its program offline and reads what it registered.
 * @throws {Failure} where the folder is no repo, or SST's platform is missing in it
 * @throws {InvalidAnswers} where a word names no stage
 */
export async function makePlan(root: string, { words, all, step }: PlanOptions): Promise<Plan> {
  const { chosen } = chooseStages(root, words, all);
  const replies = new Map<string, Reply>();
  const title = chosen.length === 1 ? `Running ${chosen[0]?.stage} offline` : `Running ${chosen.length} stages offline`;
  await step(title, () =>
    simulateStages(
      chosen.map((stage) => jobOf(root, stage)),
      ({ stage }, reply) => void replies.set(stage, reply),
    ),
  );
  const stages = chosen.map((stage) => stagePlan(stage, replies.get(stage.stage) as Reply));
  const project = (replies.values().next().value as { simulation: Simulation } | undefined)?.simulation.app.name ?? "";
  return planOf(root, project, stages, null);
}
