import type { Rows } from "../row.ts";

/**
 * Databases, and what they stand on. Read in version 6 (2026): dynamodb/table.go. Version 6: rds/parameter_group.go. Late version 5:
 * rds/cluster.go. Version 5: rds/instance.go, cluster_instance.go, cluster_parameter_group.go, subnet_group.go, proxy.go.
 */
export const databases = {
  "aws:rds/instance:Instance": {
    label: "RDS instance",
    listed: "Database",
    bill: {
      priced: true,
      settings: {
        backupRetentionPeriod: "database-backups",
        maxAllocatedStorage: "database-growth",
        monitoringInterval: "database-monitoring",
      },
    },
    holds: "a database",
    stays: true,
    // An instance is renamed in place: identifier and identifierPrefix are not here.
    replacedBy: [
      "availabilityZone",
      "backupTarget",
      "characterSetName",
      "customIamInstanceProfile",
      "dbName",
      "engine",
      "kmsKeyId",
      "ncharCharacterSetName",
      "restoreToPointInTime",
      "s3Import",
      "snapshotIdentifier",
      "storageEncrypted",
      "timezone",
      "username",
    ],
  },
  "aws:rds/cluster:Cluster": {
    label: "Aurora cluster",
    listed: "Database",
    bill: { priced: true, use: "aurora", settings: { monitoringInterval: "database-monitoring" } },
    holds: "a database",
    stays: true,
    // And storageType, where the engine is not Aurora. A snapshotIdentifier may be taken away in place.
    replacedBy: [
      "clusterIdentifier",
      "clusterIdentifierPrefix",
      "clusterScalabilityType",
      "databaseName",
      "dbSubnetGroupName",
      "dbSystemId",
      "engine",
      "engineMode",
      "kmsKeyId",
      "masterUsername",
      "storageEncrypted",
      "availabilityZones",
      "restoreToPointInTime",
      "s3Import",
      "snapshotIdentifier",
      "sourceRegion",
    ],
  },
  "aws:rds/clusterInstance:ClusterInstance": {
    // Counted with its cluster.
    bill: { priced: true, settings: { monitoringInterval: "database-monitoring" } },
    holds: null,
    stays: true,
    replacedBy: [
      "identifier",
      "identifierPrefix",
      "clusterIdentifier",
      "customIamInstanceProfile",
      "engine",
      "dbSubnetGroupName",
      "availabilityZone",
    ],
  },
  "aws:rds/subnetGroup:SubnetGroup": {
    label: "RDS subnet group",
    bill: "free",
    holds: null,
    stays: true,
    replacedBy: ["name", "namePrefix"],
  },
  "aws:rds/parameterGroup:ParameterGroup": {
    bill: "free",
    holds: null,
    stays: true,
    replacedBy: ["name", "namePrefix", "family", "description"],
  },
  "aws:rds/clusterParameterGroup:ClusterParameterGroup": {
    bill: "free",
    holds: null,
    stays: true,
    replacedBy: ["name", "namePrefix", "family", "description"],
  },
  "aws:rds/optionGroup:OptionGroup": { bill: "free", holds: null, stays: true, replacedBy: null },
  "aws:rds/eventSubscription:EventSubscription": { bill: "free", holds: null, replacedBy: null },
  "aws:rds/proxy:Proxy": { bill: "unknown", holds: null, replacedBy: ["engineFamily", "vpcSubnetIds"] },
  "aws:docdb/cluster:Cluster": { bill: "unknown", holds: "a database", stays: true, replacedBy: null },
  "aws:neptune/cluster:Cluster": { bill: "unknown", holds: "a database", stays: true, replacedBy: null },
  "aws:redshift/cluster:Cluster": { bill: "unknown", holds: "a database", stays: true, replacedBy: null },
  "aws:dynamodb/table:Table": {
    bill: { use: "tables" },
    holds: "a table",
    stays: true,
    // What a table was restored from may be taken away in place. And a warmThroughput that is smaller.
    replacedBy: [
      "name",
      "hashKey",
      "rangeKey",
      "localSecondaryIndexes",
      "importTable.s3BucketSource",
      "restoreDateTime",
      "restoreSourceName",
      "restoreSourceTableArn",
      "restoreToLatestTime",
    ],
  },
  "aws:dynamodb/globalTable:GlobalTable": { bill: "unknown", holds: "a table", stays: true, replacedBy: null },
  "aws:timestreamwrite/table:Table": { bill: "unknown", holds: "a table", stays: true, replacedBy: null },
  "aws:opensearch/domain:Domain": { bill: "unknown", holds: "an index", stays: true, replacedBy: null },
} as const satisfies Rows;
