import type { Stage } from "../../answers/stages.ts";
import type { View } from "../../answers/view.ts";
import { Aws } from "../../aws/client.ts";
import type { Identity } from "../../aws/identity.ts";
import { type DeployOptions, type DeployResult, diffStage } from "../../deploy/deploy.ts";
import { resultDocument } from "../../deploy/document.ts";
import { identify } from "../../deploy/ready.ts";
import { requireSst } from "../../deploy/sst.ts";
import { refusePlainHttp } from "../../deploy/target.ts";
import { typed } from "../../system/typed.ts";
import { isConfirmed, NOTHING_DEPLOYED } from "../consent.ts";
import { checkedNumber, waitOf } from "../numbers.ts";
import { repoOf } from "../repo.ts";
import type { Session } from "../session.ts";
import { stageOf } from "../stage-of.ts";
import { inSteps } from "../steps.ts";
import { type Consented, deployWith, subjectOf } from "./deploy.ts";

interface Valid {
  view: View;
  wait: number;
}

interface Asked extends Consented {
  options: DeployOptions;
}

interface Done {
  options: DeployOptions;
  identity: Identity;
  result: DeployResult;
}

/** The program itself knows the variable: whoever has set it has insisted already. */
const allowsPlainHttp = (session: Session): boolean =>
  session.flag("allow-plain-http") || process.env.ALLOW_PLAIN_HTTP === "true";

const optionsOf = (session: Session, { view, wait }: Valid, stage: Stage): DeployOptions => ({
  root: session.root,
  view,
  stage,
  aws: new Aws({ region: stage.region }),
  terminal: session.terminal,
  again: typed(`deploy ${stage.stage}`, session.root),
  allowPlainHttp: allowsPlainHttp(session),
  wait,
});

/** Deploys one stage, from the checks before it to the proof that it serves. */
export const begin = inSteps<Valid, Asked, Done>({
  validate(session) {
    session.stoppingMeans(NOTHING_DEPLOYED);
    const wait = checkedNumber(waitOf(session));
    const view = repoOf(session);
    requireSst(session.root);
    return { view, wait };
  },

  async ask(session, valid) {
    const stage = await stageOf(session, valid.view, session.args[0], "Deploy which stage?");
    const consented = session.flag("dry-run") || isConfirmed(session, subjectOf(stage));
    refusePlainHttp(valid.view, stage, allowsPlainHttp(session));
    return {
      options: optionsOf(session, valid, stage),
      consented,
      skipDoctor: session.flag("skip-doctor"),
      afterRollback: session.flag("after-rollback"),
    };
  },

  async execute(session, asked) {
    const { options } = asked;
    const done = session.flag("dry-run")
      ? { identity: await identify(options), result: await diffStage(options) }
      : await deployWith(session, options, asked);
    return { options, ...done };
  },

  recommend(session, { options, identity, result }) {
    const dryRun = session.flag("dry-run");
    if (session.flag("json")) session.terminal.document(resultDocument(options, identity, result, { dryRun }));
    if (result.error !== null) throw result.error;
  },
});
