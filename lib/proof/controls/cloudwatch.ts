import { partsOf } from "../judges/alarms.ts";
import { queues, redriveOf, takersOf } from "../judges/job-queues.ts";
import { callOf } from "../judges/sleep.ts";
import { type Stack, texts } from "../simulate/stack.ts";
import type { Plain, PlainObject, Resource } from "../simulate/types.ts";
import type { Control } from "./control.ts";
import { nodesOf } from "./elasticache.ts";
import { get, isNot, unless } from "./look.ts";
import { clusters, databases, instances } from "./rds.ts";

const alarms = "aws:cloudwatch/metricAlarm:MetricAlarm";
const groups = ["aws:cloudwatch/logGroup:LogGroup"];
const file = "make alarms with alarm() of infra/kit/alarm.ts";
const on = "keep `alarms` on for production in infra/stage.ts";

/** The metrics that an alarm looks at: its own, or those of its expression. */
const metricsOf = (alarm: Resource): PlainObject[] =>
  [alarm, ...partsOf(alarm).parts.map(([, part]) => part)].map(({ inputs }) => inputs);

/** Of some metrics, those on which no alarm looks at a thing: it is named by one of their dimensions. */
function unwatched(stack: Stack, namespace: string, wanted: string[], names: (Plain | undefined)[]): string[] {
  const watched = stack
    .of(alarms)
    .flatMap(metricsOf)
    .filter((metric) => metric.namespace === namespace)
    .filter(({ dimensions }) => Object.values((dimensions ?? {}) as PlainObject).some((name) => names.includes(name)))
    .map(({ metricName }) => String(metricName));
  return wanted.filter((metric) => !watched.includes(metric)).map((metric) => `no alarm on ${metric}`);
}

const watching = { severity: "advisory", when: "production", scope: "stage", fix: on } as const;

/** Alarms, logs and the dashboard. */
export const cloudwatchControls: Control[] = [
  {
    id: "CloudWatch.15",
    title: "every alarm tells somebody",
    why: "an alarm without an action is a light in an empty room",
    fix: file,
    severity: "mandatory",
    when: "always",
    of: [alarms],
    problem: unless("alarmActions", (value) => texts(value).length > 0, "it tells nobody"),
  },
  {
    id: "CloudWatch.17",
    title: "the actions of alarms are on",
    why: "an alarm that was switched off for a night stays so for years",
    fix: file,
    severity: "mandatory",
    when: "always",
    of: [alarms],
    problem: unless("actionsEnabled", isNot(false), "its actions are off"),
  },
  {
    id: "OWN.alarm-region",
    title: "an alarm tells a topic of its own region",
    why: "CloudWatch cannot reach a topic of another region",
    fix: file,
    severity: "mandatory",
    when: "always",
    scope: "stage",
    of: [alarms],
    problem: ({ inputs, region }, stack) => {
      const actions = texts(inputs.alarmActions);
      const abroad = stack.of("aws:sns/topic:Topic").filter((topic) => topic.region !== region);
      return abroad.some(({ outputs }) => actions.includes(String(outputs.arn)))
        ? "its topic is in another region"
        : undefined;
    },
  },
  {
    id: "CloudWatch.16",
    title: "logs are kept for a year",
    why: "auditors ask for a year, and many intrusions are found after months",
    fix: "keep `logDays` at 365 or more for production in infra/stage.ts",
    severity: "advisory",
    when: "production",
    of: groups,
    problem: unless("retentionInDays", (days) => !days || Number(days) >= 365, "it is kept for less than a year"),
  },
  {
    id: "OWN.log-retention",
    title: "logs are kept for a set time",
    why: "CloudWatch keeps logs, and charges for them, for ever by default",
    fix: "set retentionInDays, as infra/kit/logs.ts does",
    severity: "mandatory",
    when: "always",
    of: groups,
    problem: unless("retentionInDays", (days) => Number(days ?? 0) > 0, "it is kept for ever"),
  },
  {
    ...watching,
    id: "WA.alarm-alb",
    title: "the load balancer and what is behind it are watched",
    why: "errors, slow answers and tasks that are not well are what visitors notice first",
    of: ["aws:lb/targetGroup:TargetGroup"],
    problem: ({ outputs }, stack) =>
      unwatched(
        stack,
        "AWS/ApplicationELB",
        ["UnHealthyHostCount", "HTTPCode_Target_5XX_Count", "TargetResponseTime"],
        [
          outputs.arnSuffix,
          String(outputs.arn ?? "")
            .split(":")
            .pop(),
        ],
      ),
  },
  {
    ...watching,
    id: "WA.alarm-ecs",
    title: "every service is watched for CPU and memory",
    why: "a service that is short of either is slow before it fails",
    of: ["aws:ecs/service:Service"],
    problem: ({ inputs, outputs }, stack) =>
      unwatched(stack, "AWS/ECS", ["CPUUtilization", "MemoryUtilization"], [inputs.name, outputs.name]),
  },
  {
    ...watching,
    id: "WA.alarm-db",
    title: "every database is watched for CPU, storage, memory and connections",
    why: "a database that is short of one of these takes every service with it",
    of: databases,
    problem: ({ id, type, inputs, outputs }, stack) =>
      unwatched(
        stack,
        "AWS/RDS",
        [
          "CPUUtilization",
          "DatabaseConnections",
          "FreeableMemory",
          ...(type === instances ? ["FreeStorageSpace"] : []),
          ...(type === clusters ? ["FreeLocalStorage"] : []),
        ],
        [id, inputs.identifier, inputs.clusterIdentifier, outputs.identifier],
      ),
  },
  {
    ...watching,
    id: "WA.alarm-cache",
    title: "every node of a cache is watched for CPU and memory",
    why: "a cache that is full refuses what queues give it, and after a failover another node is the primary",
    of: ["aws:elasticache/replicationGroup:ReplicationGroup"],
    problem: (group, stack) =>
      nodesOf(group).flatMap((names, index) =>
        unwatched(stack, "AWS/ElastiCache", ["EngineCPUUtilization", "DatabaseMemoryUsagePercentage"], names).map(
          (problem) => `${problem} of node ${index + 1}`,
        ),
      ),
  },
  {
    ...watching,
    id: "WA.alarm-cron",
    when: "always",
    title: "a scheduled task that could not be started reaches somebody",
    why: "nobody misses a job that does not run, until its result is needed",
    fix: "keep the alarm in infra/kit/cron.ts",
    of: ["aws:scheduler/schedule:Schedule"],
    where: (schedule) => callOf(schedule) === null,
    problem: ({ inputs }, stack) => {
      const queue = String(get(inputs, "target.deadLetterConfig.arn") ?? "")
        .split(":")
        .pop();
      return unwatched(stack, "AWS/SQS", ["ApproximateNumberOfMessagesVisible"], [queue]);
    },
  },
  {
    ...watching,
    id: "WA.alarm-queue",
    title: "jobs that wait and jobs that were given up reach somebody",
    why: "a queue grows without a word, and what was put aside is deleted after two weeks",
    of: [queues],
    where: (queue, stack) => takersOf(queue, stack).length > 0,
    problem: (queue, stack) => {
      const aside = redriveOf(queue, stack)?.to;
      const given = unwatched(stack, "AWS/SQS", ["ApproximateNumberOfMessagesVisible"], [aside?.inputs.name]);
      return [
        ...unwatched(stack, "AWS/SQS", ["ApproximateAgeOfOldestMessage"], [queue.inputs.name]),
        ...given.map((problem) => `${problem} of those that were put aside`),
      ];
    },
  },
  {
    ...watching,
    id: "WA.dashboard",
    title: "one page shows how the stage is",
    why: "at night nobody remembers where to look",
    of: ["aws:ecs/cluster:Cluster"],
    problem: (_, stack) =>
      stack.of("aws:cloudwatch/dashboard:Dashboard").length > 0 ? undefined : "there is no dashboard",
  },
];
