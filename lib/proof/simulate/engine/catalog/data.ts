import type { PlainObject } from "../../types.ts";
import { arn, named, type Row } from "./row.ts";

const rds: PlainObject = { hostedZoneId: "Z0MOCKRDS", engineVersionActual: "{engineVersion}" };

/** Databases, caches, buckets. */
export const data: Record<string, Row> = {
  "aws:rds/instance:Instance": {
    name: "identifier",
    id: "db-{hash}",
    arn: arn("rds", "db:{name}"),
    more: {
      ...rds,
      address: "{name}.mock.{region}.rds.amazonaws.com",
      endpoint: "{name}.mock.{region}.rds.amazonaws.com:{port}",
      resourceId: "{id}",
      status: "available",
      masterUserSecrets: [{ secretArn: arn("secretsmanager", "secret:rds!db-{hash}"), secretStatus: "active" }],
    },
  },
  "aws:rds/cluster:Cluster": {
    name: "clusterIdentifier",
    id: "{name}",
    arn: arn("rds", "cluster:{name}"),
    more: {
      ...rds,
      endpoint: "{name}.cluster-mock.{region}.rds.amazonaws.com",
      readerEndpoint: "{name}.cluster-ro-mock.{region}.rds.amazonaws.com",
      clusterResourceId: "cluster-{hash}",
      masterUserSecrets: [{ secretArn: arn("secretsmanager", "secret:rds!cluster-{hash}"), secretStatus: "active" }],
    },
  },
  "aws:rds/clusterInstance:ClusterInstance": named("identifier", "rds", "db:{name}", {
    endpoint: "{name}.mock.{region}.rds.amazonaws.com",
    dbiResourceId: "db-{hash}",
  }),
  "aws:rds/subnetGroup:SubnetGroup": named("name", "rds", "subgrp:{name}"),
  "aws:rds/parameterGroup:ParameterGroup": named("name", "rds", "pg:{name}"),
  "aws:rds/clusterParameterGroup:ClusterParameterGroup": named("name", "rds", "cluster-pg:{name}"),
  "aws:rds/proxy:Proxy": named("name", "rds", "db-proxy:{hash}", {
    endpoint: "{name}.proxy-mock.{region}.rds.amazonaws.com",
  }),
  "aws:elasticache/replicationGroup:ReplicationGroup": named(
    "replicationGroupId",
    "elasticache",
    "replicationgroup:{name}",
    {
      primaryEndpointAddress: "master.{name}.mock.cache.amazonaws.com",
      readerEndpointAddress: "replica.{name}.mock.cache.amazonaws.com",
      configurationEndpointAddress: "clustercfg.{name}.mock.cache.amazonaws.com",
      memberClusters: ["{name}-001", "{name}-002"],
    },
  ),
  "aws:elasticache/subnetGroup:SubnetGroup": named("name", "elasticache", "subnetgroup:{name}"),
  "aws:elasticache/parameterGroup:ParameterGroup": named("name", "elasticache", "parametergroup:{name}"),
  "aws:s3/bucket:Bucket": {
    name: "bucket",
    id: "{name}",
    arn: "arn:aws:s3:::{name}",
    more: {
      bucketDomainName: "{name}.s3.amazonaws.com",
      bucketRegionalDomainName: "{name}.s3.{region}.amazonaws.com",
      hostedZoneId: "Z0MOCKS3",
    },
  },
  "aws:dynamodb/table:Table": named("name", "dynamodb", "table/{name}", {
    streamArn: arn("dynamodb", "table/{name}/stream/1"),
  }),
  "aws:efs/fileSystem:FileSystem": {
    id: "fs-{hash}",
    arn: arn("elasticfilesystem", "file-system/{id}"),
    more: { dnsName: "{id}.efs.{region}.amazonaws.com" },
  },
};
