import { existsSync } from "node:fs";
import { join } from "node:path";
import { stagesOf } from "../../proof/simulate/stages.ts";
import type { Simulation } from "../../proof/simulate/types.ts";
import { isSame, type Revision, withRevision } from "../../repo/revision.ts";
import type { Reply } from "../simulate/pool.ts";
import { type StageJob, type Step, simulationsOf } from "../simulate/stages.ts";
import type { Change } from "../types.ts";
import { changesOf } from "./diff.ts";

/** What a stage would change since a revision, and what its program registered there. */
export interface Comparison {
  changes: Change[];
  before: Simulation;
}

/** By stage; null for one whose program did not run there. */
export type Comparisons = Map<string, Comparison | null>;

/** The stages of a folder, as far as it is a repo of this generator. */
const known = (folder: string): StageJob[] => (existsSync(join(folder, ".yo-rc.json")) ? stagesOf(folder) : []);

const nothing = (reply: Reply): Reply => ({ ...reply, simulation: { ...reply.simulation, resources: [] } });

/** A stage that was not there before is new, with all that is in it. */
export const comparisonsOf = (now: ReadonlyMap<string, Reply>, before: ReadonlyMap<string, Reply>): Comparisons =>
  new Map(
    [...now].map(([stage, reply]) => {
      const old = before.get(stage) ?? nothing(reply);
      const runs = old.simulation.errors.length === 0 && reply.simulation.errors.length === 0;
      return [stage, runs ? { changes: changesOf(old.simulation, reply.simulation), before: old.simulation } : null];
    }),
  );

/**
 * Compares stages with what the program of another revision registers for them.
 * @throws {Failure} where the repo is not in that revision
 */
export async function changesSince(
  root: string,
  revision: Revision,
  now: ReadonlyMap<string, Reply>,
  options: { fresh: boolean; step: Step },
): Promise<Comparisons> {
  if (await isSame(root, revision))
    return new Map([...now].map(([stage, { simulation }]) => [stage, { changes: [], before: simulation }]));
  return withRevision(root, revision, async (folder) => {
    const there = known(folder).filter(({ stage }) => now.has(stage));
    const before = await simulationsOf(folder, there, options);
    return comparisonsOf(now, before);
  });
}
