import { AT_ONCE, Aws } from "../../aws/client.ts";
import { identityOf, wrongAccount } from "../../aws/identity.ts";
import { type Problem, UsageError } from "../../errors.ts";
import { pool } from "../../system/pool.ts";
import { profileOf } from "./profiles.ts";
import type { Target } from "./targets.ts";

/**
 * Asks AWS for every stage whose credentials they are, before SST prepares an account for itself.
 * @throws {UsageError} with every stage whose credentials are missing, expired, or of another account
 */
export async function checkAccounts(pattern: string, targets: readonly Target[], signal: AbortSignal): Promise<void> {
  const problemOf = async (target: Target): Promise<Problem | null> => {
    const { stage, account, region } = target;
    const aws = new Aws({ region, profile: profileOf(pattern, target) ?? undefined, signal });
    try {
      const credentials = `the credentials of ${aws.profile ?? "the environment"}`;
      const problem = wrongAccount(account, await identityOf(aws), credentials);
      return problem === null ? null : { path: stage, message: problem };
    } catch (error) {
      return { path: stage, message: (error as Error).message };
    }
  };
  const problems = await pool(targets, AT_ONCE, async (target) => (signal.aborted ? null : problemOf(target)));
  const found = problems.filter((problem) => problem !== null);
  if (found.length > 0 && !signal.aborted) throw new UsageError(found, "the credentials: nothing was deployed");
}
