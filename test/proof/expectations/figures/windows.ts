import type { Context } from "../context.ts";
import { type Figure, of } from "./figure.ts";

/**
 * When AWS does by itself what takes a while: at night, one after the other, as the runbook says it. WA.backup-window compares
 * them; databases of a stage that sleeps have theirs by day, which is said by lib/answers.
 */

const instance = "aws:rds/instance:Instance";
const cluster = "aws:rds/cluster:Cluster";
const cache = "aws:elasticache/replicationGroup:ReplicationGroup";

const byNight =
  (night: string, day: "databaseBackup" | "databaseMaintenance" | "backupPlan") =>
  ({ view, sleeps }: Context): string =>
    (sleeps && view.has.instances && view.sleep?.day[day]) || night;
const backup = byNight("03:00-04:00", "databaseBackup");
const maintenance = byNight("sun:07:30-sun:08:30", "databaseMaintenance");

export const windows: readonly Figure[] = [
  ...of(instance, "a backup of its own is over before AWS Backup begins, and changes come last", {
    backupWindow: backup,
    maintenanceWindow: maintenance,
  }),
  ...of(cluster, "a backup of its own is over before AWS Backup begins, and changes come last", {
    preferredBackupWindow: backup,
    preferredMaintenanceWindow: maintenance,
  }),
  ...of(cache, "no two of them are away in the same hour", {
    snapshotWindow: "02:00-03:00",
    maintenanceWindow: "sun:08:30-sun:09:30",
  }),
  ...of("aws:backup/plan:Plan", "every day, when the databases' own backups are done", {
    "rules.schedule": byNight("cron(0 5 * * ? *)", "backupPlan"),
    "rules.ruleName": "daily",
  }),
];
