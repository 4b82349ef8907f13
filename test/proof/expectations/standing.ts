import type { Resource } from "../../../lib/proof/simulate/types.ts";
import { type Expectation, sorted } from "./context.ts";

/**
 * What Pulumi is told of things beside what they are: what it may take away, and which changes it leaves alone. That what holds
 * data stays, OWN.keep and OWN.protect ask; here nothing else does, and nothing that a deploy is to change is left as it is.
 */

const stores = [
  "aws:rds/instance:Instance",
  "aws:rds/cluster:Cluster",
  "aws:elasticache/replicationGroup:ReplicationGroup",
];

/** What stays of a type in production, by the logical name. Of others nothing does. */
const STAYS: Readonly<Record<string, RegExp>> = {
  "aws:backup/plan:Plan": /./,
  "aws:backup/selection:Selection": /./,
  "aws:backup/vault:Vault": /./,
  "aws:backup/vaultLockConfiguration:VaultLockConfiguration": /./,
  "aws:backup/vaultPolicy:VaultPolicy": /./,
  "aws:cloudwatch/logGroup:LogGroup": /DatabaseLogs-/,
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": /./,
  // Databases stand in their groups, and these let in the others; caches leave snapshots.
  "aws:ec2/securityGroup:SecurityGroup": /^(Container|Database|Private|Tunnel)Access$|^Alb\d*SecurityGroup$/,
  "aws:ec2/subnet:Subnet": /./,
  "aws:ec2/vpc:Vpc": /./,
  "aws:iam/role:Role": /^(Backup|DatabaseMonitoring)Role$/,
  "aws:kms/key:Key": /./,
  "aws:rds/cluster:Cluster": /./,
  "aws:rds/clusterInstance:ClusterInstance": /./,
  "aws:rds/clusterParameterGroup:ClusterParameterGroup": /./,
  "aws:rds/instance:Instance": /./,
  "aws:rds/parameterGroup:ParameterGroup": /./,
  "aws:rds/subnetGroup:SubnetGroup": /DatabaseSubnetGroup$/,
  "aws:s3/bucket:Bucket": /./,
  "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration": /./,
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": /./,
  "aws:s3/bucketPolicy:BucketPolicy": /./,
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": /./,
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": /./,
  "aws:s3/bucketVersioning:BucketVersioning": /./,
  "aws:secretsmanager/secret:Secret": /DatabaseProxySecret$/,
  "aws:secretsmanager/secretVersion:SecretVersion": /DatabaseProxySecretVersion$/,
};

/** Names that SST gives, and those of lasting things, are kept as they were; what else is not compared, by its type. */
const NAMES = ["bucket", "name", "namePrefix"];
const LEFT_ALONE: Readonly<Record<string, readonly string[]>> = {
  // Neither is ever changed in a group that has users; the text of what leads outward would be taken away first.
  "aws:ec2/securityGroup:SecurityGroup": ["description", "egress[0].description"],
  // Autoscaling moves the one, AWS the other.
  "aws:ecs/service:Service": ["desiredCount"],
  "aws:elasticache/replicationGroup:ReplicationGroup": ["engineVersion"],
};

const ofAws = ({ type }: Resource): boolean => type.startsWith("aws:");
/** SST's own: another stage may prove the same domain by it. */
const isProof = ({ name }: Resource): boolean =>
  /^Certificate.*Record/.test(name) || /SslCertificate|CdnSsl/.test(name);

export const standing: Expectation[] = [
  {
    answer: "databases and caches are protected in production, and nothing else is",
    wanted: ({ stack, production }) => (production ? sorted(stack.of(...stores).map(({ name }) => name)) : []),
    actual: ({ stack }) =>
      sorted(stack.simulation.resources.filter(({ protect }) => protect === true).map(({ name }) => name)),
  },
  {
    answer: "what holds data, and what that stands on, stays in the account in production, and nothing else does",
    wanted: ({ stack, production }) =>
      production
        ? sorted(stack.simulation.resources.filter(({ type, name }) => STAYS[type]?.test(name)).map(({ name }) => name))
        : [],
    actual: ({ stack }) =>
      sorted(
        stack.simulation.resources
          .filter((one) => ofAws(one) && one.retainOnDelete === true && !isProof(one))
          .map(({ name }) => name),
      ),
  },
  {
    answer: "a deploy changes what it is told, but for names and what others move",
    wanted: () => [],
    actual: ({ stack }) =>
      stack.simulation.resources
        .filter(ofAws)
        .flatMap(({ type, name, ignoreChanges = [] }) =>
          ignoreChanges
            .filter((input) => ![...NAMES, ...(LEFT_ALONE[type] ?? [])].includes(input))
            .map((input) => `${name} ${input}`),
        ),
  },
  {
    answer: "what is kept from a change is kept from it everywhere",
    wanted: () => [],
    actual: ({ stack }) =>
      Object.entries(LEFT_ALONE).flatMap(([type, [input = ""]]) =>
        stack
          .of(type)
          .filter(({ ignoreChanges = [] }) => !ignoreChanges.includes(input))
          .map(({ name }) => `${name} ${input}`),
      ),
  },
];
