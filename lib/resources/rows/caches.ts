import type { Rows } from "../row.ts";

/**
 * Caches. Read in version 6 (2026): elasticache/replication_group.go. Version 5: elasticache/cluster.go, parameter_group.go,
 * subnet_group.go.
 */
export const caches = {
  "aws:elasticache/replicationGroup:ReplicationGroup": {
    listed: "Cache",
    bill: { priced: true, settings: { snapshotRetentionLimit: "cache-snapshots" } },
    // Its final snapshot has all that is in it, and costs next to nothing.
    holds: "a cache, with the queues in it",
    // And an engineVersion that is older, Valkey back to Redis, transitEncryptionEnabled of old engines, and some changes
    // of nodeGroupConfigurations.
    replacedBy: [
      "replicationGroupId",
      "atRestEncryptionEnabled",
      "dataTieringEnabled",
      "globalReplicationGroupId",
      "kmsKeyId",
      "networkType",
      "port",
      "securityGroupNames",
      "snapshotArns",
      "snapshotName",
      "subnetGroupName",
    ],
    outage: { of: "the cache", minutes: 20 },
    secrets: ["authToken"],
  },
  "aws:elasticache/cluster:Cluster": {
    bill: { priced: true, settings: { snapshotRetentionLimit: "cache-snapshots" } },
    holds: "a cache",
    // And nodeType of Memcached, and an engineVersion that is older.
    replacedBy: [
      "clusterId",
      "engine",
      "subnetGroupName",
      "port",
      "availabilityZone",
      "replicationGroupId",
      "networkType",
      "outpostMode",
      "preferredOutpostArn",
      "snapshotArns",
      "snapshotName",
      "transitEncryptionEnabled",
    ],
  },
  "aws:elasticache/serverlessCache:ServerlessCache": { bill: "unknown", holds: "a cache", replacedBy: null },
  "aws:elasticache/parameterGroup:ParameterGroup": {
    bill: "free",
    holds: null,
    replacedBy: ["name", "family", "description"],
    neededBy: ["aws:elasticache/replicationGroup:ReplicationGroup"],
    controls: "what a cache forgets when it is full depends on what is in it",
  },
  "aws:elasticache/subnetGroup:SubnetGroup": {
    label: "ElastiCache subnet group",
    bill: "free",
    holds: null,
    replacedBy: ["name"],
    neededBy: ["aws:elasticache/replicationGroup:ReplicationGroup"],
    controls: ["OWN.cache-sg"],
  },
  "aws:memorydb/cluster:Cluster": { bill: "unknown", holds: "a cache", replacedBy: null },
} as const satisfies Rows;
