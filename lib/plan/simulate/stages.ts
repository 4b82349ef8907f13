import { readTree } from "../cache/files.ts";
import { environmentOf, keysOf } from "../cache/key.ts";
import { keep, prune, recall } from "../cache/store.ts";
import { type Job, type Reply, simulateStages } from "./pool.ts";

export type StageJob = Omit<Job, "root">;

/** Runs what is not known yet. */
export type Step = (missing: number, run: () => Promise<void>) => Promise<void>;

/**
 * The simulations of some stages of a repo: kept ones where nothing that the program reads has changed since.
 * @param fresh run every stage, whatever is kept
 * @param step shows the part that takes time; it is not called when everything is known
 */
export async function simulationsOf(
  root: string,
  stages: readonly StageJob[],
  { fresh, step }: { fresh: boolean; step: Step },
): Promise<Map<string, Reply>> {
  const tree = readTree(root);
  const keyOf = keysOf(root, tree);
  const replies = new Map<string, Reply>();
  for (const stage of fresh ? [] : stages) {
    const known = recall(keyOf(stage));
    if (known !== null) replies.set(stage.stage, known);
  }
  const missing = stages.filter(({ stage }) => !replies.has(stage));
  if (missing.length === 0) return replies;
  const environment = environmentOf(tree, process.env);
  const kept: Promise<void>[] = [];
  await step(missing.length, () =>
    simulateStages(
      missing.map((stage) => ({ root, ...stage })),
      (job, reply) => {
        replies.set(job.stage, reply);
        kept.push(keep(keyOf(job), reply, environment));
      },
    ),
  );
  await Promise.all(kept);
  prune();
  return replies;
}
