import type { Identity } from "../aws/identity.ts";
import type { DeployOptions, DeployResult } from "./deploy.ts";

/** The document of `--json`. */
export function resultDocument(
  { root, stage: { stage, region } }: DeployOptions,
  { account }: Identity,
  { status, outcome, diagnosis, expected, checks, ...more }: DeployResult & { changes?: string[] },
  { dryRun }: { dryRun: boolean },
): object {
  return {
    root,
    stage,
    account,
    region,
    dryRun,
    status: dryRun && status === "deployed" ? "compared" : status,
    seconds: Math.round(outcome.seconds),
    log: outcome.log,
    ...(more.changes === undefined ? {} : { changes: more.changes }),
    outputs: outcome.outputs,
    urls: expected?.urls ?? {},
    checks: checks.map(({ what, result, evidence, details }) => ({ what, result, evidence, details })),
    error:
      diagnosis === null
        ? null
        : {
            resource: diagnosis.error.resource,
            message: diagnosis.message,
            id: diagnosis.id,
            cause: diagnosis.cause,
            next: diagnosis.next,
          },
  };
}
