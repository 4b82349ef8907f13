import type { Stack } from "../simulate/stack.ts";
import type { Resource } from "../simulate/types.ts";
import type { Control } from "./control.ts";
import { upstream } from "./upstream.ts";

/** What it stands on, itself included: the stage's program is not all that there is to know of what is no resource of AWS. */
const foundation = (resource: Resource, stack: Stack): Resource[] => {
  const below = upstream(resource, stack);
  return [resource, ...stack.simulation.resources.filter(({ urn }) => below.has(urn))].filter(
    ({ type, external }) => type.startsWith("aws:") && !external,
  );
};

/** The types that stay, of infra/kept.json, but for those that only stay below others: these are found below them. */
const STAYS = [
  "aws:rds/instance:Instance",
  "aws:rds/cluster:Cluster",
  "aws:docdb/cluster:Cluster",
  "aws:neptune/cluster:Cluster",
  "aws:redshift/cluster:Cluster",
  "aws:dynamodb/table:Table",
  "aws:dynamodb/globalTable:GlobalTable",
  "aws:timestreamwrite/table:Table",
  "aws:opensearch/domain:Domain",
  "aws:s3/bucket:Bucket",
  "aws:s3/bucketV2:BucketV2",
  "aws:efs/fileSystem:FileSystem",
  "aws:ebs/volume:Volume",
  "aws:backup/vault:Vault",
  "aws:kms/key:Key",
  "aws:cognito/userPool:UserPool",
  "aws:route53/zone:Zone",
  "aws:rds/clusterInstance:ClusterInstance",
  "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration",
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
  "aws:s3/bucketPolicy:BucketPolicy",
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
  "aws:s3/bucketVersioning:BucketVersioning",
  "aws:backup/vaultLockConfiguration:VaultLockConfiguration",
  "aws:backup/vaultPolicy:VaultPolicy",
  "aws:backup/plan:Plan",
  "aws:backup/selection:Selection",
];

export const keepingControls: Control[] = [
  {
    id: "OWN.backups-stay",
    title: "backups stay when what they are of is deleted",
    why: "who deletes a database by mistake looks for its backups next",
    fix: "keep deleteAutomatedBackups and forceDestroy the opposite of `settings.keepData`",
    severity: "mandatory",
    when: "production",
    of: ["aws:rds/instance:Instance", "aws:rds/cluster:Cluster", "aws:backup/vault:Vault"],
    problem: ({ inputs }) =>
      ["deleteAutomatedBackups", "forceDestroy"]
        .filter((input) => inputs[input] === true)
        .map((input) => `${input} is on`),
  },
  {
    id: "OWN.keep",
    title: "what holds data stays in the account when it leaves the program, with all that it stands on",
    why: "without its key nobody can read it, and a deploy that takes away its network or group is refused half-way",
    fix: "import infra/keep.ts before all others in infra/index.ts, and give `keep` to what the finding names",
    severity: "mandatory",
    when: "production",
    // A policy is told what is protected, and not what stays.
    scope: "program",
    of: STAYS,
    problem: (resource, stack) =>
      foundation(resource, stack)
        .filter(({ retainOnDelete }) => retainOnDelete !== true)
        .map(({ urn, name }) => (urn === resource.urn ? "it goes with the program" : `${name} goes with the program`)),
  },
];
