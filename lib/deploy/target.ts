import type { DeclaredSecret } from "../answers/secrets.ts";
import type { Stage } from "../answers/stages.ts";
import type { View } from "../answers/view.ts";
import { Failure } from "../errors.ts";
import { typed } from "../system/typed.ts";

/** Which stage is deployed, and what must be said for it. */

/** Seconds that services and addresses may take once SST is done, unless told otherwise. */
export const WAIT = 300;

/**
 * A production without a domain sends passwords unencrypted: its own program refuses it, minutes later.
 * @throws {Failure}
 */
export function refusePlainHttp(view: View, { stage, environment, domain }: Stage, allowed: boolean): void {
  if (!view.has.routed || environment !== "production" || domain !== null || allowed) return;
  throw new Failure(
    `${stage} has no domain, so passwords would travel unencrypted. Give it one (${typed("--domain example.com")}), or insist with --allow-plain-http.`,
  );
}

/**
 * A secret without a value stops SST after minutes, at the first that it comes to.
 * @throws {Failure} that names all of them
 */
export function refuseMissingSecrets({ stage }: Stage, exec: string, missing: readonly DeclaredSecret[]): void {
  if (missing.length === 0) return;
  const names = missing.map(({ name, service, variable }) => `${name} (${variable} of ${service})`).join(", ");
  const set = missing.map(({ name }) => `\n  ${exec} sst secret set ${name} --stage ${stage}`).join("");
  throw new Failure(
    `${stage} has no value for ${names}. Nothing was done. Give all of them with ${typed(`secrets push ${stage} --from FILE`)}, or each with:${set}`,
  );
}
