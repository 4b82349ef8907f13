import type { DeclaredSecret } from "../answers/secrets.ts";
import { type Stage, stagesOf } from "../answers/stages.ts";
import type { View } from "../answers/view.ts";
import { Failure, type Problem, UsageError } from "../errors.ts";

/** Which stage is deployed, and what must be said for it. */

/** Seconds that services and addresses may take once SST is done, unless told otherwise. */
export const WAIT = 300;

/** The stages in the order in which people deploy: the project's own first, dev before production. */
export const stageNames = (view: View): string[] => stagesOf(view).map(({ stage }) => stage);

const WHERE = "the command line";

/** Switches that speak for a person. */
export interface Consent {
  yes: boolean;
  /** The stage that `--confirm` names. */
  confirm: string | undefined;
  interactive: boolean;
}

/**
 * Whether the flags say all, so that nobody has to be asked. `--yes` alone never confirms production.
 * @throws {UsageError} where they do not, and nobody can be asked
 */
export function consented({ stage, environment }: Stage, { yes, confirm, interactive }: Consent): boolean {
  const problems: Problem[] = [];
  if (confirm !== undefined && confirm !== stage)
    problems.push({ path: "--confirm", message: `says "${confirm}", and the stage is ${stage}` });
  const given = confirm === stage || (yes && environment !== "production");
  if (problems.length === 0 && !given && !interactive)
    problems.push(
      environment === "production"
        ? { path: "--confirm", message: `production is confirmed by its name: --confirm ${stage}` }
        : { path: "--yes", message: `nobody can be asked whether to deploy ${stage}: --yes confirms it` },
    );
  if (problems.length > 0) throw new UsageError(problems, WHERE);
  return given;
}

/**
 * A production without a domain sends passwords unencrypted: its own program refuses it, minutes later.
 * @throws {Failure}
 */
export function refusePlainHttp(view: View, { stage, environment, domain }: Stage, allowed: boolean): void {
  if (!view.has.routed || environment !== "production" || domain !== null || allowed) return;
  throw new Failure(
    `${stage} has no domain, so passwords would travel unencrypted. Give it one (space-sst --domain example.com), or insist with --allow-plain-http.`,
  );
}

/**
 * A client's stages live in the client's account.
 * @throws {Failure}
 */
export function refuseWrongAccount({ stage, client }: Stage, account: string): void {
  if (client === null || client.account === account) return;
  throw new Failure(
    `${stage} belongs to account ${client.account}, but the credentials are for ${account}. Choose a profile of that account: AWS_PROFILE. Nothing was changed.`,
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
    `${stage} has no value for ${names}. Nothing was done. Give all of them with space-sst secrets push ${stage}, or each with:${set}`,
  );
}
