import { secretName } from "../../../lib/blueprint/names.ts";
import type { ServiceView } from "../../../lib/render/view.ts";
import { containersOf, objects, texts } from "../../../templates/infra/testing/stack.ts";
import type { PlainObject, Resource } from "../../../templates/infra/testing/types.ts";
import { type Context, type Expectation, each, hostOf, object, sorted } from "./context.ts";

const family = ({ view, stage }: Context, { name }: ServiceView) => `${view.project}-${stage.stage}-${name}`;

/** The task definition of a service. */
const taskOf = (context: Context, service: ServiceView): Resource | undefined =>
  context.stack
    .of("aws:ecs/taskDefinition:TaskDefinition")
    .find(({ inputs }) => inputs.family === family(context, service));

const containerOf = (context: Context, service: ServiceView): PlainObject => {
  const task = taskOf(context, service);
  return (task && containersOf(task)[0]) ?? {};
};

/** The rule of a routed service, found by the target group that its tasks are in. */
function ruleOf(context: Context, service: ServiceView): PlainObject {
  const task = taskOf(context, service);
  const running = context.stack
    .of("aws:ecs/service:Service")
    .find(({ inputs }) => inputs.taskDefinition === task?.outputs.arn || inputs.taskDefinition === task?.inputs.family);
  const group = objects(running?.inputs.loadBalancers)[0]?.targetGroupArn;
  const rule = context.stack
    .of("aws:lb/listenerRule:ListenerRule")
    .find(({ inputs }) => JSON.stringify(inputs.actions).includes(String(group)));
  return rule?.inputs ?? {};
}

const NEST = { dev: "DEV", staging: "TEST", production: "PROD" };

/** Every variable that a container gets in the clear. */
function variables({ routed, database, cache, kind, ...service }: ServiceView, { view }: Context): string[] {
  const api = view.services.some((other) => other.kind === "api");
  const secret = database !== null || cache !== null || service.secrets.length > 0;
  return sorted([
    ...["NODE_ENV", "STAGE", "ENVIRONMENT", "LOG_LEVEL"],
    ...(routed ? ["PORT", "SELF_URL"] : []),
    ...(database ? ["DB_HOST", "DB_PORT", "DB_NAME", "DB_USER", "DB_SSL"] : []),
    ...(cache ? ["REDIS_HOST", "REDIS_PORT", "REDIS_TLS"] : []),
    ...(kind === "web" && api ? ["API_URL"] : []),
    ...(secret ? ["SECRETS_VERSION"] : []),
  ]);
}

const injected = ({ database, cache, secrets }: ServiceView): string[] =>
  sorted([
    ...(database ? ["DB_PASS", "DATABASE_URL"] : []),
    ...(cache ? ["REDIS_PASSWORD", "REDIS_URL"] : []),
    ...secrets,
  ]);

const environmentOf = (container: PlainObject) =>
  Object.fromEntries(objects(container.environment).map(({ name, value }) => [String(name), value]));

const containers = ({ containers }: Context) => containers;
const routed = ({ routed }: Context) => routed;

export const services: Expectation[] = [
  each(
    "a container has the size that was asked for",
    containers,
    ({ cpu, memory }) => ({
      cpu: String(Number.parseFloat(cpu) * 1024),
      memory: String(Number.parseFloat(memory) * 1024),
    }),
    (service, context) => {
      const { cpu, memory } = taskOf(context, service)?.inputs ?? {};
      return { cpu, memory };
    },
  ),
  each("a container gets these variables and no others", containers, variables, (service, context) =>
    sorted(Object.keys(environmentOf(containerOf(context, service))).filter((name) => !name.startsWith("SST_"))),
  ),
  each(
    "a container gets these secrets and no others, each from the service's own secret",
    containers,
    injected,
    (service, context) => {
      const secret = context.stack
        .of("aws:secretsmanager/secret:Secret")
        .find(({ inputs }) =>
          String(inputs.namePrefix ?? inputs.name).startsWith(
            `${context.view.project}-${context.stage.stage}/${service.name}-`,
          ),
        );
      const given = objects(containerOf(context, service).secrets);
      return sorted(
        given.map(({ name, valueFrom }) =>
          String(valueFrom) === `${secret?.outputs.arn}:${name}::` ? String(name) : `${name} from ${valueFrom}`,
        ),
      );
    },
  ),
  each(
    "a container knows where it runs",
    containers,
    ({ source }, { stage }) => ({
      ENVIRONMENT: stage.environment,
      STAGE: stage.stage,
      NODE_ENV: source === "nestjs" ? NEST[stage.environment] : "production",
    }),
    (service, context) => {
      const { ENVIRONMENT, STAGE, NODE_ENV } = environmentOf(containerOf(context, service));
      return { ENVIRONMENT, STAGE, NODE_ENV };
    },
  ),
  each(
    "an image that exists is used as it is, others come from the service's repository",
    containers,
    ({ image }) => image ?? "built",
    (service, context) => {
      const image = String(containerOf(context, service).image);
      return image.includes(".dkr.ecr.") && image.includes("@sha256:") ? "built" : image;
    },
  ),
  each(
    "a routed service listens on its port and is asked for its health",
    routed,
    ({ port, health }) => ({ port, health }),
    (service, context) => {
      const actions = JSON.stringify(ruleOf(context, service).actions ?? []);
      const group = context.stack
        .of("aws:lb/targetGroup:TargetGroup")
        .find(({ outputs }) => actions.includes(String(outputs.arn)));
      return {
        port: objects(containerOf(context, service).portMappings)[0]?.containerPort,
        health: object(group?.inputs.healthCheck).path,
      };
    },
  ),
  each(
    "a routed service answers on its own host, where there is a domain",
    (context) => (context.domain === null ? [] : context.routed),
    (service, context) => ({ hosts: [hostOf(context, service)], paths: [service.path], priority: service.priority }),
    (service, context) => {
      const { conditions, priority } = ruleOf(context, service);
      const values = (key: string) => objects(conditions).flatMap((condition) => texts(object(condition[key]).values));
      return { hosts: values("hostHeader"), paths: values("pathPattern"), priority };
    },
  ),
  each(
    "a service scales as was asked for in production, and hardly elsewhere",
    ({ view }) => view.services.filter(({ kind }) => ["api", "web", "worker"].includes(kind)),
    ({ min, max }, { production }) => (production ? { min, max } : { min: 1, max: Math.min(max, 2) }),
    ({ Id }, { stack }) => {
      const target = stack.of("aws:appautoscaling/target:Target").find(({ name }) => name.startsWith(`${Id}Service`));
      return { min: target?.inputs.minCapacity, max: target?.inputs.maxCapacity };
    },
  ),
  each(
    "a cron runs when it was asked to",
    ({ crons }) => crons,
    ({ schedule }) => schedule,
    (service, context) => {
      const task = taskOf(context, service);
      const schedule = context.stack
        .of("aws:scheduler/schedule:Schedule")
        .find(({ inputs }) => JSON.stringify(inputs.target).includes(String(task?.outputs.arn)));
      return schedule?.inputs.scheduleExpression;
    },
  ),
  {
    answer: "SST asks for the declared secrets and for no others",
    wanted: ({ view }) =>
      sorted(view.services.flatMap(({ name, secrets }) => secrets.map((secret) => secretName(name, secret)))),
    actual: ({ stack }) => stack.simulation.secrets,
  },
];
