import { amount } from "../../system/amount.ts";
import type { Terminal } from "../../terminal/terminal.ts";
import { checkAccounts } from "./accounts.ts";
import { closeCheckouts, type Revision } from "./checkout.ts";
import { deployer } from "./deploy.ts";
import type { Plan } from "./plan.ts";
import { progressOf } from "./progress.ts";
import { lockFleet, type Record, readRecords, writeRecords } from "./records.ts";
import { resultsOf, type StageResult } from "./report.ts";
import { type Outcome, rollOut } from "./rollout.ts";
import type { Target } from "./targets.ts";

export interface FleetOptions {
  root: string;
  plan: Plan;
  revision: Revision;
  /** How the profile of each stage is called. */
  pattern: string;
  parallel: number;
  wait: number;
  terminal: Terminal;
}

type Records = Map<string, Record>;

/** Keeps the records as the rollout goes, one write after the other: the last one has everything. */
function keeping(root: string, records: Records, revision: string) {
  let writing = Promise.resolve();
  const keep = (): Promise<void> => {
    writing = writing.then(() => writeRecords(root, records));
    return writing;
  };
  return {
    begun({ stage, account }: Target): Promise<void> {
      const { deployed = null } = records.get(stage) ?? {};
      const begun = { revision, status: "running", deployed, at: new Date().toISOString() } as const;
      records.set(stage, { ...begun, account, seconds: 0, log: null, error: null });
      return keep();
    },
    ended({ stage }: Target, outcome: Outcome): Promise<void> {
      const begun = records.get(stage);
      const serves = outcome.status === "complete" || outcome.status === "unverified";
      if (begun !== undefined)
        records.set(stage, { ...begun, ...outcome, deployed: serves ? revision : begun.deployed });
      return keep();
    },
  };
}

async function rollOutAll(
  { root, plan, revision: { id }, pattern, parallel, wait, terminal }: FleetOptions,
  signal: AbortSignal,
): Promise<StageResult[]> {
  const records = keeping(root, await readRecords(root), id);
  const progress = progressOf(terminal, plan.next.length);
  signal.addEventListener("abort", () =>
    progress.say("Stopping: SST finishes what it has begun, and nothing more is started. This can take minutes."),
  );
  try {
    const outcomes = await rollOut({
      targets: plan.next,
      canary: plan.canary,
      parallel,
      deploy: deployer({ root, revision: id, pattern, wait }),
      signal,
      onStart: (target) => {
        progress.start(target);
        return records.begun(target);
      },
      onEnd: (target, outcome) => {
        progress.end(target, outcome);
        return records.ended(target, outcome);
      },
    });
    return resultsOf(plan, outcomes);
  } finally {
    progress.stop();
  }
}

/** Deploys what is left of a rollout: the accounts are asked first, and no other rollout runs in the folder meanwhile. */
export async function deployAll(options: FleetOptions, signal: AbortSignal): Promise<StageResult[]> {
  const { root, plan, pattern, terminal } = options;
  const unlock = await lockFleet(root);
  try {
    await terminal.step(`Ask AWS about ${amount(plan.next.length, "account")}`, () =>
      checkAccounts(pattern, plan.next, signal),
    );
    return await rollOutAll(options, signal);
  } finally {
    await closeCheckouts(root);
    await unlock();
  }
}
