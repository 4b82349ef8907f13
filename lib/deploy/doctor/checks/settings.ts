import type { Aws } from "../../../aws/client.ts";
import { AwsFailure } from "../../../aws/errors.ts";
import { type Check, failed, ok, type StagedSubject, warning } from "../types.ts";

/** Settings of an account that a deploy takes for granted, and that nobody meets before it. */

/** What AWS makes for itself in an account, with the first thing of a service: often a moment too late for that first thing. */
const LINKED: readonly { service: string; role: string; used(subject: StagedSubject): boolean }[] = [
  { service: "ecs", role: "AWSServiceRoleForECS", used: ({ view }) => view.has.containers },
  {
    service: "elasticloadbalancing",
    role: "AWSServiceRoleForElasticLoadBalancing",
    used: ({ view }) => view.has.routed,
  },
  { service: "rds", role: "AWSServiceRoleForRDS", used: ({ view }) => view.has.databases },
  { service: "elasticache", role: "AWSServiceRoleForElastiCache", used: ({ view }) => view.has.caches },
];

async function isThere(aws: Aws, RoleName: string, signal: AbortSignal): Promise<boolean> {
  try {
    await aws.call("iam", "GetRole", { RoleName }, { signal });
    return true;
  } catch (error) {
    if (error instanceof AwsFailure && error.problem === "not-found") return false;
    throw error;
  }
}

const linkedRoles: Check = {
  id: "linked-roles",
  title: "Linked roles",
  aws: true,
  stage: true,
  when: ({ view }) => view.has.containers,
  run: async (subject, signal) => {
    const used = LINKED.filter((one) => one.used(subject));
    const there = await Promise.all(used.map(({ role }) => isThere(subject.aws, role, signal)));
    const missing = used.filter((_, index) => !there[index]);
    return missing.length === 0
      ? ok(`the account has those of ${used.map(({ service }) => service).join(", ")}`)
      : warning(
          `AWS has not yet made the account's role for ${missing.map(({ service }) => service).join(", ")}, and a first deploy may fail for it`,
          missing
            .map(({ service }) => `aws iam create-service-linked-role --aws-service-name ${service}.amazonaws.com`)
            .join(" && "),
        );
  },
};

/** AWS Backup leaves Aurora out, also where a plan names a cluster, until the account says otherwise in each region. */
const backupOptIn: Check = {
  id: "backup-opt-in",
  title: "AWS Backup",
  aws: true,
  stage: true,
  when: ({ view, stage }) => view.has.aurora && (stage?.client ?? view).backup !== null,
  run: async ({ aws }, signal) => {
    const { ResourceTypeOptInPreference = {} } = await aws.call("backup", "DescribeRegionSettings", {}, { signal });
    return ResourceTypeOptInPreference.Aurora === true
      ? ok(`backs up Aurora in ${aws.region}`)
      : failed(
          `the account has not opted in to backups of Aurora in ${aws.region}: none would be made`,
          `aws backup update-region-settings --resource-type-opt-in-preference Aurora=true --region ${aws.region}`,
        );
  },
};

export const SETTINGS: readonly Check[] = [linkedRoles, backupOptIn];
