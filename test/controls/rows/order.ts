import type { PlainObject } from "../../../lib/proof/simulate/types.ts";
import { make, type Part, type Rows } from "./make.ts";

/** A resource that can be named: its id is its URN. */
const one = (id: string, type: string, inputs: PlainObject = {}, dependsOn: string[] = []): Part =>
  make(type)(inputs, { urn: id, id, name: id, dependsOn });

/** A stage in which `late` is made, with and without waiting for `early`. Between them stands something that waits. */
const order = (late: string, early: string, ...parts: Part[]) => {
  const between = one("between", "random:index/randomId:RandomId", {}, [early]);
  const waiting = (dependsOn: string[]) => [
    ...parts.map((part) => (part.id === late ? { ...part, dependsOn } : part)),
    between,
  ];
  return { good: [waiting([early]), waiting(["between"])], bad: [waiting([])] };
};

const service = (inputs: PlainObject) => one("service", "aws:ecs/service:Service", inputs);
const subnet = one("subnet", "aws:ec2/subnet:Subnet", { vpcId: "vpc" });
const vpc = one("vpc", "aws:ec2/vpc:Vpc");
const gateway = one("gateway", "aws:ec2/internetGateway:InternetGateway", { vpcId: "vpc" });
const table = one("table", "aws:ec2/routeTable:RouteTable", { vpcId: "vpc" });
const association = one("association", "aws:ec2/routeTableAssociation:RouteTableAssociation", {
  subnetId: "subnet",
  routeTableId: "table",
});
const topic = one("topic", "aws:sns/topic:Topic");
const topicPolicy = one("policy", "aws:sns/topicPolicy:TopicPolicy", { arn: "topic" });
const role = one("role", "aws:iam/role:Role");
const vault = make("aws:backup/vault:Vault")({ name: "vault" }, { urn: "vault", id: "vault" });
const logs = (name: string) => one("logs", "aws:cloudwatch/logGroup:LogGroup", { name });
const definition = (container: PlainObject, inputs: PlainObject = {}) =>
  one("task", "aws:ecs/taskDefinition:TaskDefinition", {
    ...inputs,
    containerDefinitions: JSON.stringify([{ name: "main", ...container }]),
  });

const balanced = { loadBalancers: [{ targetGroupArn: "group" }] };
const placed = { networkConfiguration: { subnets: ["subnet"] } };
const secretArn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:api-1a2b3c";

const cases = [
  order(
    "service",
    "rule",
    service(balanced),
    one("group", "aws:lb/targetGroup:TargetGroup"),
    one("rule", "aws:lb/listenerRule:ListenerRule", { actions: [{ type: "forward", targetGroupArn: "group" }] }),
  ),
  order(
    "service",
    "listener",
    service(balanced),
    one("group", "aws:lb/targetGroup:TargetGroup"),
    one("listener", "aws:lb/listener:Listener", { defaultActions: [{ type: "forward", targetGroupArn: "group" }] }),
  ),
  order(
    "alarm",
    "policy",
    one("alarm", "aws:cloudwatch/metricAlarm:MetricAlarm", { alarmActions: ["topic"] }),
    topic,
    topicPolicy,
  ),
  order(
    "target",
    "policy",
    one("target", "aws:cloudwatch/eventTarget:EventTarget", { arn: "topic" }),
    topic,
    topicPolicy,
  ),
  order(
    "events",
    "policy",
    one("events", "aws:rds/eventSubscription:EventSubscription", { snsTopic: "topic" }),
    topic,
    topicPolicy,
  ),
  order(
    "balancer",
    "leave",
    one("balancer", "aws:lb/loadBalancer:LoadBalancer", { accessLogs: { bucket: "bucket", enabled: true } }),
    one("bucket", "aws:s3/bucket:Bucket"),
    one("leave", "aws:s3/bucketPolicy:BucketPolicy", { bucket: "bucket" }),
  ),
  order(
    "balancer",
    "gateway",
    one("balancer", "aws:lb/loadBalancer:LoadBalancer", { subnets: ["subnet"] }),
    subnet,
    vpc,
    gateway,
  ),
  order("nat", "gateway", one("nat", "aws:ec2/natGateway:NatGateway", { subnetId: "subnet" }), subnet, vpc, gateway),
  order("service", "association", service(placed), subnet, table, association),
  order(
    "run",
    "association",
    one("run", "aws:lambda/invocation:Invocation", { input: JSON.stringify({ subnets: ["subnet"] }) }),
    subnet,
    table,
    association,
  ),
  order(
    "run",
    "route",
    one("run", "aws:lambda/function:Function", { vpcConfig: { subnetIds: ["subnet"] } }),
    subnet,
    table,
    { ...association, dependsOn: [] },
    one("route", "aws:ec2/route:Route", { routeTableId: "table", natGatewayId: "nat" }, ["association"]),
  ),
  order(
    "machine",
    "endpoint",
    one("machine", "aws:ec2/instance:Instance", { subnetId: "subnet" }),
    subnet,
    table,
    association,
    one("endpoint", "aws:ec2/vpcEndpoint:VpcEndpoint", { routeTableIds: ["table"] }, ["association"]),
  ),
  order(
    "service",
    "attachment",
    service({ taskDefinition: "task" }),
    definition({}, { taskRoleArn: "role" }),
    role,
    one("attachment", "aws:iam/rolePolicyAttachment:RolePolicyAttachment", { role: "role" }),
  ),
  order(
    "schedule",
    "inline",
    one("schedule", "aws:scheduler/schedule:Schedule", { target: { roleArn: "role" } }),
    role,
    one("inline", "aws:iam/rolePolicy:RolePolicy", { role: "role" }),
  ),
  order(
    "selection",
    "attachment",
    one("selection", "aws:backup/selection:Selection", { iamRoleArn: "role" }),
    role,
    one("attachment", "aws:iam/rolePolicyAttachment:RolePolicyAttachment", { role: "role" }),
  ),
  order(
    "filter",
    "logs",
    one("filter", "aws:cloudwatch/logMetricFilter:LogMetricFilter", { logGroupName: "/shop/api" }),
    logs("/shop/api"),
  ),
  order("run", "logs", one("run", "aws:lambda/function:Function", { name: "run" }), logs("/aws/lambda/run")),
  order(
    "database",
    "logs",
    one("database", "aws:rds/instance:Instance", { identifier: "shop-main" }),
    logs("/aws/rds/instance/shop-main/postgresql"),
  ),
  order(
    "cluster",
    "logs",
    one("cluster", "aws:rds/cluster:Cluster", { clusterIdentifier: "shop-main" }),
    logs("/aws/rds/cluster/shop-main/postgresql"),
  ),
  order(
    "cluster",
    "logs",
    one("cluster", "aws:ecs/cluster:Cluster", { name: "shop-dev" }),
    logs("/aws/ecs/containerinsights/shop-dev/performance"),
  ),
  order(
    "service",
    "version",
    service({ taskDefinition: "task" }),
    definition({ secrets: [{ name: "DB_PASS", valueFrom: `${secretArn}:DB_PASS::` }] }),
    { ...one("secret", "aws:secretsmanager/secret:Secret"), outputs: { arn: secretArn } },
    one("version", "aws:secretsmanager/secretVersion:SecretVersion", { secretId: "secret" }),
  ),
  order(
    "service",
    "node",
    service({ taskDefinition: "task" }),
    definition({ environment: [{ name: "DB_HOST", value: "main.cluster.rds.amazonaws.com" }] }),
    { ...one("cluster", "aws:rds/cluster:Cluster"), outputs: { endpoint: "main.cluster.rds.amazonaws.com" } },
    one("node", "aws:rds/clusterInstance:ClusterInstance", { clusterIdentifier: "cluster" }),
  ),
  order(
    "plan",
    "lock",
    one("plan", "aws:backup/plan:Plan", { rules: [{ targetVaultName: "vault" }] }),
    vault,
    one("lock", "aws:backup/vaultLockConfiguration:VaultLockConfiguration", { backupVaultName: "vault" }),
  ),
  order(
    "listener",
    "validation",
    one("listener", "aws:lb/listener:Listener", { certificateArn: "certificate" }),
    one("certificate", "aws:acm/certificate:Certificate"),
    one("validation", "aws:acm/certificateValidation:CertificateValidation", { certificateArn: "certificate" }),
  ),
];

/** What it measures is a topic by its name, which another one has in another region. It waits for the one that it tells. */
const measuring = [
  one(
    "alarm",
    "aws:cloudwatch/metricAlarm:MetricAlarm",
    { alarmActions: ["topic"], dimensions: { TopicName: "shop-alerts" } },
    ["policy"],
  ),
  { ...topic, inputs: { name: "shop-alerts" } },
  topicPolicy,
  one("abroad", "aws:sns/topic:Topic", { name: "shop-alerts" }),
  one("policy-abroad", "aws:sns/topicPolicy:TopicPolicy", { arn: "abroad" }),
];

const kept = { retainOnDelete: true };
const database = one("database", "aws:rds/instance:Instance", {}, ["group"]);
const group = one("group", "aws:ec2/securityGroup:SecurityGroup", {}, ["key"]);
const key = one("key", "aws:kms/key:Key");

export const orderRows: Rows = {
  "OWN.order": { good: [...cases.flatMap(({ good }) => good), measuring], bad: cases.flatMap(({ bad }) => bad) },
  "OWN.backups-stay": {
    good: [[make("aws:rds/instance:Instance")({ deleteAutomatedBackups: false })], [make("aws:backup/vault:Vault")()]],
    bad: [
      [make("aws:rds/instance:Instance")({ deleteAutomatedBackups: true })],
      [make("aws:backup/vault:Vault")({ forceDestroy: true })],
    ],
  },
  "OWN.keep": {
    good: [
      [
        { ...database, ...kept },
        { ...group, ...kept },
        { ...key, ...kept },
      ],
      [{ ...database, ...kept, dependsOn: ["word"] }, one("word", "random:index/randomId:RandomId")],
    ],
    bad: [
      [database, { ...group, ...kept }, { ...key, ...kept }],
      [{ ...database, ...kept }, group, { ...key, ...kept }],
      [{ ...database, ...kept }, { ...group, ...kept, dependsOn: ["role"] }, role],
      [one("vault", "aws:backup/vault:Vault")],
      [one("lock", "aws:backup/vaultLockConfiguration:VaultLockConfiguration")],
    ],
  },
};
