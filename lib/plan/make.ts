import type { Usage } from "../cost/usage.ts";
import type { Graph } from "../render/diagram/graph.ts";
import { revisionOf } from "../repo/revision.ts";
import { amount } from "../system/amount.ts";
import { changesSince } from "./changes/since.ts";
import { askedOf } from "./controls.ts";
import { graphOf } from "./picture/graph.ts";
import { planOf, stagePlan } from "./plan.ts";
import { Resources } from "./resources/index.ts";
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
  usage: Usage;
  /** A revision of git to compare with; without one, the last commit. */
  since?: string;
  /** Shows a step that takes time. */
  step<T>(name: string, run: () => Promise<T>): Promise<T>;
}

export interface Made {
  plan: Plan;
  /** The architecture of a stage, for a picture. */
  graphOf(stage: string): Graph;
}

/**
 * Makes the plan of a repo: runs its program offline and reads what it registered.
 * @throws {Failure} where the folder is no repo, SST's platform is missing in it, or git does not know the revision
 * @throws {Failure} where a waiver of the repo is of no use, or has expired
 * @throws {UsageError} where a word names no stage
 */
export async function makePlan(root: string, { words, all, fresh, since, usage, step }: PlanOptions): Promise<Made> {
  const { chosen, leftOut } = chooseStages(root, words, all);
  const asked = askedOf(root);
  const revision = await revisionOf(root, since);
  const running = (where: string) => ({
    fresh,
    step: (count: number, run: () => Promise<void>) => step(`Running ${amount(count, "stage")}${where} offline`, run),
  });
  const replies = await simulationsOf(root, chosen, running(""));
  const comparisons =
    revision === null ? null : await changesSince(root, revision, replies, running(` of ${revision.revision}`));
  const stages = chosen.map((stage) =>
    stagePlan(stage, replies.get(stage.stage) as Reply, asked, {
      usage,
      comparison: comparisons?.get(stage.stage) ?? null,
    }),
  );
  const [first] = replies.values();
  return {
    plan: planOf(root, first?.simulation.app.name ?? "", stages, leftOut, usage, revision),
    graphOf: (stage) => graphOf(new Resources((replies.get(stage) as Reply).simulation)),
  };
}

/** The architecture of one stage, for a picture; null where its program does not run. */
export async function architectureNow(root: string, stage: string, step: PlanOptions["step"]): Promise<Graph | null> {
  const run = (_: number, work: () => Promise<void>) => step("Drawing the stage", work);
  const replies = await simulationsOf(root, chooseStages(root, [stage]).chosen, { fresh: false, step: run });
  const { simulation } = replies.get(stage) as Reply;
  return simulation.errors.length > 0 ? null : graphOf(new Resources(simulation));
}
