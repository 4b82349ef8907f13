import type { PlainObject } from "../../../lib/proof/simulate/types.ts";
import { make, type Part, policy, type Rows, task } from "./make.ts";

/** Alarms, topics, events and roles: what they mean, by what they must let pass and what is wrong with them. */

const database = make("aws:rds/instance:Instance")({
  identifier: "main",
  engine: "postgres",
  instanceClass: "db.t4g.micro",
});
const cache = make("aws:elasticache/replicationGroup:ReplicationGroup")({ replicationGroupId: "main" });
const alarm = (namespace: string, metricName: string, inputs: PlainObject): Part =>
  make("aws:cloudwatch/metricAlarm:MetricAlarm")({
    namespace,
    metricName,
    statistic: "Average",
    comparisonOperator: "GreaterThanThreshold",
    threshold: 80,
    period: 300,
    evaluationPeriods: 3,
    treatMissingData: "notBreaching",
    ...inputs,
  });
const main = { DBInstanceIdentifier: "main" };
const cpu = (inputs: PlainObject = {}) => alarm("AWS/RDS", "CPUUtilization", { dimensions: main, ...inputs });
const connections = (threshold: number) => alarm("AWS/RDS", "DatabaseConnections", { dimensions: main, threshold });
const checked = {
  dimensions: { HealthCheckId: "check" },
  statistic: "Minimum",
  comparisonOperator: "LessThanThreshold",
  threshold: 1,
  treatMissingData: "breaching",
};
const health = make("aws:route53/healthCheck:HealthCheck")({}, { id: "check" });
const check = (inputs: PlainObject = {}, region = "us-east-1"): Part => ({
  ...alarm("AWS/Route53", "HealthCheckStatus", { ...checked, ...inputs }),
  region,
});

const balancer = [
  make("aws:lb/loadBalancer:LoadBalancer")({}, { outputs: { arnSuffix: "app/lb" } }),
  make("aws:lb/targetGroup:TargetGroup")({}, { outputs: { arnSuffix: "targetgroup/api" } }),
];
const targets = { LoadBalancer: "app/lb", TargetGroup: "targetgroup/api" };
/** An alarm on the share of requests that fail. */
const share = (
  { expression = "IF(f >= 3, 100 * f / a, 0)", all = "RequestCount", of = targets } = {},
  inputs: PlainObject = {},
): Part => {
  const query = (id: string, metricName: string) => ({
    id,
    metric: { namespace: "AWS/ApplicationELB", metricName, dimensions: of, stat: "Sum", period: 600 },
  });
  return make("aws:cloudwatch/metricAlarm:MetricAlarm")({
    comparisonOperator: "GreaterThanThreshold",
    threshold: 5,
    evaluationPeriods: 1,
    treatMissingData: "notBreaching",
    metricQueries: [
      query("f", "HTTPCode_Target_5XX_Count"),
      query("a", all),
      { id: "share", expression, returnData: true },
    ],
    ...inputs,
  });
};

const cluster = make("aws:ecs/cluster:Cluster")({}, { outputs: { arn: "arn:aws:ecs:r:1:cluster/shop" } });
const running = [make("aws:ecs/cluster:Cluster")({ name: "shop" }), make("aws:ecs/service:Service")({ name: "api" })];
/** An alarm on tasks of a service that sleeps. */
const wanted = (expression: string): Part => {
  const query = (id: string, metricName: string) => ({
    id,
    metric: {
      ...{ namespace: "ECS/ContainerInsights", metricName, stat: "Minimum", period: 60 },
      dimensions: { ClusterName: "shop", ServiceName: "api" },
    },
  });
  return make("aws:cloudwatch/metricAlarm:MetricAlarm")({
    ...{ comparisonOperator: "LessThanThreshold", threshold: 1, evaluationPeriods: 10 },
    treatMissingData: "notBreaching",
    metricQueries: [
      query("r", "RunningTaskCount"),
      query("w", "DesiredTaskCount"),
      { id: "tasks", expression, returnData: true },
    ],
  });
};
const topicArn = "arn:aws:sns:r:123456789012:alerts";
const topic = (inputs: PlainObject = {}): Part =>
  make("aws:sns/topic:Topic")({ kmsMasterKeyId: "key", ...inputs }, { outputs: { arn: topicArn } });
const pattern = (type: string, detail: PlainObject, more: PlainObject = {}): PlainObject => ({
  source: ["aws.ecs"],
  "detail-type": [type],
  ...more,
  detail,
});
const ended = { clusterArn: ["arn:aws:ecs:r:1:cluster/shop"], lastStatus: ["STOPPED"] };
const crash = pattern("ECS Task State Change", {
  ...ended,
  stopCode: ["EssentialContainerExited"],
  containers: { exitCode: [{ "anything-but": 0 }] },
});
const unstarted = pattern("ECS Task State Change", { ...ended, stopCode: ["TaskFailedToStart"] });
const failed = pattern(
  "ECS Deployment State Change",
  { eventName: ["SERVICE_DEPLOYMENT_FAILED"] },
  { resources: [{ prefix: "arn:aws:ecs:r:1:service/shop/" }] },
);
const rules = (patterns: PlainObject[], arn = topicArn): Part[] =>
  patterns.flatMap((eventPattern, index) => [
    make("aws:cloudwatch/eventRule:EventRule")({ name: `rule-${index}`, eventPattern: JSON.stringify(eventPattern) }),
    make("aws:cloudwatch/eventTarget:EventTarget")({ rule: `rule-${index}`, arn }),
  ]);
const stage = [cluster, topic(), make("aws:ecs/service:Service")()];
const tooLong = pattern("ECS Task State Change", {
  ...ended,
  stopCode: ["UserInitiated"],
  stoppedReason: [{ prefix: "A run of " }],
});

/** A scheduled task, and what looks at its runs before they begin. */
const cron = (group: string): Part =>
  make("aws:scheduler/schedule:Schedule")({
    target: { arn: "arn:aws:ecs:r:1:cluster/shop", ecsParameters: { group } },
  });
const guard = (Resource = "*", Condition: PlainObject = {}): Part[] => [
  make("aws:lambda/function:Function")(
    { role: "arn:aws:iam::1:role/guard" },
    { outputs: { arn: "arn:aws:lambda:r:1:function:guard" } },
  ),
  make("aws:iam/role:Role")(
    { inlinePolicies: [{ policy: policy({ Action: "ecs:StopTask", Resource, Condition }) }] },
    { outputs: { arn: "arn:aws:iam::1:role/guard" } },
  ),
];
const hears = (detail: PlainObject = {}): Part[] =>
  rules(
    [pattern("ECS Task State Change", { group: [{ prefix: "cron:" }], lastStatus: ["PROVISIONING"], ...detail })],
    "arn:aws:lambda:r:1:function:guard",
  );

const speaks = [
  make("aws:cloudwatch/metricAlarm:MetricAlarm")({ alarmActions: [topicArn] }),
  ...rules([crash]),
  make("aws:rds/eventSubscription:EventSubscription")({ snsTopic: topicArn }),
];
const services = ["cloudwatch.amazonaws.com", "events.amazonaws.com", "events.rds.amazonaws.com"];
const key = (
  Service: string[],
  Action: string[] = ["kms:Decrypt", "kms:GenerateDataKey*"],
  more: PlainObject = {},
): Part =>
  make("aws:kms/key:Key")(
    { policy: policy({ Action, Principal: { Service }, Resource: "*", ...more }) },
    { outputs: { arn: "arn:aws:kms:r:123456789012:key/key", keyId: "key" } },
  );
const publish = (Service: string[], more: PlainObject = {}): Part =>
  make("aws:sns/topicPolicy:TopicPolicy")({
    arn: topicArn,
    policy: policy({ Action: "sns:Publish", Principal: { Service }, Resource: topicArn, ...more }),
  });
const from = (account: string) => ({ Condition: { StringEquals: { "aws:SourceAccount": account } } });

const source = { Condition: { ArnLike: { "aws:SourceArn": "arn:aws:cloudfront::123456789012:distribution/*" } } };
const bucketPolicy = (statement: PlainObject): Part =>
  make("aws:s3/bucketPolicy:BucketPolicy")({ policy: policy({ Action: "s3:GetObject", ...statement }) });
const queue = make("aws:sqs/queue:Queue");
const lambdaPermission = (inputs: PlainObject): Part =>
  make("aws:lambda/permission:Permission")({ principal: "events.amazonaws.com", ...inputs });

const secret = make("aws:secretsmanager/secret:Secret")({ kmsKeyId: "arn:key" }, { outputs: { arn: "arn:secret" } });
const account = policy({ Action: "kms:*", Principal: { AWS: "arn:aws:iam::1:root" }, Resource: "*" });
const ourKey = (document = account): Part =>
  make("aws:kms/key:Key")({ policy: document }, { outputs: { arn: "arn:key" } });
const allow = (Action: string | string[], Resource: string, more: PlainObject = {}): PlainObject => ({
  policy: policy({ Action, Resource, ...more }),
});
const role = (name: string, inlinePolicies: PlainObject[], service = "ecs-tasks.amazonaws.com"): Part =>
  make("aws:iam/role:Role")(
    { inlinePolicies, assumeRolePolicy: policy({ Action: "sts:AssumeRole", Principal: { Service: service } }) },
    { outputs: { arn: `arn:aws:iam::1:role/${name}` } },
  );
const managed = (part: Part): Part => ({
  ...part,
  inputs: {
    ...part.inputs,
    managedPolicyArns: ["arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"],
  },
});
const execution = { executionRoleArn: "arn:aws:iam::1:role/execution", taskRoleArn: "arn:aws:iam::1:role/task" };
const container = {
  image: "1.dkr.ecr.r.amazonaws.com/shop-api@sha256:0",
  secrets: [{ name: "TOKEN", valueFrom: "arn:secret:TOKEN::" }],
  logConfiguration: { options: { "awslogs-group": "/shop/api" } },
};
const definition: Part = task(container, execution, { outputs: { arn: "arn:definition" } });
const around = [
  secret,
  definition,
  make("aws:ecr/repository:Repository")(
    {},
    { outputs: { arn: "arn:repository", repositoryUrl: "1.dkr.ecr.r.amazonaws.com/shop-api" } },
  ),
  make("aws:cloudwatch/logGroup:LogGroup")({ name: "/shop/api" }, { outputs: { arn: "arn:group" } }),
];
const needs = [
  allow(["logs:CreateLogStream", "logs:PutLogEvents"], "arn:group:*"),
  allow("ecr:GetAuthorizationToken", "*"),
  allow(["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"], "arn:repository"),
  allow("secretsmanager:GetSecretValue", "arn:secret"),
  allow("kms:Decrypt", "arn:key"),
];
const without = (index: number) => needs.filter((_, other) => other !== index);

const schedule = make("aws:scheduler/schedule:Schedule")({
  target: {
    arn: "arn:cluster",
    roleArn: "arn:aws:iam::1:role/starter",
    ecsParameters: { taskDefinitionArn: "arn:definition" },
    deadLetterConfig: { arn: "arn:queue" },
  },
});
const passed = { Condition: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } } };
const starts = [
  allow("ecs:RunTask", "arn:definition", { Condition: { ArnEquals: { "ecs:cluster": "arn:cluster" } } }),
  allow("iam:PassRole", "arn:aws:iam::1:role/execution", passed),
  allow("iam:PassRole", "arn:aws:iam::1:role/task", passed),
  allow("sqs:SendMessage", "arn:queue"),
];

export const meaningRows: Rows = {
  "OWN.alarm-means": {
    good: [
      [database, cpu()],
      [database, connections(70)],
      [health, check()],
      [cache, alarm("AWS/ElastiCache", "EngineCPUUtilization", { dimensions: { CacheClusterId: "main-001" } })],
      [...balancer, share()],
      [...balancer, share({ expression: "100 * FILL(f, 0) / MAX([f, a, 20])" })],
      [...running, wanted("IF(w > 0, FILL(r, 0), 1)")],
    ],
    bad: [
      [database, cpu({ comparisonOperator: "LessThanThreshold" })],
      [database, cpu({ threshold: 99 })],
      [database, cpu({ threshold: 30 })],
      [database, cpu({ statistic: "SampleCount" })],
      [database, cpu({ treatMissingData: "breaching" })],
      [database, cpu({ evaluationPeriods: 30 })],
      [database, cpu({ dimensions: { InstanceIdentifier: "main" } })],
      [database, cpu({ dimensions: { DBInstanceIdentifier: "other" } })],
      // More than such a database takes.
      [database, connections(120)],
      [health, check({ treatMissingData: "missing" })],
      [health, check({}, "eu-west-1")],
      // Nobody hears of a quiet site, everybody of a single failure, or of the wrong share.
      [...balancer, share({ expression: "IF(f >= 100, 100 * f / a, 0)" })],
      [...balancer, share({ expression: "100 * f / a" })],
      [...balancer, share({ expression: "f / a" })],
      [...balancer, share({ expression: "IF(f >= 3, 100 * a / f, 0)" })],
      [...balancer, share({ all: "HTTPCode_Target_2XX_Count" })],
      [...balancer, share({ of: { LoadBalancer: "app/lb", TargetGroup: "targetgroup/other" } })],
      [...balancer, share({}, { evaluationPeriods: 6 })],
      [...balancer, share({}, { treatMissingData: "breaching" })],
      [...balancer, share({}, { comparisonOperator: "LessThanThreshold" })],
      // At night none is asked for; by day none may be lacking, or unheard of.
      [...running, wanted("r")],
      [...running, wanted("IF(w > 0, r, 1)")],
      [...running, wanted("IF(r > 0, FILL(w, 0), 1)")],
    ],
  },
  "OWN.alarm-ok": {
    good: [[alarm("n", "m", { alarmActions: ["topic"], okActions: ["topic"] })]],
    bad: [
      [alarm("n", "m", { alarmActions: ["topic"] })],
      [alarm("n", "m", { alarmActions: ["topic"], okActions: ["x"] })],
    ],
  },
  "WA.alarm-deploy": {
    good: [
      [...stage, ...rules([crash, unstarted, failed])],
      [...stage, cron("cron:nightly:60"), ...rules([crash, unstarted, failed, tooLong])],
    ],
    bad: [
      stage,
      [...stage, cron("cron:nightly:60"), ...rules([crash, unstarted, failed])],
      [...stage, ...rules([crash, unstarted])],
      [...stage, ...rules([crash, unstarted, failed], "arn:queue")],
      // The wrong way round, too wide, and off.
      [...stage, ...rules([{ ...crash, detail: { ...ended, containers: { exitCode: [0] } } }, unstarted, failed])],
      [...stage, ...rules([pattern("ECS Task State Change", ended), failed])],
      [...stage, ...rules([{ source: ["aws.ecs"] }])],
      [
        ...stage,
        ...rules([crash, unstarted, failed]).map((part) => ({
          ...part,
          inputs: { ...part.inputs, state: "DISABLED" },
        })),
      ],
    ],
  },
  "OWN.cron-guard": {
    good: [
      [cron("cron:nightly:60"), ...guard(), ...hears()],
      [
        cron("cron:nightly:60"),
        ...guard("*", { ArnEquals: { "ecs:cluster": "arn:aws:ecs:r:1:cluster/shop" } }),
        ...hears({ clusterArn: ["arn:aws:ecs:r:1:cluster/shop"] }),
      ],
    ],
    bad: [
      [cron("family:nightly"), ...guard(), ...hears({ group: [{ prefix: "family:" }] })],
      [cron("cron:nightly:0"), ...guard(), ...hears()],
      [cron("cron:nightly:60"), ...guard()],
      [cron("cron:nightly:60"), ...guard(), ...hears({ lastStatus: ["STOPPED"] })],
      [cron("cron:nightly:60"), ...guard(), ...hears({ group: ["cron:weekly:60"] })],
      [cron("cron:nightly:60"), ...guard("arn:aws:ecs:r:1:task/other/*"), ...hears()],
      [
        cron("cron:nightly:60"),
        ...guard("*", { ArnEquals: { "ecs:cluster": "arn:aws:ecs:r:1:cluster/other" } }),
        ...hears(),
      ],
    ],
  },
  "OWN.sns-cmk": {
    good: [
      [...speaks, topic(), key(services)],
      [...speaks.slice(0, 1), topic(), key(["cloudwatch.amazonaws.com"], undefined, from("123456789012"))],
    ],
    bad: [
      [...speaks.slice(0, 1), topic(), key(["cloudwatch.amazonaws.com"], undefined, from("999999999999"))],
      // Neither EventBridge nor RDS says for whom it asks.
      [...speaks, topic(), key(services, undefined, from("123456789012"))],
      [...speaks, topic({ kmsMasterKeyId: "alias/aws/sns" })],
      [...speaks, topic(), key(services.slice(1))],
      [...speaks, topic(), key(services.slice(0, 2))],
      [...speaks, topic(), key(services, ["kms:Encrypt"])],
    ],
  },
  "OWN.sns-policy": {
    good: [
      [...speaks, topic(), publish(services)],
      [...speaks, topic({ policy: publish(services).inputs.policy ?? null })],
      [...speaks.slice(0, 1), topic()],
      [...speaks.slice(0, 1), topic(), publish(services, from("123456789012"))],
    ],
    bad: [
      [...speaks, topic()],
      [...speaks, topic(), publish(services.slice(0, 2))],
      [...speaks, topic(), publish(services, from("999999999999"))],
      // EventBridge does not say for whom it speaks.
      [...speaks, topic(), publish(services, from("123456789012"))],
      [...speaks, topic(), publish(services, { Resource: "arn:aws:sns:r:123456789012:other" })],
    ],
  },
  "OWN.message-tls": {
    good: [
      [queue({ policy: policy({ Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } }) })],
      [topic(), publish(["*"], { Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } })],
      [
        topic({
          policy: policy({
            Effect: "Deny",
            Action: "sns:Publish",
            Condition: { Bool: { "aws:SecureTransport": "false" } },
          }),
        }),
      ],
    ],
    bad: [[topic()], [topic(), publish(services)], [queue({})], [queue({ policy: policy({ Action: "sqs:*" }) })]],
  },
  "OWN.deputy": {
    good: [
      [publish(["cloudwatch.amazonaws.com"], from("123456789012"))],
      // EventBridge does not say for whom it speaks.
      [publish(["events.amazonaws.com"])],
      [key(services.slice(1))],
      [
        bucketPolicy({
          Principal: { Service: "cloudfront.amazonaws.com" },
          ...source,
          Resource: "arn:aws:s3:::site/*",
        }),
      ],
      [
        bucketPolicy({
          Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
          Resource: "arn:aws:s3:::logs/alb/AWSLogs/123456789012/*",
        }),
      ],
      [bucketPolicy({ Principal: { AWS: "arn:aws:iam::123456789012:root" }, Resource: "arn:aws:s3:::site/*" })],
      [lambdaPermission({ sourceArn: "arn:aws:events:r:1:rule/guard" }), lambdaPermission({ sourceAccount: "1" })],
    ],
    bad: [
      [publish(["cloudwatch.amazonaws.com"])],
      [key(["cloudwatch.amazonaws.com"])],
      [bucketPolicy({ Principal: { Service: "cloudfront.amazonaws.com" }, Resource: "arn:aws:s3:::site/*" })],
      [
        bucketPolicy({
          Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
          Resource: "arn:aws:s3:::logs-123456789012/*",
        }),
      ],
      [lambdaPermission({})],
    ],
  },
  "OWN.may-start": {
    good: [
      [...around, ourKey(), role("execution", needs)],
      // The key itself lets the role in.
      [
        ...around,
        ourKey(policy({ Action: "kms:Decrypt", Principal: { AWS: "arn:aws:iam::1:role/execution" }, Resource: "*" })),
        role("execution", without(4)),
      ],
      // What AWS's own policies allow is not known here.
      [...around, ourKey(), managed(role("execution", []))],
    ],
    bad: [
      ...needs.map((_, index) => [...around, ourKey(), role("execution", without(index))]),
      [
        ...around,
        ourKey(policy({ Action: "kms:*", Principal: { AWS: "arn:aws:iam::2:root" }, Resource: "*" })),
        role("execution", needs),
      ],
      [...around, ourKey(), role("execution", [...needs, allow("kms:*", "*", { Effect: "Deny" })])],
    ],
  },
  "OWN.may-run": {
    good: [[definition, schedule, role("starter", starts)]],
    bad: starts.map((_, index) => [
      definition,
      schedule,
      role(
        "starter",
        starts.filter((__, other) => other !== index),
      ),
    ]),
  },
  "OWN.may-trust": {
    good: [[definition, role("execution", []), role("task", [])]],
    bad: [
      [definition, role("execution", [], "lambda.amazonaws.com")],
      [schedule, role("starter", [], "ecs-tasks.amazonaws.com")],
    ],
  },
};
