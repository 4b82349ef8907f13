import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { Target } from "../deploy/fleet/targets.ts";
import { UsageError } from "../errors.ts";

/** Which credentials a stage is deployed with: a profile of the user's AWS configuration, found by a pattern. */

/** Credentials of the environment, as they are. */
export const NO_PROFILE = "none";
export const DEFAULT_PATTERN = "{client}";

const PLACEHOLDER = /\{(\w+)\}/g;
const KEYS = ["client", "environment", "stage", "account"] as const;

/** `{client}-{environment}` for a stage of acme's: `acme-production`. Null where the environment's own are meant. */
export const profileOf = (pattern: string, target: Target): string | null =>
  pattern === NO_PROFILE ? null : pattern.replace(PLACEHOLDER, (_, key) => target[key as (typeof KEYS)[number]]);

const read = (file: string): string => {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
};

/** The profiles that AWS's two files have, by their headings: `[profile acme]`, in the credentials file `[acme]`. */
export function knownProfiles(env: NodeJS.ProcessEnv = process.env): Set<string> {
  const folder = join(homedir(), ".aws");
  const files = [
    env.AWS_CONFIG_FILE ?? join(folder, "config"),
    env.AWS_SHARED_CREDENTIALS_FILE ?? join(folder, "credentials"),
  ];
  const headings = files.flatMap((file) => [...read(file).matchAll(/^\s*\[\s*(?:profile\s+)?"?([^\]"]+?)"?\s*\]/gm)]);
  return new Set(headings.map(([, name = ""]) => name));
}

/**
 * Refuses a pattern that is none, and profiles that are not there: all of them, before anything is deployed.
 * @throws {UsageError}
 */
export function checkProfiles(pattern: string, targets: readonly Target[]): void {
  const wrong = [...pattern.matchAll(PLACEHOLDER)].filter(
    ([, key]) => !(KEYS as readonly string[]).includes(key ?? ""),
  );
  if (wrong.length > 0) {
    const message = `${wrong.map(([word]) => word).join(", ")} should be one of ${KEYS.map((key) => `{${key}}`).join(", ")}`;
    throw new UsageError([{ path: "--profile", message }], "the flags");
  }
  const known = knownProfiles();
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
