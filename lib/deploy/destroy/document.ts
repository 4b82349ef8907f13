import type { DestroyOptions, DestroyResult } from "./destroy.ts";
import type { Destruction } from "./destruction.ts";

/** The document of `--json`. */
export function destroyDocument(
  { root, deployed: { stage, identity } }: DestroyOptions,
  { goes, losses, stays, cost, costAfter, guards }: Destruction,
  result: DestroyResult | null,
): object {
  const { diagnosis, error, outcome } = result ?? { diagnosis: null, error: null, outcome: null };
  return {
    root,
    stage: stage.stage,
    account: identity.account,
    region: stage.region,
    status: result?.status ?? (guards.length > 0 ? "protected" : "planned"),
    seconds: Math.round(outcome?.seconds ?? 0),
    log: outcome?.log ?? null,
    goes,
    losses,
    stays,
    monthly: { usd: cost.usd, afterUsd: costAfter.usd, afterByUse: costAfter.byUse },
    guards,
    error:
      error === null
        ? null
        : {
            message: error.message,
            id: diagnosis?.id ?? null,
            cause: diagnosis?.cause ?? null,
            next: diagnosis?.next ?? [],
          },
  };
}
