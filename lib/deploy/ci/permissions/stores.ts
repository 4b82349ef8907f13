import type { View } from "../../../answers/view.ts";
import { arns, type Grant, type Grants, named, namedShort, untaken } from "./grant.ts";

const databases = ({ has }: View) => has.databases;
const caches = ({ has }: View) => has.caches;
const backup = ({ has }: View) => has.backup && has.databases;

const read: Grant[] = [
  { sid: "DatabasesRead", when: databases, actions: ["rds:Describe*", "rds:ListTagsForResource"] },
  { sid: "CachesRead", when: caches, actions: ["elasticache:Describe*", "elasticache:List*"] },
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
      // A deploy wakes a stage that sleeps.
      "rds:StartDBInstance",
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

/** Databases, caches and backups. */
export const stores: Grants = { read, write };
