/**
 * What must not be lost, by type. This is the one table of it: the program of a rendered repo (infra/keep.ts), the gate
 * before a deploy, the plan and the documents read it.
 */
export interface Kept {
  /** What it holds that nobody can make again. Without it, something that holds data stands on it, or is guarded by it. */
  holds?: string;
  /**
   * In production it stays in the account when it leaves the program, with all that it needs. What does not stay goes with
   * its content, or leaves a snapshot.
   */
  stays?: true;
}

/** What is missed most comes first: changes are shown in this order. */
export const KEPT: Readonly<Record<string, Kept>> = {
  "aws:rds/instance:Instance": { holds: "a database", stays: true },
  "aws:rds/cluster:Cluster": { holds: "a database", stays: true },
  "aws:docdb/cluster:Cluster": { holds: "a database", stays: true },
  "aws:neptune/cluster:Cluster": { holds: "a database", stays: true },
  "aws:redshift/cluster:Cluster": { holds: "a database", stays: true },
  "aws:dynamodb/table:Table": { holds: "a table", stays: true },
  "aws:dynamodb/globalTable:GlobalTable": { holds: "a table", stays: true },
  "aws:timestreamwrite/table:Table": { holds: "a table", stays: true },
  "aws:opensearch/domain:Domain": { holds: "an index", stays: true },
  // Its final snapshot has all that is in it, and costs next to nothing.
  "aws:elasticache/replicationGroup:ReplicationGroup": { holds: "a cache, with the queues in it" },
  "aws:elasticache/cluster:Cluster": { holds: "a cache" },
  "aws:elasticache/serverlessCache:ServerlessCache": { holds: "a cache" },
  "aws:memorydb/cluster:Cluster": { holds: "a cache" },
  "aws:s3/bucket:Bucket": { holds: "files", stays: true },
  "aws:s3/bucketV2:BucketV2": { holds: "files", stays: true },
  "aws:efs/fileSystem:FileSystem": { holds: "files", stays: true },
  "aws:ebs/volume:Volume": { holds: "files", stays: true },
  "aws:backup/vault:Vault": { holds: "backups", stays: true },
  "aws:kms/key:Key": { holds: "the key to everything that it encrypts", stays: true },
  // Secrets Manager gives it back for 30 days. Those of databases stay: infra/secrets.ts.
  "aws:secretsmanager/secret:Secret": { holds: "a secret" },
  "aws:ssm/parameter:Parameter": { holds: "a parameter" },
  "aws:cognito/userPool:UserPool": { holds: "user accounts", stays: true },
  "aws:ecr/repository:Repository": { holds: "images to go back to" },
  "aws:cloudwatch/logGroup:LogGroup": { holds: "logs" },
  "aws:sqs/queue:Queue": { holds: "messages" },
  "aws:kinesis/stream:Stream": { holds: "messages" },
  "aws:route53/zone:Zone": { holds: "a DNS zone", stays: true },

  // What databases stand on.
  "aws:rds/clusterInstance:ClusterInstance": { stays: true },
  "aws:rds/subnetGroup:SubnetGroup": { stays: true },
  "aws:rds/parameterGroup:ParameterGroup": { stays: true },
  "aws:rds/clusterParameterGroup:ClusterParameterGroup": { stays: true },
  "aws:rds/optionGroup:OptionGroup": { stays: true },
  "aws:ec2/vpc:Vpc": { stays: true },
  "aws:ec2/subnet:Subnet": { stays: true },
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": { stays: true },

  // What guards buckets and backups, and goes on making these.
  "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration": { stays: true },
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": { stays: true },
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": { stays: true },
  "aws:s3/bucketPolicy:BucketPolicy": { stays: true },
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": { stays: true },
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": { stays: true },
  "aws:s3/bucketVersioning:BucketVersioning": { stays: true },
  "aws:backup/vaultLockConfiguration:VaultLockConfiguration": { stays: true },
  "aws:backup/vaultPolicy:VaultPolicy": { stays: true },
  "aws:backup/plan:Plan": { stays: true },
  "aws:backup/selection:Selection": { stays: true },
};

/** What a type of resource holds that nobody can make again, if it holds anything. */
export const dataIn = (type: string): string | undefined => (Object.hasOwn(KEPT, type) ? KEPT[type]?.holds : undefined);
