import type { Stage } from "../answers/stages.ts";
import { Failure } from "../errors.ts";
import type { Aws } from "./client.ts";

/** Whom AWS takes the caller for. */
export interface Identity {
  /** 12 digits. */
  account: string;
  /** Of the user, or of the session of an assumed role. */
  arn: string;
}

/**
 * Who the credentials belong to. No permission is needed for the question.
 * @throws {AwsFailure}
 */
export async function identityOf(aws: Aws): Promise<Identity> {
  const { Account = "", Arn = "" } = await aws.call("sts", "GetCallerIdentity", {});
  return { account: Account, arn: Arn };
}

/**
 * Why credentials are not those that are meant, said of what belongs to the account; null where they are. Nothing of a
 * stage belongs in another account.
 * @param credentials how they are called
 */
export const wrongAccount = (
  meant: string | undefined,
  { account, arn }: Identity,
  credentials = "the credentials",
): string | null =>
  meant === undefined || meant === account
    ? null
    : `belongs to account ${meant}, but ${credentials} are for ${account} (${arn})`;

/** What to do then. */
export const CHOOSE_PROFILE = "choose a profile of that account, such as with AWS_PROFILE";

/**
 * Who the credentials belong to, where they are for the account of the stage.
 * @param meant the account; a client's stages have one of their own
 * @throws {Failure} where they are for another account
 */
export async function identityFor(
  aws: Aws,
  { stage, client }: Pick<Stage, "stage" | "client">,
  meant = client?.account,
): Promise<Identity> {
  const identity = await identityOf(aws);
  const problem = wrongAccount(meant, identity);
  if (problem !== null)
    throw new Failure(`${stage} ${problem}: ${CHOOSE_PROFILE}. Nothing was changed`, { kind: "wrong-account" });
  return identity;
}
