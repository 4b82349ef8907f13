import type { PlainObject } from "../../../lib/proof/simulate/types.ts";
import { make, of, type Part, type Row, type Rows } from "./make.ts";
import { spread } from "./network.ts";

const instanceType = "aws:rds/instance:Instance";
const clusterType = "aws:rds/cluster:Cluster";
const cacheType = "aws:elasticache/replicationGroup:ReplicationGroup";
const instance = make(instanceType);
const cluster = make(clusterType);
const cache = make(cacheType);
const node = make("aws:rds/clusterInstance:ClusterInstance");
const selection = (inputs: PlainObject) => make("aws:backup/selection:Selection")(inputs);
const subscription = (sourceType: string, ...eventCategories: string[]) =>
  make("aws:rds/eventSubscription:EventSubscription")({ sourceType, eventCategories, snsTopic: "topic" });
const events = (subject: Part, sourceType: string, ...categories: string[]): Row => ({
  good: [[subject, subscription(sourceType, ...categories)]],
  bad: [[subject], ...categories.map((missing) => [subject, subscription(sourceType, `not ${missing}`)])],
});
const parameters = (family: string, name: string, value: string): PlainObject => ({
  family,
  parameters: [{ name, value }],
});
const kept = { deletionProtection: true, skipFinalSnapshot: false, finalSnapshotIdentifier: "last" };
const later = { applyImmediately: false, allowMajorVersionUpgrade: false, maintenanceWindow: "sun" };
const capacity = (minCapacity: number) => ({ serverlessv2ScalingConfiguration: { minCapacity } });
const defaults = make("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup")({}, { id: "sg-default" });
const subnets = (...subnetIds: string[]) => make("aws:rds/subnetGroup:SubnetGroup")({ subnetIds });
const cacheSubnets = (...subnetIds: string[]) =>
  make("aws:elasticache/subnetGroup:SubnetGroup")({ subnetIds }, { outputs: { name: "cache-subnets" } });
const inside = { securityGroupIds: ["sg"], subnetGroupName: "cache-subnets" };
const nodes = (count: number) => [
  cluster({}, { id: "main" }),
  ...Array.from({ length: count }, () => node({ clusterIdentifier: "main" })),
];

export const storeRows: Rows = {
  "RDS.2": {
    good: [[instance()], [node()]],
    bad: [[instance({ publiclyAccessible: true })], [node({ publiclyAccessible: true })]],
  },
  "RDS.3": of(instanceType, [{ storageEncrypted: true }], [{}]),
  "RDS.27": of(clusterType, [{ storageEncrypted: true }], [{}]),
  "RDS.5": of(instanceType, [{ multiAz: true }], [{}]),
  "RDS.15": { good: [nodes(2)], bad: [nodes(1)] },
  "RDS.6": of(instanceType, [{ monitoringInterval: 60, monitoringRoleArn: "r" }], [{}, { monitoringInterval: 60 }]),
  "RDS.7": of(clusterType, [kept], [{ deletionProtection: false }]),
  "RDS.8": of(instanceType, [kept], [{}]),
  "RDS.9": of(
    instanceType,
    [
      { engine: "postgres", enabledCloudwatchLogsExports: ["postgresql", "upgrade"] },
      { engine: "mysql", enabledCloudwatchLogsExports: ["audit", "error", "general", "slowquery"] },
    ],
    [{ engine: "postgres", enabledCloudwatchLogsExports: ["postgresql"] }, { engine: "mysql" }],
  ),
  "RDS.10": of(instanceType, [{ iamDatabaseAuthenticationEnabled: true }], [{}]),
  "RDS.12": of(clusterType, [{ iamDatabaseAuthenticationEnabled: true }], [{}]),
  "RDS.11": of(instanceType, [{ backupRetentionPeriod: 7 }], [{ backupRetentionPeriod: 1 }, {}]),
  "RDS.50": of(clusterType, [{ backupRetentionPeriod: 30 }], [{ backupRetentionPeriod: 6 }, {}]),
  "RDS.13": of(instanceType, [{ autoMinorVersionUpgrade: true }], [{ autoMinorVersionUpgrade: false }]),
  "RDS.35": of("aws:rds/clusterInstance:ClusterInstance", [{ autoMinorVersionUpgrade: true }], [{}]),
  "RDS.16": of(clusterType, [{ copyTagsToSnapshot: true }], [{}]),
  "RDS.17": of(instanceType, [{ copyTagsToSnapshot: true }], [{}]),
  "RDS.18": of(instanceType, [{ dbSubnetGroupName: "inner" }], [{}]),
  "RDS.46": {
    good: [[...spread("a", "b"), subnets("priv-a", "priv-b")]],
    bad: [[...spread("a", "b"), subnets("priv-a", "pub-b")]],
  },
  "RDS.19": events(cluster(), "db-cluster", "maintenance", "failure"),
  "RDS.20": events(instance(), "db-instance", "maintenance", "configuration change", "failure"),
  "RDS.21": events(instance(), "db-parameter-group", "configuration change"),
  "RDS.23": of(
    instanceType,
    [{ engine: "postgres", port: 5433 }],
    [{ engine: "postgres" }, { engine: "postgres", port: 5432 }, { engine: "mysql", port: 3306 }],
  ),
  "RDS.24": of(clusterType, [{ masterUsername: "app__admin" }], [{ masterUsername: "postgres" }]),
  "RDS.25": of(instanceType, [{ username: "app__admin" }], [{ username: "root" }]),
  "RDS.26": {
    good: [
      [instance({}, { outputs: { arn: "arn:one" } }), selection({ resources: ["arn:one"] })],
      [instance({}, { outputs: { arn: "arn:one" } }), selection({ selectionTags: [{ key: "k" }] })],
    ],
    bad: [[instance({}, { outputs: { arn: "arn:two" } }), selection({ resources: ["arn:one"] })]],
  },
  "RDS.34": of(
    clusterType,
    [{ engine: "aurora-mysql", enabledCloudwatchLogsExports: ["audit"] }],
    [{ engine: "aurora-mysql" }],
  ),
  "RDS.45": of(
    "aws:rds/clusterParameterGroup:ClusterParameterGroup",
    [
      {
        family: "aurora-mysql8.0",
        parameters: [
          { name: "server_audit_logging", value: "1" },
          { name: "server_audit_events", value: "CONNECT" },
        ],
      },
    ],
    [{ family: "aurora-mysql8.0" }, parameters("aurora-mysql8.0", "server_audit_logging", "1")],
  ),
  "RDS.36": of(
    instanceType,
    [{ engine: "postgres", enabledCloudwatchLogsExports: ["postgresql"] }],
    [{ engine: "postgres" }],
  ),
  "RDS.37": of(
    clusterType,
    [{ engine: "aurora-postgresql", enabledCloudwatchLogsExports: ["postgresql"] }],
    [{ engine: "aurora-postgresql" }],
  ),
  "RDS.38": of(
    "aws:rds/parameterGroup:ParameterGroup",
    [parameters("postgres17", "rds.force_ssl", "1")],
    [parameters("postgres17", "rds.force_ssl", "0"), { family: "postgres17" }],
  ),
  "RDS.39": of(
    "aws:rds/parameterGroup:ParameterGroup",
    [parameters("mysql8.4", "require_secure_transport", "1")],
    [parameters("mysql8.4", "require_secure_transport", "OFF")],
  ),
  "OWN.aurora-tls": of(
    "aws:rds/clusterParameterGroup:ClusterParameterGroup",
    [
      parameters("aurora-postgresql16", "rds.force_ssl", "1"),
      parameters("aurora-mysql8.0", "require_secure_transport", "ON"),
    ],
    [{ family: "aurora-postgresql16" }, parameters("aurora-mysql8.0", "rds.force_ssl", "1")],
  ),
  "RDS.43": of("aws:rds/proxy:Proxy", [{ requireTls: true }], [{}]),
  "WA.snapshot": of(
    instanceType,
    [kept],
    [
      { ...kept, skipFinalSnapshot: true },
      { deletionProtection: true, skipFinalSnapshot: false },
    ],
  ),
  "OWN.protect": {
    good: [[instance({}, { protect: true })], [cache({}, { protect: true })]],
    bad: [[instance()], [cluster({}, { protect: false })], [cache()]],
  },
  "WA.storage": of(
    instanceType,
    [{ allocatedStorage: 20, maxAllocatedStorage: 100 }],
    [{ allocatedStorage: 20, maxAllocatedStorage: 20 }, { allocatedStorage: 20 }],
  ),
  "WA.window": of(
    instanceType,
    [later],
    [{ ...later, applyImmediately: true }, { ...later, allowMajorVersionUpgrade: true }, {}],
  ),
  "WA.aurora-min": of(clusterType, [capacity(0.5)], [capacity(0)]),
  "OWN.db-sg": {
    good: [[instance({ vpcSecurityGroupIds: ["sg"] })], [defaults, cluster({ vpcSecurityGroupIds: ["sg"] })]],
    bad: [[instance()], [defaults, instance({ vpcSecurityGroupIds: ["sg-default"] })]],
  },
  "OWN.db-cmk": of(instanceType, [{ kmsKeyId: "key" }], [{}]),
  "ElastiCache.1": of(cacheType, [{ snapshotRetentionLimit: 1 }], [{}, { snapshotRetentionLimit: 0 }]),
  "ElastiCache.2": of(cacheType, [{ autoMinorVersionUpgrade: true }], [{ autoMinorVersionUpgrade: false }]),
  "ElastiCache.3": of(cacheType, [{ automaticFailoverEnabled: true }], [{}]),
  "ElastiCache.4": of(cacheType, [{ atRestEncryptionEnabled: true }], [{}]),
  "ElastiCache.5": of(
    cacheType,
    [{ transitEncryptionEnabled: true, transitEncryptionMode: "required" }],
    [{}, { transitEncryptionEnabled: true, transitEncryptionMode: "preferred" }],
  ),
  "ElastiCache.6": of(cacheType, [{ authToken: "t" }, { userGroupIds: ["g"] }], [{}]),
  "ElastiCache.7": of(cacheType, [{ subnetGroupName: "mine" }], [{}, { subnetGroupName: "default" }]),
  "WA.cache-az": of(
    cacheType,
    [{ multiAzEnabled: true, numCacheClusters: 2 }],
    [{ multiAzEnabled: true, numCacheClusters: 1 }, { numCacheClusters: 2 }],
  ),
  "WA.cache-snapshot": of(cacheType, [{ finalSnapshotIdentifier: "last" }], [{}]),
  "OWN.cache-sg": {
    good: [[...spread("a", "b"), cacheSubnets("priv-a"), cache(inside)]],
    bad: [
      [...spread("a", "b"), cacheSubnets("pub-a"), cache(inside)],
      [cacheSubnets("priv-a"), cache({ subnetGroupName: "cache-subnets" })],
      [defaults, cache({ securityGroupIds: ["sg-default"] })],
    ],
  },
};
