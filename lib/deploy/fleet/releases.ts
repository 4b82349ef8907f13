import { AT_ONCE, Aws } from "../../aws/client.ts";
import { releaseOf } from "../../aws/sst/state.ts";
import { pool } from "../../system/pool.ts";
import { profileOf } from "./profiles.ts";
import type { Target } from "./targets.ts";

/** What SST's state in the client's account says of a stage. */
export interface Release {
  /** The git revision that was last deployed by anybody who said it; null where nobody did. */
  revision: string | null;
  /** Why it is not known: credentials, permissions, the network. */
  error: string | null;
}

/** Asks for every stage. What cannot be known of one is said of it, and does not hide the others. */
export async function releasesOf(
  targets: readonly Target[],
  project: string,
  pattern: string,
): Promise<Map<string, Release>> {
  const releases = await pool(targets, AT_ONCE, async (target) => {
    const aws = new Aws({ region: target.region, profile: profileOf(pattern, target) ?? undefined });
    return releaseOf(aws, project, target.stage).then(
      (revision) => ({ revision, error: null }),
      (error: Error) => ({ revision: null, error: error.message }),
    );
  });
  return new Map(targets.map(({ stage }, i) => [stage, releases[i] as Release]));
}
