import { objects, texts } from "../../../lib/proof/simulate/stack.ts";
import type { Plain, PlainObject } from "../../../lib/proof/simulate/types.ts";
import { type Context, type Expectation, object, sorted } from "./context.ts";

/** What the dashboard of a stage draws. CloudWatch draws an empty chart for what is not there, and says nothing. */

const BALANCER = ["Target_2XX", "Target_4XX", "Target_5XX", "ELB_5XX"].map((of) => `HTTPCode_${of}_Count`);

/** Of each thing its charts: title, how it is summed up, and what of it. */
function wantedCharts({ view, balancers, routed }: Context): string[] {
  const ecs = view.services.filter(({ kind }) => ["api", "web", "worker"].includes(kind));
  const told = ecs.filter(({ queue, name }) => queue === "bullmq" && ecs.some(({ tells }) => tells.includes(name)));
  const sqs = ecs.filter(({ queue }) => queue === "sqs");
  return sorted([
    ...balancers.map(
      (name) => `Load balancer${name.replace(/^Alb/, " ").trimEnd()}: answers | Sum ${BALANCER.join(" ")}`,
    ),
    ...ecs.map(({ name }) => `${name}: CPU and memory | Average CPUUtilization MemoryUtilization`),
    ...routed.flatMap(({ name }) => [
      `${name}: requests | Sum RequestCount`,
      `${name}: seconds to answer (p95) | p95 TargetResponseTime`,
    ]),
    ...view.databases.flatMap(({ name, aurora }) => [
      aurora
        ? `${name}: database capacity (ACU) | Average ServerlessDatabaseCapacity`
        : `${name}: database CPU | Average CPUUtilization`,
      `${name}: database connections | Maximum DatabaseConnections`,
    ]),
    ...view.caches.flatMap(({ name }) => [
      `${name}: cache memory (%) | Average DatabaseMemoryUsagePercentage`,
      `${name}: cache connections | Maximum CurrConnections`,
    ]),
    ...told.flatMap(({ name }) => [
      `${name}: jobs that wait | Maximum ${name}.backlog`,
      `${name}: seconds that the oldest waits | Maximum ${name}.oldest`,
    ]),
    ...sqs.flatMap(({ name }) => [
      `${name}: jobs that wait | Maximum ApproximateNumberOfMessagesVisible`,
      `${name}: seconds that the oldest waits | Maximum ApproximateAgeOfOldestMessage`,
    ]),
  ]);
}

/** Of metrics of AWS, what they name the thing by. */
const NAMED_BY: Readonly<Record<string, readonly string[]>> = {
  "AWS/ApplicationELB": ["LoadBalancer", "LoadBalancer TargetGroup"],
  "AWS/ECS": ["ClusterName ServiceName"],
  "AWS/ElastiCache": ["CacheClusterId"],
  "AWS/RDS": ["DBInstanceIdentifier", "DBClusterIdentifier"],
  "AWS/SQS": ["QueueName"],
};

const widgets = ({ stack }: Context): PlainObject[] =>
  stack
    .of("aws:cloudwatch/dashboard:Dashboard")
    .flatMap(({ inputs }) => objects(object(JSON.parse(String(inputs.dashboardBody))).widgets));
const properties = (context: Context, type: string) =>
  widgets(context)
    .filter((widget) => widget.type === type)
    .map((widget) => object(widget.properties));
const metricsOf = ({ metrics }: PlainObject): Plain[][] => (Array.isArray(metrics) ? (metrics as Plain[][]) : []);

/** What the alarms of the stage are about, which is how metrics name things. */
const alarms = ({ stack }: Context) => stack.of("aws:cloudwatch/metricAlarm:MetricAlarm");

/** Names that a metric may have a thing by: those that resources have, and the nodes of caches. */
function known({ stack }: Context): Set<Plain> {
  const groups = stack.of("aws:elasticache/replicationGroup:ReplicationGroup");
  return new Set([
    ...stack.simulation.resources.flatMap(({ id, outputs: { arn, name, arnSuffix } }) => [
      ...[id ?? null, name ?? null, arnSuffix ?? null],
      String(arn).split(":").at(-1) ?? null,
    ]),
    ...groups.flatMap(({ id, inputs }) =>
      Array.from({ length: Number(inputs.numCacheClusters) }, (_, index) => `${id}-00${index + 1}`),
    ),
  ]);
}

/** Of a metric in a chart, what is strange. */
function strangeIn([namespace, metric, ...dimensions]: Plain[], context: Context, things: Set<Plain>): boolean {
  const names = dimensions.filter((_, index) => index % 2 === 0).join(" ");
  const values = dimensions.filter((_, index) => index % 2 === 1);
  const isOwn = namespace === `${context.view.project}-${context.stage.stage}`;
  const isNamed = isOwn ? names === "" : (NAMED_BY[String(namespace)] ?? []).includes(names);
  return metric === undefined || !isNamed || !values.every((value) => things.has(value));
}

const overlap = (one: PlainObject, other: PlainObject): boolean =>
  (["x", "y"] as const).every((edge) => {
    const size = edge === "x" ? "width" : "height";
    return (
      Number(one[edge]) < Number(other[edge]) + Number(other[size]) &&
      Number(other[edge]) < Number(one[edge]) + Number(one[size])
    );
  });

const watched = ({ containers, stage }: Context) => stage.environment !== "dev" && containers.length > 0;

export const charts: Expectation[] = [
  {
    answer: "the dashboard draws what each thing does, and nothing else",
    wanted: (context) => (watched(context) ? wantedCharts(context) : []),
    actual: (context) =>
      sorted(
        properties(context, "metric").map((one) => {
          const metrics = [...new Set(metricsOf(one).map(([, metric]) => metric))];
          return `${one.title} | ${one.stat} ${metrics.join(" ")}`;
        }),
      ),
  },
  {
    answer: "what a chart draws is there, each of its minutes, in the stage's region",
    wanted: () => [],
    actual: (context) => {
      const things = known(context);
      return properties(context, "metric")
        .filter(
          (one) =>
            one.region !== context.stage.region ||
            one.view !== "timeSeries" ||
            one.period !== 60 ||
            metricsOf(one).some((metric) => strangeIn(metric, context, things)),
        )
        .map(({ title }) => title);
    },
  },
  {
    answer: "a cache is drawn with all of its nodes",
    wanted: (context) =>
      watched(context)
        ? context.stack
            .of("aws:elasticache/replicationGroup:ReplicationGroup")
            .map(({ inputs }) => Number(inputs.numCacheClusters))
            .sort()
        : [],
    actual: (context) =>
      properties(context, "metric")
        .filter(({ title }) => /: cache memory/.test(String(title)))
        .map((one) => metricsOf(one).length)
        .sort(),
  },
  {
    answer: "the dashboard shows every alarm that tells people, of its region",
    wanted: (context) =>
      watched(context)
        ? sorted(
            alarms(context)
              .filter(
                ({ region, inputs }) =>
                  region === context.stage.region && /:sns:/.test(texts(inputs.alarmActions).join()),
              )
              .map(({ outputs }) => String(outputs.arn)),
          )
        : [],
    actual: (context) => sorted(properties(context, "alarm").flatMap(({ alarms: arns }) => texts(arns))),
  },
  {
    answer: "nothing on the dashboard is behind something else, or beyond its 24 columns",
    wanted: () => [],
    actual: (context) => {
      const all = widgets(context);
      return all
        .filter(
          (one, at) =>
            !(Number(one.x) >= 0 && Number(one.x) + Number(one.width) <= 24) ||
            !(Number(one.y) >= 0 && Number(one.height) >= 3) ||
            all.slice(0, at).some((other) => overlap(one, other)),
        )
        .map((one) => object(one.properties).title);
    },
  },
];
