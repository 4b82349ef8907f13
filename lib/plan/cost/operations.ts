import { list, number, text } from "../resources/index.ts";
import { counted, type Pricer, units } from "./items.ts";

/** An alarm is billed by the metrics that it looks at; an expression by those that it is made of. */
const alarm: Pricer = (resource) => {
  const metrics = list(resource.inputs.metricQueries).filter(
    (query) => typeof query === "object" && query !== null && "metric" in query,
  ).length;
  return [
    {
      line: "alarms",
      label: "Alarms",
      detail: "alarm",
      count: ["alarm", "alarms"],
      units: units(resource.region, {
        [number(resource.inputs.period, 60) < 60 ? "alarm:fast" : "alarm"]: Math.max(1, metrics),
      }),
      urn: resource.urn,
    },
  ];
};

/** Options of a Route 53 health check, each of which is billed on top. */
const options = (inputs: Record<string, unknown>): number =>
  [
    text(inputs.type as string).startsWith("HTTPS"),
    text(inputs.type as string).endsWith("STR_MATCH"),
    inputs.requestInterval === 10,
    inputs.measureLatency === true,
  ].filter(Boolean).length;

const healthCheck: Pricer = ({ inputs, urn }) => [
  {
    line: "health",
    label: "Health checks",
    detail: `${text(inputs.type)} check`,
    count: [`${text(inputs.type)} check`, `${text(inputs.type)} checks`],
    // Route 53 has one price list for all regions.
    units: units("global", { healthCheck: 1, healthCheckOption: options(inputs) }),
    urn,
  },
];

export const operations: Readonly<Record<string, Pricer>> = {
  "aws:secretsmanager/secret:Secret": counted("secrets", "Secrets", ["secret", "secrets"], { secret: 1 }),
  "aws:kms/key:Key": counted("keys", "Encryption keys", ["key", "keys"], { kmsKey: 1 }),
  "aws:kms/replicaKey:ReplicaKey": counted("keys", "Encryption keys", ["key", "keys"], { kmsKey: 1 }),
  "aws:cloudwatch/metricAlarm:MetricAlarm": alarm,
  "aws:cloudwatch/compositeAlarm:CompositeAlarm": counted("alarms:composite", "Composite alarms", ["alarm", "alarms"], {
    compositeAlarm: 1,
  }),
  "aws:cloudwatch/dashboard:Dashboard": counted(
    "dashboard",
    "Dashboard",
    ["dashboard", "dashboards"],
    { dashboard: 1 },
    "global",
  ),
  "aws:route53/healthCheck:HealthCheck": healthCheck,
  "aws:route53/zone:Zone": counted("zones", "Hosted zones", ["zone", "zones"], { hostedZone: 1 }, "global"),
  // A private namespace of Cloud Map is a hosted zone of Route 53.
  "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace": counted(
    "zones",
    "Hosted zones",
    ["zone", "zones"],
    { hostedZone: 1 },
    "global",
  ),
};
