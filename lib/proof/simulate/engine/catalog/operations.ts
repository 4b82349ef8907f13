import { arn, byArn, named, type Row } from "./row.ts";

/** Secrets, permissions, monitoring and backups. */
export const operations: Record<string, Row> = {
  "aws:secretsmanager/secret:Secret": byArn("name", "secretsmanager", "secret:{name}-mock01"),
  "aws:secretsmanager/secretVersion:SecretVersion": {
    id: "{secretId}|{version}",
    arn: "{secretId}",
    more: { versionId: "{version}" },
  },
  "aws:kms/key:Key": { id: "{uuid}", arn: arn("kms", "key/{id}"), more: { keyId: "{id}" } },
  "aws:kms/replicaKey:ReplicaKey": { id: "{uuid}", arn: arn("kms", "key/{id}"), more: { keyId: "{id}" } },
  "aws:kms/alias:Alias": named("name", "kms", "{name}"),
  "aws:iam/role:Role": {
    name: "name",
    id: "{name}",
    arn: "arn:aws:iam::{account}:role/{name}",
    more: { uniqueId: "AROA{hash}" },
  },
  "aws:iam/policy:Policy": {
    name: "name",
    id: "{arn}",
    arn: "arn:aws:iam::{account}:policy/{name}",
    more: { policyId: "ANPA{hash}" },
  },
  "aws:iam/instanceProfile:InstanceProfile": {
    name: "name",
    id: "{name}",
    arn: "arn:aws:iam::{account}:instance-profile/{name}",
  },
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": {
    id: "{arn}",
    arn: "arn:aws:iam::{account}:oidc-provider/mock-{hash}",
  },
  "aws:sesv2/configurationSet:ConfigurationSet": named("configurationSetName", "ses", "configuration-set/{name}"),
  "aws:sesv2/emailIdentity:EmailIdentity": named("emailIdentity", "ses", "identity/{name}", {
    identityType: "DOMAIN",
    dkimSigningAttributes: { tokens: ["mockone{hash}", "mocktwo{hash}", "mockthree{hash}"] },
  }),
  "aws:cloudwatch/logGroup:LogGroup": named("name", "logs", "log-group:{name}"),
  "aws:cloudwatch/logMetricFilter:LogMetricFilter": { name: "name", id: "{name}" },
  "aws:cloudwatch/metricAlarm:MetricAlarm": named("name", "cloudwatch", "alarm:{name}"),
  "aws:cloudwatch/compositeAlarm:CompositeAlarm": named("alarmName", "cloudwatch", "alarm:{name}"),
  "aws:cloudwatch/dashboard:Dashboard": {
    name: "dashboardName",
    id: "{name}",
    more: { dashboardArn: "arn:aws:cloudwatch::{account}:dashboard/{name}" },
  },
  "aws:cloudwatch/eventRule:EventRule": named("name", "events", "rule/{name}"),
  "aws:budgets/budget:Budget": {
    name: "name",
    id: "{account}:{name}",
    arn: "arn:aws:budgets::{account}:budget/{name}",
  },
  "aws:sns/topic:Topic": byArn("name", "sns", "{name}", { owner: "{account}" }),
  "aws:sns/topicSubscription:TopicSubscription": { id: "{arn}", arn: "{topic}:{hash}" },
  "aws:sqs/queue:Queue": {
    name: "name",
    id: "https://sqs.{region}.amazonaws.com/{account}/{name}",
    arn: arn("sqs", "{name}"),
    more: { url: "{id}" },
  },
  "aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration": {
    name: "configurationName",
    id: "{chatConfigurationArn}",
    more: { chatConfigurationArn: "arn:aws:chatbot::{account}:chat-configuration/slack-channel/{name}" },
  },
  "aws:backup/vault:Vault": named("name", "backup", "backup-vault:{name}"),
  "aws:backup/plan:Plan": {
    name: "name",
    id: "{uuid}",
    arn: arn("backup", "backup-plan:{id}"),
    more: { version: "1" },
  },
  "aws:backup/selection:Selection": { name: "name", id: "{hash}" },
  "aws:backup/restoreTestingPlan:RestoreTestingPlan": named("name", "backup", "restore-testing-plan:{name}-{hash}"),
  "aws:ssm/parameter:Parameter": named("name", "ssm", "parameter{name}", { version: 1 }),
};
