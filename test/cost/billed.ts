import type { Plain } from "../../lib/proof/simulate/types.ts";

/** What a setting is changed to, from what it is. */
type Change = Plain | ((value: Plain) => Plain);

/**
 * Every input that a rendered repo gives to a resource which is billed: those that the bill depends on, with another value
 * that must show in it, and those that nothing is charged for.
 */
interface Billed {
  billed?: Record<string, Change>;
  free: string;
}

const toggled = (seconds: Plain): Plain => (seconds ? 0 : 60);

export const BILLED: Record<string, Billed> = {
  "aws:backup/restoreTestingPlan:RestoreTestingPlan": {
    free: "name recoveryPointSelection scheduleExpression startWindowHours",
  },
  "aws:backup/vault:Vault": { free: "forceDestroy kmsKeyArn name region" },
  // The class of its edge locations and its own certificate are not set.
  "aws:cloudfront/distribution:Distribution": {
    free: "aliases comment customErrorResponses defaultCacheBehavior enabled origins restrictions viewerCertificate waitForDeployment",
  },
  "aws:cloudfront/function:Function": { free: "code keyValueStoreAssociations name runtime" },
  "aws:cloudfront/keyValueStore:KeyValueStore": { free: "name" },
  "aws:cloudwatch/dashboard:Dashboard": { free: "dashboardBody dashboardName" },
  // Seen with logs that somebody expects.
  "aws:cloudwatch/logGroup:LogGroup": { billed: { retentionInDays: 3653 }, free: "kmsKeyId name" },
  "aws:cloudwatch/logMetricFilter:LogMetricFilter": { free: "logGroupName metricTransformation name pattern" },
  "aws:cloudwatch/metricAlarm:MetricAlarm": {
    billed: { metricQueries: [{ metric: {} }, { metric: {} }, { metric: {} }], period: 10 },
    free: "alarmActions comparisonOperator datapointsToAlarm dimensions evaluationPeriods extendedStatistic insufficientDataActions metricName name namespace okActions region statistic threshold treatMissingData",
  },
  "aws:ec2/eip:Eip": { free: "domain tags" },
  "aws:ec2/flowLog:FlowLog": { free: "iamRoleArn logDestination trafficType vpcId" },
  "aws:ec2/instance:Instance": {
    billed: {
      associatePublicIpAddress: (has) => !has,
      instanceType: "t4g.small",
      rootBlockDevice: { volumeSize: 100, volumeType: "gp3" },
    },
    free: "iamInstanceProfile metadataOptions subnetId tags vpcSecurityGroupIds",
  },
  "aws:ec2/natGateway:NatGateway": { free: "allocationId subnetId tags" },
  "aws:ec2/vpcEndpoint:VpcEndpoint": {
    billed: { vpcEndpointType: "Interface" },
    free: "routeTableIds serviceName vpcId",
  },
  // Basic scanning costs nothing; what is enhanced is set for the account.
  "aws:ecr/repository:Repository": {
    free: "encryptionConfigurations forceDelete imageScanningConfiguration imageTagMutability imageTagMutabilityExclusionFilters name",
  },
  "aws:ecs/cluster:Cluster": {
    billed: {
      settings: (settings) => [
        { name: "containerInsights", value: JSON.stringify(settings).includes("enhanced") ? "enabled" : "enhanced" },
      ],
    },
    free: "name tags",
  },
  "aws:ecs/service:Service": {
    billed: {
      capacityProviderStrategies: [{ capacityProvider: "FARGATE_SPOT", weight: 1 }],
      launchType: "EC2",
      networkConfiguration: (network) => ({
        assignPublicIp: !(network as { assignPublicIp: boolean }).assignPublicIp,
      }),
    },
    // How many tasks there are at least, scaling says.
    free: "availabilityZoneRebalancing cluster deploymentCircuitBreaker deploymentMaximumPercent deploymentMinimumHealthyPercent desiredCount enableEcsManagedTags enableExecuteCommand healthCheckGracePeriodSeconds loadBalancers name propagateTags serviceRegistries taskDefinition waitForSteadyState",
  },
  "aws:ecs/taskDefinition:TaskDefinition": {
    billed: {
      cpu: "4096",
      memory: "16384",
      runtimePlatform: (platform) => ({
        cpuArchitecture: JSON.stringify(platform).includes("ARM64") ? "X86_64" : "ARM64",
      }),
    },
    free: "containerDefinitions executionRoleArn family networkMode requiresCompatibilities taskRoleArn trackLatest volumes",
  },
  "aws:elasticache/replicationGroup:ReplicationGroup": {
    billed: { engine: "memcached", nodeType: "cache.r7g.xlarge", numCacheClusters: 5, snapshotRetentionLimit: 0 },
    free: "applyImmediately atRestEncryptionEnabled authToken authTokenUpdateStrategy autoMinorVersionUpgrade automaticFailoverEnabled clusterMode dataTieringEnabled description engineVersion finalSnapshotIdentifier kmsKeyId logDeliveryConfigurations maintenanceWindow multiAzEnabled parameterGroupName port replicationGroupId securityGroupIds snapshotWindow subnetGroupName tags transitEncryptionEnabled transitEncryptionMode",
  },
  "aws:kms/key:Key": { billed: { enableKeyRotation: false }, free: "deletionWindowInDays description policy region" },
  "aws:lambda/function:Function": {
    free: "architectures code environment handler loggingConfig name role runtime timeout",
  },
  "aws:lb/loadBalancer:LoadBalancer": {
    billed: { internal: true, loadBalancerType: "network", subnets: ["a", "b", "c"] },
    free: "accessLogs desyncMitigationMode dropInvalidHeaderFields enableCrossZoneLoadBalancing enableDeletionProtection idleTimeout name securityGroups",
  },
  "aws:rds/cluster:Cluster": {
    billed: { serverlessv2ScalingConfiguration: { minCapacity: 4 } },
    // Backups and the logs that are exported are named whatever there is of them.
    free: "allowMajorVersionUpgrade applyImmediately backupRetentionPeriod clusterIdentifier copyTagsToSnapshot databaseName dbClusterParameterGroupName dbInstanceParameterGroupName dbSubnetGroupName deletionProtection enableHttpEndpoint enabledCloudwatchLogsExports engine engineMode engineVersion finalSnapshotIdentifier iamDatabaseAuthenticationEnabled kmsKeyId masterPassword masterUsername port preferredBackupWindow preferredMaintenanceWindow skipFinalSnapshot storageEncrypted tags vpcSecurityGroupIds",
  },
  "aws:rds/clusterInstance:ClusterInstance": {
    billed: { instanceClass: "db.r6g.large", monitoringInterval: toggled },
    free: "autoMinorVersionUpgrade clusterIdentifier copyTagsToSnapshot dbParameterGroupName dbSubnetGroupName engine engineVersion identifier monitoringRoleArn promotionTier publiclyAccessible",
  },
  "aws:rds/instance:Instance": {
    billed: {
      allocatedStorage: 1_000,
      backupRetentionPeriod: 0,
      engine: "oracle-se2",
      instanceClass: "db.r7g.xlarge",
      maxAllocatedStorage: 0,
      multiAz: (twice) => !twice,
      performanceInsightsRetentionPeriod: 731,
      storageType: "io1",
      monitoringInterval: toggled,
    },
    free: "allowMajorVersionUpgrade applyImmediately autoMinorVersionUpgrade backupWindow blueGreenUpdate copyTagsToSnapshot dbName dbSubnetGroupName deleteAutomatedBackups deletionProtection enabledCloudwatchLogsExports engineVersion finalSnapshotIdentifier iamDatabaseAuthenticationEnabled identifier kmsKeyId maintenanceWindow monitoringRoleArn parameterGroupName password performanceInsightsEnabled performanceInsightsKmsKeyId port publiclyAccessible skipFinalSnapshot storageEncrypted tags username vpcSecurityGroupIds",
  },
  "aws:route53/healthCheck:HealthCheck": {
    billed: { requestInterval: 10, type: "HTTP" },
    free: "enableSni failureThreshold fqdn port resourcePath tags",
  },
  "aws:s3/bucket:Bucket": { free: "bucket forceDestroy" },
  // What sleeps is seen in what it lets sleep.
  "aws:scheduler/schedule:Schedule": {
    free: "flexibleTimeWindow name scheduleExpression scheduleExpressionTimezone state target",
  },
  "aws:secretsmanager/secret:Secret": { free: "description kmsKeyId name namePrefix recoveryWindowInDays" },
  "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace": { free: "name vpc" },
  "aws:servicediscovery/service:Service": { free: "description dnsConfig forceDestroy healthCheckCustomConfig name" },
  "aws:sesv2/configurationSet:ConfigurationSet": {
    free: "configurationSetName deliveryOptions reputationOptions sendingOptions suppressionOptions",
  },
  "aws:sns/topic:Topic": { free: "kmsMasterKeyId name region" },
  "aws:sqs/queue:Queue": {
    free: "messageRetentionSeconds name policy receiveWaitTimeSeconds redriveAllowPolicy redrivePolicy sqsManagedSseEnabled visibilityTimeoutSeconds",
  },
  "aws:wafv2/webAcl:WebAcl": {
    billed: { rules: [{}] },
    free: "defaultAction name scope visibilityConfig",
  },
};
