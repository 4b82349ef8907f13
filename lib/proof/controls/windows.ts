import { objects, type Stack } from "../simulate/stack.ts";
import type { Resource } from "../simulate/types.ts";
import type { Control } from "./control.ts";
import { databases } from "./rds.ts";
import { earlier, meet, startSpans, windowSpans } from "./week.ts";

const caches = ["aws:elasticache/replicationGroup:ReplicationGroup"];
const fix = "keep the times of infra/windows.ts apart";

const ownBackup = ({ inputs }: Resource) =>
  windowSpans(inputs.backupWindow ?? inputs.preferredBackupWindow ?? inputs.snapshotWindow);
const maintenance = ({ inputs }: Resource) =>
  windowSpans(inputs.maintenanceWindow ?? inputs.preferredMaintenanceWindow);

/** AWS Backup starts none of a database from an hour before its maintenance, and none while it makes its own backup. */
const HOUR = 60;

/** What a rule of AWS Backup waits at most; AWS's default where it says nothing. */
const START_WINDOW = 8 * HOUR;

const planned = (stack: Stack) =>
  stack
    .of("aws:backup/plan:Plan")
    .flatMap(({ inputs }) => objects(inputs.rules))
    .flatMap(({ schedule, startWindow }) => startSpans(schedule, Number(startWindow ?? START_WINDOW)));

/** Times that make sense together only. */
export const windowControls: Control[] = [
  {
    id: "WA.windows",
    title: "backups and maintenance of a database or a cache keep out of each other's way",
    why: "AWS refuses windows that overlap",
    fix,
    severity: "mandatory",
    when: "always",
    of: [...databases, ...caches],
    problem: (store) =>
      meet(ownBackup(store), maintenance(store)) ? "its backup and its maintenance are at the same time" : undefined,
  },
  {
    id: "WA.backup-window",
    title:
      "AWS Backup begins neither in the maintenance of a database, nor in the hour before it, nor in its own backup",
    why: "such a backup is not made: the day has none, and the weekly restore test nothing new",
    fix,
    severity: "mandatory",
    when: "always",
    scope: "stage",
    of: databases,
    problem: (database, stack) => [
      ...(meet(planned(stack), earlier(maintenance(database), HOUR))
        ? ["AWS Backup may begin in its maintenance, or in the hour before"]
        : []),
      ...(meet(planned(stack), ownBackup(database)) ? ["AWS Backup may begin while it makes its own backup"] : []),
    ],
  },
];
