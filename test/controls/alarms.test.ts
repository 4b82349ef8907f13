import { describe, expect, test } from "vitest";
import type { PlainObject } from "../../lib/proof/simulate/types.ts";
import { make, type Part } from "./rows/make.ts";
import { said } from "./said.ts";

/** What an alarm of each metric must fire for, and must not: what is bad, what is well, and silence. */

const alarm = (inputs: PlainObject, more: Partial<Part> = {}): Part =>
  make("aws:cloudwatch/metricAlarm:MetricAlarm")(
    {
      comparisonOperator: "GreaterThanThreshold",
      threshold: 0.5,
      period: 60,
      evaluationPeriods: 1,
      treatMissingData: "notBreaching",
      ...inputs,
    },
    more,
  );
const GiB = 1024 ** 3;
const MINUTES = 60;
const DAYS = 24 * 60 * MINUTES;

interface Means {
  /** By these names of AWS. */
  by: string[];
  /** Names that nothing in the stage is looked for by. */
  others?: string[];
  of: string[];
  well: number;
  ill: number;
  /** Nothing reported is bad news too; or may be. */
  silence?: "ill" | "either";
  /** Seconds until somebody must hear; most are half an hour. */
  within?: number;
}

const levels = ["Average", "Maximum", "p90", "p95", "p99"];
const room = ["Average", "Minimum"];
const service = ["ClusterName", "ServiceName"];
const targets = ["LoadBalancer", "TargetGroup"];
/** Each is one too many, and waits for nobody at night. */
const failure = { of: ["Sum"], well: 0, ill: 1, within: 60 * MINUTES };

const MEANS: Record<string, Means> = {
  "AWS/ApplicationELB HTTPCode_ELB_5XX_Count": { by: ["LoadBalancer"], of: ["Sum"], well: 0, ill: 60 },
  "AWS/ApplicationELB HTTPCode_Target_5XX_Count": { by: targets, of: ["Sum"], well: 0, ill: 60 },
  "AWS/ApplicationELB TargetResponseTime": { by: targets, of: levels, well: 0.5, ill: 5 },
  "AWS/ApplicationELB UnHealthyHostCount": { by: targets, of: levels, well: 0, ill: 1 },
  "AWS/ECS CPUUtilization": { by: service, of: levels, well: 60, ill: 95 },
  "AWS/ECS MemoryUtilization": { by: service, of: levels, well: 60, ill: 95 },
  "ECS/ContainerInsights RunningTaskCount": { by: service, of: room, well: 1, ill: 0, silence: "ill" },
  "AWS/RDS CPUUtilization": { by: ["DBInstanceIdentifier"], of: levels, well: 60, ill: 95 },
  "AWS/RDS ACUUtilization": { by: ["DBClusterIdentifier"], of: levels, well: 60, ill: 95 },
  "AWS/RDS DatabaseConnections": { by: ["DBClusterIdentifier"], of: levels, well: 1, ill: Number.POSITIVE_INFINITY },
  "AWS/RDS FreeableMemory": { by: ["DBInstanceIdentifier"], of: room, well: 0.2 * GiB, ill: 0.01 * GiB },
  "AWS/RDS FreeStorageSpace": { by: ["DBInstanceIdentifier"], of: room, well: 10 * GiB, ill: GiB },
  "AWS/RDS FreeLocalStorage": { by: ["DBClusterIdentifier"], of: room, well: 10 * GiB, ill: GiB },
  "AWS/ElastiCache EngineCPUUtilization": { by: ["CacheClusterId"], of: levels, well: 60, ill: 95 },
  "AWS/ElastiCache DatabaseMemoryUsagePercentage": { by: ["CacheClusterId"], of: levels, well: 60, ill: 95 },
  // A task that runs writes to its log; CloudWatch looks back for a week at most.
  "AWS/Logs IncomingLogEvents": {
    by: ["LogGroupName"],
    of: ["Sum"],
    well: 1,
    ill: 0,
    silence: "ill",
    within: 7 * DAYS,
  },
  "AWS/Lambda Errors": {
    by: ["FunctionName"],
    of: ["Sum", "Average", "Minimum", "Maximum"],
    well: 0,
    ill: 1,
    silence: "either",
  },
  "AWS/SNS NumberOfNotificationsFailed": { by: ["TopicName"], ...failure },
  "AWS/SQS ApproximateNumberOfMessagesVisible": { by: ["QueueName"], of: levels, well: 0, ill: 1 },
  "AWS/SQS ApproximateAgeOfOldestMessage": { by: ["QueueName"], of: ["Maximum"], well: 60, ill: 3_600 },
  "AWS/Backup NumberOfBackupJobsFailed": { by: ["BackupVaultName"], ...failure },
  "AWS/Backup NumberOfCopyJobsFailed": { by: ["BackupVaultName"], ...failure },
  // One a day.
  "AWS/Backup NumberOfBackupJobsCompleted": {
    by: ["BackupVaultName"],
    of: ["Sum"],
    well: 1,
    ill: 0,
    silence: "ill",
    within: DAYS,
  },
  "AWS/WAFV2 BlockedRequests": { by: ["WebACL"], others: ["Region", "Rule"], of: ["Sum"], well: 0, ill: 1_000 },
  // From 5 % and 0.1 % on AWS reviews an account.
  "AWS/SES Reputation.BounceRate": {
    by: [],
    others: ["ses:configuration-set"],
    of: ["Average", "Maximum"],
    well: 0.01,
    ill: 0.05,
  },
  "AWS/SES Reputation.ComplaintRate": {
    by: [],
    others: ["ses:configuration-set"],
    of: ["Average", "Maximum"],
    well: 0.0001,
    ill: 0.001,
  },
  "AWS/Route53 HealthCheckStatus": { by: ["HealthCheckId"], of: ["Minimum"], well: 1, ill: 0, silence: "ill" },
};

describe.each(Object.entries(MEANS))(
  "an alarm on %s",
  (metric, { by, others = [], of, well, ill, silence, within = 30 * MINUTES }) => {
    const [namespace = "", metricName = ""] = metric.split(" ");
    const dimensions = Object.fromEntries([...by, ...others].map((name) => [name, "nobody"]));
    const words = (inputs: PlainObject) =>
      said("OWN.alarm-means", [alarm({ namespace, metricName, dimensions, statistic: of[0] ?? "", ...inputs })]);
    const unknown = by.length === 0 ? [] : [`nothing in the stage is called as its ${by.join(" and ")} says`];
    const unheard = silence === "ill" ? ["it does not fire when nothing is reported any more"] : [];
    const never = { comparisonOperator: "LessThanThreshold", threshold: -1 };
    const always = { comparisonOperator: "GreaterThanThreshold", threshold: -1 };

    test("fires for what is ill, and not for what is well", () => {
      expect(words(never)).toEqual([...unknown, `it does not fire at ${ill}`, ...unheard]);
      expect(words(always)).toEqual([...unknown, `it fires at ${well}, when all is well`, ...unheard]);
    });

    test("sums it up so that it says something", () => {
      const isSaid = (statistic: string) => words({ statistic }).includes(`${statistic} of it says nothing`);
      expect(of.filter(isSaid)).toEqual([]);
      expect(isSaid("SampleCount")).toBe(true);
    });

    test("is in time, and is found by nothing else", () => {
      const isLate = (seconds: number) =>
        words({ period: seconds }).includes(`it fires after ${seconds / 60} minutes only`);
      expect([within, within + 60].map(isLate)).toEqual([false, true]);
      expect(words({ dimensions: {} })).toContain("AWS has no such metric by no dimension");
    });
  },
);

test("an alarm on health checks is where their metrics are", () => {
  const dimensions = { HealthCheckId: "check" };
  const inputs = { namespace: "AWS/Route53", metricName: "HealthCheckStatus", dimensions };
  const words = (region: string) => said("OWN.alarm-means", [alarm(inputs, { region })]);
  expect(words("eu-west-1")).toContain("the metric is in us-east-1 alone");
  expect(words("us-east-1")).not.toContain("the metric is in us-east-1 alone");
});

describe("an alarm on one metric in the light of another", () => {
  type Situation = [value: string, beside: string];
  /** When it must be silent, and when it must ring. */
  const PAIRS: [first: string, second: string, statistic: string, silent: Situation[], rings: Situation[]][] = [
    [
      "ECS/ContainerInsights RunningTaskCount",
      "DesiredTaskCount",
      "Minimum",
      [
        ["nothing", "nothing"],
        ["0", "0"],
        ["2", "0"],
        ["1", "1"],
      ],
      [
        ["0", "1"],
        ["nothing", "1"],
      ],
    ],
    [
      "AWS/SQS ApproximateNumberOfMessagesVisible",
      "NumberOfMessagesReceived",
      "Maximum",
      [
        ["nothing", "nothing"],
        ["0", "nothing"],
        ["0", "0"],
        ["1000", "1"],
      ],
      [
        ["1", "nothing"],
        ["1", "0"],
      ],
    ],
    [
      "AWS/ApplicationELB HTTPCode_Target_5XX_Count",
      "RequestCount",
      "Sum",
      [
        ["nothing", "300"],
        ["1", "1"],
        ["3", "10000"],
      ],
      [
        ["5", "5"],
        ["10", "100"],
        ["500", "1000"],
      ],
    ],
  ];

  test.each(PAIRS)("%s and %s", (first, second, stat, silent, rings) => {
    const [namespace = "", metricName = ""] = first.split(" ");
    const query = (id: string, name: string) => ({ id, metric: { namespace, metricName: name, stat, period: 60 } });
    const words = (threshold: number) =>
      said("OWN.alarm-means", [
        alarm({
          threshold,
          metricQueries: [
            query("a", metricName),
            query("b", second),
            { id: "all", expression: "FILL(a, 0) * 0 + 1", returnData: true },
          ],
        }),
      ]).filter((line) => / when [ab] is /.test(line));
    expect(words(0)).toEqual(silent.map(([a, b]) => `it fires when a is ${a} and b is ${b}`));
    expect(words(2)).toEqual(rings.map(([a, b]) => `it does not fire when a is ${a} and b is ${b}`));
  });
});
