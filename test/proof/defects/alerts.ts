import { alarm, type Defect, inText, onAlarm } from "./damage.ts";

/** Who hears of what. */
export const alertDefects: Defect[] = [
  {
    what: "the alarm on missing tasks fires above 1",
    by: "OWN.alarm-means",
    damage: onAlarm(/no-tasks$/, { comparisonOperator: "GreaterThanThreshold" }),
  },
  {
    what: "the alarm on missing tasks is silent when nothing is counted",
    by: "OWN.alarm-means",
    damage: onAlarm(/no-tasks$/, { treatMissingData: "notBreaching" }),
  },
  {
    what: "the alarm on storage looks at the average, above",
    by: "OWN.alarm-means",
    damage: onAlarm(/main\.storage$/, { statistic: "Average", comparisonOperator: "GreaterThanThreshold" }),
  },
  {
    what: "the alarms of Aurora have a dimension that AWS does not know",
    by: "OWN.alarm-means",
    damage: onAlarm(/warehouse\.cpu$/, { dimensions: { ClusterIdentifier: "shop-production-warehouse" } }),
  },
  {
    what: "the alarms of a database look at another one",
    by: "OWN.alarm-means",
    damage: onAlarm(/legacy\.cpu$/, { dimensions: { DBInstanceIdentifier: "shop-staging-legacy" } }),
  },
  {
    what: "the alarm on connections fires at more than the database takes",
    by: "OWN.alarm-means",
    damage: onAlarm(/main\.connections$/, { threshold: 5_000 }),
  },
  {
    what: "the alarm on jobs that wait looks at the fewest seconds",
    by: "OWN.alarm-means",
    damage: onAlarm(/^queue\.mailer\.age$/, { statistic: "Minimum" }),
  },
  {
    what: "the alarm on what ends runs looks at another function",
    by: "OWN.alarm-means",
    damage: onAlarm(/^cron-guard\.failures$/, { dimensions: { FunctionName: "shop-production-other" } }),
  },
  { what: "no alarm says that it is over", by: "OWN.alarm-ok", damage: onAlarm(/./, { okActions: [] }) },
  {
    what: "the alarm on a health check is in a region that does not have its metric",
    by: "OWN.alarm-means",
    damage: ({ each }) =>
      each(alarm, /unreachable$/, (_, resource) => {
        resource.region = "eu-west-1";
      }),
  },
  {
    what: "people are told of crashes with exit code 0 alone",
    by: "WA.alarm-deploy",
    damage: inText("aws:cloudwatch/eventRule:EventRule", /^TaskCrashed$/, "eventPattern", '{"anything-but":0}', "0"),
  },
  {
    what: "people are told of the failed deployments of another cluster",
    by: "WA.alarm-deploy",
    damage: inText(
      "aws:cloudwatch/eventRule:EventRule",
      /^DeploymentFailed$/,
      "eventPattern",
      "shop-production",
      "shop",
    ),
  },
  {
    what: "the topic refuses RDS's events",
    by: "OWN.sns-policy",
    damage: inText("aws:sns/topicPolicy:TopicPolicy", /./, "policy", "events.rds.amazonaws.com", "rds.amazonaws.com"),
  },
  {
    what: "the topic's key refuses EventBridge",
    by: "OWN.sns-cmk",
    damage: inText("aws:kms/key:Key", /^Key$/, "policy", '"events.amazonaws.com"', '"scheduler.amazonaws.com"'),
  },
  {
    what: "nobody is told of a copy that fails",
    by: "a backup, a copy and a restore that fail reach somebody; those that end well, and those of others, nobody",
    damage: inText("aws:cloudwatch/eventRule:EventRule", /^CopyFailed$/, "eventPattern", "FAILED", "FAILURE"),
  },
  {
    what: "the budget of the stage counts the costs of another one",
    by: "the e-mail address hears of costs: of each stage by its tag, and of the account in one of its stages",
    damage: ({ each }) =>
      each("aws:budgets/budget:Budget", /^StageBudget$/, (inputs) => {
        inputs.costFilters = [{ name: "TagKeyValue", values: ["user:Stage$shop-staging"] }];
      }),
  },
];
