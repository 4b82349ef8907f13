import type { PlainObject } from "../../../lib/proof/simulate/types.ts";
import { make, may, of, type Part, policy, type Rows } from "./make.ts";

const roleType = "aws:iam/role:Role";
const customerPolicy = "aws:iam/policy:Policy";
const allow = (Action: string, Resource: string): PlainObject => ({ policy: policy({ Action, Resource }) });
const trust = (Principal: PlainObject | string, Condition: PlainObject = {}): PlainObject => ({
  assumeRolePolicy: policy({ Action: "sts:AssumeRole", Principal, Condition }),
});
const github = (sub: string, operator = "StringEquals") =>
  trust(
    { Federated: "arn:aws:iam::1:oidc-provider/token.actions.githubusercontent.com" },
    {
      [operator]: {
        "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
        "token.actions.githubusercontent.com:sub": sub,
      },
    },
  );
const world = policy({ Action: "*", Principal: "*", Resource: "*" });
const service = policy({ Action: "*", Principal: { Service: "events.amazonaws.com" }, Resource: "*" });

const topic = (kmsMasterKeyId: string, region = "us-east-1"): Part =>
  make("aws:sns/topic:Topic")({ kmsMasterKeyId }, { region, outputs: { arn: `topic:${region}` } });
const alarm = (inputs: PlainObject = {}): Part =>
  make("aws:cloudwatch/metricAlarm:MetricAlarm")({ alarmActions: ["topic:us-east-1"], ...inputs });

const vault = (inputs: PlainObject = {}, region = "us-east-1"): Part =>
  make("aws:backup/vault:Vault")({ name: "shop", ...inputs }, { region, outputs: { arn: `vault:${region}` } });
const lock = (inputs: PlainObject): Part =>
  make("aws:backup/vaultLockConfiguration:VaultLockConfiguration")({ backupVaultName: "shop", ...inputs });
const plan = (rule: PlainObject): Part =>
  make("aws:backup/plan:Plan")({ rules: [{ targetVaultName: "shop", ...rule }] });
const daily = { schedule: "cron(0 5 * * ? *)", lifecycle: { deleteAfter: 35 } };
const copied = { ...daily, copyActions: [{ destinationVaultArn: "vault:us-west-2", lifecycle: { deleteAfter: 35 } }] };
const keeper = make("aws:backup/selection:Selection")({ iamRoleArn: "arn:aws:iam::1:role/backup" });
const but = (operator: string) => ({ Condition: { [operator]: { "aws:PrincipalArn": "arn:aws:iam::1:role/backup" } } });
const vaultPolicy = (Effect: string, more: PlainObject = {}): Part =>
  make("aws:backup/vaultPolicy:VaultPolicy")({
    backupVaultName: "shop",
    policy: policy({
      Effect,
      Action: ["backup:DeleteRecoveryPoint", "backup:UpdateRecoveryPointLifecycle"],
      Principal: "*",
      ...more,
    }),
  });
const database = make("aws:rds/instance:Instance")({ identifier: "main" }, { outputs: { arn: "db" } });
const metric = (namespace: string, dimensions: PlainObject, ...names: string[]) =>
  names.map((metricName) => alarm({ namespace, metricName, dimensions }));
/** An alarm on what is calculated from several. */
const share = (namespace: string, dimensions: PlainObject, ...names: string[]) =>
  alarm({ metricQueries: names.map((metricName) => ({ id: "m", metric: { namespace, metricName, dimensions } })) });
const backupAlarms = metric("AWS/Backup", {}, "NumberOfBackupJobsFailed", "NumberOfCopyJobsFailed");
const completed = { namespace: "AWS/Backup", metricName: "NumberOfBackupJobsCompleted" };
const missing = { ...completed, treatMissingData: "breaching", comparisonOperator: "LessThanThreshold" };

const bucket = (inputs: PlainObject = {}): Part => make("aws:s3/bucket:Bucket")(inputs, { id: "b" });
const open = { blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true };
const repository = make("aws:ecr/repository:Repository")({}, { outputs: { name: "shop" } });
const group = make("aws:lb/targetGroup:TargetGroup")({}, { outputs: { arnSuffix: "tg/1" } });
const cluster = make("aws:ecs/cluster:Cluster")();
const schedule = make("aws:scheduler/schedule:Schedule")({
  target: { deadLetterConfig: { arn: "arn:aws:sqs:r:1:dead" } },
});

const watched = (subject: Part, namespace: string, dimensions: PlainObject, ...names: string[]) => ({
  good: [[subject, ...metric(namespace, dimensions, ...names)]],
  bad: [
    [subject],
    [subject, ...metric(namespace, { Other: "other" }, ...names)],
    ...names.map((_, index) => [subject, ...metric(namespace, dimensions, ...names.toSpliced(index, 1))]),
  ],
});

const OF_CACHES = ["EngineCPUUtilization", "DatabaseMemoryUsagePercentage"];
const replicated = make("aws:elasticache/replicationGroup:ReplicationGroup");
const pair = replicated({ replicationGroupId: "main", numCacheClusters: 2 });
const ofNode = (node: string) => metric("AWS/ElastiCache", { CacheClusterId: node }, ...OF_CACHES);
const cacheWatched = watched(
  replicated({ replicationGroupId: "main" }),
  "AWS/ElastiCache",
  { CacheClusterId: "main-001" },
  ...OF_CACHES,
);

const balancerWatched = watched(
  group,
  "AWS/ApplicationELB",
  { TargetGroup: "tg/1" },
  "UnHealthyHostCount",
  "HTTPCode_Target_5XX_Count",
  "TargetResponseTime",
);

export const accountRows: Rows = {
  "IAM.1": of(customerPolicy, [allow("s3:GetObject", "*")], [allow("*", "*")]),
  "IAM.21": of(customerPolicy, [allow("s3:GetObject", "*"), allow("s3:*", "arn:aws:s3:::one")], [allow("s3:*", "*")]),
  "KMS.1": of(customerPolicy, [allow("kms:Decrypt", "arn:aws:kms:r:1:key/one")], [allow("kms:Decrypt", "*")]),
  "KMS.2": of(
    roleType,
    [may("kms:Decrypt", "arn:aws:kms:r:1:key/one")],
    [may("kms:Decrypt", "*"), may("kms:*", "arn:aws:kms:r:1:key/*")],
  ),
  "OWN.execrole": of(
    roleType,
    [
      may("secretsmanager:GetSecretValue", "arn:aws:secretsmanager:r:1:secret:one"),
      may("ecr:GetAuthorizationToken", "*"),
    ],
    [
      may("secretsmanager:GetSecretValue", "*"),
      may("ssm:GetParameters", "*"),
      may("secretsmanager:GetSecretValue", "arn:aws:secretsmanager:r:1:secret:*"),
    ],
  ),
  "OWN.least": of(
    roleType,
    [may(["ecr:GetAuthorizationToken", "xray:PutTraceSegments"], "*"), may("s3:GetObject", "arn:aws:s3:::one/*")],
    [
      may("s3:GetObject", "*"),
      may("xray:GetTraceSummaries", "*"),
      may(["ecr:GetAuthorizationToken", "ec2:RunInstances"], "*"),
    ],
  ),
  "OWN.admin": of(
    roleType,
    [{ managedPolicyArns: ["arn:aws:iam::aws:policy/CloudWatchReadOnlyAccess"] }],
    [{ managedPolicyArns: ["arn:aws:iam::aws:policy/AdministratorAccess"] }],
  ),
  "OWN.role-names": of(roleType, [{ name: "shop-production-api" }], [{ name: "api" }, {}]),
  "OWN.trust": of(
    roleType,
    [trust({ Service: "ecs-tasks.amazonaws.com" })],
    [trust({ AWS: "arn:aws:iam::123456789012:root" }), trust("*"), trust({ AWS: "123456789012" })],
  ),
  "OWN.oidc": of(
    roleType,
    [github("repo:acme/shop:environment:production")],
    [
      github("repo:acme/*"),
      github("repo:acme/shop:ref:refs/heads/main"),
      github("repo:acme/shop:environment:a", "StringLike"),
    ],
  ),
  "KMS.4": of("aws:kms/key:Key", [{ enableKeyRotation: true }], [{}]),
  "KMS.5": of("aws:kms/key:Key", [{ policy: service }, {}], [{ policy: world }]),
  "S3.5": {
    good: [
      [
        bucket(),
        make("aws:s3/bucketPolicy:BucketPolicy")({
          bucket: "b",
          policy: policy({ Effect: "Deny", Principal: "*", Condition: { Bool: { "aws:SecureTransport": "false" } } }),
        }),
      ],
    ],
    bad: [[bucket()], [bucket(), make("aws:s3/bucketPolicy:BucketPolicy")({ bucket: "b", policy: service })]],
  },
  "S3.8": {
    good: [
      [
        bucket(),
        make("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock")({
          bucket: "b",
          ...open,
          restrictPublicBuckets: true,
        }),
      ],
    ],
    bad: [
      [bucket()],
      [bucket(), make("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock")({ bucket: "b", ...open })],
    ],
  },
  "S3.12": of("aws:s3/bucket:Bucket", [{}, { acl: "private" }], [{ acl: "public-read" }, { grants: [{ id: "x" }] }]),
  "S3.13": {
    good: [[bucket(), make("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration")({ bucket: "b" })]],
    bad: [[bucket()]],
  },
  "S3.14": {
    good: [
      [
        bucket(),
        make("aws:s3/bucketVersioning:BucketVersioning")({
          bucket: "b",
          versioningConfiguration: { status: "Enabled" },
        }),
      ],
    ],
    bad: [
      [bucket()],
      [
        bucket(),
        make("aws:s3/bucketVersioning:BucketVersioning")({
          bucket: "b",
          versioningConfiguration: { status: "Suspended" },
        }),
      ],
    ],
  },
  "WA.bucket": of("aws:s3/bucket:Bucket", [{ forceDestroy: false }], [{ forceDestroy: true }]),
  "ECR.1": of("aws:ecr/repository:Repository", [{ imageScanningConfiguration: { scanOnPush: true } }], [{}]),
  "ECR.2": of(
    "aws:ecr/repository:Repository",
    [
      { imageTagMutability: "IMMUTABLE" },
      { imageTagMutability: "IMMUTABLE_WITH_EXCLUSION", imageTagMutabilityExclusionFilters: [{ filter: "cache" }] },
    ],
    [
      {},
      { imageTagMutability: "MUTABLE" },
      { imageTagMutability: "IMMUTABLE_WITH_EXCLUSION", imageTagMutabilityExclusionFilters: [{ filter: "v*" }] },
    ],
  ),
  "ECR.3": {
    good: [[repository, make("aws:ecr/lifecyclePolicy:LifecyclePolicy")({ repository: "shop" })]],
    bad: [[repository]],
  },
  "OWN.recovery": of(
    "aws:secretsmanager/secret:Secret",
    [{ recoveryWindowInDays: 7 }, {}],
    [{ recoveryWindowInDays: 0 }],
  ),
  "SNS.1": of("aws:sns/topic:Topic", [{ kmsMasterKeyId: "key" }], [{}]),
  "SNS.4": of("aws:sns/topicPolicy:TopicPolicy", [{ policy: service }], [{ policy: world }]),
  "WA.oncall": {
    good: [
      [alarm(), topic("key"), make("aws:sns/topicSubscription:TopicSubscription")({ topic: "topic:us-east-1" })],
      [
        alarm(),
        topic("key"),
        make("aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration")({ snsTopicArns: ["topic:us-east-1"] }),
      ],
    ],
    bad: [[alarm(), topic("key")]],
  },
  "SQS.1": of("aws:sqs/queue:Queue", [{}, { sqsManagedSseEnabled: true }], [{ sqsManagedSseEnabled: false }]),
  "SQS.3": of("aws:sqs/queuePolicy:QueuePolicy", [{ policy: service }], [{ policy: world }]),
  "Backup.1": of("aws:backup/vault:Vault", [{ kmsKeyArn: "key" }], [{}]),
  "WA.plan": {
    good: [[plan(daily)], [plan({ schedule: "rate(12 hours)" })]],
    bad: [[plan({})], [plan({ schedule: "cron(0 5 1 * ? *)" })], [plan({ schedule: "cron(0 5 ? * SUN *)" })]],
  },
  "WA.copy": {
    good: [[plan(copied), vault({}, "us-west-2")]],
    bad: [
      [plan(daily), vault({}, "us-west-2")],
      [plan(copied), vault()],
    ],
  },
  "WA.retention": {
    good: [[plan(copied)]],
    bad: [
      [plan({ ...daily, lifecycle: { deleteAfter: 3 } })],
      [plan({ schedule: daily.schedule })],
      [plan({ ...copied, copyActions: [{ destinationVaultArn: "v" }] })],
    ],
  },
  "WA.lock": {
    good: [[vault(), lock({ minRetentionDays: 7 })]],
    bad: [[vault()], [vault(), lock({})], [vault(), lock({ minRetentionDays: 7, changeableForDays: 3 })]],
  },
  "WA.lock-fit": {
    good: [[vault(), plan(daily), lock({ minRetentionDays: 7, maxRetentionDays: 365 })]],
    bad: [
      [vault(), plan(daily), lock({ minRetentionDays: 40 })],
      [vault(), plan(daily), lock({ maxRetentionDays: 30 })],
    ],
  },
  "WA.vault-policy": {
    good: [
      [vault(), vaultPolicy("Deny")],
      [vault(), keeper, vaultPolicy("Deny", but("ArnNotEquals"))],
    ],
    bad: [
      [vault()],
      [vault(), vaultPolicy("Allow")],
      [vault(), keeper, vaultPolicy("Deny")],
      [vault(), keeper, vaultPolicy("Deny", but("ArnEquals"))],
    ],
  },
  "WA.restore": {
    good: [
      [
        vault(),
        database,
        make("aws:backup/restoreTestingSelection:RestoreTestingSelection")({ protectedResourceArns: ["db"] }),
      ],
    ],
    bad: [[vault(), database]],
  },
  "WA.backup-alarm": {
    good: [[plan(daily), ...backupAlarms]],
    bad: [[plan(daily)], [plan(daily), ...backupAlarms.slice(1)]],
  },
  "WA.backup-missing": {
    good: [[plan(daily), alarm(missing)]],
    bad: [[plan(daily)], [plan(daily), alarm({ ...missing, treatMissingData: "notBreaching" })]],
  },
  "CloudWatch.15": { good: [[alarm()]], bad: [[alarm({ alarmActions: [] })]] },
  "CloudWatch.16": of("aws:cloudwatch/logGroup:LogGroup", [{ retentionInDays: 365 }, {}], [{ retentionInDays: 30 }]),
  "CloudWatch.17": { good: [[alarm()], [alarm({ actionsEnabled: true })]], bad: [[alarm({ actionsEnabled: false })]] },
  "OWN.alarm-region": {
    good: [[alarm(), topic("key")]],
    bad: [[alarm({ alarmActions: ["topic:eu-west-1"] }), topic("key", "eu-west-1")]],
  },
  "OWN.log-retention": of("aws:cloudwatch/logGroup:LogGroup", [{ retentionInDays: 30 }], [{}, { retentionInDays: 0 }]),
  "WA.alarm-alb": {
    good: [
      ...balancerWatched.good,
      [
        group,
        ...metric("AWS/ApplicationELB", { TargetGroup: "tg/1" }, "UnHealthyHostCount", "TargetResponseTime"),
        share("AWS/ApplicationELB", { TargetGroup: "tg/1" }, "HTTPCode_Target_5XX_Count", "RequestCount"),
      ],
    ],
    bad: [
      ...balancerWatched.bad,
      [
        group,
        ...metric("AWS/ApplicationELB", { TargetGroup: "tg/1" }, "UnHealthyHostCount", "TargetResponseTime"),
        share("AWS/ApplicationELB", { TargetGroup: "tg/1" }, "RequestCount"),
      ],
    ],
  },
  "WA.alarm-ecs": watched(
    make("aws:ecs/service:Service")({ name: "api" }),
    "AWS/ECS",
    { ServiceName: "api" },
    "CPUUtilization",
    "MemoryUtilization",
  ),
  "WA.alarm-db": watched(
    database,
    "AWS/RDS",
    { DBInstanceIdentifier: "main" },
    "CPUUtilization",
    "DatabaseConnections",
    "FreeableMemory",
    "FreeStorageSpace",
  ),
  "WA.alarm-cache": {
    good: [...cacheWatched.good, [pair, ...["main-001", "main-002"].flatMap(ofNode)]],
    bad: [...cacheWatched.bad, [pair, ...ofNode("main-001")], [pair, ...ofNode("main-002")]],
  },
  "WA.alarm-cron": watched(schedule, "AWS/SQS", { QueueName: "dead" }, "ApproximateNumberOfMessagesVisible"),
  "WA.dashboard": { good: [[cluster, make("aws:cloudwatch/dashboard:Dashboard")()]], bad: [[cluster]] },
};
