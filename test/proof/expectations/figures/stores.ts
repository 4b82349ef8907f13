import type { Resource } from "../../../../lib/proof/simulate/types.ts";
import type { Context } from "../context.ts";
import { type Figure, of } from "./figure.ts";

/** Databases, caches, buckets and what is kept of them. */

const instance = "aws:rds/instance:Instance";
const cluster = "aws:rds/cluster:Cluster";
const node = "aws:rds/clusterInstance:ClusterInstance";
const cache = "aws:elasticache/replicationGroup:ReplicationGroup";
const plan = "aws:backup/plan:Plan";
const lock = "aws:backup/vaultLockConfiguration:VaultLockConfiguration";
const restore = "aws:backup/restoreTestingPlan:RestoreTestingPlan";
const restored = "aws:backup/restoreTestingSelection:RestoreTestingSelection";
const repository = "aws:ecr/repository:Repository";
const image = "docker-build:index:Image";
const deadLetters = ["AlertsDeadLetters", "CronDeadLetters"];
const isProduction = ({ production }: Context) => production;
const isTrial = ({ production }: Context) => !production;
const isTag = ({ name }: Resource) => name.endsWith("Tag");
const isDead = ({ name }: Resource) => deadLetters.includes(name);

export const stores: readonly Figure[] = [
  ...[instance, cluster].flatMap((type) =>
    of(type, "production changes in its window, and its version is chosen", {
      applyImmediately: isTrial,
      allowMajorVersionUpgrade: isTrial,
      copyTagsToSnapshot: true,
    }),
  ),
  ...[instance, node].flatMap((type) =>
    of(type, "security fixes come by themselves, and nobody outside finds it", {
      autoMinorVersionUpgrade: true,
      publiclyAccessible: false,
      monitoringInterval: ({ production }) => (production ? 60 : []),
    }),
  ),
  ...of(
    instance,
    "what is slow is seen for a week, which costs nothing",
    { performanceInsightsRetentionPeriod: 7 },
    ({ inputs }) => inputs.performanceInsightsEnabled === true,
  ),
  ...of(node, "any replica can take over", { promotionTier: 1, copyTagsToSnapshot: true }),
  ...of(instance, "no service can be called so: it has two underscores in a row", {
    username: "app__admin",
    dbName: "app__admin",
  }),
  ...of(cluster, "no service can be called so: it has two underscores in a row", {
    masterUsername: "app__admin",
    databaseName: "app__admin",
  }),
  ...of(
    "random:index/randomId:RandomId",
    "two builds of the same sources are told apart, and so are architectures",
    {
      byteLength: 4,
      "keepers.architecture": ({ view }) => view.architecture,
      "keepers.cache": "cache",
    },
    isTag,
  ),
  ...of(cache, "production changes in its window, and stands in two zones", {
    applyImmediately: isTrial,
    automaticFailoverEnabled: isProduction,
    multiAzEnabled: isProduction,
    autoMinorVersionUpgrade: true,
  }),
  ...of(cache, "both of its logs are read as JSON", {
    "logDeliveryConfigurations.logType": ["slow-log", "engine-log"],
    "logDeliveryConfigurations.destinationType": "cloudwatch-logs",
    "logDeliveryConfigurations.logFormat": "json",
  }),
  ...of("random:index/randomPassword:RandomPassword", "nobody guesses it, and it needs no quotes in a URL", {
    length: 32,
    special: false,
  }),
  ...of("aws:kms/key:Key", "without its key a backup is lost", {
    deletionWindowInDays: ({ production }) => (production ? 30 : 7),
  }),
  ...of(
    "aws:sqs/queue:Queue",
    "somebody is back from a holiday by then",
    { messageRetentionSeconds: 14 * 86_400 },
    isDead,
  ),
  ...of("aws:sqs/queue:Queue", "what waits in it is encrypted, and asks no key for each message", {
    sqsManagedSseEnabled: true,
  }),
  ...of("aws:secretsmanager/secret:Secret", "one that was deleted by mistake is missed within a month", {
    recoveryWindowInDays: ({ production }) => (production ? 30 : 7),
  }),
  ...of("aws:ec2/vpcEndpoint:VpcEndpoint", "it costs nothing, and keeps layers of images off the NAT gateways", {
    vpcEndpointType: "Gateway",
    serviceName: ({ stage }) => `com.amazonaws.${stage.region}.s3`,
  }),
  ...of(plan, "it is over before databases change in their window, at half past seven", {
    "rules.startWindow": 60,
    "rules.completionWindow": 360,
  }),
  ...of(
    lock,
    "nobody deletes a backup in its first week, and one that is kept for a year, or as long as asked, is taken",
    {
      minRetentionDays: 7,
      maxRetentionDays: ({ backup }) => Math.max(365, backup?.retentionDays ?? 0, backup?.copyRetentionDays ?? 0),
    },
  ),
  ...of(restore, "the newest backup is the one that would be taken, and it is tried every week, on its day", {
    "recoveryPointSelection.algorithm": "LATEST_WITHIN_WINDOW",
    "recoveryPointSelection.recoveryPointTypes": "SNAPSHOT",
    "recoveryPointSelection.selectionWindowDays": 7,
    scheduleExpression: "cron(0 10 ? * SUN *)",
    startWindowHours: 8,
  }),
  ...of(restored, "a second database costs as much as the first", { validationWindowHours: 1 }),
  ...of(repository, "what runs is what was tested: a tag is given once, but for that of the cache", {
    imageTagMutability: "IMMUTABLE_WITH_EXCLUSION",
    "imageTagMutabilityExclusionFilters.filterType": "WILDCARD",
    "imageScanningConfiguration.scanOnPush": true,
    "encryptionConfigurations.encryptionType": "KMS",
    forceDelete: true,
  }),
  ...of("aws:ecr/lifecyclePolicy:LifecyclePolicy", "30 images to go back to, the cache, and what it was until today", {
    "policy.rules.rulePriority": [1, 2],
    "policy.rules.selection.tagStatus": ["untagged", "any"],
    "policy.rules.selection.countType": ["sinceImagePushed", "imageCountMoreThan"],
    "policy.rules.selection.countUnit": ["days", null],
    "policy.rules.selection.countNumber": [1, 31],
    "policy.rules.action.type": ["expire", "expire"],
  }),
  ...of(image, "it is there when a deploy needs it, and a preview builds nothing", {
    push: true,
    buildOnPreview: false,
  }),
  ...of(image, "a cache that cannot be written stops no deploy, and ECR takes none in another form", {
    "cacheTo.registry.mode": "max",
    "cacheTo.registry.imageManifest": true,
    "cacheTo.registry.ociMediaTypes": true,
    "cacheTo.registry.ignoreError": true,
  }),
  ...of("aws:ec2/instance:Instance", "the tunnel forwards bytes, and nothing on it can ask AWS for its role", {
    instanceType: "t4g.nano",
    "metadataOptions.httpEndpoint": "enabled",
    "metadataOptions.httpTokens": "required",
    "metadataOptions.httpPutResponseHopLimit": 1,
    "rootBlockDevice.volumeType": "gp3",
    associatePublicIpAddress: isTrial,
  }),
];
