import { Aws } from "../../aws/client.ts";
import { identityOf } from "../../aws/identity.ts";
import { profileOf } from "../../aws/profiles.ts";
import { type Problem, UsageError } from "../../errors.ts";
import type { Target } from "./targets.ts";

/** Questions to AWS at the same time. */
const AT_ONCE = 8;

/**
 * Asks AWS for every stage whose credentials they are, before SST prepares an account for itself.
 * @throws {UsageError} with every stage whose credentials are missing, expired, or of another account
 */
export async function checkAccounts(pattern: string, targets: readonly Target[], signal: AbortSignal): Promise<void> {
  const problems = new Map<Target, Problem>();
  const waiting = [...targets];
  const ask = async () => {
    for (let target = waiting.shift(); target !== undefined && !signal.aborted; target = waiting.shift()) {
      const { stage, account, region } = target;
      const aws = new Aws({ region, profile: profileOf(pattern, target) ?? undefined, signal });
      try {
        const identity = await identityOf(aws);
        if (identity.account !== account)
          problems.set(target, {
            path: stage,
            message: `belongs to account ${account}, but ${aws.profile ?? "the environment"} is signed in to ${identity.account}`,
          });
      } catch (error) {
        problems.set(target, { path: stage, message: (error as Error).message });
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, ask));
  const found = targets.flatMap((target) => problems.get(target) ?? []);
  if (found.length > 0 && !signal.aborted) throw new UsageError(found, "the credentials: nothing was deployed");
}
