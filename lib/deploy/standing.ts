import { stageNames } from "../answers/stages.ts";
import type { ClientView } from "../answers/view.ts";
import { Aws } from "../aws/client.ts";
import { identityOf, wrongAccount } from "../aws/identity.ts";
import { knownProfiles } from "../aws/profiles.ts";
import { stageStands } from "../aws/sst/state.ts";

/** Which of a client's stages stand in AWS: SST's state in the client's account says it. */
export type Standing =
  | { known: true; stages: string[] }
  /** Nobody could be asked, for this reason. */
  | { known: false; why: string };

/** Credentials of the client's account: the profile that is called like it, or those of the environment. */
async function credentials({ name }: ClientView): Promise<{ profile?: string } | null> {
  if ((await knownProfiles()).has(name)) return { profile: name };
  const { AWS_PROFILE, AWS_ACCESS_KEY_ID, AWS_WEB_IDENTITY_TOKEN_FILE } = process.env;
  return AWS_PROFILE || AWS_ACCESS_KEY_ID || AWS_WEB_IDENTITY_TOKEN_FILE ? {} : null;
}

/** Asks AWS, where there are credentials of the client's account. Never throws: what cannot be known is an answer. */
export async function standingStages(client: ClientView, project: string): Promise<Standing> {
  const given = await credentials(client);
  if (given === null) return { known: false, why: `there are no AWS credentials, such as a profile "${client.name}"` };
  const aws = new Aws({ region: client.region, ...given });
  try {
    const why = wrongAccount(client.account, await identityOf(aws));
    if (why !== null) return { known: false, why: `${client.name} ${why}` };
    const stages = stageNames(client);
    const standing = await Promise.all(stages.map((stage) => stageStands(aws, project, stage)));
    return { known: true, stages: stages.filter((_, i) => standing[i]) };
  } catch (error) {
    return { known: false, why: (error as Error).message };
  }
}

/** Why its stages have to be gone first: without the client's file no command knows them any more. */
export const whyGone = (client: ClientView, standing: Standing): string => {
  const names = (standing.known ? standing.stages : stageNames(client)).join(" and ");
  const fact = standing.known
    ? `${names} ${standing.stages.length === 1 ? "stands" : "stand"} in account ${client.account}`
    : `${names} may still stand in account ${client.account}: ${standing.why}`;
  return `${fact}. Once "${client.name}" is out of the repo, nothing here can deploy or remove them`;
};
