import type { Alarm } from "./alarm.ts";

/** Databases, caches and their backups. */
export const STORES: readonly Alarm[] = [
  {
    names: ["database.<name>.cpu"],
    when: ({ has }) => has.databases,
    means: "The database is busy, or has used up the credits of a small class.",
    type: "tunnel database/<name>",
    act: "Find the query, add an index, or take a larger class in `infra/stage.ts`.",
  },
  {
    names: ["database.<name>.capacity"],
    when: ({ has }) => has.aurora,
    means: "Aurora has grown nearly as far as it may.",
    type: "tunnel database/<name>",
    act: "Find the query, or raise `capacity.max` in `infra/stage.ts`.",
  },
  {
    names: ["database.<name>.connections"],
    when: ({ has }) => has.databases,
    means: "Nearly all connections are taken.",
    type: "tunnel database/<name>",
    act: "Add up the pools of all tasks. Make them smaller, or take a larger class.",
  },
  {
    names: ["database.<name>.memory"],
    when: ({ has }) => has.databases,
    means: "The database has little memory left and is about to become slow.",
    type: "tunnel database/<name>",
    act: "Look for large sorts and many connections; take a larger class.",
  },
  {
    names: ["database.<name>.storage"],
    when: ({ has }) => has.databases,
    means:
      "The disk is nearly full, and RDS has not enlarged it: it may grow no further, or grew less than six hours ago.",
    type: "tunnel database/<name>",
    act: "Delete what is not needed, or raise `storage` in `infra/stage.ts` and deploy: an RDS disk grows without a restart.",
  },
  {
    names: ["db-cluster", "db-instance", "db-parameter-group"],
    when: ({ has }) => has.databases,
    means: "RDS says what it does or what befell it: maintenance, a failover, a failure, a changed setting.",
    type: "status",
    act: "Nothing after maintenance or a failover that is over. After a failure, see the events of the database in RDS; a changed setting that nobody in the team has made is a matter for whoever guards the account.",
  },
  {
    names: ["cache.<name>.memory"],
    when: ({ has }) => has.caches,
    means: "The cache is nearly full. It throws nothing away, so writes fail when it is.",
    type: "tunnel cache/<name>",
    act: "Look for queues that are not worked off and keys that never expire; take a larger node.",
  },
  {
    names: ["cache.<name>.cpu"],
    when: ({ has }) => has.caches,
    means: "Commands wait for each other.",
    type: "tunnel cache/<name>",
    act: "Look for slow ones with `SLOWLOG GET`; take a larger node.",
  },
  {
    names: ["backup.failed", "backup.copy-failed", "backup-failed", "copy-failed"],
    when: ({ has }) => has.backup && has.databases,
    means: "A backup or its copy failed: the alarm counts such jobs, the event says which one it was.",
    type: "status",
    act: "Read the message of the job in AWS Backup, and start it again on the same day.",
  },
  {
    names: ["backup.missing"],
    when: ({ has }) => has.backup && has.databases,
    means: "No backup was completed for a day. On the first day of a stage this is no news.",
    type: "status",
    act: "See in AWS Backup whether a job is running or none was begun.",
  },
  {
    names: ["restore-failed"],
    when: ({ has }) => has.backup && has.databases,
    means: "The weekly test could not restore the newest backup.",
    type: "status",
    act: "Treat it as if there were no backup: restore by hand today (see Restore a database).",
  },
];
