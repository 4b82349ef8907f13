import { Aws } from "../../aws/client.ts";
import { profileOf } from "../../aws/profiles.ts";
import { releaseOf } from "../../aws/sst/state.ts";
import type { Target } from "./targets.ts";

/** Questions to AWS at the same time. */
const AT_ONCE = 8;

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
  const releases = new Map<string, Release>();
  const waiting = [...targets];
  const ask = async () => {
    for (let target = waiting.shift(); target !== undefined; target = waiting.shift()) {
      const { stage, region } = target;
      const aws = new Aws({ region, profile: profileOf(pattern, target) ?? undefined });
      releases.set(
        stage,
        await releaseOf(aws, project, stage).then(
          (revision) => ({ revision, error: null }),
          (error: Error) => ({ revision: null, error: error.message }),
        ),
      );
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, ask));
  return releases;
}
