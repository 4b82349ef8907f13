import { fires, METRICS, type Metric, PAIRS, type Pair, partsOf, READ, secondsUntil } from "../judges/alarms.ts";
import { evaluate, isUnderstood } from "../judges/metric-math.ts";
import { asleep, sleeps } from "../judges/sleep.ts";
import { isObject } from "../simulate/engine/wire.ts";
import { type Stack, texts } from "../simulate/stack.ts";
import type { PlainObject, Resource } from "../simulate/types.ts";
import { mostConnections } from "./connections.ts";
import type { Control } from "./control.ts";
import { nodesOf } from "./elasticache.ts";
import { get } from "./look.ts";
import { databases } from "./rds.ts";

const alarms = "aws:cloudwatch/metricAlarm:MetricAlarm";

/** What is known of the metric that an alarm looks at: AWS's own, or what a filter reads in a log of the stage. */
export function metricOf({ inputs }: Resource, stack: Stack): Metric | undefined {
  const { namespace, metricName } = inputs;
  const read = stack
    .of("aws:cloudwatch/logMetricFilter:LogMetricFilter")
    .map((filter) => get(filter.inputs, "metricTransformation"))
    .find((metric) => get(metric, "namespace") === namespace && get(metric, "name") === metricName);
  return read === undefined ? METRICS[`${namespace} ${metricName}`] : READ[String(get(read, "value"))];
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
    names: (group) => [group.id, ...texts(group.outputs.memberClusters), ...nodesOf(group).flat()],
  },
  LogGroupName: {
    of: ["aws:cloudwatch/logGroup:LogGroup"],
    names: ({ inputs, outputs }) => [inputs.name, outputs.name],
  },
  FunctionName: {
    of: ["aws:lambda/function:Function"],
    names: ({ inputs, outputs }) => [inputs.name, outputs.name],
  },
  TopicName: { of: ["aws:sns/topic:Topic"], names: ({ inputs, outputs }) => [inputs.name, outputs.name] },
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
export function watchedBy({ inputs }: Resource, stack: Stack): { watched: Resource[]; nothing: string[] } {
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

type Fault = [is: boolean, fault: string];
const those = (faults: Fault[]): string[] => faults.filter(([is]) => is).map(([, fault]) => fault);

/** What is wrong with what an alarm looks at. */
function misplaced(
  alarm: Resource,
  metric: Pick<Metric, "dimensions" | "statistics" | "region">,
  stack: Stack,
): Fault[] {
  const { inputs, region } = alarm;
  const given = Object.keys(isObject(inputs.dimensions) ? inputs.dimensions : {}).sort();
  const { nothing } = watchedBy(alarm, stack);
  return [
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
  ];
}

const late = (alarm: Resource, within = 1_800): Fault => [
  secondsUntil(alarm) > within,
  `it fires after ${secondsUntil(alarm) / 60} minutes only`,
];
const noisy = (alarm: Resource): Fault => [fires(alarm, "nothing"), "it fires when there was nothing to report"];

/** What is wrong with how an alarm takes silence. */
function unheard(alarm: Resource, silence: Metric["silence"]): Fault[] {
  if (silence === "either") return [];
  if (silence === undefined) return [noisy(alarm)];
  return [[!fires(alarm, "nothing"), "it does not fire when nothing is reported any more"]];
}

function problemsOf(alarm: Resource, metric: Metric, stack: Stack): string[] {
  const { watched } = watchedBy(alarm, stack);
  const ill = illOf(metric, watched);
  // What is stopped at night reports nothing then.
  const stopped = asleep(stack);
  const silence = watched.some(({ id }) => stopped.includes(String(id))) ? undefined : metric.silence;
  return those([
    ...misplaced(alarm, metric, stack),
    [!fires(alarm, ill), `it does not fire at ${ill}`],
    [fires(alarm, metric.well), `it fires at ${metric.well}, when all is well`],
    ...unheard(alarm, silence),
    late(alarm, (sleeps(stack) && metric.withinAsleep) || metric.within),
  ]);
}

const nameOf = ({ inputs }: Resource): string => `${inputs.namespace} ${inputs.metricName}`;

/** The pair of metrics that an alarm looks at, with their ids. */
function pairOf(alarm: Resource): { pair: Pair; value: string; beside: string | undefined } | undefined {
  const { parts, expression } = partsOf(alarm);
  if (
    !isUnderstood(
      expression,
      parts.map(([id]) => id),
    )
  )
    return undefined;
  for (const [value, part] of parts) {
    const pair = PAIRS[nameOf(part)];
    if (pair === undefined) continue;
    return { pair, value, beside: parts.find(([, other]) => nameOf(other) === pair.beside)?.[0] };
  }
  return undefined;
}

function problemsOfPair(alarm: Resource, stack: Stack): string[] {
  const found = pairOf(alarm);
  if (found === undefined) return [];
  const { pair, value, beside } = found;
  if (beside === undefined) return [`it does not look at ${pair.beside}`];
  const { parts, expression } = partsOf(alarm);
  const rings = ([one, other]: Pair["situations"][number]): boolean =>
    fires(alarm, evaluate(expression, { [value]: one, [beside]: other }) ?? "nothing");
  return those([
    ...parts.flatMap(([, part]) => [...misplaced(part, pair, stack), late(part)]),
    ...pair.situations.map(
      (values): Fault => [
        rings(values) !== values[2],
        `it ${values[2] ? "does not fire" : "fires"} when ${value} is ${values[0] ?? "nothing"} and ${beside} is ${values[1] ?? "nothing"}`,
      ],
    ),
    noisy(alarm),
  ]);
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
    where: (alarm, stack) => (metricOf(alarm, stack) ?? pairOf(alarm)) !== undefined,
    problem: (alarm, stack) => {
      const metric = metricOf(alarm, stack);
      return metric === undefined ? problemsOfPair(alarm, stack) : problemsOf(alarm, metric, stack);
    },
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
      texts(inputs.alarmActions)
        // Autoscaling wants to know of nothing that is over.
        .filter((action) => !/^arn:[^:]+:autoscaling:/.test(action))
        .every((action) => texts(inputs.okActions).includes(action))
        ? undefined
        : "it does not say when it is over",
  },
];
