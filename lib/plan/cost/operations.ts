import { alarm, compositeAlarm, dashboard, healthCheck, hostedZone, key, metric, secret } from "../../cost/things.ts";
import { isObject, list, number, type Resource, text } from "../resources/index.ts";
import type { Pricer, Pricers } from "./pricer.ts";

/** An alarm is billed by the metrics that it looks at; an expression by those that it is made of. */
const metricAlarm: Pricer = (resource) => {
  const { metricQueries, period } = resource.inputs;
  const metrics = list(metricQueries).filter((query) => isObject(query) && "metric" in query).length;
  return alarm(resource, { metrics: Math.max(1, metrics), fast: number(period, 60) < 60 });
};

const filter = "aws:cloudwatch/logMetricFilter:LogMetricFilter";
const metricOf = ({ inputs: { metricTransformation: made } }: Resource) =>
  isObject(made) ? `${text(made.namespace)} ${text(made.name)} ${text(made.value)}` : "";

/**
 * A metric of what lines of a log say is billed once, whoever says it. One that counts lines is billed for the hours that
 * have some, which nobody knows.
 */
const logMetric: Pricer = (resource, resources) => {
  const counts = metricOf(resource).endsWith(" 1");
  const first = resources.of(filter).find((one) => metricOf(one) === metricOf(resource));
  return counts || first !== resource ? [] : metric(resource);
};

/** Options of a Route 53 health check, each of which is billed on top. */
const check: Pricer = (resource) => {
  const { type, requestInterval, measureLatency } = resource.inputs;
  const kind = text(type);
  const options = [kind.startsWith("HTTPS"), kind.endsWith("STR_MATCH"), requestInterval === 10, measureLatency];
  return healthCheck(resource, kind, options.filter((option) => option === true).length);
};

export const operations = {
  "aws:secretsmanager/secret:Secret": secret,
  "aws:kms/key:Key": key,
  "aws:kms/replicaKey:ReplicaKey": key,
  "aws:cloudwatch/metricAlarm:MetricAlarm": metricAlarm,
  [filter]: logMetric,
  "aws:cloudwatch/compositeAlarm:CompositeAlarm": compositeAlarm,
  "aws:cloudwatch/dashboard:Dashboard": dashboard,
  "aws:route53/healthCheck:HealthCheck": check,
  "aws:route53/zone:Zone": hostedZone,
  "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace": hostedZone,
} satisfies Partial<Pricers>;
