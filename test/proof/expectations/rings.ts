import { mostConnections } from "../../../lib/proof/controls/connections.ts";
import { objects } from "../../../lib/proof/simulate/stack.ts";
import type { PlainObject, Resource } from "../../../lib/proof/simulate/types.ts";
import { type Context, type Expectation, object, settingsOf } from "./context.ts";

/**
 * At what an alarm rings, and after how long. Whether that is bad for the thing that it looks at, OWN.alarm-means asks of any
 * alarm; here each kind has its figures, as the runbook tells them.
 */
const MiB = 1024 ** 2;
const RINGS: Readonly<Record<string, string | readonly string[]>> = {
  "alerts.unheard": "Sum NumberOfNotificationsFailed > 0, 1 of 1 × 300 s",
  "alerts.untold": "Maximum ApproximateNumberOfMessagesVisible > 0, 1 of 1 × 300 s",
  "backup.copy-failed": "Sum NumberOfCopyJobsFailed > 0, 1 of 1 × 3600 s",
  "backup.failed": "Sum NumberOfBackupJobsFailed > 0, 1 of 1 × 3600 s",
  "backup.missing": [
    "Sum NumberOfBackupJobsCompleted < 1, 1 of 1 × 86400 s, or silence",
    // A stage that sleeps has none from Friday to Monday.
    "Sum NumberOfBackupJobsCompleted < 1, 4 of 4 × 86400 s, or silence",
  ],
  "cache.cpu": "Average EngineCPUUtilization > 80, 3 of 3 × 300 s",
  "cache.memory": "Average DatabaseMemoryUsagePercentage > 80, 3 of 3 × 300 s",
  "cron-guard.failures": "Minimum Errors > 0, 3 of 3 × 300 s, or silence after it was heard",
  "cron.missed": "Sum IncomingLogEvents < 1, all × 3600 s, or silence after it was heard",
  "cron.not-started": "Maximum ApproximateNumberOfMessagesVisible > 0, 1 of 1 × 300 s",
  "database.capacity": "Average ACUUtilization > 90, 3 of 3 × 300 s",
  "database.connections": "Average DatabaseConnections > most, 3 of 3 × 300 s",
  "database.cpu": "Average CPUUtilization > 80, 3 of 3 × 300 s",
  "database.memory": `Minimum FreeableMemory < ${64 * MiB}, 3 of 3 × 300 s`,
  "database.storage": [
    // Below what makes RDS enlarge a disk.
    `Minimum FreeStorageSpace < ${1.5 * 1024 * MiB}, 3 of 3 × 300 s`,
    `Minimum FreeLocalStorage < ${2 * 1024 * MiB}, 3 of 3 × 300 s`,
  ],
  "firewall.blocked": "Sum BlockedRequests > 100, 1 of 1 × 600 s",
  "load-balancer.errors": "Sum HTTPCode_ELB_5XX_Count > 0, 5 of 15 × 60 s",
  // AWS looks into an account from 0.05 and 0.001 on.
  "mail.bounces": "Maximum Reputation.BounceRate > 0.04, 1 of 1 × 900 s",
  "mail.complaints": "Maximum Reputation.ComplaintRate > 0.0008, 1 of 1 × 900 s",
  "queue.age": ["Maximum oldest > 600, 3 of 3 × 300 s", "Maximum ApproximateAgeOfOldestMessage > 600, 3 of 3 × 300 s"],
  "queue.failed": "Maximum ApproximateNumberOfMessagesVisible > 0, 1 of 1 × 300 s",
  "queue.start": [
    "IF(FILL(taken, 0) < 1, backlog, 0) of Maximum ApproximateNumberOfMessagesVisible × 60 s, Sum NumberOfMessagesReceived × 60 s > 0, 1 of 1",
    "IF(FILL(taken, 0) < 1, backlog, 0) of Maximum backlog × 60 s, Maximum workers × 60 s > 0, 1 of 1",
  ],
  "service.cpu": "Average CPUUtilization > 85, 5 of 5 × 60 s",
  "service.errors":
    "IF(failed >= 3, 100 * failed / all, 0) of Sum HTTPCode_Target_5XX_Count × 600 s, Sum RequestCount × 600 s > 5, 1 of 1",
  "service.failures": "Sum errors > 0, 1 of 1 × 300 s",
  "service.memory": "Average MemoryUtilization > 85, 5 of 5 × 60 s",
  "service.no-tasks": [
    "Minimum RunningTaskCount < 1, 3 of 3 × 60 s, or silence",
    // One that may have no task needs some minutes for its first.
    "IF(wanted > 0, FILL(running, 0), 1) of Minimum RunningTaskCount × 60 s, Minimum DesiredTaskCount × 60 s < 1, 10 of 10",
  ],
  "service.slow": "p95 TargetResponseTime > 2, 3 of 3 × 60 s",
  "service.unhealthy": "Maximum UnHealthyHostCount > 0, 3 of 3 × 60 s",
  "service.unreachable": [
    "Minimum HealthCheckStatus < 1, 2 of 2 × 60 s, or silence",
    // At night the check is disabled.
    "Minimum HealthCheckStatus < 1, 2 of 2 × 60 s",
  ],
};

const COMPARES: Record<string, string> = { GreaterThanThreshold: ">", LessThanThreshold: "<" };
const SILENCE: Record<string, string> = {
  notBreaching: "",
  breaching: ", or silence",
  missing: ", or silence after it was heard",
};

/** `service.api.cpu` and `service.billing.cpu` are of one kind. */
const kindOf = ({ name }: Resource): string => {
  const parts = name.split(".");
  return [parts[0], parts.at(-1)].join(".");
};

const metric = ({ statistic, extendedStatistic, stat, metricName, period }: PlainObject, named = "") =>
  // A metric of the stage's own begins with the queue or service that it is of.
  `${statistic ?? extendedStatistic ?? stat} ${/^[a-z]/.test(String(metricName)) ? String(metricName).replace(/^.*\./, "") : metricName}${named ? ` × ${period} s` : ""}`;

/** What an alarm rings at, in a line. */
function rings(alarm: Resource): string {
  const { inputs } = alarm;
  const queries = objects(inputs.metricQueries);
  const parts = queries.flatMap((query) => objects([query.metric ?? []]).map((one) => metric(one, "with its period")));
  const said = queries.find(({ returnData }) => returnData === true)?.expression;
  const what = queries.length > 0 ? `${said} of ${parts.join(", ")}` : metric(inputs);
  const kind = kindOf(alarm);
  const threshold = kind === "database.connections" ? "most" : inputs.threshold;
  const times = `${inputs.datapointsToAlarm ?? inputs.evaluationPeriods} of ${inputs.evaluationPeriods}`;
  const often = kind === "cron.missed" ? "all" : times;
  const period = queries.length > 0 ? "" : ` × ${inputs.period} s`;
  const silence = SILENCE[String(inputs.treatMissingData)] ?? ", or who knows";
  return `${what} ${COMPARES[String(inputs.comparisonOperator)]} ${threshold}, ${often}${period}${silence}`;
}

/** In dev nobody is woken up. */
const watched = <One>({ stage }: Context, all: One[]): One[] => (stage.environment === "dev" ? [] : all);
const alarms = ({ stack }: Context) => stack.of("aws:cloudwatch/metricAlarm:MetricAlarm");
const thresholds = (context: Context, kind: string, of: (alarm: Resource) => unknown) =>
  Object.fromEntries(
    alarms(context)
      .filter((one) => kindOf(one) === kind)
      .map((one) => [one.name, of(one)]),
  );

const instancesOf = (context: Context) => watched(context, context.stack.of("aws:rds/instance:Instance"));

export const ringing: Expectation[] = [
  {
    answer: "every alarm rings at its figures, and after as long as its kind is given",
    wanted: () => [],
    actual: (context) =>
      alarms(context)
        .map((one) => ({ one, is: rings(one) }))
        .filter(({ one, is }) => ![RINGS[kindOf(one)] ?? []].flat().includes(is))
        .map(({ one, is }) => `${one.name}: ${is}`),
  },
  {
    answer: "an alarm calculates with what it has: CloudWatch takes another name for nothing, or refuses it",
    wanted: () => [],
    actual: (context) =>
      alarms(context)
        .filter(({ inputs }) => {
          const queries = objects(inputs.metricQueries);
          const known = queries.map(({ id }) => id);
          const used = queries.flatMap(({ expression = "" }) => String(expression).match(/\b[a-z]\w*/g) ?? []);
          return used.some((name) => !known.includes(name)) || (queries.length > 0 && used.length === 0);
        })
        .map(({ name }) => name),
  },
  {
    answer: "people hear of a database's connections while a fifth of them is left, and of a run in time",
    wanted: (context) => ({
      instances: instancesOf(context).map(() => settingsOf(context).database.connections),
      clusters: Object.fromEntries(
        watched(context, context.stack.of("aws:rds/cluster:Cluster")).map((one) => [
          String(one.inputs.clusterIdentifier),
          Math.floor((mostConnections(one) ?? 0) * 0.8),
        ]),
      ),
      missed: Object.fromEntries(
        watched(context, context.crons).flatMap(({ name, within }) =>
          within === null ? [] : [[`cron.${name}.missed`, within]],
        ),
      ),
    }),
    actual: (context) => ({
      instances: instancesOf(context).map(
        ({ inputs }) =>
          alarms(context).find(
            (one) =>
              kindOf(one) === "database.connections" &&
              object(one.inputs.dimensions).DBInstanceIdentifier === inputs.identifier,
          )?.inputs.threshold,
      ),
      clusters: Object.fromEntries(
        alarms(context)
          .filter((one) => kindOf(one) === "database.connections")
          .map(({ inputs }) => [object(inputs.dimensions).DBClusterIdentifier, inputs.threshold])
          .filter(([cluster]) => cluster !== undefined),
      ),
      missed: thresholds(context, "cron.missed", ({ inputs }) => inputs.evaluationPeriods),
    }),
  },
];
