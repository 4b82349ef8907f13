import { beforeAll, expect, it } from "vitest";
import type { Answers } from "../../lib/answers/schema.ts";
import { billOf } from "../../lib/plan/cost/bill.ts";
import { PRICED } from "../../lib/plan/cost/billing.ts";
import { Resources } from "../../lib/plan/resources/index.ts";
import type { Simulation } from "../../lib/proof/simulate/types.ts";
import { renderAll, runStages } from "../support/proof.ts";

/**
 * What a resource costs is decided by its settings too: a paid switch that nobody has priced is a bill that nobody expects.
 * So every setting of a priced type that the templates make is either read by its price, or known to cost nothing.
 */

const words = (text: string): string[] => text.trim().split(/\s+/);

/** Settings that the price of a type is made of, or that `lib/cost/usage.ts` names. */
const BILLED: Record<string, string[]> = {
  "aws:cloudwatch/metricAlarm:MetricAlarm": words("period metricName metricQueries"),
  "aws:ec2/instance:Instance": words("instanceType rootBlockDevice associatePublicIpAddress subnetId"),
  "aws:ec2/vpcEndpoint:VpcEndpoint": words("vpcEndpointType serviceName"),
  "aws:lb/loadBalancer:LoadBalancer": words(
    "loadBalancerType subnets internal accessLogs enableCrossZoneLoadBalancing",
  ),
  "aws:rds/cluster:Cluster": words(
    "serverlessv2ScalingConfiguration backupRetentionPeriod enabledCloudwatchLogsExports engine",
  ),
  "aws:rds/clusterInstance:ClusterInstance": words("instanceClass clusterIdentifier monitoringInterval engine"),
  "aws:ecs/cluster:Cluster": words("settings"),
  "aws:rds/instance:Instance": words(
    "instanceClass engine multiAz allocatedStorage storageType performanceInsightsEnabled performanceInsightsRetentionPeriod",
  ).concat(words("backupRetentionPeriod enabledCloudwatchLogsExports monitoringInterval maxAllocatedStorage")),
  "aws:elasticache/replicationGroup:ReplicationGroup": words(
    "nodeType engine numCacheClusters snapshotRetentionLimit logDeliveryConfigurations dataTieringEnabled",
  ),
  "aws:ecs/service:Service": words(
    "taskDefinition capacityProviderStrategies launchType networkConfiguration desiredCount name",
  ),
  "aws:route53/healthCheck:HealthCheck": words("type requestInterval"),
  "aws:wafv2/webAcl:WebAcl": words("rules"),
};

/** Settings that cost nothing, of every type. */
const FREE_EVERYWHERE = words("name namePrefix description tags region kmsKeyId port policy");

/** Settings that cost nothing. */
const FREE: Record<string, string[]> = {
  "aws:cloudwatch/metricAlarm:MetricAlarm": words(
    "alarmActions insufficientDataActions okActions comparisonOperator datapointsToAlarm dimensions evaluationPeriods extendedStatistic namespace statistic threshold treatMissingData",
  ),
  "aws:ec2/instance:Instance": words("ami iamInstanceProfile metadataOptions vpcSecurityGroupIds"),
  "aws:ec2/vpcEndpoint:VpcEndpoint": words("routeTableIds vpcId"),
  "aws:kms/key:Key": words("deletionWindowInDays enableKeyRotation"),
  "aws:secretsmanager/secret:Secret": words("recoveryWindowInDays"),
  "aws:lb/loadBalancer:LoadBalancer": words(
    "desyncMitigationMode dropInvalidHeaderFields enableDeletionProtection idleTimeout securityGroups",
  ),
  "aws:rds/cluster:Cluster": words(
    "allowMajorVersionUpgrade applyImmediately clusterIdentifier copyTagsToSnapshot databaseName dbClusterParameterGroupName",
  ).concat(
    words(
      "dbInstanceParameterGroupName dbSubnetGroupName deletionProtection enableHttpEndpoint engineMode engineVersion",
    ),
    words(
      "finalSnapshotIdentifier iamDatabaseAuthenticationEnabled masterPassword masterUsername preferredBackupWindow",
    ),
    words("preferredMaintenanceWindow skipFinalSnapshot storageEncrypted vpcSecurityGroupIds"),
  ),
  "aws:rds/clusterInstance:ClusterInstance": words(
    "autoMinorVersionUpgrade copyTagsToSnapshot dbParameterGroupName dbSubnetGroupName engineVersion identifier monitoringRoleArn promotionTier publiclyAccessible",
  ),
  "aws:rds/instance:Instance": words(
    "allowMajorVersionUpgrade applyImmediately autoMinorVersionUpgrade backupWindow blueGreenUpdate copyTagsToSnapshot dbName",
  ).concat(
    words(
      "dbSubnetGroupName deleteAutomatedBackups deletionProtection engineVersion finalSnapshotIdentifier identifier",
    ),
    words("iamDatabaseAuthenticationEnabled maintenanceWindow monitoringRoleArn parameterGroupName password username"),
    words("performanceInsightsKmsKeyId publiclyAccessible skipFinalSnapshot storageEncrypted vpcSecurityGroupIds"),
  ),
  "aws:elasticache/replicationGroup:ReplicationGroup": words(
    "applyImmediately atRestEncryptionEnabled authToken authTokenUpdateStrategy autoMinorVersionUpgrade automaticFailoverEnabled",
  ).concat(
    words("clusterMode engineVersion finalSnapshotIdentifier maintenanceWindow multiAzEnabled parameterGroupName"),
    words(
      "replicationGroupId securityGroupIds snapshotWindow subnetGroupName transitEncryptionEnabled transitEncryptionMode",
    ),
  ),
  "aws:ecs/service:Service": words(
    "availabilityZoneRebalancing cluster deploymentCircuitBreaker deploymentMaximumPercent deploymentMinimumHealthyPercent",
  ).concat(
    words("enableEcsManagedTags enableExecuteCommand forceNewDeployment healthCheckGracePeriodSeconds loadBalancers"),
    words("propagateTags waitForSteadyState"),
  ),
  "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace": words("vpc"),
  "aws:cloudwatch/dashboard:Dashboard": words("dashboardBody dashboardName"),
  "aws:route53/healthCheck:HealthCheck": words("enableSni failureThreshold fqdn resourcePath"),
  "aws:wafv2/webAcl:WebAcl": words("defaultAction scope visibilityConfig"),
  "aws:ec2/eip:Eip": words("domain"),
  "aws:ec2/natGateway:NatGateway": words("allocationId subnetId"),
};

const EVERYTHING = {
  project: "shop",
  domain: "acme.com",
  services: [
    { name: "api", database: "main", cache: "main", secrets: ["JWT_SECRET"] },
    { name: "orders", source: "node", database: "orders", cache: "other" },
    { name: "worker", kind: "worker", source: "node", database: "ledger" },
    { name: "reports", kind: "worker", source: "node", database: "reports" },
    { name: "nightly", kind: "cron", source: "node", database: "main" },
    { name: "site", kind: "static" },
  ],
  databases: [
    { name: "main" },
    { name: "orders", engine: "aurora-postgres" },
    { name: "reports", engine: "aurora-postgres" },
    { name: "ledger", engine: "mysql" },
  ],
  caches: [{ name: "main" }, { name: "other", engine: "redis" }],
  backup: { region: "us-west-2" },
  alerts: { email: "oncall@acme.com" },
  capacity: "spot",
  architecture: "arm64",
} as unknown as Answers;

let simulations: Simulation[];
beforeAll(async () => {
  const [runs = []] = await runStages(await renderAll([EVERYTHING]));
  simulations = runs.map(({ simulation }) => simulation);
}, 300_000);

it("knows of every setting of what has a price whether it is billed", () => {
  const strangers = simulations.flatMap(({ resources }) =>
    resources
      .filter(({ type }) => Object.hasOwn(PRICED, type))
      .flatMap(({ type, inputs }) => Object.keys(inputs).map((input) => [type, input] as const))
      .filter(([type, input]) => ![FREE_EVERYWHERE, BILLED[type], FREE[type]].some((known) => known?.includes(input)))
      .map(([type, input]) => `${type} ${input}`),
  );
  expect([...new Set(strangers)]).toEqual([]);
});

it("knows of every type whether it is billed", () => {
  for (const simulation of simulations)
    expect(billOf(new Resources(simulation), { traffic: null, logs: null }).unknown).toEqual([]);
});

const production = () => simulations.find(({ stage }) => stage === "production") as Simulation;
const billWith = (type: string, inputs: object) => {
  const { resources, ...rest } = production();
  const changed = resources.map((one) => (one.type === type ? { ...one, inputs: { ...one.inputs, ...inputs } } : one));
  return billOf(new Resources({ ...rest, resources: changed }), { traffic: null, logs: null });
};

it("bills each of two Aurora clusters for its own instances, and each region for its own keys", () => {
  const { lines } = billOf(new Resources(production()), { traffic: null, logs: null });
  for (const id of ["database:orders", "database:reports"])
    expect(lines.find((line) => line.id === id)).toMatchObject({
      usd: 87.6,
      detail: "2 Aurora instances of at least 0.5 ACU",
    });
  expect(lines.find(({ id }) => id === "keys")?.units.map(({ region, quantity }) => [region, quantity])).toEqual([
    ["us-east-1", 1],
    ["us-west-2", 1],
  ]);
});

it("does not pass over a paid switch that somebody turns on", () => {
  const insights = billWith("aws:rds/instance:Instance", { performanceInsightsRetentionPeriod: 731 });
  expect(insights.unknown.join()).toContain("Performance Insights kept longer than 7 days");
  const managed = { managedRuleGroupStatement: { name: "AWSManagedRulesBotControlRuleSet", vendorName: "AWS" } };
  const bots = billWith("aws:wafv2/webAcl:WebAcl", { rules: [{ name: "bots", statement: managed }] });
  expect(bots.unknown.join()).toContain("AWSManagedRulesBotControlRuleSet");
});
