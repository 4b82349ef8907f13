import { objects, texts } from "../simulate/stack.ts";
import type { Resource } from "../simulate/types.ts";

/** Whether an alarm of CloudWatch fires, as its settings say. */

const COMPARES: Record<string, (value: number, threshold: number) => boolean> = {
  GreaterThanThreshold: (value, threshold) => value > threshold,
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
  LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
};

/** Whether an alarm tells of silence: as bad news, or as soon as nothing is left of what it has heard. */
const hears = ({ inputs }: Resource): boolean =>
  inputs.treatMissingData === "breaching" ||
  (inputs.treatMissingData === "missing" && texts(inputs.insufficientDataActions).length > 0);

/** @param value what is measured in every period; "nothing" when nobody reports anything */
export function fires(alarm: Resource, value: number | "nothing"): boolean {
  if (value === "nothing") return hears(alarm);
  const { inputs } = alarm;
  const compares = COMPARES[String(inputs.comparisonOperator)];
  return compares?.(value, Number(inputs.threshold)) ?? false;
}

/** What an alarm asks of each metric of its expression, as if it looked at that alone; and the expression. */
export function partsOf({ inputs, ...alarm }: Resource): { parts: [id: string, Resource][]; expression: string } {
  const queries = objects(inputs.metricQueries);
  const parts = queries.flatMap(({ id, metric }) =>
    objects([metric ?? []]).map(({ stat = null, ...one }): [string, Resource] => [
      String(id),
      { ...alarm, inputs: { ...inputs, ...one, statistic: stat } },
    ]),
  );
  const said = queries.find(({ returnData, expression }) => returnData === true && expression !== undefined);
  return { parts, expression: String(said?.expression ?? "") };
}

/** How long something must be ill until the alarm fires, in seconds. */
export const secondsUntil = ({ inputs }: Resource): number =>
  Number(inputs.period ?? 0) * Number(inputs.datapointsToAlarm ?? inputs.evaluationPeriods ?? 1);

/** What AWS documents of a metric, and what it says of the thing that it measures. */
export interface Metric {
  /** The dimensions under which it is found. */
  dimensions: readonly (readonly string[])[];
  /** How it is summed up so that it says something. */
  statistics: readonly string[];
  well: number;
  ill: number;
  /** Nothing reported is bad news too, or may be: of what is called now and then it is none. */
  silence?: "ill" | "either";
  /** The one region that has it. */
  region?: string;
  /** Somebody must hear within these seconds; default half an hour. */
  within?: number;
  /** The same in a stage that sleeps at weekends. */
  withinAsleep?: number;
}

const high = { statistics: ["Average", "Maximum", "p90", "p95", "p99"], well: 60, ill: 95 };
const low = { statistics: ["Average", "Minimum"] };
const errors = { statistics: ["Sum"], well: 0, ill: 60 };
const failures = { statistics: ["Sum"], well: 0, ill: 1, within: 3_600 };
const GiB = 1024 ** 3;

const balancer = { dimensions: [["LoadBalancer"]] };
const group = { dimensions: [["LoadBalancer", "TargetGroup"]] };
const service = { dimensions: [["ClusterName", "ServiceName"]] };
const database = { dimensions: [["DBInstanceIdentifier"], ["DBClusterIdentifier"]] };
const node = { dimensions: [["CacheClusterId"]] };
const vault = { dimensions: [["BackupVaultName"]] };

const mail = { dimensions: [["ses:configuration-set"]], statistics: ["Average", "Maximum"] };

/** What a filter makes of lines of a log, by the value that it takes. */
export const READ: Readonly<Record<string, Metric>> = {
  // It counts them: each is one too many.
  "1": { dimensions: [[]], ...failures },
  // For how many seconds the first job of a queue waits, as each of several services says it.
  "$.oldest": { dimensions: [[]], statistics: ["Maximum"], well: 60, ill: 3_600 },
};

/** The metrics that alarms of a rendered repo look at, by namespace and name. */
export const METRICS: Readonly<Record<string, Metric>> = {
  "AWS/ApplicationELB HTTPCode_ELB_5XX_Count": { ...balancer, ...errors },
  "AWS/ApplicationELB HTTPCode_Target_5XX_Count": { ...group, ...errors },
  "AWS/ApplicationELB TargetResponseTime": { ...group, ...high, well: 0.5, ill: 5 },
  "AWS/ApplicationELB UnHealthyHostCount": { ...group, ...high, well: 0, ill: 1 },
  "AWS/ECS CPUUtilization": { ...service, ...high },
  "AWS/ECS MemoryUtilization": { ...service, ...high },
  "ECS/ContainerInsights RunningTaskCount": { ...service, ...low, well: 1, ill: 0, silence: "ill" },
  "AWS/RDS CPUUtilization": { ...database, ...high },
  // What is too many depends on the database.
  "AWS/RDS DatabaseConnections": { ...database, ...high, well: 1, ill: Number.POSITIVE_INFINITY },
  "AWS/RDS FreeableMemory": { ...database, ...low, well: 0.2 * GiB, ill: 0.01 * GiB },
  "AWS/RDS FreeStorageSpace": { dimensions: [["DBInstanceIdentifier"]], ...low, well: 10 * GiB, ill: GiB },
  "AWS/RDS FreeLocalStorage": { ...database, ...low, well: 10 * GiB, ill: GiB },
  "AWS/RDS ACUUtilization": { ...database, ...high },
  "AWS/ElastiCache EngineCPUUtilization": { ...node, ...high },
  "AWS/ElastiCache DatabaseMemoryUsagePercentage": { ...node, ...high },
  // A task that runs writes to its log. CloudWatch looks back for seven days.
  "AWS/Logs IncomingLogEvents": {
    dimensions: [["LogGroupName"]],
    statistics: ["Sum"],
    well: 1,
    ill: 0,
    silence: "ill",
    within: 7 * 86_400,
  },
  // A function says of each call whether that has failed.
  "AWS/Lambda Errors": {
    dimensions: [["FunctionName"]],
    statistics: ["Sum", "Average", "Minimum", "Maximum"],
    well: 0,
    ill: 1,
    silence: "either",
  },
  "AWS/SNS NumberOfNotificationsFailed": { dimensions: [["TopicName"]], ...failures },
  "AWS/SQS ApproximateNumberOfMessagesVisible": { dimensions: [["QueueName"]], ...high, well: 0, ill: 1 },
  "AWS/SQS ApproximateAgeOfOldestMessage": {
    dimensions: [["QueueName"]],
    statistics: ["Maximum"],
    well: 60,
    ill: 3_600,
  },
  "AWS/Backup NumberOfBackupJobsFailed": { ...vault, ...failures },
  "AWS/Backup NumberOfCopyJobsFailed": { ...vault, ...failures },
  "AWS/Backup NumberOfBackupJobsCompleted": {
    ...vault,
    statistics: ["Sum"],
    well: 1,
    ill: 0,
    silence: "ill",
    within: 86_400,
    withinAsleep: 4 * 86_400,
  },
  "AWS/WAFV2 BlockedRequests": {
    dimensions: [["WebACL", "Region", "Rule"]],
    statistics: ["Sum"],
    well: 0,
    ill: 1_000,
  },
  // From these shares on AWS reviews an account. Where no mail is sent there is none.
  "AWS/SES Reputation.BounceRate": { ...mail, well: 0.01, ill: 0.05 },
  "AWS/SES Reputation.ComplaintRate": { ...mail, well: 0.0001, ill: 0.001 },
  // Health checks look from many places, and their metrics are in one.
  "AWS/Route53 HealthCheckStatus": {
    dimensions: [["HealthCheckId"]],
    statistics: ["Minimum"],
    well: 1,
    ill: 0,
    silence: "ill",
    region: "us-east-1",
  },
};

/** What an alarm on one metric in the light of another must make of their values; undefined: nothing is reported. */
export interface Pair extends Pick<Metric, "dimensions" | "statistics"> {
  /** The other metric, by namespace and name. */
  beside: string;
  situations: readonly (readonly [value: number | undefined, beside: number | undefined, rings: boolean])[];
}

/** Pairs of metrics that alarms look at, by the first one. */
export const PAIRS: Readonly<Record<string, Pair>> = {
  // A service that sleeps is asked for no task.
  "ECS/ContainerInsights RunningTaskCount": {
    ...service,
    ...low,
    beside: "ECS/ContainerInsights DesiredTaskCount",
    situations: [
      [undefined, undefined, false],
      [0, 0, false],
      [2, 0, false],
      [1, 1, false],
      [0, 1, true],
      [undefined, 1, true],
    ],
  },
  // SQS says of both in the same minute. Of a queue from which nobody takes it may say nothing.
  "AWS/SQS ApproximateNumberOfMessagesVisible": {
    dimensions: [["QueueName"]],
    statistics: ["Maximum", "Sum"],
    beside: "AWS/SQS NumberOfMessagesReceived",
    situations: [
      [undefined, undefined, false],
      [0, undefined, false],
      [0, 0, false],
      [1, undefined, true],
      [1, 0, true],
      [1_000, 1, false],
    ],
  },
  // Where nothing has failed, AWS reports nothing.
  "AWS/ApplicationELB HTTPCode_Target_5XX_Count": {
    ...group,
    statistics: ["Sum"],
    beside: "AWS/ApplicationELB RequestCount",
    situations: [
      [undefined, 300, false],
      [1, 1, false],
      [3, 10_000, false],
      [5, 5, true],
      [10, 100, true],
      [500, 1_000, true],
    ],
  },
};
