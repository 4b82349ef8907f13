import type { View } from "../../render/view.ts";
import { arns, type Grant, type Grants, named, namedShort, ownTags, untaken } from "./grant.ts";
import { bucketsOf } from "./names.ts";

const databases = ({ has }: View) => has.databases;
const caches = ({ has }: View) => has.caches;
const containers = ({ has }: View) => has.containers;
const buckets = ({ has }: View) => has.routed || has.sites;
const backup = ({ has }: View) => has.backup && has.databases;

const read: Grant[] = [
  { sid: "DatabasesRead", when: databases, actions: ["rds:Describe*", "rds:ListTagsForResource"] },
  { sid: "CachesRead", when: caches, actions: ["elasticache:Describe*", "elasticache:List*"] },
  {
    sid: "KeysRead",
    actions: [
      "kms:DescribeKey",
      "kms:GetKeyPolicy",
      "kms:GetKeyRotationStatus",
      "kms:ListResourceTags",
      "kms:ListAliases",
    ],
  },
  {
    sid: "BucketsRead",
    when: buckets,
    actions: ["s3:GetBucket*", "s3:Get*Configuration", "s3:ListBucket", "s3:ListTagsForResource"],
    on: bucketsOf,
  },
  {
    sid: "SecretsRead",
    when: containers,
    actions: [
      "secretsmanager:DescribeSecret",
      "secretsmanager:GetResourcePolicy",
      "secretsmanager:ListSecretVersionIds",
    ],
    on: arns(
      "secretsmanager",
      (prefix) => `secret:${prefix}/*`,
      (prefix) => `secret:${prefix}-*`,
    ),
  },
  { sid: "BackupRead", when: backup, actions: ["backup:Describe*", "backup:Get*", "backup:List*"] },
];

const write: Grant[] = [
  {
    sid: "Databases",
    when: databases,
    actions: [
      "rds:Create*",
      "rds:Modify*",
      "rds:Delete*",
      "rds:Reset*",
      "rds:RebootDBInstance",
      "rds:AddTagsToResource",
      "rds:RemoveTagsFromResource",
      "rds:AddSourceIdentifierToSubscription",
      "rds:RemoveSourceIdentifierFromSubscription",
    ],
    on: (scope) => [
      ...named("rds", "*:")(scope),
      // What a database is made with when nothing else is named.
      ...arns(
        "rds",
        () => "og:default*",
        () => "pg:default*",
        () => "cluster-pg:default*",
      )(scope),
    ],
  },
  {
    sid: "Caches",
    when: caches,
    actions: [
      "elasticache:Create*",
      "elasticache:Modify*",
      "elasticache:Delete*",
      "elasticache:Reset*",
      "elasticache:IncreaseReplicaCount",
      "elasticache:DecreaseReplicaCount",
      "elasticache:AddTagsToResource",
      "elasticache:RemoveTagsFromResource",
      "elasticache:TestFailover",
    ],
    on: (scope) => [
      ...named("elasticache", "*:")(scope),
      ...namedShort(40, "elasticache", "replicationgroup:")(scope),
      ...arns("elasticache", () => "parametergroup:default*")(scope),
    ],
  },
  { sid: "KeysMake", actions: ["kms:CreateKey", "kms:TagResource", "kms:UntagResource"], where: untaken },
  {
    sid: "Keys",
    // Encrypt, Decrypt, GenerateDataKey and grants: what is made with the key is made in the name of the deploy.
    actions: [
      "kms:PutKeyPolicy",
      "kms:EnableKey*",
      "kms:DisableKey*",
      "kms:UpdateKeyDescription",
      "kms:UpdateAlias",
      "kms:ScheduleKeyDeletion",
      "kms:CancelKeyDeletion",
      "kms:CreateAlias",
      "kms:DeleteAlias",
      "kms:Encrypt",
      "kms:Decrypt",
      "kms:GenerateDataKey*",
      "kms:ReEncrypt*",
      "kms:CreateGrant",
      "kms:RetireGrant",
    ],
    on: arns("kms", () => "key/*"),
    where: ownTags,
  },
  { sid: "KeyNames", actions: ["kms:CreateAlias", "kms:UpdateAlias", "kms:DeleteAlias"], on: named("kms", "alias/") },
  {
    sid: "Buckets",
    when: buckets,
    actions: [
      "s3:CreateBucket",
      "s3:DeleteBucket",
      "s3:PutBucket*",
      "s3:DeleteBucketPolicy",
      "s3:Put*Configuration",
      "s3:ListBucketVersions",
      "s3:TagResource",
      "s3:UntagResource",
      "s3:GetObject*",
      "s3:PutObject*",
      "s3:DeleteObject*",
    ],
    on: (scope) => bucketsOf(scope),
  },
  {
    sid: "Secrets",
    when: containers,
    actions: [
      "secretsmanager:CreateSecret",
      "secretsmanager:UpdateSecret*",
      "secretsmanager:DeleteSecret",
      "secretsmanager:RestoreSecret",
      "secretsmanager:PutSecretValue",
      "secretsmanager:GetSecretValue",
      "secretsmanager:PutResourcePolicy",
      "secretsmanager:DeleteResourcePolicy",
      "secretsmanager:TagResource",
      "secretsmanager:UntagResource",
    ],
    on: arns(
      "secretsmanager",
      (prefix) => `secret:${prefix}/*`,
      (prefix) => `secret:${prefix}-*`,
    ),
  },
  {
    sid: "BackupVaults",
    when: backup,
    actions: [
      "backup:CreateBackupVault",
      "backup:DeleteBackupVault",
      "backup:PutBackupVault*",
      "backup:DeleteBackupVault*",
      "backup:TagResource",
      "backup:UntagResource",
      "backup:CopyIntoBackupVault",
      "backup:DeleteRecoveryPoint",
    ],
    on: namedShort(50, "backup", "backup-vault:"),
  },
  {
    sid: "BackupPlans",
    when: backup,
    actions: [
      "backup:CreateBackupPlan",
      "backup:UpdateBackupPlan",
      "backup:DeleteBackupPlan",
      "backup:CreateBackupSelection",
      "backup:DeleteBackupSelection",
      "backup:CreateRestoreTesting*",
      "backup:UpdateRestoreTesting*",
      "backup:DeleteRestoreTesting*",
      "backup:TagResource",
      "backup:UntagResource",
      "backup-storage:Mount*",
    ],
    where: untaken,
  },
];

/** What holds data, and the keys to it. */
export const data: Grants = { read, write };
