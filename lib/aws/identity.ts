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
 * Who the credentials belong to, where they are for the account of the stage: a client's stages have one of their own.
 * @throws {Failure} where they are for another account: nothing of a stage belongs there
 */
export async function identityFor(aws: Aws, { stage, client }: Pick<Stage, "stage" | "client">): Promise<Identity> {
  const identity = await identityOf(aws);
  if (client === null || client.account === identity.account) return identity;
  throw new Failure(
    `${stage} belongs to account ${client.account}, but the credentials are for ${identity.account} (${identity.arn}): choose the client's profile with AWS_PROFILE`,
  );
}
