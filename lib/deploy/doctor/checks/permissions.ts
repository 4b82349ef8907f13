import type { Stage } from "../../../answers/stages.ts";
import type { View } from "../../../answers/view.ts";
import type { Aws } from "../../../aws/client.ts";
import { typed } from "../../../system/typed.ts";
import { type Check, failed, ok, skipped, warning } from "../types.ts";

/** One action for each kind of thing that a deploy makes: who may do it may do its neighbours. */
const ACTIONS: readonly { when: (has: View["has"], view: View) => boolean; actions: readonly string[] }[] = [
  {
    when: () => true,
    actions: [
      "ssm:GetParameter",
      "ssm:PutParameter",
      "s3:CreateBucket",
      "s3:PutObject",
      "iam:CreateRole",
      "iam:PutRolePolicy",
      "iam:PassRole",
      "logs:CreateLogGroup",
      "cloudwatch:PutMetricAlarm",
      "sns:CreateTopic",
      "kms:CreateKey",
    ],
  },
  {
    when: ({ containers }) => containers,
    actions: [
      "ec2:CreateVpc",
      "ec2:AllocateAddress",
      "ec2:CreateNatGateway",
      "ec2:CreateSecurityGroup",
      "ecs:CreateCluster",
      "ecs:RegisterTaskDefinition",
      "ecs:CreateService",
      "application-autoscaling:RegisterScalableTarget",
      "servicediscovery:CreatePrivateDnsNamespace",
      "secretsmanager:CreateSecret",
      "ecr:GetAuthorizationToken",
      "ecr:PutImage",
    ],
  },
  { when: ({ routed }) => routed, actions: ["elasticloadbalancing:CreateLoadBalancer", "wafv2:CreateWebACL"] },
  { when: ({ endpoints }) => endpoints, actions: ["servicediscovery:CreateService"] },
  { when: ({ crons }) => crons, actions: ["scheduler:CreateSchedule", "lambda:CreateFunction"] },
  { when: ({ instances }) => instances, actions: ["rds:CreateDBInstance"] },
  { when: ({ aurora }) => aurora, actions: ["rds:CreateDBCluster"] },
  { when: (_, { caches }) => caches.length > 0, actions: ["elasticache:CreateReplicationGroup"] },
  { when: ({ sites }) => sites, actions: ["cloudfront:CreateDistribution"] },
  { when: ({ domain }, { dns }) => domain && dns !== "external", actions: ["acm:RequestCertificate"] },
  { when: ({ domain }, { dns }) => domain && dns === "route53", actions: ["route53:ChangeResourceRecordSets"] },
  {
    when: ({ backup, databases }) => backup && databases,
    actions: ["backup:CreateBackupVault", "backup:CreateBackupPlan"],
  },
];

/** What the deploy of a stage asks of AWS; of any stage, where none is said. The role that `ci` makes may do it. */
export function actionsFor(view: View, stage: Stage | null): string[] {
  const has = { ...view.has, domain: stage === null ? view.has.domain : stage.domain !== null };
  return ACTIONS.flatMap(({ when, actions }) => (when(has, view) ? actions : []));
}

/** The user or role that has the policies: of a session it is the role, whose path only IAM knows. */
async function principalOf(aws: Aws, arn: string, signal: AbortSignal): Promise<string> {
  const role = /^arn:[^:]+:sts::\d{12}:assumed-role\/([^/]+)\//.exec(arn)?.[1];
  if (role === undefined) return arn;
  const { Role } = await aws.call("iam", "GetRole", { RoleName: role }, { signal });
  return Role?.Arn ?? arn;
}

const list = (actions: readonly string[]): string =>
  actions.length <= 4 ? actions.join(", ") : `${actions.slice(0, 3).join(", ")} and ${actions.length - 3} more`;

export const permissions: Check = {
  id: "permissions",
  title: "Permissions",
  aws: true,
  run: async ({ aws, identity, view, stage, root }, signal) => {
    const { arn } = await identity();
    if (arn.endsWith(":root")) return skipped("the root user may do everything");
    const PolicySourceArn = await principalOf(aws, arn, signal);
    const ActionNames = actionsFor(view, stage);
    const decisions = new Map<string, string>();
    for await (const page of aws.pages("iam", "SimulatePrincipalPolicy", { PolicySourceArn, ActionNames }, { signal }))
      for (const { EvalActionName = "", EvalDecision = "" } of page.EvaluationResults ?? [])
        decisions.set(EvalActionName, EvalDecision);
    const that = (decision: string) => ActionNames.filter((action) => decisions.get(action) === decision);
    const [denied, unnamed] = [that("explicitDeny"), that("implicitDeny")];
    const remedy = `give ${PolicySourceArn} the policies that ${typed(`ci ${stage?.stage ?? "STAGE"} --dry-run`, root)} prints`;
    if (denied.length > 0) return failed(`a policy denies ${list(denied)}`, remedy);
    // A policy may allow an action on some resources only, which this question does not name.
    if (unnamed.length > 0)
      return warning(
        `not allowed for every resource: ${list(unnamed)}`,
        `${remedy}, unless its policies name resources`,
      );
    return ok(`${ActionNames.length} actions that a deploy needs are allowed`);
  },
};
