import { objects } from "../../../lib/proof/simulate/stack.ts";
import type { Resource } from "../../../lib/proof/simulate/types.ts";
import { type Expectation, object } from "./context.ts";

/** What is kept, and how long. */

/** Inputs that let something go with all that is in it, by the value that does. */
const LOSING: [input: RegExp, value: boolean][] = [
  [/^(force[A-Z]|skip[A-Z]|delete[A-Z])/, true],
  [/[pP]rotection(Enabled)?$/, false],
];
/** Without it no service can be removed: an image is built anew from its commit, and an address goes with its task. */
const goes = ({ type }: Resource) =>
  ["aws:ecr/repository:Repository", "aws:servicediscovery/service:Service"].includes(type);

export const keeping: Expectation[] = [
  {
    answer: "nothing is deleted with what is in it in production, and everything can be elsewhere",
    wanted: () => [],
    actual: ({ stack, production }) =>
      stack.simulation.resources
        .filter(({ type }) => type.startsWith("aws:"))
        .flatMap((resource) =>
          Object.entries(resource.inputs)
            .filter(([, value]) => typeof value === "boolean")
            .flatMap(([name, value]) => {
              const losing = LOSING.find(([input]) => input.test(name));
              const loses = value === losing?.[1];
              return losing !== undefined && loses !== (goes(resource) || !production)
                ? [`${resource.name} ${name} ${value}`]
                : [];
            }),
        ),
  },
  {
    answer: "copies are kept as long as was asked for",
    wanted: ({ backup, production }) => (backup !== null && production ? [backup.copyRetentionDays] : []),
    actual: ({ stack }) =>
      stack
        .of("aws:backup/plan:Plan")
        .flatMap(({ inputs }) => objects(inputs.rules))
        .flatMap(({ copyActions }) => objects(copyActions))
        .map(({ lifecycle }) => object(lifecycle).deleteAfter),
  },
  {
    answer: "the load balancer's log is kept as long as the others",
    wanted: ({ stack, routed }) =>
      routed.length === 0 ? [] : [lifetimes(stack.of("aws:cloudwatch/logGroup:LogGroup"))],
    actual: ({ stack }) =>
      stack
        .of("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration")
        .filter(({ name }) => name.startsWith("AccessLogs"))
        .map(({ inputs }) =>
          objects(inputs.rules)
            .map(({ expiration }) => object(expiration).days)
            .filter((days) => days !== undefined),
        ),
  },
  {
    answer: "a cache keeps what queues have put into it",
    wanted: ({ view }) => view.caches.map(() => "noeviction"),
    actual: ({ stack }) =>
      stack
        .of("aws:elasticache/parameterGroup:ParameterGroup")
        .flatMap(({ inputs }) => objects(inputs.parameters))
        .filter(({ name }) => name === "maxmemory-policy")
        .map(({ value }) => value),
  },
];

const lifetimes = (groups: readonly Resource[]) => [
  ...new Set(groups.map(({ inputs }) => inputs.retentionInDays).filter((days) => days !== undefined)),
];
