import type { Record } from "./records.ts";
import type { Target } from "./targets.ts";

/** What is left of a rollout, by what the records say of its revision. */

export interface Plan {
  /** Deployed at this revision already. */
  done: Target[];
  /** In the order in which they go: what did not end well comes first. */
  next: Target[];
  /** The first goes alone: nothing has shown yet that this revision deploys, or it is there that it did not. */
  canary: boolean;
}

/** @param again deploy also what is done */
export function planOf(
  targets: readonly Target[],
  records: ReadonlyMap<string, Record>,
  revision: string,
  again: boolean,
): Plan {
  const recordOf = ({ stage, account }: Target): Record | undefined => {
    const record = records.get(stage);
    return record?.revision === revision && record.account === account ? record : undefined;
  };
  const isDone = (target: Target) => !again && recordOf(target)?.status === "complete";
  const broke = (target: Target) => {
    const status = recordOf(target)?.status;
    return status !== undefined && status !== "complete";
  };
  const done = targets.filter(isDone);
  const left = targets.filter((target) => !isDone(target));
  const next = [...left.filter(broke), ...left.filter((target) => !broke(target))];
  return { done, next, canary: done.length === 0 || next.some(broke) };
}
