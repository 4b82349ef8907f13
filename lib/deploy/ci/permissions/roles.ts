import type { Grant, Grants, Scope } from "./grant.ts";

/** The policies of AWS that the program attaches to roles. Any other is refused: AdministratorAccess too. */
export const ATTACHED = [
  "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore",
  "arn:aws:iam::aws:policy/CloudWatchReadOnlyAccess",
  "arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole",
  "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup",
  "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForRestores",
] as const;

/** Who may be given one of the stage's roles. */
export const PASSED_TO = [
  "backup.amazonaws.com",
  "chatbot.amazonaws.com",
  "ec2.amazonaws.com",
  "ecs-tasks.amazonaws.com",
  "lambda.amazonaws.com",
  "monitoring.rds.amazonaws.com",
  "scheduler.amazonaws.com",
  "vpc-flow-logs.amazonaws.com",
] as const;

/** Services that make a role of their own in an account when they are first used. */
const SERVICE_ROLES = [
  "autoscaling",
  "backup",
  "ecs",
  "ecs.application-autoscaling",
  "elasticache",
  "elasticloadbalancing",
  "rds",
  "restore-testing.backup",
  "wafv2",
  "management.chatbot",
].map((service) => `${service}.amazonaws.com`);

const roles = ({ project, stage, account }: Scope): string[] => [`arn:aws:iam::${account}:role/${project}-${stage}-*`];

const read: Grant[] = [
  {
    sid: "RolesRead",
    actions: [
      "iam:GetRole",
      "iam:GetRolePolicy",
      "iam:ListRolePolicies",
      "iam:ListAttachedRolePolicies",
      "iam:ListInstanceProfilesForRole",
      "iam:GetInstanceProfile",
      "iam:ListRoleTags",
      "iam:ListInstanceProfileTags",
    ],
    on: (scope) => [
      `arn:aws:iam::${scope.account}:role/${scope.project}-${scope.stage}-*`,
      `arn:aws:iam::${scope.account}:instance-profile/${scope.project}-${scope.stage}-*`,
    ],
  },
];

const write: Grant[] = [
  {
    sid: "Roles",
    actions: [
      "iam:CreateRole",
      "iam:DeleteRole",
      "iam:UpdateRole",
      "iam:UpdateRoleDescription",
      "iam:UpdateAssumeRolePolicy",
      "iam:PutRolePolicy",
      "iam:DeleteRolePolicy",
      "iam:TagRole",
      "iam:UntagRole",
    ],
    on: roles,
  },
  {
    sid: "RolesAttach",
    actions: ["iam:AttachRolePolicy", "iam:DetachRolePolicy"],
    on: roles,
    where: () => ({ ArnEquals: { "iam:PolicyARN": ATTACHED } }),
  },
  {
    sid: "RolesPass",
    actions: ["iam:PassRole"],
    on: roles,
    where: () => ({ StringEquals: { "iam:PassedToService": PASSED_TO } }),
  },
  {
    sid: "Profiles",
    actions: [
      "iam:CreateInstanceProfile",
      "iam:DeleteInstanceProfile",
      "iam:AddRoleToInstanceProfile",
      "iam:RemoveRoleFromInstanceProfile",
      "iam:TagInstanceProfile",
      "iam:UntagInstanceProfile",
    ],
    on: (scope) => [
      ...roles(scope),
      `arn:aws:iam::${scope.account}:instance-profile/${scope.project}-${scope.stage}-*`,
    ],
  },
  {
    sid: "ServiceRoles",
    actions: ["iam:CreateServiceLinkedRole"],
    on: ({ account }) => [`arn:aws:iam::${account}:role/aws-service-role/*`],
    where: () => ({ StringLike: { "iam:AWSServiceName": SERVICE_ROLES } }),
  },
];

/** Roles of the stage, and what may be done with them. */
export const roleGrants: Grants = { read, write };
