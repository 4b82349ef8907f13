import { describe, expect, it } from "vitest";
import { NO_USAGE } from "../../lib/cost/usage.ts";
import { billOf } from "../../lib/plan/cost/bill.ts";
import { billingOf } from "../../lib/plan/cost/billing.ts";
import type { PlainObject } from "../../lib/proof/simulate/types.ts";
import {
  ADDRESS,
  ALARM,
  BALANCER,
  cents,
  EBS_GP3,
  HOURS,
  METRIC,
  T4G_NANO,
  VALKEY_MICRO,
  VALKEY_SMALL,
  WEB_ACL,
  WEB_ACL_RULE,
} from "../support/prices-by-hand.ts";
import { resource, resourcesOf } from "../support/stage-by-hand.ts";

/** What an owner adds in words of Pulumi, which no rendered repo says so. */

// https://aws.amazon.com/privatelink/pricing/, https://aws.amazon.com/rds/aurora/pricing/
const ENDPOINT = 0.01;
const ACU = 0.12;

const CLUSTER = "aws:rds/cluster:Cluster";
const MEMBER = "aws:rds/clusterInstance:ClusterInstance";
const CACHE = "aws:elasticache/replicationGroup:ReplicationGroup";

/** Lines of a bill: what each is, how much of it, and what it costs. */
const bill = (...resources: ReturnType<typeof resource>[]) =>
  billOf(resourcesOf(...resources), NO_USAGE).lines.map(({ id, detail, usd }) => [id, detail, usd]);

describe("an own resource is billed", () => {
  it.each<[string, string, PlainObject, [string, string, number | null][]]>([
    [
      "an address in each zone of a load balancer",
      "aws:lb/loadBalancer:LoadBalancer",
      { subnets: ["a", "b", "c"] },
      [
        ["ipv4", "3 addresses", cents(3 * HOURS * ADDRESS)],
        ["balancer", "1 load balancer", cents(HOURS * BALANCER)],
      ],
    ],
    [
      "no address inside the network",
      "aws:lb/loadBalancer:LoadBalancer",
      { internal: true, subnets: ["a"] },
      [["balancer", "1 load balancer", cents(HOURS * BALANCER)]],
    ],
    [
      "the addresses that are mapped",
      "aws:lb/loadBalancer:LoadBalancer",
      { loadBalancerType: "application", subnetMappings: [{ subnetId: "a" }] },
      [
        ["ipv4", "1 address", cents(HOURS * ADDRESS)],
        ["balancer", "1 load balancer", cents(HOURS * BALANCER)],
      ],
    ],
    [
      "no public address where it has none",
      "aws:lb/loadBalancer:LoadBalancer",
      { ipAddressType: "dualstack-without-public-ipv4", subnets: ["a", "b"] },
      [["balancer", "1 load balancer", cents(HOURS * BALANCER)]],
    ],
    [
      "the zones of an endpoint",
      "aws:ec2/vpcEndpoint:VpcEndpoint",
      { vpcEndpointType: "Interface", subnetIds: ["a", "b"] },
      [["endpoints", "2 zones", cents(2 * HOURS * ENDPOINT)]],
    ],
    ["nothing for the way to S3", "aws:ec2/vpcEndpoint:VpcEndpoint", { serviceName: "s3" }, []],
    [
      "a machine with its disk and address",
      "aws:ec2/instance:Instance",
      {
        instanceType: "t4g.nano",
        rootBlockDevice: { volumeType: "gp3", volumeSize: 20 },
        associatePublicIpAddress: true,
      },
      [
        ["ipv4", "1 address", cents(HOURS * ADDRESS)],
        ["instance:Some", "t4g.nano", cents(HOURS * T4G_NANO + 20 * EBS_GP3)],
      ],
    ],
    [
      "the nodes of every shard",
      CACHE,
      { engine: "valkey", nodeType: "cache.t4g.micro", numNodeGroups: 2, replicasPerNodeGroup: 1 },
      [["cache:some", "4 nodes of cache.t4g.micro", cents(4 * HOURS * VALKEY_MICRO)]],
    ],
    [
      "a node in each zone",
      CACHE,
      { engine: "valkey", nodeType: "cache.t4g.small", preferredCacheClusterAzs: ["a", "b"] },
      [["cache:some", "2 nodes of cache.t4g.small", cents(2 * HOURS * VALKEY_SMALL)]],
    ],
    [
      "the nodes of a cluster without replicas",
      "aws:elasticache/cluster:Cluster",
      { engine: "valkey", nodeType: "cache.t4g.small", numCacheNodes: 3 },
      [["cache:some", "3 nodes of cache.t4g.small", cents(3 * HOURS * VALKEY_SMALL)]],
    ],
    [
      "the metrics that an alarm looks at, and not its expression",
      "aws:cloudwatch/metricAlarm:MetricAlarm",
      { period: 60, metricQueries: [{ metric: {} }, { metric: {} }, { expression: "a/b" }] },
      [["alarms", "2 alarm metrics", cents(2 * ALARM)]],
    ],
    [
      "rules of a firewall",
      "aws:wafv2/webAcl:WebAcl",
      { rules: [{}, {}] },
      [["firewall", "web ACL with 2 rules", WEB_ACL + 2 * WEB_ACL_RULE]],
    ],
    [
      "a check that reads HTTPS, and looks for a word",
      "aws:route53/healthCheck:HealthCheck",
      { type: "HTTPS_STR_MATCH", requestInterval: 10, measureLatency: true },
      [
        // 0.50, and four options at 1.00.
        ["health", "1 HTTPS_STR_MATCH check", 4.5],
      ],
    ],
    [
      "a check of a port",
      "aws:route53/healthCheck:HealthCheck",
      { type: "TCP", requestInterval: 30 },
      [["health", "1 TCP check", 0.5]],
    ],
  ])("for %s", (_, type, inputs, lines) => {
    expect(bill(resource(type, "Some", inputs))).toEqual(lines);
  });

  it.each([
    ["a subnet that gives one", { mapPublicIpOnLaunch: true }, {}, true],
    ["a subnet that gives none", {}, {}, false],
    ["its own word, against the subnet's", { mapPublicIpOnLaunch: true }, { associatePublicIpAddress: false }, false],
  ])("a machine has an address by %s", (_, subnet, inputs, has) => {
    const lines = bill(
      resource("aws:ec2/subnet:Subnet", "Subnet", subnet),
      resource("aws:ec2/instance:Instance", "Tunnel", { instanceType: "t4g.nano", subnetId: "Subnet", ...inputs }),
    );
    expect(lines.map(([id]) => id)).toEqual(has ? ["ipv4", "tunnel"] : ["tunnel"]);
  });

  it("a queue's metric once, whoever writes it, and none that counts lines", () => {
    const filter = (name: string, metric: string, value: string) =>
      resource("aws:cloudwatch/logMetricFilter:LogMetricFilter", name, {
        metricTransformation: { namespace: "Queues", name: metric, value },
      });
    expect(
      bill(filter("A", "waiting", "$.waiting"), filter("B", "waiting", "$.waiting"), filter("C", "errors", "1")),
    ).toEqual([["metrics", "1 metric", METRIC]]);
  });

  it("for instances of its own cluster of Aurora, by the least of those that follow the load, and by class", () => {
    const cluster = (name: string, minCapacity: number) =>
      resource(CLUSTER, name, {
        clusterIdentifier: name,
        serverlessv2ScalingConfiguration: { minCapacity, maxCapacity: 4 },
      });
    const member = (name: string, clusterIdentifier: string, instanceClass: string) =>
      resource(MEMBER, name, { clusterIdentifier, instanceClass });
    expect(
      bill(
        ...[cluster("a", 2), member("a1", "a", "db.serverless"), member("a2", "a", "db.serverless")],
        ...[cluster("b", 0.5), member("b1", "b", "db.serverless"), member("b2", "b", "db.x2g.large")],
      ),
    ).toEqual([
      ["database:a", "2 Aurora instances of at least 2 ACU", cents(4 * HOURS * ACU)],
      // Nobody publishes the price of the class: what is known of the line is the other instance.
      ["database:b", "1 Aurora instance of at least 0.5 ACU, db.x2g.large", cents(0.5 * HOURS * ACU)],
    ]);
  });
});

describe("logs that are expected", () => {
  const group = (name: string, retentionInDays?: number) =>
    resource("aws:cloudwatch/logGroup:LogGroup", name, retentionInDays === undefined ? {} : { retentionInDays });
  /** Ten GB a month, at https://aws.amazon.com/cloudwatch/pricing/: 0.50 to take one in, 0.03 to keep it for a month. */
  const kept = (months: number) => cents(10 * 0.5 + 10 * months * 0.03);
  const of = (...days: (number | undefined)[]) =>
    billOf(resourcesOf(...days.map((one, index) => group(`Logs${index}`, one))), { traffic: null, logs: 10 }).usd;

  it("are kept for as long as most groups keep them, a year being twelve months", () => {
    expect([of(365), of(365, 30, 365), of(30, 365), of(30, 30, 3653)]).toEqual([
      kept(12),
      kept(12),
      kept(12),
      cents(kept((30 * 12) / 365)),
    ]);
  });
});

describe("a type", () => {
  it.each([
    ["aws:appautoscaling/scheduledAction:ScheduledAction", "free"],
    ["aws:backup/vaultNotifications:VaultNotifications", "free"],
    ["aws:chatbot/teamsChannelConfiguration:TeamsChannelConfiguration", "free"],
    ["aws:cloudfront/cachePolicy:CachePolicy", "free"],
    ["aws:cloudwatch/eventBus:EventBus", "free"],
    ["aws:ec2/networkAcl:NetworkAcl", "free"],
    ["aws:ecr/repositoryPolicy:RepositoryPolicy", "free"],
    ["aws:ecs/tag:Tag", "free"],
    ["aws:elasticache/user:User", "free"],
    ["aws:iam/user:User", "free"],
    ["aws:kms/grant:Grant", "free"],
    ["aws:lambda/functionUrl:FunctionUrl", "free"],
    ["aws:lb/targetGroupAttachment:TargetGroupAttachment", "free"],
    ["aws:route53/recordsExclusive:RecordsExclusive", "free"],
    ["aws:s3/bucketNotification:BucketNotification", "free"],
    ["aws:scheduler/scheduleGroup:ScheduleGroup", "free"],
    ["aws:secretsmanager/secretRotation:SecretRotation", "free"],
    ["aws:sqs/queuePolicy:QueuePolicy", "free"],
    ["aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", "free"],
    ["aws:wafv2/regexPatternSet:RegexPatternSet", "free"],
    ["cloudflare:index/zone:Zone", "free"],
    ["random:index/randomPet:RandomPet", "free"],
    // Each of these is on AWS's list of prices, and nobody has typed it in here.
    ["aws:ec2/transitGateway:TransitGateway", "unknown"],
    ["aws:s3control/multiRegionAccessPoint:MultiRegionAccessPoint", "unknown"],
    ["aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig", "unknown"],
    ["aws:cloudfront/distributionTenant:DistributionTenant", "unknown"],
    ["aws:kms/customKeyStore:CustomKeyStore", "unknown"],
    ["aws:rds/proxy:Proxy", "unknown"],
    ["aws:ecs/service:Service", "priced"],
    ["aws:s3/bucket:Bucket", "by use"],
  ])("%s is %s", (type, billing) => {
    expect(billingOf({ type })).toBe(billing);
  });
});
