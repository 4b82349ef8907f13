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
