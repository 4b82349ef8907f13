import type { View } from "../../answers/view.ts";
import { stackOf } from "../../aws/sst/state.ts";
import { Failure, type Stopped } from "../../errors.ts";
import { isLocal } from "../../resources/layers.ts";
import { amount } from "../../system/amount.ts";
import type { Terminal } from "../../terminal/terminal.ts";
import type { Place } from "../causes/index.ts";
import type { Deployed } from "../deployed.ts";
import type { Diagnosis } from "../diagnose.ts";
import { resourceOf } from "../engine-log.ts";
import { keyOf } from "../events.ts";
import { unlockCommand } from "../locks.ts";
import type { Goal } from "../progress.ts";
import type { Outcome } from "../sst.ts";
import { undone } from "../undone.ts";
import { DESTROY } from "../verbs.ts";
import { watchSst } from "../watch.ts";

/** Takes a stage away: SST's `remove`, which goes by the state alone, so that it goes on wherever an earlier one has stopped. */

export interface DestroyOptions {
  root: string;
  view: View;
  deployed: Deployed;
  terminal: Terminal;
  /** What the user types to do this again: `space-sst destroy dev`. */
  again: string;
}

export interface DestroyResult {
  status: "destroyed" | Exclude<Outcome["status"], "complete">;
  outcome: Outcome;
  diagnosis: Diagnosis | null;
  /** What the command ends with; null where all is gone. */
  error: Failure | Stopped | null;
}

export const placeOf = ({ view, deployed, again }: DestroyOptions): Place => ({
  stage: deployed.stage.stage,
  project: deployed.project,
  region: deployed.stage.region,
  exec: view.pm.exec,
  again,
});

/** SST is done: is there nothing left that it knows of? */
async function gone(outcome: Outcome, { deployed, again }: DestroyOptions): Promise<DestroyResult> {
  const { aws, project, stage } = deployed;
  const left = await stackOf(aws, project, stage.stage);
  if (left === null) return { status: "destroyed", outcome, diagnosis: null, error: null };
  const error = new Failure(
    `SST is done, but its state still has ${amount(left.resources.length, "resource")} of ${stage.stage}: ${again} goes on with them. Log: ${outcome.log}`,
  );
  return { status: "failed", outcome, diagnosis: null, error };
}

/** What stays, by the words of SST's screen. */
const keptOf = ({ resources }: Deployed): ReadonlySet<string> =>
  new Set(
    resources
      .filter(({ retainOnDelete }) => retainOnDelete === true)
      .flatMap(({ urn }) => resourceOf(urn) ?? [])
      .map(keyOf),
  );

/** What goes: all that the state has in the account, also what a replacement has left. What is only looked up is not its own. */
const goalOf = ({ resources }: Deployed): Goal => ({
  as: "gone",
  resources: resources.filter(({ type, external }) => external !== true && !isLocal(type)).length,
});

/** Runs SST's `remove` and says what came of it. */
export async function destroyStage(options: DestroyOptions): Promise<DestroyResult> {
  const { root, view, deployed, terminal } = options;
  const { stage } = deployed.stage;
  const outcome = await watchSst({
    terminal,
    title: `Destroying ${stage}`,
    root,
    stage,
    verb: "remove",
    kept: keptOf(deployed),
    goal: goalOf(deployed),
    interrupts: { verb: DESTROY, unlock: unlockCommand({ exec: view.pm.exec, stage }) },
  });
  if (outcome.status === "complete") return gone(outcome, options);
  return { status: outcome.status, outcome, ...(await undone(outcome, deployed.aws, placeOf(options), DESTROY)) };
}
