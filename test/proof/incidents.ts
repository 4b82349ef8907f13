import type { Stack } from "../../lib/proof/simulate/stack.ts";
import type { PlainObject } from "../../lib/proof/simulate/types.ts";

/** What happens to a stage, which alarm rings for it, and after how many minutes. */

/**
 * By namespace and name: the value of every period, or those that several tasks, calls or places say in each; "nothing":
 * whoever measures it is silent. A metric that is not named says that all is well.
 */
export type Measured = Readonly<Record<string, number | readonly number[] | "nothing">>;

export interface Incident {
  happens: string;
  /** The thing that it happens to: what the others of its kind are measured is well. */
  to: string;
  measured?: Measured;
  /** A line that it writes to its log. */
  says?: PlainObject;
  event?: (cluster: string, stack: Stack) => PlainObject;
  /** What RDS tells by itself, by the kind of thing that it is about. */
  rds?: { from: string; tells: string };
  rings: Readonly<Record<string, number>>;
}

const GiB = 1024 ** 3;
const quiet = { "AWS/ApplicationELB RequestCount": 5, "AWS/ApplicationELB HTTPCode_Target_5XX_Count": 5 };
const busy = { "AWS/ApplicationELB RequestCount": 10_000, "AWS/ApplicationELB HTTPCode_Target_5XX_Count": 4 };

const stopped = (cluster: string, detail: PlainObject): PlainObject => ({
  source: "aws.ecs",
  "detail-type": "ECS Task State Change",
  detail: { clusterArn: cluster, lastStatus: "STOPPED", ...detail },
});
const backupJob = (type: string, detail: PlainObject): PlainObject => ({
  source: "aws.backup",
  "detail-type": `${type} Job State Change`,
  detail,
});
const vault = (stack: Stack) => stack.of("aws:backup/vault:Vault").find(({ name }) => name === "Vault");
const vaultOf = (stack: Stack): string => String(vault(stack)?.inputs.name);
const vaultArnOf = (stack: Stack): string => String(vault(stack)?.outputs.arn);

const configurationOf = (stack: Stack): string =>
  String(stack.of("aws:sesv2/configurationSet:ConfigurationSet")[0]?.outputs.configurationSetName);
const complaint = (configurationSet: string): PlainObject => ({
  source: "aws.ses",
  "detail-type": "Email Complaint Received",
  detail: { eventType: "Complaint", mail: { tags: { "ses:configuration-set": [configurationSet] } } },
});

/** What is measured. */
const METRICS: readonly [happens: string, to: string, measured: Measured, rings: Incident["rings"]][] = [
  ["all of the five requests in ten minutes fail", "api", quiet, { "service.api.errors": 10 }],
  ["four requests of ten thousand fail", "api", busy, {}],
  [
    "a service answers in five seconds",
    "api",
    { "AWS/ApplicationELB TargetResponseTime": 5 },
    { "service.api.slow": 3 },
  ],
  [
    "tasks do not pass their health check",
    "api",
    { "AWS/ApplicationELB UnHealthyHostCount": 1 },
    { "service.api.unhealthy": 3 },
  ],
  [
    "no task runs, and so nobody reports",
    "api",
    { "ECS/ContainerInsights RunningTaskCount": "nothing" },
    { "service.api.no-tasks": 3 },
  ],
  [
    "one of two tasks does not pass its health check",
    "api",
    { "AWS/ApplicationELB UnHealthyHostCount": [0, 1] },
    { "service.api.unhealthy": 3 },
  ],
  [
    "no task runs for a while",
    "api",
    { "ECS/ContainerInsights RunningTaskCount": [2, 0] },
    { "service.api.no-tasks": 3 },
  ],
  ["it is not reached from outside", "api", { "AWS/Route53 HealthCheckStatus": 0 }, { "service.api.unreachable": 2 }],
  [
    "it is not reached from outside now and then",
    "api",
    { "AWS/Route53 HealthCheckStatus": [1, 0, 1] },
    { "service.api.unreachable": 2 },
  ],
  ["tasks are as busy as they can be", "mailer", { "AWS/ECS CPUUtilization": 95 }, { "service.mailer.cpu": 5 }],
  ["one of three tasks is busy", "mailer", { "AWS/ECS CPUUtilization": [20, 95, 20] }, {}],
  ["one of three tasks needs much memory", "mailer", { "AWS/ECS MemoryUtilization": [40, 95, 40] }, {}],
  ["tasks have little memory left", "mailer", { "AWS/ECS MemoryUtilization": 95 }, { "service.mailer.memory": 5 }],
  [
    "one of two says that a job waits for a quarter of an hour",
    "mailer",
    { "shop-production mailer.oldest": [0, 900] },
    { "queue.mailer.age": 15 },
  ],
  [
    "a job waits in SQS for a quarter of an hour",
    "resizer",
    { "AWS/SQS ApproximateAgeOfOldestMessage": 900 },
    { "queue.resizer.age": 15 },
  ],
  ["jobs wait in SQS for some minutes", "resizer", { "AWS/SQS ApproximateAgeOfOldestMessage": 500 }, {}],
  [
    "a job has failed as often as it may",
    "resizer",
    { "AWS/SQS ApproximateNumberOfMessagesVisible": 1 },
    { "queue.resizer.failed": 5 },
  ],
  ["nobody says how long a queue is", "mailer", { "shop-production mailer.oldest": "nothing" }, {}],
  [
    "the load balancer finds no task",
    "",
    { "AWS/ApplicationELB HTTPCode_ELB_5XX_Count": 60 },
    { "load-balancer.errors": 5 },
  ],
  [
    "a scheduled task cannot be started",
    "cron",
    { "AWS/SQS ApproximateNumberOfMessagesVisible": 1 },
    { "cron.not-started": 5 },
  ],
  [
    "a scheduled task has not run for a day and more",
    "nightly",
    { "AWS/Logs IncomingLogEvents": "nothing" },
    { "cron.nightly.missed": 26 * 60 },
  ],
  ["what ends runs fails itself", "cron-guard", { "AWS/Lambda Errors": 1 }, { "cron-guard.failures": 15 }],
  ["what ends runs is throttled", "cron-guard", { "AWS/Lambda Errors": "nothing" }, { "cron-guard.failures": 15 }],
  ["what ends runs fails now and then", "cron-guard", { "AWS/Lambda Errors": [0, 1, 0] }, {}],
  [
    "an event cannot be told, and is found once",
    "alerts",
    { "AWS/SQS ApproximateNumberOfMessagesVisible": [0, 1, 0] },
    { "alerts.untold": 5 },
  ],
  ["an event cannot be told", "alerts", { "AWS/SQS ApproximateNumberOfMessagesVisible": 1 }, { "alerts.untold": 5 }],
  [
    "a mailbox refuses an alert",
    "alerts",
    { "AWS/SNS NumberOfNotificationsFailed": 1 },
    { "alerts.us-east-1.unheard": 5 },
  ],
  ["a disk is nearly full", "main", { "AWS/RDS FreeStorageSpace": GiB }, { "database.main.storage": 15 }],
  ["a disk is so full that RDS enlarges it", "main", { "AWS/RDS FreeStorageSpace": 1.9 * GiB }, {}],
  [
    "Aurora has no room left to grow",
    "warehouse",
    { "AWS/RDS ACUUtilization": 100 },
    { "database.warehouse.capacity": 15 },
  ],
  ["a database is as busy as it can be", "main", { "AWS/RDS CPUUtilization": 95 }, { "database.main.cpu": 15 }],
  [
    "nearly all connections are taken",
    "main",
    { "AWS/RDS DatabaseConnections": 10000 },
    { "database.main.connections": 15 },
  ],
  [
    "a database has hardly any memory left",
    "main",
    { "AWS/RDS FreeableMemory": 0.01 * GiB },
    { "database.main.memory": 15 },
  ],
  [
    "commands of a cache wait for each other",
    "main",
    { "AWS/ElastiCache EngineCPUUtilization": 95 },
    { "cache.main.001.cpu": 15, "cache.main.002.cpu": 15 },
  ],
  [
    "a cache is nearly full",
    "main",
    { "AWS/ElastiCache DatabaseMemoryUsagePercentage": 95 },
    { "cache.main.001.memory": 15, "cache.main.002.memory": 15 },
  ],
  [
    "no backup was made for a day",
    "backup",
    { "AWS/Backup NumberOfBackupJobsCompleted": "nothing" },
    { "backup.missing": 24 * 60 },
  ],
  ["a backup has failed", "backup", { "AWS/Backup NumberOfBackupJobsFailed": 1 }, { "backup.failed": 60 }],
  ["a copy of a backup has failed", "backup", { "AWS/Backup NumberOfCopyJobsFailed": 1 }, { "backup.copy-failed": 60 }],
  ["one mail in twenty comes back", "mail", { "AWS/SES Reputation.BounceRate": 0.05 }, { "mail.bounces": 15 }],
  ["one mail in a hundred comes back", "mail", { "AWS/SES Reputation.BounceRate": 0.01 }, {}],
  [
    "one mail in a thousand is called spam",
    "mail",
    { "AWS/SES Reputation.ComplaintRate": 0.001 },
    { "mail.complaints": 15 },
  ],
  ["hardly a mail is called spam", "mail", { "AWS/SES Reputation.ComplaintRate": 0.0001 }, {}],
  ["the firewall stops many", "", { "AWS/WAFV2 BlockedRequests": 1_000 }, { "firewall.blocked": 10 }],
];

const queue = { level: "info", message: "queue", queue: "mailer", backlog: 12, oldest: 0, workers: 2 };

/** What services write to their logs. */
const LINES: readonly [happens: string, to: string, says: PlainObject, rings: Incident["rings"]][] = [
  ["a job is given up", "mailer", { level: "error", message: "gave up" }, { "service.mailer.failures": 5 }],
  ["a process cannot go on", "mailer", { level: "fatal", message: "no database" }, { "service.mailer.failures": 5 }],
  ["a job is tried again", "mailer", { level: "warn", message: "trying again" }, {}],
  ["a private service fails once", "billing", { level: "error", message: "failed" }, { "service.billing.failures": 5 }],
  ["a private service answers", "billing", { level: "info", message: "answered" }, {}],
  ["a job waits for a quarter of an hour", "mailer", { ...queue, oldest: 900 }, { "queue.mailer.age": 15 }],
  ["jobs wait for some minutes", "mailer", { ...queue, oldest: 500 }, {}],
  ["a job of another queue waits", "mailer", { ...queue, queue: "other", oldest: 900 }, {}],
];

/** Ends that people are told of. ECS tells of each step of them. */
const STEPS: readonly PlainObject[] = [
  { stopCode: "EssentialContainerExited", containers: [{ exitCode: 1 }] },
  { stopCode: "TaskFailedToStart" },
  { stopCode: "ServiceSchedulerInitiated", stoppedReason: "Task failed container health checks" },
  { stopCode: "UserInitiated", stoppedReason: "A run of nightly took too long" },
];

/** What AWS tells. */
const EVENTS: readonly Omit<Incident, "to">[] = [
  {
    happens: "a task ends with an error",
    event: (cluster) => stopped(cluster, { stopCode: "EssentialContainerExited", containers: [{ exitCode: 1 }] }),
    rings: { "task-crashed": 0 },
  },
  {
    happens: "a task cannot begin",
    event: (cluster) => stopped(cluster, { stopCode: "TaskFailedToStart" }),
    rings: { "task-not-started": 0 },
  },
  {
    happens: "a task does not pass the check of its container",
    event: (cluster) =>
      stopped(cluster, {
        stopCode: "ServiceSchedulerInitiated",
        stoppedReason: "Task failed container health checks",
        containers: [{ exitCode: 0 }],
      }),
    rings: { "task-unhealthy": 0 },
  },
  ...STEPS.map((detail) => ({
    happens: `a task is about to be over: ${detail.stopCode}`,
    event: (cluster: string) => stopped(cluster, { ...detail, lastStatus: "DEPROVISIONING" }),
    rings: {},
  })),
  {
    happens: "somebody stops a task",
    event: (cluster) => stopped(cluster, { stopCode: "UserInitiated", stoppedReason: "by hand" }),
    rings: {},
  },
  {
    happens: "a task is stopped by the scaling",
    event: (cluster) => stopped(cluster, { stopCode: "ServiceSchedulerInitiated", containers: [{ exitCode: 143 }] }),
    rings: {},
  },
  {
    happens: "a new version does not become healthy",
    event: (cluster) => ({
      source: "aws.ecs",
      "detail-type": "ECS Deployment State Change",
      resources: [`${cluster.replace(":cluster/", ":service/")}/api`],
      detail: { eventName: "SERVICE_DEPLOYMENT_FAILED" },
    }),
    rings: { "deployment-failed": 0 },
  },
  ...["ABORTED", "EXPIRED", "FAILED"].map((state) => ({
    happens: `a backup is ${state}`,
    event: (_: string, stack: Stack) => backupJob("Backup", { state, backupVaultName: vaultOf(stack) }),
    rings: { "backup-failed": 0 },
  })),
  {
    happens: "a backup is made",
    event: (_, stack) => backupJob("Backup", { state: "COMPLETED", backupVaultName: vaultOf(stack) }),
    rings: {},
  },
  {
    happens: "a copy of a backup fails",
    event: (_, stack) => backupJob("Copy", { state: "FAILED", sourceBackupVaultArn: vaultArnOf(stack) }),
    rings: { "copy-failed": 0 },
  },
  ...["ABORTED", "FAILED"].map((status) => ({
    happens: `the restore of a backup is ${status}`,
    event: (_: string, stack: Stack) =>
      backupJob("Restore", {
        status,
        iamRoleArn: String(stack.of("aws:backup/selection:Selection")[0]?.inputs.iamRoleArn),
      }),
    rings: { "restore-failed": 0 },
  })),
  {
    happens: "somebody calls a mail spam",
    event: (_, stack) => complaint(configurationOf(stack)),
    rings: { "mail-complaint": 0 },
  },
  {
    happens: "somebody calls the mail of another stage spam",
    event: () => complaint("shop-dev-outgoing-mail"),
    rings: {},
  },
  ...["ACM Certificate Approaching Expiration", "ACM Certificate Renewal Action Required"].map((type) => ({
    happens: type,
    event: (_: string, stack: Stack) => ({
      source: "aws.acm",
      "detail-type": type,
      resources: stack.of("aws:acm/certificate:Certificate").map(({ outputs }) => String(outputs.arn)),
    }),
    rings: { "certificate-expires": 0 },
  })),
  {
    happens: "a run of a scheduled task is stopped because it takes too long",
    event: (cluster) =>
      stopped(cluster, { stopCode: "UserInitiated", stoppedReason: "A run of nightly took too long" }),
    rings: { "cron-took-too-long": 0 },
  },
  {
    happens: "a backup of another stage fails",
    event: () => backupJob("Backup", { state: "FAILED", backupVaultName: "of-another" }),
    rings: {},
  },
];

/** What RDS tells, and what it need not: a backup is made every day. */
const OF_RDS: readonly [from: string, tells: readonly string[], silent: readonly string[]][] = [
  [
    "db-instance",
    ["maintenance", "configuration change", "failover", "failure", "low storage"],
    ["backup", "creation", "notification"],
  ],
  ["db-cluster", ["maintenance", "failover", "failure"], ["creation", "notification"]],
  ["db-parameter-group", ["configuration change"], []],
];
const rdsIncidents = OF_RDS.flatMap(([from, tells, silent]) =>
  [...tells, ...silent].map((one) => ({
    happens: `RDS tells of ${one} of a ${from}`,
    to: "",
    rds: { from, tells: one },
    rings: (tells.includes(one) ? { [from]: 0 } : {}) as Incident["rings"],
  })),
);

export const INCIDENTS: readonly Incident[] = [
  ...METRICS.map(([happens, to, measured, rings]) => ({ happens, to, measured, rings })),
  ...rdsIncidents,
  ...LINES.map(([happens, to, says, rings]) => ({ happens, to, says, rings })),
  ...EVENTS.map((incident) => ({ ...incident, to: "" })),
];
