import type { Stage } from "../../answers/stages.ts";
import type { Identity } from "../../aws/identity.ts";
import { type DeployOptions, type DeployResult, deployStage } from "../../deploy/deploy.ts";
import { identify, makeReady } from "../../deploy/ready.ts";
import { planLines } from "../../deploy/report.ts";
import { sayRolledBack } from "../../deploy/rolling/guard.ts";
import { askConsent, type Subject } from "../consent.ts";
import type { Session } from "../session.ts";

/** The conversation of a deploy: what the command and the end of the kickoff share. */

export interface Consented {
  /** Somebody has said yes to this very stage. */
  consented: boolean;
  skipDoctor: boolean;
  /** The version that a service was rolled back from may come again. */
  afterRollback?: boolean;
}

export const subjectOf = ({ stage, environment }: Stage): Subject => ({
  name: stage,
  production: environment === "production",
  noun: "stage",
  verb: "deploy",
  pronoun: "it",
});

/** Checks, says what the stage's program makes, asks, deploys and looks. */
export async function deployWith(
  session: Session,
  options: DeployOptions,
  { consented, skipDoctor, afterRollback = false }: Consented,
): Promise<{ identity: Identity; result: DeployResult }> {
  const { view, stage, terminal } = options;
  const identity = await identify(options);
  await makeReady(options, { skipDoctor });
  await sayRolledBack({ ...options, project: view.project, stage: stage.stage, insists: afterRollback });
  const { foresee } = await import("../../deploy/foresee.ts");
  const { lines, resources } = await foresee(options);
  for (const line of planLines(view, stage, identity, lines)) terminal.print(line);
  const question = `Deploy ${stage.stage} to account ${identity.account}, ${stage.region}?`;
  if (!consented) await askConsent(session, subjectOf(stage), question);
  return { identity, result: await deployStage(options, resources) };
}
