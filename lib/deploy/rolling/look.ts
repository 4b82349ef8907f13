import { Failure } from "../../errors.ts";
import type { Terminal } from "../../terminal/terminal.ts";
import { UNVERIFIED } from "../deploy.ts";
import type { Deployed } from "../deployed.ts";
import type { ServiceExpected } from "../expected.ts";
import { checkLines, markOf } from "../report.ts";
import { type Check, verify } from "../verify.ts";

/**
 * Looks whether services come up as they should, as after a deploy.
 * @param seconds how long they may take
 */
export async function lookAt(
  { aws, cluster, addresses, redirects, records }: Deployed,
  services: ServiceExpected[],
  seconds: number,
  terminal: Terminal,
): Promise<Check[]> {
  const checks = await terminal.step("Looking at what runs", () =>
    verify({ cluster, services, addresses, redirects, records, urls: {}, tunnel: null }, aws, seconds),
  );
  for (const line of checkLines(checks, markOf(terminal))) terminal.print(line);
  return checks;
}

/**
 * @param what has been done, as in `the restart`
 * @throws {Failure} where something does not serve
 */
export function refuseFailed(checks: readonly Check[], what: string, next: string): void {
  const failed = checks.filter(({ result }) => result === "failed").map((check) => check.what);
  if (failed.length > 0)
    throw new Failure(`${what} is under way or has failed: ${failed.join(", ")}, see above. ${next}`, {
      status: UNVERIFIED,
    });
}
