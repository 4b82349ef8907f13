import type { Aws } from "../../../aws/client.ts";
import { CHOOSE_PROFILE, wrongAccount } from "../../../aws/identity.ts";
import { type Check, failed, ok, type Subject, warning } from "../types.ts";

const identity: Check = {
  id: "identity",
  title: "AWS identity",
  run: async ({ identity: ask, stage, aws }) => {
    const { account, arn } = await ask();
    const who = `${arn} in ${aws.region}`;
    const problem = wrongAccount(stage?.client?.account, { account, arn });
    if (problem !== null) return failed(`${stage?.stage} ${problem}`, CHOOSE_PROFILE);
    if (arn.endsWith(":root")) return warning(who, "deploy with a role: the root user's keys should not exist");
    return ok(who);
  },
};

/** Regions that an account has to enable say so to any region that needs none of that: us-east-1 is one. */
async function enabled(aws: Aws, region: string, signal: AbortSignal) {
  const input = { RegionNames: [region], AllRegions: true };
  const { Regions = [] } = await aws.in("us-east-1").call("ec2", "DescribeRegions", input, { signal });
  const status = Regions[0]?.OptInStatus;
  return status === "opted-in" || status === "opt-in-not-required"
    ? ok(`${region} is enabled`)
    : failed(
        `${region} is not enabled for the account`,
        `aws account enable-region --region-name ${region}, which takes some minutes`,
      );
}

const region: Check = {
  id: "region",
  title: "Region",
  aws: true,
  run: ({ aws }, signal) => enabled(aws, aws.region, signal),
};

/** The region that a stage copies its backups to: production's alone, and only where there is something to copy. */
export function backupRegion({ view, stage }: Subject): string | null {
  if (stage === null || stage.environment !== "production" || !view.has.databases) return null;
  return (stage.client ?? view).backup?.region ?? null;
}

const backup: Check = {
  id: "backup-region",
  title: "Backup region",
  aws: true,
  when: (subject) => backupRegion(subject) !== null,
  run: (subject, signal) => enabled(subject.aws, backupRegion(subject) as string, signal),
};

export const ACCOUNT: readonly Check[] = [identity, region, backup];
