import { COUNTED, fires, METRICS, type Metric, secondsUntil } from "../judges/alarms.ts";
import { isObject } from "../simulate/engine/wire.ts";
import { type Stack, texts } from "../simulate/stack.ts";
import type { PlainObject, Resource } from "../simulate/types.ts";
import { mostConnections } from "./connections.ts";
import type { Control } from "./control.ts";
import { get } from "./look.ts";
import { databases } from "./rds.ts";

const alarms = "aws:cloudwatch/metricAlarm:MetricAlarm";

/** What is known of the metric that an alarm looks at: AWS's own, or one that a filter counts in a log of the stage. */
export function metricOf({ inputs }: Resource, stack: Stack): Metric | undefined {
  const { namespace, metricName } = inputs;
  const isCounted = stack
    .of("aws:cloudwatch/logMetricFilter:LogMetricFilter")
    .map((filter) => get(filter.inputs, "metricTransformation"))
    .some((metric) => get(metric, "namespace") === namespace && get(metric, "name") === metricName);
  return isCounted ? COUNTED : METRICS[`${namespace} ${metricName}`];
}

/** What each dimension names, and how. */
const NAMED: Record<string, { of: string[]; names(resource: Resource): unknown[] }> = {
  LoadBalancer: { of: ["aws:lb/loadBalancer:LoadBalancer"], names: ({ outputs }) => [outputs.arnSuffix] },
  TargetGroup: {
    of: ["aws:lb/targetGroup:TargetGroup"],
    names: ({ outputs }) => [outputs.arnSuffix, String(outputs.arn).split(":").pop()],
  },
  ClusterName: { of: ["aws:ecs/cluster:Cluster"], names: ({ inputs, outputs }) => [inputs.name, outputs.name] },
  ServiceName: { of: ["aws:ecs/service:Service"], names: ({ inputs, outputs }) => [inputs.name, outputs.name] },
  DBInstanceIdentifier: { of: ["aws:rds/instance:Instance", "aws:rds/clusterInstance:ClusterInstance"], names: named },
  DBClusterIdentifier: { of: ["aws:rds/cluster:Cluster"], names: named },
  CacheClusterId: {
    of: ["aws:elasticache/replicationGroup:ReplicationGroup", "aws:elasticache/cluster:Cluster"],
    names: ({ id, inputs, outputs }) => [
      id,
      ...texts(outputs.memberClusters),
      `${inputs.replicationGroupId ?? id}-001`,
      `${inputs.replicationGroupId ?? id}-0001-001`,
    ],
  },
  QueueName: { of: ["aws:sqs/queue:Queue"], names: ({ inputs, outputs }) => [inputs.name, outputs.name] },
  BackupVaultName: { of: ["aws:backup/vault:Vault"], names: ({ inputs, outputs }) => [inputs.name, outputs.name] },
  WebACL: {
    of: ["aws:wafv2/webAcl:WebAcl"],
    names: ({ inputs }) => [get(inputs, "visibilityConfig.metricName")],
  },
  HealthCheckId: { of: ["aws:route53/healthCheck:HealthCheck"], names: ({ id }) => [id] },
};

function named({ id, inputs, outputs }: Resource): unknown[] {
  return [id, inputs.identifier, inputs.clusterIdentifier, outputs.identifier, outputs.clusterIdentifier];
}

/** What an alarm looks at: the resources that its dimensions name, and the dimensions that name none. */
function watchedBy({ inputs }: Resource, stack: Stack): { watched: Resource[]; nothing: string[] } {
  const dimensions = isObject(inputs.dimensions) ? inputs.dimensions : ({} as PlainObject);
  const found = Object.entries(dimensions).flatMap(([dimension, value]) => {
    const named = NAMED[dimension];
    if (named === undefined) return [];
    return { dimension, resources: stack.of(...named.of).filter((one) => named.names(one).includes(value)) };
  });
  return {
    watched: found.flatMap(({ resources }) => resources),
    nothing: found.filter(({ resources }) => resources.length === 0).map(({ dimension }) => dimension),
  };
}

/** The value that an alarm must fire for. */
function illOf(metric: Metric, watched: readonly Resource[]): number {
  const database = watched.find(({ type }) => databases.includes(type));
  const most = database === undefined ? undefined : mostConnections(database);
  return metric.ill === Number.POSITIVE_INFINITY ? (most ?? metric.ill) : metric.ill;
}

function problemsOf(alarm: Resource, metric: Metric, stack: Stack): string[] {
  const { inputs, region } = alarm;
  const given = Object.keys(isObject(inputs.dimensions) ? inputs.dimensions : {}).sort();
  const { watched, nothing } = watchedBy(alarm, stack);
  const ill = illOf(metric, watched);
  const faults: [is: boolean, fault: string][] = [
    [
      !metric.dimensions.some((names) => [...names].sort().join() === given.join()),
      `AWS has no such metric by ${given.join(" and ") || "no dimension"}`,
    ],
    [nothing.length > 0, `nothing in the stage is called as its ${nothing.join(" and ")} says`],
    [
      metric.region !== undefined && region !== "" && region !== metric.region,
      `the metric is in ${metric.region} alone`,
    ],
    [
      !metric.statistics.includes(String(inputs.statistic ?? inputs.extendedStatistic)),
      `${inputs.statistic ?? inputs.extendedStatistic} of it says nothing`,
    ],
    [!fires(alarm, ill), `it does not fire at ${ill}`],
    [fires(alarm, metric.well), `it fires at ${metric.well}, when all is well`],
    [metric.silence === "ill" && !fires(alarm, "nothing"), "it does not fire when nothing is reported any more"],
    [metric.silence !== "ill" && fires(alarm, "nothing"), "it fires when there was nothing to report"],
    [secondsUntil(alarm) > (metric.within ?? 1_800), `it fires after ${secondsUntil(alarm) / 60} minutes only`],
  ];
  return faults.filter(([is]) => is).map(([, fault]) => fault);
}

/** What alarms say, and to whom. */
export const alarmControls: Control[] = [
  {
    id: "OWN.alarm-means",
    title: "an alarm fires for what is bad, and for nothing else",
    why: "one that looks at the wrong thing, or the wrong way round, is silent for ever",
    fix: "compare its dimensions, threshold and missing data with those of its kind in infra/kit",
    severity: "advisory",
    when: "always",
    scope: "stage",
    of: [alarms],
    where: (alarm, stack) => metricOf(alarm, stack) !== undefined,
    problem: (alarm, stack) => problemsOf(alarm, metricOf(alarm, stack) as Metric, stack),
  },
  {
    id: "OWN.alarm-ok",
    title: "an alarm tells the same people when all is well again",
    why: "otherwise somebody gets up for what is over",
    fix: "make alarms with alarm() of infra/kit/alarm.ts",
    severity: "advisory",
    when: "always",
    of: [alarms],
    problem: ({ inputs }) =>
      texts(inputs.alarmActions).every((action) => texts(inputs.okActions).includes(action))
        ? undefined
        : "it does not say when it is over",
  },
];
