import { fires, partsOf, secondsUntil } from "../../lib/proof/judges/alarms.ts";
import { matches } from "../../lib/proof/judges/events.ts";
import { evaluate } from "../../lib/proof/judges/metric-math.ts";
import { objects, type Stack, texts } from "../../lib/proof/simulate/stack.ts";
import type { PlainObject, Resource } from "../../lib/proof/simulate/types.ts";
import { fitsPattern } from "../support/log-pattern.ts";
import type { Incident, Measured } from "./incidents.ts";

/** What CloudWatch makes of several values in one period. */
const SUMMED_UP: Readonly<Record<string, (values: readonly number[]) => number>> = {
  Average: (values) => values.reduce((sum, value) => sum + value, 0) / values.length,
  Maximum: (values) => Math.max(...values),
  Minimum: (values) => Math.min(...values),
  Sum: (values) => values.reduce((sum, value) => sum + value, 0),
};

/** What filters read in a line of a service's log, by namespace and name of the metric. */
function readIn({ to, says }: Incident, stack: Stack): Measured {
  if (says === undefined) return {};
  const filters = stack
    .of("aws:cloudwatch/logMetricFilter:LogMetricFilter")
    .filter(
      ({ inputs }) => String(inputs.logGroupName).endsWith(`/${to}`) && fitsPattern(String(inputs.pattern), says),
    );
  return Object.fromEntries(
    filters.map(({ inputs }) => {
      const [{ namespace, name, value } = {}] = objects([inputs.metricTransformation ?? []]);
      const read = String(value).startsWith("$.") ? says[String(value).slice(2)] : value;
      return [`${namespace} ${name}`, Number(read)];
    }),
  );
}

/** What an alarm makes of what is measured; undefined where it looks at something else. */
function ringsFor(alarm: Resource, measured: Measured): boolean | undefined {
  const value = ({ inputs }: Resource): number | "nothing" | undefined => {
    const found = measured[`${inputs.namespace} ${inputs.metricName}`];
    return typeof found === "object" ? SUMMED_UP[String(inputs.statistic)]?.(found) : found;
  };
  if (alarm.inputs.metricQueries === undefined) {
    const own = value(alarm);
    return own === undefined ? undefined : fires(alarm, own);
  }
  const { parts, expression } = partsOf(alarm);
  const values = parts.map(([id, part]) => [id, value(part)] as const);
  if (values.every(([, one]) => one === undefined)) return undefined;
  const known = values.map(([id, one]) => [id, one === "nothing" ? undefined : one]);
  return fires(alarm, evaluate(expression, Object.fromEntries(known)) ?? "nothing");
}

/** The period of an alarm, or of what it is calculated from. */
function minutesUntil(alarm: Resource): number {
  const [query] = objects(alarm.inputs.metricQueries).flatMap(({ metric }) => objects([metric ?? []]));
  const period = alarm.inputs.period ?? query?.period ?? 0;
  return secondsUntil({ ...alarm, inputs: { ...alarm.inputs, period } }) / 60;
}

/** What tells people of an incident, and after how many minutes. */
export function heard(incident: Incident, stack: Stack): Record<string, number> {
  const { to, event, rds } = incident;
  const measured = { ...incident.measured, ...readIn(incident, stack) };
  const topics = stack.of("aws:sns/topic:Topic").map(({ outputs }) => String(outputs.arn));
  const alarms = stack
    .of("aws:cloudwatch/metricAlarm:MetricAlarm")
    .filter(({ name }) => to === "" || name.split(".").includes(to))
    .filter((alarm) => ringsFor(alarm, measured) === true)
    .filter(({ inputs }) => texts(inputs.alarmActions).some((arn) => topics.includes(arn)))
    .map((alarm) => [alarm.name, minutesUntil(alarm)]);
  const [cluster] = stack.of("aws:ecs/cluster:Cluster");
  const happened = event?.(String(cluster?.outputs.arn), stack);
  const told = stack
    .of("aws:cloudwatch/eventTarget:EventTarget")
    .filter(({ inputs }) => topics.includes(String(inputs.arn)));
  const rules = stack
    .of("aws:cloudwatch/eventRule:EventRule")
    .filter(({ inputs }) => happened && matches(JSON.parse(String(inputs.eventPattern)) as PlainObject, happened))
    .filter(({ inputs }) => told.some((target) => target.inputs.rule === inputs.name))
    .map(({ inputs }) => [String(inputs.name).replace(/^shop-production-/, ""), 0]);
  const subscriptions = stack
    .of("aws:rds/eventSubscription:EventSubscription")
    .filter(({ inputs }) => topics.includes(String(inputs.snsTopic)) && inputs.sourceType === rds?.from)
    .filter(({ inputs }) => texts(inputs.eventCategories).includes(String(rds?.tells)))
    .map(({ inputs }) => [String(inputs.name).replace(/^shop-production-/, ""), 0]);
  return Object.fromEntries([...alarms, ...rules, ...subscriptions]);
}
