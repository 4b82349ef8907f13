import { type Stage, stagesOf } from "../../answers/stages.ts";
import type { View } from "../../answers/view.ts";
import { Aws } from "../../aws/client.ts";
import { type Identity, identityOf } from "../../aws/identity.ts";
import { hasSst } from "../../deploy/sst.ts";
import { confirm } from "../../questions/ask.ts";
import { typed } from "../../system/typed.ts";
import { deployWith } from "../deploy/deploy.ts";
import { checkedNumber, waitOf } from "../numbers.ts";
import type { Session } from "../session.ts";

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
export async function offerDeploy(session: Session, view: View): Promise<void> {
  const { root, terminal } = session;
  const stage = firstStage(view);
  if (stage === undefined || !hasSst(root)) return;
  session.stoppingMeans("Stopped. The repo is written, and nothing was deployed.");
  const aws = new Aws({ region: stage.region });
  const identity = await orNull(identityOf(aws));
  const where = identity === null ? "" : ` to account ${identity.account}, ${stage.region}`;
  terminal.print();
  if (!(await confirm(session.ask, "deploy", `Deploy ${stage.stage} now${where}?`, false))) return;
  const again = typed(`deploy ${stage.stage}`, root);
  const options = {
    root,
    view,
    stage,
    aws,
    terminal,
    again,
    allowPlainHttp: false,
    wait: checkedNumber(waitOf(session)),
  };
  // The account is named above, where it is known.
  const { result } = await deployWith(session, options, { consented: identity !== null, skipDoctor: false });
  if (result.error !== null) throw result.error;
}
