import { type Stage, stagesOf } from "../../answers/stages.ts";
import type { View } from "../../answers/view.ts";
import { Aws } from "../../aws/client.ts";
import { type Identity, identityOf } from "../../aws/identity.ts";
import { hasSst } from "../../deploy/sst.ts";
import { WAIT } from "../../deploy/target.ts";
import { type AskQuestion, confirm } from "../../questions/ask.ts";
import { stoppingMeans } from "../../terminal/stopped.ts";
import type { Terminal } from "../../terminal/terminal.ts";
import { deployWith } from "../deploy/deploying.ts";

/** Milliseconds that the question waits for the name of the account: it is asked without it, too. */
const IDENTITY_MS = 5_000;

const orNull = (identity: Promise<Identity>): Promise<Identity | null> =>
  Promise.race([
    identity.catch(() => null),
    new Promise<null>((resolve) => setTimeout(() => resolve(null), IDENTITY_MS).unref()),
  ]);

/** Production is never offered: the first deploy of a project is one that may go wrong. */
const firstStage = (view: View): Stage | undefined =>
  stagesOf(view).find(({ client, environment }) => client === null && environment !== "production");

/**
 * At the end of a first kickoff on a terminal: deploy right now? What a deploy refuses is said, and leaves the repo as it
 * is.
 */
export async function offerDeploy(root: string, view: View, terminal: Terminal, ask: AskQuestion): Promise<void> {
  const stage = firstStage(view);
  if (stage === undefined || !hasSst(root)) return;
  stoppingMeans("Stopped. The repo is written, and nothing was deployed.");
  const aws = new Aws({ region: stage.region });
  const identity = await orNull(identityOf(aws));
  const where = identity === null ? "" : ` to account ${identity.account}, ${stage.region}`;
  terminal.print();
  if (!(await confirm(ask, "deploy", `Deploy ${stage.stage} now${where}?`, false))) return;
  const { result } = await deployWith({
    root,
    view,
    stage,
    aws,
    terminal,
    ask,
    again: `space-sst deploy ${stage.stage}`,
    allowPlainHttp: false,
    wait: WAIT,
    // The account is named above, where it is known.
    consented: identity !== null,
    skipDoctor: false,
  });
  if (result.error !== null) throw result.error;
}
