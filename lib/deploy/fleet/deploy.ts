import { mkdir, rename } from "node:fs/promises";
import { basename, join } from "node:path";
import { Aws } from "../../aws/client.ts";
import { expectedOf } from "../expected.ts";
import { runSst, type Outcome as SstOutcome } from "../sst.ts";
import { verify } from "../verify.ts";
import { openCheckout } from "./checkout.ts";
import { profileOf } from "./profiles.ts";
import { FLEET_FOLDER } from "./records.ts";
import type { Deploy, Outcome } from "./rollout.ts";
import type { Target } from "./targets.ts";

/** What is to do about a deploy that did not end well. */
const REMEDIES: Partial<Record<SstOutcome["status"], (target: Target) => string>> = {
  locked: ({ stage }) => `the stage is locked: where nobody else deploys it, npx sst unlock --stage ${stage}`,
  killed: ({ stage }) =>
    `SST ended without a word, and may have left the stage locked: npx sst unlock --stage ${stage}`,
  interrupted: () => "stopped, as you asked",
  failed: () => "SST failed without an error of its own: see the log",
};

const errorOf = ({ status, errors }: SstOutcome, target: Target): string | null => {
  if (status === "complete") return null;
  const [first] = errors;
  const said = first === undefined ? "" : first.message.split("\n", 1)[0];
  return said === "" || status !== "failed" ? (REMEDIES[status]?.(target) ?? null) : (said ?? null);
};

/** With a profile, keys of the environment would only stand in its way: they are not of the client's account. */
const credentials = (profile: string | null): Record<string, string | undefined> =>
  profile === null
    ? {}
    : {
        AWS_PROFILE: profile,
        AWS_ACCESS_KEY_ID: undefined,
        AWS_SECRET_ACCESS_KEY: undefined,
        AWS_SESSION_TOKEN: undefined,
      };

/** Seconds of one look at what runs: a Ctrl-C waits no longer than that. */
const LOOK = 15;

/** What does not serve the new version when the time is over, or was not seen to, in a line; null where all does. */
async function notServing(
  { outputs }: SstOutcome,
  aws: Aws,
  wait: number,
  signal: AbortSignal,
): Promise<string | null> {
  const expected = expectedOf(outputs);
  for (let left = wait; ; left -= LOOK) {
    if (signal.aborted) return "stopped before the new version was seen to serve";
    const checks = await verify(expected, aws, Math.min(LOOK, left));
    const failed = checks.filter(({ result }) => result === "failed");
    if (failed.length === 0) return null;
    if (left <= LOOK) return failed.map(({ what, evidence }) => `${what}: ${evidence}`).join("; ");
  }
}

export interface Deployment {
  root: string;
  revision: string;
  /** Of AWS profiles. */
  pattern: string;
  /** Seconds that services and addresses may take once SST is done. */
  wait: number;
}

/** Deploys stages with the repo's own SST, each slot in a checkout of its own that serves one stage after the other. */
export function deployer({ root, revision, pattern, wait }: Deployment): Deploy {
  const checkouts = new Map<number, Promise<string>>();
  return async (target, slot, signal): Promise<Outcome> => {
    const opening = checkouts.get(slot) ?? openCheckout(root, revision, slot);
    checkouts.set(slot, opening);
    const checkout = await opening;
    const profile = profileOf(pattern, target);
    const outcome = await runSst({
      root: checkout,
      stage: target.stage,
      verb: "deploy",
      env: { ...credentials(profile), RELEASE: revision },
      signal,
    });
    const log = join(FLEET_FOLDER, "logs", basename(outcome.log));
    await mkdir(join(root, FLEET_FOLDER, "logs"), { recursive: true });
    await rename(join(checkout, outcome.log), join(root, log));
    const seconds = Math.round(outcome.seconds);
    if (outcome.status !== "complete") return { status: outcome.status, seconds, log, error: errorOf(outcome, target) };
    const aws = new Aws({ region: target.region, profile: profile ?? undefined });
    const error = await notServing(outcome, aws, wait, signal);
    return { status: error === null ? "complete" : "unverified", seconds, log, error };
  };
}
