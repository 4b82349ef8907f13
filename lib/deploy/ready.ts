import { type Identity, identityFor } from "../aws/identity.ts";
import { Failure } from "../errors.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { type DeployOptions, placeOf } from "./deploy.ts";
import { doctor } from "./doctor/doctor.ts";
import { checkLines, countLine, failureLine } from "./doctor/lines.ts";
import type { Report } from "./doctor/types.ts";
import { refuseLocked } from "./locks.ts";
import { missingSecrets } from "./secrets/missing.ts";
import { refuseMissingSecrets } from "./target.ts";

/** What must be so before SST runs, be it for a deploy or for a comparison. Nothing is changed. */

/**
 * Whether the stage can be touched with these credentials at all.
 * @throws {Failure} at the first thing that is in the way
 */
export async function identify({ view, stage, aws }: DeployOptions): Promise<Identity> {
  const identity = await identityFor(aws, stage);
  refuseMissingSecrets(stage, view.pm.exec, await missingSecrets(aws, view, stage.stage));
  return identity;
}

/**
 * Says what the doctor has found that matters.
 * @throws {Failure} where a deploy would fail at it
 */
export function sayReport(report: Report, terminal: Terminal): void {
  const notable = report.checks.filter(({ result }) => result === "failed" || result === "warning");
  for (const line of checkLines(notable, terminal)) terminal.print(line);
  terminal.print(countLine(report));
  if (report.counts.failed > 0)
    throw new Failure(`${failureLine(report)}. Nothing was done. To deploy all the same: --skip-doctor`);
}

/**
 * Whether a deploy can begin now: nobody else deploys, and the doctor finds nothing that it would fail at.
 * @throws {Failure}
 */
export async function makeReady(options: DeployOptions, { skipDoctor }: { skipDoctor: boolean }): Promise<void> {
  const { root, view, stage, aws, terminal } = options;
  await refuseLocked(aws, placeOf(options));
  if (skipDoctor) return;
  const report = await terminal.step(`Looking whether ${stage.stage} can be deployed`, () =>
    doctor({ root, view, stage, aws }),
  );
  sayReport(report, terminal);
}
