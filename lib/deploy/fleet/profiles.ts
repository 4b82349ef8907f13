import { knownProfiles } from "../../aws/profiles.ts";
import { UsageError } from "../../errors.ts";
import type { Target } from "./targets.ts";

/** Which credentials a stage is deployed with: a profile of the user's AWS configuration, found by a pattern. */

/** Credentials of the environment, as they are. */
export const NO_PROFILE = "none";
export const DEFAULT_PATTERN = "{client}";

const PLACEHOLDER = /\{(\w+)\}/g;
const KEYS = ["client", "environment", "stage", "account"] as const;

/** `{client}-{environment}` for a stage of acme's: `acme-production`. Null where the environment's own are meant. */
export const profileOf = (pattern: string, target: Target): string | null =>
  pattern === NO_PROFILE ? null : pattern.replace(PLACEHOLDER, (_, key) => target[key as (typeof KEYS)[number]]);

/**
 * Refuses a pattern that names what no stage has.
 * @throws {UsageError}
 */
export function checkPattern(pattern: string): void {
  const wrong = [...pattern.matchAll(PLACEHOLDER)].filter(
    ([, key]) => !(KEYS as readonly string[]).includes(key ?? ""),
  );
  if (wrong.length === 0) return;
  const message = `${wrong.map(([word]) => word).join(", ")} should be one of ${KEYS.map((key) => `{${key}}`).join(", ")}`;
  throw new UsageError([{ path: "--profile", message }], "the flags");
}

/**
 * Refuses a pattern that is none, and profiles that are not there: all of them, before anything is deployed.
 * @throws {UsageError}
 */
export async function checkProfiles(pattern: string, targets: readonly Target[]): Promise<void> {
  checkPattern(pattern);
  const known = await knownProfiles();
  const missing = targets.flatMap((target) => {
    const profile = profileOf(pattern, target);
    return profile === null || known.has(profile) ? [] : [{ profile, target }];
  });
  if (missing.length === 0) return;
  throw new UsageError(
    missing.map(({ profile, target }) => ({
      path: profile,
      message: `there is no such AWS profile, for ${target.stage} in account ${target.account}; make it, or name others with --profile "{client}-deploy"`,
    })),
    "the AWS profiles",
  );
}
