import { hasCode, type ServiceView } from "../../../lib/answers/view.ts";
import { objects, type Stack } from "../../../lib/proof/simulate/stack.ts";
import type { Resource } from "../../../lib/proof/simulate/types.ts";
import { type Context, type Expectation, each, nameOf, object } from "./context.ts";

/** Where names lead, and who asks at them. */

const records = ({ stack }: Context): Resource[] => stack.of("aws:route53/record:Record");

/** What AWS calls the zone of what a record leads to: without the right one there is no answer. */
const zonesIn = (stack: Stack): Map<unknown, unknown> =>
  new Map([
    ...stack.of("aws:lb/loadBalancer:LoadBalancer").map(({ outputs }) => [outputs.dnsName, outputs.zoneId] as const),
    ...stack
      .of("aws:cloudfront/distribution:Distribution")
      .map(({ outputs }) => [outputs.domainName, outputs.hostedZoneId] as const),
  ]);

/** Where code of the repo says whether what it needs answers too, below the service's path; other code has one path for both. */
function readyOf(service: ServiceView): string {
  const below = service.path.replace(/\/\*$/, "");
  if (!hasCode(service)) return service.health;
  return service.health === `${below}/ready` ? `${below}/readiness` : `${below}/ready`;
}

export const addresses: Expectation[] = [
  {
    answer: "a name leads to the same by IPv6 as by IPv4",
    wanted: (context) => aliasesOf(context, "A"),
    actual: (context) => aliasesOf(context, "AAAA"),
  },
  {
    answer: "a record is in the zone of the domain, and leads to what is of the stage, by its zone",
    wanted: () => [],
    actual: (context) => {
      const zones = zonesIn(context.stack);
      const [own] = records(context).map(({ inputs }) => inputs.zoneId);
      return records(context)
        .filter(
          ({ inputs }) =>
            inputs.zoneId !== own ||
            objects(inputs.aliases).some(({ name, zoneId }) => zoneId === undefined || zones.get(name) !== zoneId),
        )
        .map(({ name }) => name);
    },
  },
  each(
    "a check from outside asks a service by its own name whether it is ready, and one whose database pauses whether it lives",
    (context) => (context.domain === null || context.stage.environment === "dev" ? [] : context.routed),
    (service, context) => {
      const cluster = context.stack
        .of("aws:rds/cluster:Cluster")
        .find(({ name }) => name === `${service.database?.Id}DatabaseCluster`);
      const pauses = object(cluster?.inputs.serverlessv2ScalingConfiguration).minCapacity === 0;
      return `${nameOf(context, service.host)}${pauses ? service.health : readyOf(service)}`;
    },
    ({ Id }, { stack }) => {
      const check = stack.of("aws:route53/healthCheck:HealthCheck").find(({ name }) => name === `${Id}HealthCheck`);
      return `${check?.inputs.fqdn}${check?.inputs.resourcePath}`;
    },
  ),
];

const aliasesOf = (context: Context, type: string): string[] =>
  records(context)
    .filter(({ inputs }) => inputs.type === type)
    .map(({ inputs }) => `${inputs.name} ${objects(inputs.aliases).map(({ name, zoneId }) => `${name} ${zoneId}`)}`)
    .sort();
