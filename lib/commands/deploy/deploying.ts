import type { Identity } from "../../aws/identity.ts";
import { type DeployOptions, type DeployResult, deployStage } from "../../deploy/deploy.ts";
import { identify, makeReady } from "../../deploy/ready.ts";
import { planLines } from "../../deploy/report.ts";
import { Stopped } from "../../errors.ts";
import { type AskQuestion, confirm } from "../../questions/ask.ts";

/** The conversation of a deploy: what the command and the end of the kickoff share. */
export interface DeployConversation extends DeployOptions {
  ask: AskQuestion;
  /** The flags have said yes to this very stage. */
  consented: boolean;
  skipDoctor: boolean;
}

export const NOTHING_DEPLOYED = "Stopped. Nothing was deployed.";

/** Production is not deployed by a habit of pressing Enter. */
async function askConsent({ ask, stage: { stage, environment, region } }: DeployConversation, { account }: Identity) {
  if (environment === "production") {
    const validate = (text: string) => text.trim() === stage || `type ${stage}, or press Ctrl-C to stop`;
    await ask({ type: "input", name: "confirm", message: `Type ${stage} to deploy it`, validate });
  } else if (!(await confirm(ask, "go-on", `Deploy ${stage} to account ${account}, ${region}?`, true)))
    throw new Stopped(NOTHING_DEPLOYED);
}

/** Checks, asks, deploys and looks. */
export async function deployWith(
  conversation: DeployConversation,
): Promise<{ identity: Identity; result: DeployResult }> {
  const identity = await identify(conversation);
  await makeReady(conversation, conversation);
  const { view, stage, terminal } = conversation;
  const { foresee } = await import("../../deploy/foresee.ts");
  for (const line of planLines(view, stage, identity, await foresee(conversation))) terminal.print(line);
  if (!conversation.consented) await askConsent(conversation, identity);
  return { identity, result: await deployStage(conversation) };
}
