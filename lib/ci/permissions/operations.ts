import type { View } from "../../render/view.ts";
import { arns, type Grant, type Grants, named, type Scope } from "./grant.ts";

const queued = ({ has }: View) => has.crons;
const slack = ({ alerts }: View) => alerts.slack !== null;

/** Log groups have the names of those who write to them. */
const logGroups = (scope: Scope): string[] =>
  arns(
    "logs",
    () => `log-group:/${scope.project}/${scope.stage}/*`,
    (prefix) => `log-group:/*/${prefix}/*`,
    (prefix) => `log-group:/aws/*/${prefix}-*`,
    (prefix) => `log-group:aws-waf-logs-${prefix}`,
    (prefix) => `log-group:aws-waf-logs-${prefix}:*`,
  )(scope);

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
  { sid: "LogsRead", actions: ["logs:Describe*", "logs:ListTags*", "logs:GetLogDelivery", "logs:ListLogDeliveries"] },
  {
    sid: "AlarmsRead",
    actions: [
      "cloudwatch:Describe*",
      "cloudwatch:GetDashboard",
      "cloudwatch:ListTagsForResource",
      "events:Describe*",
      "events:List*",
    ],
  },
  {
    sid: "AlertsRead",
    actions: ["sns:Get*Attributes", "sns:List*", "sqs:Get*Attributes", "sqs:GetQueueUrl", "sqs:ListQueueTags"],
  },
  { sid: "SlackRead", when: slack, actions: ["chatbot:Describe*", "chatbot:List*"] },
];

const roles = ({ project, stage, account }: Scope): string[] => [`arn:aws:iam::${account}:role/${project}-${stage}-*`];

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
  {
    sid: "Logs",
    actions: [
      "logs:CreateLogGroup",
      "logs:DeleteLogGroup",
      "logs:PutRetentionPolicy",
      "logs:DeleteRetentionPolicy",
      "logs:AssociateKmsKey",
      "logs:DisassociateKmsKey",
      "logs:TagResource",
      "logs:UntagResource",
    ],
    on: logGroups,
  },
  // How a firewall and a VPC are told to write logs; AWS limits these to no resource.
  {
    sid: "LogDelivery",
    actions: ["logs:CreateLogDelivery", "logs:UpdateLogDelivery", "logs:DeleteLogDelivery", "logs:PutResourcePolicy"],
  },
  {
    sid: "Alarms",
    actions: [
      "cloudwatch:PutMetricAlarm",
      "cloudwatch:DeleteAlarms",
      "cloudwatch:TagResource",
      "cloudwatch:UntagResource",
      "cloudwatch:PutDashboard",
      "cloudwatch:DeleteDashboards",
    ],
    on: (scope) => [
      ...named("cloudwatch", "alarm:")(scope),
      `arn:aws:cloudwatch::${scope.account}:dashboard/${scope.project}-${scope.stage}`,
    ],
  },
  {
    sid: "Events",
    actions: [
      "events:PutRule",
      "events:DeleteRule",
      "events:EnableRule",
      "events:DisableRule",
      "events:PutTargets",
      "events:RemoveTargets",
      "events:TagResource",
      "events:UntagResource",
    ],
    on: named("events", "rule/"),
  },
  {
    sid: "Alerts",
    actions: [
      "sns:CreateTopic",
      "sns:DeleteTopic",
      "sns:SetTopicAttributes",
      "sns:Subscribe",
      "sns:SetSubscriptionAttributes",
      "sns:ConfirmSubscription",
      "sns:TagResource",
      "sns:UntagResource",
    ],
    on: named("sns"),
  },
  { sid: "AlertsEnd", actions: ["sns:Unsubscribe"] },
  {
    sid: "Queues",
    when: queued,
    actions: ["sqs:CreateQueue", "sqs:DeleteQueue", "sqs:SetQueueAttributes", "sqs:TagQueue", "sqs:UntagQueue"],
    on: named("sqs"),
  },
  {
    sid: "Slack",
    when: slack,
    actions: [
      "chatbot:CreateSlackChannelConfiguration",
      "chatbot:UpdateSlackChannelConfiguration",
      "chatbot:DeleteSlackChannelConfiguration",
      "chatbot:TagResource",
      "chatbot:UntagResource",
    ],
  },
];

/** Roles, logs, alarms and who is told. */
export const operations: Grants = { read, write };
