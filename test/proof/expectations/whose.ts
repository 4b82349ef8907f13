import { objects } from "../../../lib/proof/simulate/stack.ts";
import type { Plain, PlainObject, Resource } from "../../../lib/proof/simulate/types.ts";
import { type Context, type Expectation, object } from "./context.ts";

/**
 * What an alarm and a chart are about. Their names say it, so their metrics must be of that very thing: those of another one
 * of the same kind look as good, until somebody looks for the wrong one at night.
 */

type Dimensions = Readonly<Record<string, Plain | undefined>>;

const find = ({ stack }: Context, type: string, name: string): Resource | undefined =>
  stack.of(type).find((one) => one.name === name);
const idOf = ({ view }: Context, name: string): string =>
  [...view.services, ...view.databases, ...view.caches].find((one) => one.name === name)?.Id ?? name;

const own = ({ view, stage }: Context): string => `${view.project}-${stage.stage}`;
const queue = (context: Context, logicalName: string): Dimensions => ({
  QueueName: find(context, "aws:sqs/queue:Queue", logicalName)?.outputs.name,
});
const balancer = (context: Context, number: string | number | null): Dimensions => ({
  LoadBalancer: find(context, "aws:lb/loadBalancer:LoadBalancer", `Alb${Number(number) > 1 ? number : ""}LoadBalancer`)
    ?.outputs.arnSuffix,
});
const service = (context: Context, name: string): Dimensions => ({
  ClusterName: own(context),
  ServiceName: find(context, "aws:ecs/service:Service", `${idOf(context, name)}ServiceService`)?.inputs.name,
});
const vault = (context: Context): Dimensions => ({
  BackupVaultName: find(context, "aws:backup/vault:Vault", "Vault")?.outputs.name,
});
const mail = ({ stack }: Context): Dimensions => ({
  "ses:configuration-set": stack.of("aws:sesv2/configurationSet:ConfigurationSet")[0]?.inputs.configurationSetName,
});

/** Of what is called so, by the namespace of the metric. */
const OF_ONE: Readonly<Record<string, (context: Context, name: string, part: string) => Dimensions>> = {
  "AWS/ECS": service,
  "ECS/ContainerInsights": service,
  "AWS/ApplicationELB": (context, name) => {
    const known = context.view.services.find((one) => one.name === name);
    const runs = find(context, "aws:ecs/service:Service", `${known?.Id}ServiceService`);
    const [target] = objects(runs?.inputs.loadBalancers);
    return {
      ...balancer(context, known?.balancer ?? null),
      TargetGroup: String(target?.targetGroupArn).split(":").at(-1),
    };
  },
  "AWS/RDS": (context, name) => {
    const Id = idOf(context, name);
    const cluster = find(context, "aws:rds/cluster:Cluster", `${Id}DatabaseCluster`);
    const instance = find(context, "aws:rds/instance:Instance", `${Id}DatabaseInstance`);
    return cluster === undefined
      ? { DBInstanceIdentifier: instance?.inputs.identifier }
      : { DBClusterIdentifier: cluster.inputs.clusterIdentifier };
  },
  "AWS/ElastiCache": (context, name, node) => ({
    CacheClusterId: `${find(context, "aws:elasticache/replicationGroup:ReplicationGroup", `${idOf(context, name)}CacheCluster`)?.inputs.replicationGroupId}-${node}`,
  }),
  "AWS/SQS": (context, name, what) =>
    queue(context, `${idOf(context, name)}${what === "failed" ? "JobsFailed" : "Jobs"}`),
  "AWS/Logs": ({ view, stage }, name) => ({ LogGroupName: `/${view.project}/${stage.stage}/${name}` }),
  "AWS/Route53": (context, name) => ({
    HealthCheckId: find(context, "aws:route53/healthCheck:HealthCheck", `${idOf(context, name)}HealthCheck`)?.id,
  }),
  "AWS/SNS": (context) => ({ TopicName: `${own(context)}-alerts` }),
};

/** Of what a stage has one of, by the beginning of the alarm's name. */
const OF_STAGE: readonly [RegExp, (context: Context, number: string) => Dimensions][] = [
  [/^alerts\.untold$/, (context) => queue(context, "AlertsDeadLetters")],
  [/^cron\.not-started$/, (context) => queue(context, "CronDeadLetters")],
  [/^cron-guard\./, (context) => ({ FunctionName: `${own(context)}-cron-guard` })],
  [/^backup\./, vault],
  [/^mail\./, mail],
  [/^load-balancer(?:\.(\d+))?\.errors$/, balancer],
  [
    /^firewall\./,
    (context) => ({
      WebACL: object(context.stack.of("aws:wafv2/webAcl:WebAcl")[0]?.inputs.visibilityConfig).metricName,
      Region: context.stage.region,
      Rule: "ALL",
    }),
  ],
];

/** Namespaces and dimensions of what an alarm looks at. Those of a metric of the stage's own are in its name. */
const metricsOf = ({ inputs }: Resource): PlainObject[] =>
  inputs.metricQueries === undefined
    ? [inputs]
    : objects(inputs.metricQueries).flatMap(({ metric }) => objects([metric ?? []]));

const sameAs = (dimensions: PlainObject, wanted: Dimensions): boolean =>
  Object.keys(dimensions).length === Object.keys(wanted).length &&
  Object.entries(wanted).every(([name, value]) => value !== undefined && dimensions[name] === value);

function isAbout(metric: PlainObject, alarm: Resource, context: Context): boolean {
  const [, name = "", ...rest] = alarm.name.split(".");
  if (metric.namespace === own(context)) return String(metric.metricName).startsWith(`${name}.`);
  for (const [begins, wanted] of OF_STAGE) {
    const [found, number = "1"] = begins.exec(alarm.name) ?? [];
    if (found !== undefined) return sameAs(object(metric.dimensions), wanted(context, number));
  }
  const wanted = OF_ONE[String(metric.namespace)]?.(context, name, rest[0] ?? "");
  return wanted !== undefined && sameAs(object(metric.dimensions), wanted);
}

const dimensionsIn = (metric: Plain[]): PlainObject =>
  Object.fromEntries(metric.flatMap((name, at) => (at > 1 && at % 2 === 0 ? [[name, metric[at + 1] ?? null]] : [])));

/** Charts are called `api: CPU and memory`; that of a load balancer is of what it has no service for. */
function isDrawn(title: string, metric: Plain[], at: number, context: Context): boolean {
  const [namespace, metricName] = metric.map(String);
  const [name = ""] = title.split(": ");
  if (namespace === own(context)) return String(metricName).startsWith(`${name}.`);
  const [, number] = /^Load balancer ?(\d*)$/.exec(name) ?? [];
  const wanted =
    number === undefined
      ? OF_ONE[String(namespace)]?.(context, name, `00${at + 1}`)
      : balancer(context, number === "" ? 1 : number);
  return wanted !== undefined && sameAs(dimensionsIn(metric), wanted);
}

export const whose: Expectation[] = [
  {
    answer: "an alarm is about what its name says",
    wanted: () => [],
    actual: (context) =>
      context.stack
        .of("aws:cloudwatch/metricAlarm:MetricAlarm")
        .filter((alarm) => !metricsOf(alarm).every((metric) => isAbout(metric, alarm, context)))
        .map(({ name }) => name),
  },
  {
    answer: "a chart draws what its title says",
    wanted: () => [],
    actual: (context) =>
      context.stack
        .of("aws:cloudwatch/dashboard:Dashboard")
        .flatMap(({ inputs }) => objects(object(JSON.parse(String(inputs.dashboardBody))).widgets))
        .map(({ properties }) => object(properties))
        .filter(({ title, metrics = [] }) =>
          (metrics as Plain[][]).some((metric, at) => !isDrawn(String(title), metric, at, context)),
        )
        .map(({ title }) => title ?? null),
  },
];
