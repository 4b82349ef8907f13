import { texts } from "../simulate/stack.ts";
import type { Control } from "./control.ts";
import { atLeast, isSet, isTrue, pointedAt, unless } from "./look.ts";
import { bothFiles, clusterFile, clusters, databases, instanceFile, instances } from "./rds.ts";

const keepData = "keepData is true for production in infra/stage.ts";

/** Data in databases survives mistakes. */
export const databaseSafetyControls: Control[] = [
  {
    id: "RDS.7",
    title: "Aurora clusters cannot be deleted by mistake",
    why: "a changed name or a removed line would otherwise delete the data with the resource",
    fix: keepData,
    severity: "mandatory",
    when: "production",
    of: [clusters],
    problem: unless("deletionProtection", isTrue, "deletion protection is off"),
  },
  {
    id: "RDS.8",
    title: "databases cannot be deleted by mistake",
    why: "a changed name or a removed line would otherwise delete the data with the resource",
    fix: keepData,
    severity: "mandatory",
    when: "production",
    of: [instances],
    problem: unless("deletionProtection", isTrue, "deletion protection is off"),
  },
  {
    id: "WA.snapshot",
    title: "a database that is deleted leaves a snapshot",
    why: "SST skips it: the last day's data is gone for good",
    fix: keepData,
    severity: "mandatory",
    when: "production",
    of: databases,
    problem: ({ inputs }) => [
      ...(inputs.skipFinalSnapshot === true ? ["no snapshot is taken when it is deleted"] : []),
      ...(isSet(inputs.finalSnapshotIdentifier) ? [] : ["the final snapshot has no name"]),
    ],
  },
  {
    id: "OWN.protect",
    title: "Pulumi refuses to delete or replace what holds data",
    why: "a changed user name or subnet replaces a database, and its data with it",
    fix: keepData,
    severity: "mandatory",
    when: "production",
    of: [...databases, "aws:elasticache/replicationGroup:ReplicationGroup"],
    problem: ({ protect }) => (protect === true ? undefined : "it is not protected"),
  },
  {
    id: "RDS.11",
    title: "databases are backed up every day, for a week at least",
    why: "point-in-time recovery reaches back as far as these are kept",
    fix: "keep `backupDays` at 7 or more in infra/stage.ts",
    severity: "mandatory",
    when: "always",
    of: [instances],
    problem: unless("backupRetentionPeriod", atLeast(7), "backups are kept for less than 7 days"),
  },
  {
    id: "RDS.50",
    title: "Aurora clusters are backed up every day, for a week at least",
    why: "point-in-time recovery reaches back as far as these are kept",
    fix: "keep `backupDays` at 7 or more in infra/stage.ts",
    severity: "mandatory",
    when: "always",
    of: [clusters],
    problem: unless("backupRetentionPeriod", atLeast(7), "backups are kept for less than 7 days"),
  },
  {
    id: "RDS.16",
    title: "snapshots of clusters carry the cluster's tags",
    why: "a snapshot without tags belongs to nobody, and is deleted or kept for the wrong reason",
    fix: clusterFile,
    severity: "advisory",
    when: "always",
    of: [clusters],
    problem: unless("copyTagsToSnapshot", isTrue, "copyTagsToSnapshot is off"),
  },
  {
    id: "RDS.17",
    title: "snapshots of databases carry the database's tags",
    why: "a snapshot without tags belongs to nobody, and is deleted or kept for the wrong reason",
    fix: instanceFile,
    severity: "advisory",
    when: "always",
    of: [instances],
    problem: unless("copyTagsToSnapshot", isTrue, "copyTagsToSnapshot is off"),
  },
  {
    id: "WA.storage",
    title: "the disk of a database can grow",
    why: "a database with a full disk stops",
    fix: "keep `storage` in infra/stage.ts above the size that it begins with",
    severity: "advisory",
    when: "always",
    of: [instances],
    problem: ({ inputs }) =>
      Number(inputs.maxAllocatedStorage ?? 0) > Number(inputs.allocatedStorage ?? 0)
        ? undefined
        : "its disk cannot grow",
  },
  {
    id: "WA.window",
    title: "changes to a database wait for its maintenance window",
    why: "SST applies them at once, in the middle of the day, up to a new major version",
    fix: bothFiles,
    severity: "mandatory",
    when: "production",
    of: databases,
    problem: ({ inputs }) => [
      ...(inputs.applyImmediately === true ? ["changes are applied at once"] : []),
      ...(inputs.allowMajorVersionUpgrade === true ? ["it may move to a new major version"] : []),
      ...(isSet(inputs.maintenanceWindow ?? inputs.preferredMaintenanceWindow) ? [] : ["it has no maintenance window"]),
    ],
  },
  {
    id: "WA.aurora-min",
    title: "Aurora does not pause",
    why: "the first visitor after a pause waits for 15 seconds",
    fix: "keep `capacity.min` at 0.5 ACU or more for production in infra/stage.ts",
    severity: "advisory",
    when: "production",
    of: [clusters],
    where: ({ inputs }) => isSet(inputs.serverlessv2ScalingConfiguration),
    problem: unless("serverlessv2ScalingConfiguration.minCapacity", atLeast(0.5), "it pauses when idle"),
  },
  {
    id: "RDS.26",
    title: "a backup plan covers every database, where AWS Backup was chosen",
    why: "a database that is added later is easily left out of the plan",
    fix: "name its ARN in the selection in infra/backup.ts",
    severity: "mandatory",
    when: "always",
    scope: "stage",
    of: databases,
    where: (_, stack) => stack.of("aws:backup/selection:Selection").length > 0,
    problem: ({ outputs }, stack) => {
      const selections = stack.of("aws:backup/selection:Selection");
      const byTag = selections.some(({ inputs }) => isSet(inputs.selectionTags));
      const named = pointedAt(stack, "aws:backup/selection:Selection", "resources", outputs.arn);
      const all = selections.some(({ inputs }) => texts(inputs.resources).includes("*"));
      return byTag || named || all ? undefined : "no backup plan selects it";
    },
  },
];
