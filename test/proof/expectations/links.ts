import { handles } from "../../../lib/proof/controls/look.ts";
import type { Stack } from "../../../lib/proof/simulate/stack.ts";
import type { Resource } from "../../../lib/proof/simulate/types.ts";
import { type Expectation, valuesAt } from "./context.ts";

/**
 * What a resource works with: AWS takes another one, or none, without a word, and then nothing is encrypted with the
 * stage's key, nobody hears, or somebody else's is used.
 */
interface Link {
  from: string;
  /** Of those of the type only these; default all. */
  of?: (resource: Resource) => boolean;
  input: string;
  to: readonly string[];
  /** The other is in another region, or in none. */
  abroad?: boolean;
  /** All that there are, of those that fit: one that is left out is missed by nobody else. */
  all?: (other: Resource) => boolean;
}

const key = ["aws:kms/key:Key"];
const role = ["aws:iam/role:Role"];
const vault = ["aws:backup/vault:Vault"];
const topic = ["aws:sns/topic:Topic"];
const queue = ["aws:sqs/queue:Queue"];
const logs = ["aws:cloudwatch/logGroup:LogGroup"];
const group = ["aws:ec2/securityGroup:SecurityGroup"];
const subnet = ["aws:ec2/subnet:Subnet"];
const network = ["aws:ec2/vpc:Vpc"];
const database = ["aws:rds/instance:Instance", "aws:rds/cluster:Cluster"];
const settings = ["aws:sesv2/configurationSet:ConfigurationSet"];
const firewall = ["aws:wafv2/webAcl:WebAcl"];
const image = ["aws:ecr/repository:Repository"];

/** What RDS tells of, by the word for it. */
const EVENT_SOURCES: Readonly<Record<string, readonly string[]>> = {
  "db-cluster": ["aws:rds/cluster:Cluster"],
  "db-instance": ["aws:rds/instance:Instance", "aws:rds/clusterInstance:ClusterInstance"],
  "db-parameter-group": ["aws:rds/parameterGroup:ParameterGroup"],
};

const restored = "aws:backup/restoreTestingSelection:RestoreTestingSelection";
const cache = "aws:elasticache/replicationGroup:ReplicationGroup";
const target = "aws:cloudwatch/eventTarget:EventTarget";
const schedule = "aws:scheduler/schedule:Schedule";
const alarm = "aws:cloudwatch/metricAlarm:MetricAlarm";
const isSilent = ({ inputs }: Resource) => inputs.treatMissingData === "missing";
const tells = ({ inputs }: Resource) => /:sns:/.test(String(inputs.arn));
const isCalled =
  (logicalName: string) =>
  ({ name }: Resource) =>
    name === logicalName;
const startsTasks = ({ inputs }: Resource) => "ecsParameters" in Object(inputs.target);

const LINKS: readonly Link[] = [
  { from: alarm, of: isSilent, input: "insufficientDataActions", to: topic },
  { from: "aws:backup/plan:Plan", input: "rules.targetVaultName", to: vault },
  { from: "aws:backup/selection:Selection", input: "planId", to: ["aws:backup/plan:Plan"] },
  { from: "aws:backup/selection:Selection", input: "resources", to: database },
  { from: "aws:backup/vault:Vault", input: "kmsKeyArn", to: key },
  { from: "aws:backup/vaultLockConfiguration:VaultLockConfiguration", input: "backupVaultName", to: vault },
  { from: "aws:backup/vaultPolicy:VaultPolicy", input: "backupVaultName", to: vault },
  {
    from: "aws:backup/restoreTestingPlan:RestoreTestingPlan",
    input: "recoveryPointSelection.includeVaults",
    to: vault,
  },
  { from: restored, input: "restoreTestingPlanName", to: ["aws:backup/restoreTestingPlan:RestoreTestingPlan"] },
  { from: restored, input: "protectedResourceArns", to: database },
  {
    from: restored,
    input: "restoreMetadataOverrides.dbSubnetGroupName",
    to: ["aws:rds/subnetGroup:SubnetGroup"],
  },
  { from: restored, input: "restoreMetadataOverrides.vpcSecurityGroupIds", to: group },
  { from: "aws:cloudwatch/logGroup:LogGroup", input: "kmsKeyId", to: key },
  { from: "aws:cloudwatch/logMetricFilter:LogMetricFilter", input: "logGroupName", to: logs },
  { from: target, input: "rule", to: ["aws:cloudwatch/eventRule:EventRule"] },
  { from: target, of: tells, input: "deadLetterConfig.arn", to: queue },
  { from: schedule, of: startsTasks, input: "target.deadLetterConfig.arn", to: queue },
  { from: schedule, input: "target.roleArn", to: role },
  { from: "aws:ec2/flowLog:FlowLog", input: "vpcId", to: network },
  { from: "aws:ec2/flowLog:FlowLog", input: "iamRoleArn", to: role },
  { from: "aws:ec2/flowLog:FlowLog", input: "logDestination", to: logs, all: isCalled("FlowLogs") },
  { from: "aws:ec2/vpcEndpoint:VpcEndpoint", input: "vpcId", to: network },
  {
    from: "aws:ec2/vpcEndpoint:VpcEndpoint",
    input: "routeTableIds",
    to: ["aws:ec2/routeTable:RouteTable"],
    all: () => true,
  },
  { from: "aws:ec2/securityGroup:SecurityGroup", input: "vpcId", to: network },
  { from: "aws:ec2/instance:Instance", input: "subnetId", to: subnet },
  { from: "aws:ec2/instance:Instance", input: "vpcSecurityGroupIds", to: group },
  { from: "aws:ec2/instance:Instance", input: "iamInstanceProfile", to: ["aws:iam/instanceProfile:InstanceProfile"] },
  { from: "aws:iam/instanceProfile:InstanceProfile", input: "role", to: role },
  { from: "aws:ecr/repository:Repository", input: "encryptionConfigurations.kmsKey", to: key },
  { from: "aws:ecr/lifecyclePolicy:LifecyclePolicy", input: "repository", to: image },
  { from: "aws:kms/alias:Alias", input: "targetKeyId", to: key },
  { from: "aws:lambda/function:Function", input: "role", to: role },
  { from: "aws:lambda/function:Function", input: "loggingConfig.logGroup", to: logs },
  { from: "aws:lambda/invocation:Invocation", input: "functionName", to: ["aws:lambda/function:Function"] },
  { from: "aws:rds/eventSubscription:EventSubscription", input: "snsTopic", to: topic },
  ...Object.entries(EVENT_SOURCES).map(([source, to]) => ({
    from: "aws:rds/eventSubscription:EventSubscription",
    of: ({ inputs }: Resource) => inputs.sourceType === source,
    input: "sourceIds",
    to,
    all: () => true,
  })),
  ...database.flatMap((from) => [
    { from, input: "kmsKeyId", to: key },
    { from, input: "vpcSecurityGroupIds", to: group },
  ]),
  {
    from: "aws:rds/instance:Instance",
    of: ({ inputs }) => inputs.performanceInsightsEnabled === true,
    input: "performanceInsightsKmsKeyId",
    to: key,
  },
  ...["aws:rds/instance:Instance", "aws:rds/clusterInstance:ClusterInstance"].map((from) => ({
    from,
    of: ({ inputs }: Resource) => inputs.monitoringInterval !== undefined,
    input: "monitoringRoleArn",
    to: role,
    all: isCalled("DatabaseMonitoringRole"),
  })),
  { from: cache, input: "kmsKeyId", to: key },
  { from: cache, input: "securityGroupIds", to: group },
  { from: cache, input: "logDeliveryConfigurations.destination", to: logs },
  {
    from: "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    input: "rules.applyServerSideEncryptionByDefault.kmsMasterKeyId",
    to: key,
  },
  { from: "aws:secretsmanager/secret:Secret", input: "kmsKeyId", to: key },
  {
    from: "aws:secretsmanager/secretVersion:SecretVersion",
    input: "secretId",
    to: ["aws:secretsmanager/secret:Secret"],
  },
  { from: "aws:sesv2/emailIdentity:EmailIdentity", input: "configurationSetName", to: settings },
  {
    from: "aws:sesv2/configurationSetEventDestination:ConfigurationSetEventDestination",
    input: "configurationSetName",
    to: settings,
  },
  {
    from: "aws:sesv2/emailIdentityMailFromAttributes:EmailIdentityMailFromAttributes",
    input: "emailIdentity",
    to: ["aws:sesv2/emailIdentity:EmailIdentity"],
  },
  { from: "aws:sns/topic:Topic", input: "kmsMasterKeyId", to: key },
  { from: "aws:sns/topicPolicy:TopicPolicy", input: "arn", to: topic },
  { from: "aws:sns/topicSubscription:TopicSubscription", input: "topic", to: topic },
  {
    from: "aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration",
    input: "snsTopicArns",
    to: topic,
    abroad: true,
  },
  { from: "aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration", input: "iamRoleArn", to: role },
  {
    from: "aws:wafv2/webAclAssociation:WebAclAssociation",
    input: "resourceArn",
    to: ["aws:lb/loadBalancer:LoadBalancer"],
  },
  { from: "aws:wafv2/webAclAssociation:WebAclAssociation", input: "webAclArn", to: firewall },
  {
    from: "aws:lb/loadBalancer:LoadBalancer",
    input: "accessLogs.bucket",
    to: ["aws:s3/bucket:Bucket"],
    all: isCalled("AccessLogsBucket"),
  },
  { from: "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration", input: "resourceArn", to: firewall },
  {
    from: "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration",
    input: "logDestinationConfigs",
    to: logs,
    all: isCalled("FirewallLogs"),
  },
  { from: "aws:appautoscaling/policy:Policy", input: "resourceId", to: ["aws:appautoscaling/target:Target"] },
];

/** How others name a resource: a target of autoscaling by what it moves. */
const namesOf = (resource: Resource) => [
  ...handles(resource),
  ...["identifier", "clusterIdentifier", "keyId", "resourceId"].map((output) => resource.outputs[output]),
];

const broken = (
  { from, of = () => true, input, to, abroad = false, all = () => false }: Link,
  stack: Stack,
): string[] =>
  stack
    .of(from)
    .filter(of)
    .flatMap((resource) => {
      const others = stack.of(...to).filter(({ region }) => abroad || region === resource.region);
      const known = new Set(others.flatMap(namesOf));
      const given = valuesAt(resource.inputs, input);
      const strange = given.filter((value) => !known.has(value));
      const missed = others.filter(
        (other) => all(other) && !namesOf(other).some((name) => given.includes(name ?? null)),
      );
      const wrong = [...strange, ...missed.map(({ name }) => `not ${name}`)];
      return given.length > 0 && wrong.length === 0 ? [] : [`${resource.name} ${input}: ${wrong.join() || "none"}`];
    });

export const links: Expectation[] = [
  {
    answer: "what a resource works with is the stage's own, and in its region",
    wanted: () => [],
    actual: ({ stack }) => LINKS.flatMap((link) => broken(link, stack)),
  },
];
