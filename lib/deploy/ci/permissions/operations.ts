import type { View } from "../../../answers/view.ts";
import { arns, type Grant, type Grants, named, namedShort, type Scope } from "./grant.ts";

const mailed = ({ alerts }: View) => alerts.email !== null;
const mails = ({ has }: View) => has.email;
const slack = ({ alerts }: View) => alerts.slack !== null;

/** What mail is sent from, and the settings that it is sent with. */
const mailOf = (scope: Scope): string[] => [
  ...arns("ses", () => `identity/${scope.mail}`)(scope),
  ...namedShort(64, "ses", "configuration-set/")(scope),
];

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

const read: Grant[] = [
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
  { sid: "MailRead", when: mails, actions: ["ses:Get*", "ses:ListTagsForResource"], on: mailOf },
  { sid: "BudgetRead", when: mailed, actions: ["budgets:ViewBudget", "budgets:ListTagsForResource"] },
  { sid: "SlackRead", when: slack, actions: ["chatbot:Describe*", "chatbot:List*"] },
];

const write: Grant[] = [
  {
    sid: "Logs",
    actions: [
      "logs:CreateLogGroup",
      "logs:DeleteLogGroup",
      "logs:PutRetentionPolicy",
      "logs:DeleteRetentionPolicy",
      "logs:PutMetricFilter",
      "logs:DeleteMetricFilter",
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
    when: ({ has }) => has.containers,
    actions: ["sqs:CreateQueue", "sqs:DeleteQueue", "sqs:SetQueueAttributes", "sqs:TagQueue", "sqs:UntagQueue"],
    on: named("sqs"),
  },
  {
    sid: "Mail",
    when: mails,
    actions: [
      "ses:CreateConfigurationSet*",
      "ses:UpdateConfigurationSet*",
      "ses:PutConfigurationSet*",
      "ses:DeleteConfigurationSet*",
      "ses:CreateEmailIdentity",
      "ses:PutEmailIdentity*",
      "ses:DeleteEmailIdentity",
      "ses:TagResource",
      "ses:UntagResource",
    ],
    on: mailOf,
  },
  {
    sid: "Budget",
    when: mailed,
    actions: ["budgets:ModifyBudget", "budgets:TagResource", "budgets:UntagResource"],
    on: ({ account, project, stage }) => [`arn:aws:budgets::${account}:budget/${project}-${stage}-*`],
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

/** Logs, alarms and who is told. */
export const operations: Grants = { read, write };
