import type { Status } from "./records.ts";
import type { Target } from "./targets.ts";

/** The order of a rollout: one first, then the rest a few at a time, and nothing new after the first failure. */

export interface Outcome {
  status: Exclude<Status, "running">;
  seconds: number;
  /** From the root of the repo. */
  log: string | null;
  /** In a line, what went wrong. */
  error: string | null;
}

/** Deploys one stage. Each of those that run at the same time has a slot of its own, counted from 0. */
export type Deploy = (target: Target, slot: number, signal: AbortSignal) => Promise<Outcome>;

export interface Rollout {
  /** In this order; where `canary` is set, the first of them goes alone. */
  targets: readonly Target[];
  canary: boolean;
  /** How many run at the same time. */
  parallel: number;
  deploy: Deploy;
  /** Aborted: those that run are asked to stop, and none is begun any more. */
  signal: AbortSignal;
  onStart?: (target: Target) => Promise<void> | void;
  onEnd?: (target: Target, outcome: Outcome) => Promise<void> | void;
}

const failed = (error: unknown): Outcome => ({
  status: "failed",
  seconds: 0,
  log: null,
  error: error instanceof Error ? error.message : String(error),
});

/** Runs it to its end. What is missing from the result was not begun. */
export async function rollOut(rollout: Rollout): Promise<Map<Target, Outcome>> {
  const { targets, canary, parallel, deploy, signal, onStart, onEnd } = rollout;
  const outcomes = new Map<Target, Outcome>();
  const waiting = [...targets];
  let stopped = false;

  const one = async (target: Target, slot: number) => {
    await onStart?.(target);
    const outcome = await deploy(target, slot, signal).catch(failed);
    outcomes.set(target, outcome);
    stopped ||= outcome.status !== "complete";
    await onEnd?.(target, outcome);
  };
  const work = async (slot: number, most = Number.POSITIVE_INFINITY) => {
    for (let done = 0; done < most && !stopped && !signal.aborted; done += 1) {
      const next = waiting.shift();
      if (next === undefined) return;
      await one(next, slot);
    }
  };

  if (canary) await work(0, 1);
  await Promise.all(Array.from({ length: parallel }, (_, slot) => work(slot)));
  return outcomes;
}
