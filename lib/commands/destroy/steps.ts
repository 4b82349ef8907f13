import type { Stage } from "../../answers/stages.ts";
import type { View } from "../../answers/view.ts";
import { stackBeforeRemoval } from "../../aws/sst/state.ts";
import { type Deployed, NotDeployed } from "../../deploy/deployed.ts";
import { type DestroyOptions, type DestroyResult, destroyStage, placeOf } from "../../deploy/destroy/destroy.ts";
import { type Destruction, destructionOf } from "../../deploy/destroy/destruction.ts";
import { destroyDocument } from "../../deploy/destroy/document.ts";
import { destructionLines, endLines, guardText } from "../../deploy/destroy/lines.ts";
import { refuseLocked } from "../../deploy/locks.ts";
import { requireSst } from "../../deploy/sst.ts";
import { Failure } from "../../errors.ts";
import { typed } from "../../system/typed.ts";
import { askConsent, isConfirmed, type Subject } from "../consent.ts";
import { lookFor } from "../deployed.ts";
import { repoOf } from "../repo.ts";
import type { Session } from "../session.ts";
import { stageOf } from "../stage-of.ts";
import { inSteps } from "../steps.ts";

interface Asked {
  options: DestroyOptions;
  destruction: Destruction;
}

interface Done extends Asked {
  /** Null where nothing was run. */
  result: DestroyResult | null;
}

const subjectOf = ({ stage, environment }: Stage): Subject => ({
  name: stage,
  production: environment === "production",
  byName: true,
  noun: "stage",
  verb: "destroy",
  pronoun: "it",
});

/** @throws {NotDeployed} in words of its own: whoever wants it gone wants no first deploy */
async function standing(session: Session, view: View, stage: Stage): Promise<Deployed> {
  try {
    return await lookFor(session.terminal, view, stage);
  } catch (error) {
    if (!(error instanceof NotDeployed)) throw error;
    throw new NotDeployed(
      error.where,
      'There is nothing to destroy. Another account: AWS_PROFILE. What a stage has left behind is deleted by hand: RUNBOOK.md, "A whole stage"',
    );
  }
}

/** Takes a stage away from AWS. */
export const begin = inSteps<View, Asked, Done>({
  validate(session) {
    session.stoppingMeans("Stopped. Nothing was destroyed.");
    const view = repoOf(session);
    if (!session.flag("dry-run")) requireSst(session.root);
    return view;
  },

  async ask(session, view) {
    const { root, terminal } = session;
    const stage = await stageOf(session, view, session.args[0], "Destroy which stage?");
    const confirmed = session.flag("dry-run") || isConfirmed(session, subjectOf(stage));
    const deployed = await standing(session, view, stage);
    const options = { root, view, deployed, terminal, again: typed(`destroy ${stage.stage}`, root) };
    const before = await stackBeforeRemoval(deployed.aws, deployed.project, stage.stage);
    const destruction = destructionOf(deployed, before?.resources);
    for (const line of destructionLines(deployed, destruction, terminal)) terminal.print(line);
    if (session.flag("dry-run") || destruction.guards.length > 0) return { options, destruction };
    await refuseLocked(deployed.aws, placeOf(options));
    if (!confirmed) await askConsent(session, subjectOf(stage), "");
    return { options, destruction };
  },

  async execute(session, asked) {
    const run = !session.flag("dry-run") && asked.destruction.guards.length === 0;
    return { ...asked, result: run ? await destroyStage(asked.options) : null };
  },

  recommend(session, { options, destruction, result }) {
    const { terminal, root } = session;
    const { stage } = options.deployed.stage;
    if (session.flag("json")) terminal.document(destroyDocument(options, destruction, result));
    if (destruction.guards.length > 0) {
      const again = { deploy: typed(`deploy ${stage}`, root), destroy: options.again };
      throw new Failure(guardText(stage, destruction, again), { kind: "protected" });
    }
    if (result === null) terminal.print("Nothing was destroyed: this is what would go.");
    else if (result.error !== null) throw result.error;
    else for (const line of endLines(options, destruction, result)) terminal.print(line);
  },
});
