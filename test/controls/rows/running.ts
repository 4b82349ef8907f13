import type { PlainObject } from "../../../lib/proof/simulate/types.ts";
import { beside, make, type Part, policy, type Rows, task } from "./make.ts";

const service = (ignoreChanges: string[] = []): Part =>
  make("aws:ecs/service:Service")({ desiredCount: 2 }, { ignoreChanges, parent: "api" });
const scaling = make("aws:appautoscaling/target:Target")({ minCapacity: 2 }, { parent: "api" });
const cache = (ignoreChanges: string[], autoMinorVersionUpgrade = true): Part =>
  make("aws:elasticache/replicationGroup:ReplicationGroup")(
    { engineVersion: "8.0", autoMinorVersionUpgrade },
    { ignoreChanges },
  );
const instance = (engine: string, engineVersion: string): Part =>
  make("aws:rds/instance:Instance")({ engine, engineVersion, autoMinorVersionUpgrade: true });
const cluster = (engine: string, engineVersion: string): Part =>
  make("aws:rds/cluster:Cluster")({ engine, engineVersion });

/** A schedule that calls an operation of AWS on a service, a database or a check. */
const turn = (operation: string, name: string, DesiredCount?: number, Disabled?: boolean): Part =>
  make("aws:scheduler/schedule:Schedule")({
    target: {
      arn: `arn:aws:scheduler:::aws-sdk:${operation}`,
      input: JSON.stringify({
        ...{ Service: name, DbInstanceIdentifier: name, HealthCheckId: name },
        ...{ DesiredCount, Disabled },
      }),
    },
  });
const asleep = [
  make("aws:ecs/service:Service")({ name: "api" }),
  make("aws:route53/healthCheck:HealthCheck")({}, { id: "check" }),
  turn("ecs:updateService", "api", 0),
];
const tasks = (ServiceName: string): Part =>
  make("aws:cloudwatch/metricAlarm:MetricAlarm")({
    namespace: "ECS/ContainerInsights",
    metricName: "RunningTaskCount",
    dimensions: { ServiceName },
  });
const outside = (treatMissingData: string): Part =>
  make("aws:cloudwatch/metricAlarm:MetricAlarm")({
    ...{ namespace: "AWS/Route53", metricName: "HealthCheckStatus", treatMissingData },
    dimensions: { HealthCheckId: "check" },
  });
const unchecked = turn("route53:updateHealthCheck", "check", undefined, true);
const database = (maintenanceWindow: string, backupWindow = "03:00-04:00"): Part =>
  make("aws:rds/instance:Instance")({ maintenanceWindow, backupWindow });
const aurora = (preferredMaintenanceWindow: string, preferredBackupWindow: string): Part =>
  make("aws:rds/cluster:Cluster")({ preferredMaintenanceWindow, preferredBackupWindow });
const snapshots = (maintenanceWindow: string, snapshotWindow: string): Part =>
  make("aws:elasticache/replicationGroup:ReplicationGroup")({ maintenanceWindow, snapshotWindow });
const plan = (schedule: string, startWindow?: number): Part =>
  make("aws:backup/plan:Plan")({ rules: [{ schedule, ...(startWindow === undefined ? {} : { startWindow }) }] });

const vault = make("aws:backup/vault:Vault")({}, { outputs: { name: "shop-production" } });
const rule = (pattern: object): Part =>
  make("aws:cloudwatch/eventRule:EventRule")({ eventPattern: JSON.stringify(pattern) });
const subscription = (sourceIds: string[]): Part =>
  make("aws:rds/eventSubscription:EventSubscription")({ sourceType: "db-instance", sourceIds });

/** What a load balancer sends to, and the service there with as many tasks as it may have. */
const leading = (group: string): Part =>
  make("aws:lb/listenerRule:ListenerRule")({ listenerArn: "443", actions: [{ targetGroupArn: group }] });
const behind = (group: string, maxCapacity: number): Part[] => [
  make("aws:ecs/service:Service")({ loadBalancers: [{ targetGroupArn: group }] }, { parent: group }),
  make("aws:appautoscaling/target:Target")({ maxCapacity }, { parent: group }),
];
/** A security group with as many rules, by all ways in which they are written. */
const inside = make("aws:ec2/securityGroup:SecurityGroup");
const counts = (group: typeof inside, count: number): Part[][] => [
  [group({ ingress: [{ cidrBlocks: Array(count - 2).fill("10.0.0.0/8"), securityGroups: ["sg-1"], self: true }] })],
  [group({ egress: Array(count).fill({ cidrBlocks: ["10.0.0.0/8"] }) })],
  [
    group({}, { id: "sg-2" }),
    ...many(count, make("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")({ securityGroupId: "sg-2" })),
  ],
];
/** Services that are found by name, and the space that their names are in. */
const space = make("aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace")({}, { id: "ns-1" });
const named = (name = "a"): Part =>
  make("aws:servicediscovery/service:Service")({ dnsConfig: { namespaceId: "ns-1" } }, { outputs: { arn: name } });
const found = (desiredCount: number, name = "a"): Part =>
  make("aws:ecs/service:Service")({ desiredCount, serviceRegistries: { registryArn: name } }, { parent: name });
const policyOf = (type: string, bytes: number): Part => make(type)({ policy: "x".repeat(bytes) });
const variables = (bytes: number): Part =>
  make("aws:lambda/function:Function")({
    environment: { variables: { X: "x".repeat(bytes - JSON.stringify({ X: "" }).length) } },
  });
const grouped = (count: number): Part =>
  make("aws:ecs/service:Service")({ networkConfiguration: { securityGroups: Array(count).fill("sg-1") } });

const many = (count: number, what: Part): Part[] => Array.from({ length: count }, () => what);
const balancer = make("aws:lb/loadBalancer:LoadBalancer")({}, { outputs: { arn: "lb" } });
const listener = make("aws:lb/listener:Listener")({ loadBalancerArn: "lb" }, { outputs: { arn: "443" } });
const route = make("aws:lb/listenerRule:ListenerRule")({ listenerArn: "443" });
const dashboard = (...widgets: object[]): Part =>
  make("aws:cloudwatch/dashboard:Dashboard")({ dashboardBody: JSON.stringify({ widgets }) });
const alarms = (count: number) => ({ type: "alarm", properties: { alarms: Array(count).fill("arn") } });
const metrics = (count: number) => ({ type: "metric", properties: { metrics: Array(count).fill(["a"]) } });
const userData = (bytes: number): Part => make("aws:ec2/instance:Instance")({ userData: "x".repeat(bytes) });
const tests = make("aws:backup/restoreTestingPlan:RestoreTestingPlan")({}, { outputs: { name: "weekly" } });
const tested = make("aws:backup/restoreTestingSelection:RestoreTestingSelection")({ restoreTestingPlanName: "weekly" });

const lambda = (runtime: string): Part => make("aws:lambda/function:Function")({ runtime });
const site = (inputs: PlainObject): Part[] => [
  make("aws:cloudfront/distribution:Distribution")({ aliases: ["site.acme.com"], ...inputs }),
];
const shows = (defaultCacheBehavior: PlainObject) => site({ defaultCacheBehavior });
const certificate = (viewerCertificate: PlainObject) => site({ viewerCertificate });
const origin = (customOriginConfig: PlainObject) => site({ origins: [{ customOriginConfig }] });

const keyFor = (Service: string): Part =>
  make("aws:kms/key:Key")(
    { policy: policy({ Action: "kms:Decrypt", Resource: "*", Principal: { Service } }) },
    { outputs: { arn: "key" } },
  );

export const runningRows: Rows = {
  "OWN.key-users": {
    good: [
      [keyFor("logs.us-east-1.amazonaws.com"), make("aws:cloudwatch/logGroup:LogGroup")({ kmsKeyId: "key" })],
      [keyFor("events.amazonaws.com"), make("aws:sns/topic:Topic")({ kmsMasterKeyId: "key" })],
      [keyFor("s3.amazonaws.com")],
    ],
    bad: [
      [keyFor("logs.us-east-1.amazonaws.com")],
      [keyFor("cloudwatch.amazonaws.com"), make("aws:sns/topic:Topic")({ kmsMasterKeyId: "another" })],
    ],
  },
  "OWN.end-of-life": {
    // What is not listed has no end that is known.
    good: [
      [lambda("nodejs99.x"), lambda("provided.al2023")],
      [instance("postgres", "99")],
      [cache([])],
      [task({ image: "public.ecr.aws/nginx/nginx:1.29" }), task({ image: "gcr.io/distroless/nodejs99-debian99" })],
    ],
    bad: [
      [task({ image: "node:24.15.0-bookworm-slim" })],
      [task({ image: "public.ecr.aws/docker/library/node:20" })],
      [task({ image: "node:99-alpine3.19" })],
      [task({ image: "docker.io/library/ubuntu:20.04" })],
      [task({ image: "python:3.9-slim" })],
      [lambda("nodejs18.x")],
      [instance("postgres", "13")],
      [instance("mysql", "8.0.36")],
      [cluster("aurora-postgresql", "13.4")],
    ],
  },
  "CloudFront.3": {
    good: [shows({ viewerProtocolPolicy: "redirect-to-https" }), shows({ viewerProtocolPolicy: "https-only" })],
    bad: [
      shows({ viewerProtocolPolicy: "allow-all" }),
      site({
        defaultCacheBehavior: { viewerProtocolPolicy: "https-only" },
        orderedCacheBehaviors: [{ viewerProtocolPolicy: "allow-all" }],
      }),
    ],
  },
  "CloudFront.7": {
    good: [certificate({ acmCertificateArn: "arn" })],
    bad: [certificate({ cloudfrontDefaultCertificate: true })],
  },
  "CloudFront.8": {
    good: [certificate({ sslSupportMethod: "sni-only" })],
    bad: [certificate({ sslSupportMethod: "vip" })],
  },
  "CloudFront.9": {
    good: [origin({ originProtocolPolicy: "https-only" }), site({ origins: [{ s3OriginConfig: {} }] })],
    bad: [origin({ originProtocolPolicy: "match-viewer" })],
  },
  "CloudFront.10": {
    good: [origin({ originSslProtocols: ["TLSv1.2"] })],
    bad: [origin({ originSslProtocols: ["SSLv3", "TLSv1.2"] })],
  },
  "CloudFront.15": {
    good: [certificate({ minimumProtocolVersion: "TLSv1.2_2021" })],
    bad: [certificate({ minimumProtocolVersion: "TLSv1.1_2016" }), certificate({})],
  },
  "OWN.site-headers": { good: [shows({ responseHeadersPolicyId: "id" })], bad: [shows({})] },
  "OWN.count-limits": {
    good: [
      [balancer, listener, ...many(100, route)],
      [dashboard(alarms(100), alarms(100), metrics(500))],
      [userData(16_384)],
      [tests, ...many(30, tested)],
      [
        balancer,
        make("aws:lb/listener:Listener")({ loadBalancerArn: "other" }, { outputs: { arn: "443" } }),
        ...many(101, route),
      ],
      [balancer, listener, leading("a"), ...behind("a", 1000)],
      [balancer, listener, leading("a"), ...behind("b", 1001)],
      ...counts(inside, 60),
      [named(), found(1000)],
      [named(), found(500), found(500)],
      [policyOf("aws:kms/key:Key", 32_768)],
      [policyOf("aws:s3/bucketPolicy:BucketPolicy", 20_480)],
      [variables(4_096)],
      [grouped(5)],
    ],
    bad: [
      [balancer, listener, ...many(101, route)],
      [dashboard(alarms(101))],
      [dashboard(metrics(501))],
      [dashboard(...Array(501).fill(metrics(1)))],
      [dashboard(...Array(26).fill(metrics(100)))],
      [userData(16_385)],
      [tests, ...many(31, tested)],
      [balancer, listener, ...Array.from({ length: 101 }, (_, index) => leading(`group ${index}`))],
      [balancer, listener, leading("a"), ...behind("a", 1001)],
      ...counts(inside, 61),
      [named(), found(1001)],
      [space, named("a"), found(700, "a"), named("b"), found(700, "b"), named("c"), found(700, "c")],
      [policyOf("aws:kms/key:Key", 32_769)],
      [policyOf("aws:s3/bucketPolicy:BucketPolicy", 20_481)],
      [variables(4_097)],
      [grouped(6)],
    ],
  },
  "OWN.events": beside([vault], {
    good: [
      [rule({ source: ["aws.acm"], resources: ["arn:aws:acm:us-east-1:123456789012:certificate/1"] })],
      [rule({ source: ["aws.ecs"], resources: [{ prefix: "arn:aws:ecs:us-east-1:123456789012:service/shop/" }] })],
      [rule({ source: ["aws.backup"], detail: { state: ["FAILED"], backupVaultName: ["shop-production"] } })],
      [subscription(["shop-production-main"])],
    ],
    bad: [
      [rule({ source: ["aws.acm"], "detail-type": ["ACM Certificate Approaching Expiration"] })],
      [rule({ source: ["aws.backup"], detail: { status: ["FAILED"] } })],
      [rule({ source: ["aws.backup"], detail: { backupVaultName: ["another"] } })],
      [subscription([])],
    ],
  }),
  "OWN.moved": {
    good: [
      [scaling, service(["desiredCount"])],
      // Nothing moves it.
      [service()],
      [cache(["engineVersion"])],
      [cache([], false)],
      [instance("postgres", "17"), instance("mysql", "8.4")],
      [cluster("aurora-postgresql", "17"), cluster("aurora-mysql", "8.0")],
    ],
    bad: [
      [scaling, service()],
      [scaling, service(["tags"])],
      [cache([])],
      [instance("postgres", "17.4")],
      [instance("mysql", "8.4.3")],
      [cluster("aurora-postgresql", "16.4")],
    ],
  },
  "OWN.awake": {
    good: [
      [turn("rds:startDBInstance", "api")],
      [turn("ecs:updateService", "api", 2)],
      [turn("sqs:sendMessage", "api")],
    ],
    bad: [[turn("rds:stopDBInstance", "api")], [turn("ecs:updateService", "api", 0)]],
  },
  "OWN.wakes": {
    good: [
      [turn("rds:stopDBInstance", "api"), turn("rds:startDBInstance", "api")],
      [turn("ecs:updateService", "api", 0), turn("ecs:updateService", "api", 1)],
      [unchecked, turn("route53:updateHealthCheck", "check", undefined, false)],
    ],
    bad: [
      [unchecked],
      [turn("rds:stopDBInstance", "api")],
      [turn("rds:stopDBInstance", "api"), turn("rds:startDBInstance", "other")],
      [turn("ecs:updateService", "api", 0), turn("ecs:updateService", "other", 1)],
    ],
  },
  "OWN.quiet": {
    good: [
      [...asleep, tasks("worker")],
      [...asleep, unchecked, outside("notBreaching")],
      [...asleep.slice(0, 2), tasks("api"), outside("breaching")],
    ],
    bad: [
      [...asleep, tasks("api")],
      [...asleep, outside("notBreaching")],
      [...asleep, unchecked, outside("breaching")],
    ],
  },
  "WA.windows": {
    good: [[database("sun:07:30-sun:08:30")], [snapshots("sun:08:30-sun:09:30", "02:00-03:00")], [database("", "")]],
    bad: [
      [database("sun:03:30-sun:04:30")],
      [aurora("sat:23:30-sun:00:30", "00:00-01:00")],
      [snapshots("wed:01:00-wed:02:30", "02:00-03:00")],
    ],
  },
  "WA.backup-window": beside([database("sun:07:30-sun:08:30")], {
    good: [
      [plan("cron(0 5 * * ? *)", 60)],
      [plan("cron(0 7 ? * MON,TUE *)", 60)],
      [plan("cron(30 8 * * ? *)", 60)],
      // Nobody can say when that is.
      [plan("rate(12 hours)", 60)],
    ],
    bad: [
      // In it, in the hour before it, and with AWS's eight hours to begin.
      [plan("cron(0 8 * * ? *)", 60)],
      [plan("cron(0 6 * * ? *)", 60)],
      [plan("cron(0 5 * * ? *)")],
      [plan("cron(0 23 ? * SAT *)", 480)],
      [plan("cron(30 3 ? * WED *)", 60)],
    ],
  }),
};
