import { queueVariable, secretName } from "../../../lib/answers/names.ts";
import type { ServiceView } from "../../../lib/answers/view.ts";
import { variablesOf } from "../../../lib/proof/judges/tasks.ts";
import { containersOf, objects, texts } from "../../../lib/proof/simulate/stack.ts";
import type { PlainObject, Resource } from "../../../lib/proof/simulate/types.ts";
import { type Context, type Expectation, each, migrates, nameOf, namesOf, object, sorted } from "./context.ts";

const family = ({ view, stage }: Context, { name }: ServiceView) => `${view.project}-${stage.stage}-${name}`;

/** The task definition of a service. */
export const taskOf = (context: Context, service: ServiceView): Resource | undefined =>
  context.stack
    .of("aws:ecs/taskDefinition:TaskDefinition")
    .find(({ inputs }) => inputs.family === family(context, service));

export const containerOf = (context: Context, service: ServiceView): PlainObject => {
  const task = taskOf(context, service);
  return (task && containersOf(task)[0]) ?? {};
};

/** The secret of a service. */
export const secretOf = ({ stack, view, stage }: Context, { name }: ServiceView): Resource | undefined =>
  stack
    .of("aws:secretsmanager/secret:Secret")
    .find(({ inputs }) =>
      String(inputs.namePrefix ?? inputs.name).startsWith(`${view.project}-${stage.stage}/${name}-`),
    );

/** The rule of a routed service, found by the target group that its tasks are in. */
export function ruleOf(context: Context, service: ServiceView): PlainObject {
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
/** By these words of DATABASE_URL drivers speak TLS, and want proof of who answers. */
export const URL_WORDS = { postgres: "?sslmode=verify-full", mysql: '?ssl={"rejectUnauthorized":true}' };

const isBrought = ({ source }: ServiceView) => source === "existing" || source === "image";

/** By these an SDK of OpenTelemetry finds the collector. */
const TRACING = [
  ...["ENDPOINT", "PROTOCOL"].map((word) => `OTEL_EXPORTER_OTLP_${word}`),
  ...["LOGS_EXPORTER", "METRICS_EXPORTER", "RESOURCE_ATTRIBUTES", "SERVICE_NAME"].map((word) => `OTEL_${word}`),
  ...["OTEL_TRACES_SAMPLER", "OTEL_TRACES_SAMPLER_ARG"],
];

function variables(
  { http, database, cache, bucket, queue, jobs, email, kind, calls, origins, ...service }: ServiceView,
  { view }: Context,
): string[] {
  const api = view.services.some((other) => other.kind === "api" && other.routed);
  const secret = database !== null || cache !== null || service.secrets.length > 0;
  return sorted([
    ...["NODE_ENV", "STAGE", "ENVIRONMENT", "LOG_LEVEL"],
    ...(http ? ["PORT", "SELF_URL"] : []),
    ...calls.map(({ variable }) => variable),
    ...(origins?.others.length || (view.has.domain && origins?.services.length) ? ["CORS_ORIGINS"] : []),
    ...(database ? ["DB_HOST", "DB_PORT", "DB_NAME", "DB_SSL", "DB_CONNECT_SECONDS", "DB_POOL_SIZE"] : []),
    ...(database && isBrought(service as ServiceView) ? ["DB_SSL_CA", "NODE_EXTRA_CA_CERTS", "PGSSLROOTCERT"] : []),
    ...(cache ? ["REDIS_HOST", "REDIS_PORT", "REDIS_TLS"] : []),
    ...(bucket ? ["BUCKET_NAME", "BUCKET_REGION"] : []),
    ...jobs.flatMap((taker) => (taker.queue === "sqs" ? [taker.variable] : [])),
    ...(queue === "sqs" ? [queueVariable(service.name), "JOB_SECONDS", "JOB_TRIES"] : []),
    ...(queue === "sqs" || jobs.some((taker) => taker.queue === "sqs") ? ["QUEUE_REGION"] : []),
    ...(email ? ["MAIL_FROM", "MAIL_CONFIGURATION_SET", "MAIL_REGION"] : []),
    ...(view.has.tracing ? TRACING : []),
    ...(kind === "web" && api ? ["API_URL"] : []),
    ...(secret ? ["CONFIG_VERSION"] : []),
    ...(kind === "cron" && !isBrought(service as ServiceView) ? ["RUN_SECONDS"] : []),
  ]);
}

const injected = ({ database, cache, secrets }: ServiceView): string[] =>
  sorted([
    ...(database ? ["DB_USER", "DB_PASS", "DATABASE_URL"] : []),
    ...(cache ? ["REDIS_PASSWORD", "REDIS_URL"] : []),
    ...secrets,
  ]);

const environmentOf = (container: PlainObject) =>
  Object.fromEntries(objects(container.environment).map(({ name, value }) => [String(name), value]));

/** The services and schedules that move to a new version of a service. */
const movers = (context: Context, service: ServiceView): Resource[] => {
  const arn = taskOf(context, service)?.outputs.arn;
  return context.stack
    .of("aws:ecs/service:Service", "aws:scheduler/schedule:Schedule")
    .filter(({ inputs }) => inputs.taskDefinition === arn || JSON.stringify(inputs.target ?? "").includes(String(arn)));
};

/** Everything that must be done before a resource, near and far. */
function before(context: Context, resource: Resource): Set<string> {
  const all = new Map(context.stack.simulation.resources.map((one) => [one.urn, one]));
  const found = new Set<string>();
  const visit = (urn: string): void => {
    if (found.has(urn)) return;
    found.add(urn);
    for (const other of all.get(urn)?.dependsOn ?? []) visit(other);
  };
  for (const urn of resource.dependsOn) visit(urn);
  return new Set([...found].map((urn) => all.get(urn)?.name ?? urn));
}

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
  each(
    "an API answers pages of its own stage and those that were named, and no others",
    ({ view }) => view.services.filter(({ origins }) => origins !== null),
    ({ origins }, context) =>
      sorted([
        ...(context.domain === null
          ? []
          : (origins?.services ?? []).flatMap(({ hosts }) => hosts.map((host) => `https://${nameOf(context, host)}`))),
        ...(origins?.others ?? []),
      ]),
    (service, context) => {
      const given = variablesOf(containerOf(context, service)).get("CORS_ORIGINS") ?? "";
      return sorted(given.split(",").filter((origin) => origin !== ""));
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
      const secret = secretOf(context, service);
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
    "a container writes to memory only, to folders of its user and to half of what there is",
    containers,
    ({ memory, writable }) =>
      ["/tmp", ...writable].map((containerPath) => ({
        containerPath,
        size: (Number.parseFloat(memory) * 1024) / 2,
        mountOptions: ["uid=1000", "gid=1000"],
      })),
    (service, context) => object(containerOf(context, service).linuxParameters).tmpfs,
  ),
  each(
    "code that brings no certificates of databases is given a file of them before it starts",
    containers,
    (service) => (service.database && isBrought(service) ? ["certificates SUCCESS", "/certificates, read-only"] : []),
    (service, context) => {
      const container = containerOf(context, service);
      return [
        ...objects(container.dependsOn).map(({ containerName, condition }) => `${containerName} ${condition}`),
        ...objects(container.mountPoints).map(
          ({ containerPath, readOnly }) => `${containerPath}, ${readOnly ? "read-only" : "writable"}`,
        ),
      ];
    },
  ),
  each(
    "the URL of a database says that it is to be reached over TLS, and proven",
    containers,
    ({ database }) => database && URL_WORDS[database.family],
    (service, { stack }) => {
      const values = stack
        .of("aws:secretsmanager/secretVersion:SecretVersion")
        .map(({ inputs }) => String(inputs.secretString))
        .filter((text) => text.includes("DATABASE_URL"))
        .map((text) => String(JSON.parse(text).DATABASE_URL))
        .find((url) => url.includes(`/${service.name.replaceAll("-", "_")}?`));
      return service.database && decodeURIComponent(values?.replace(/^[^?]*/, "") ?? "none");
    },
  ),
  each(
    "nothing in a container that this repo did not write is run to ask whether it is well",
    containers,
    (service) => (isBrought(service) || service.kind === "cron" ? "nothing" : "node"),
    (service, context) => texts(object(containerOf(context, service).healthCheck).command)[1] ?? "nothing",
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
    "a routed service answers on its own hosts, where there is a domain",
    (context) => (context.domain === null ? [] : context.routed),
    (service, context) => ({
      hosts: namesOf(context, service).answers,
      paths: [service.path],
      priority: service.priority,
    }),
    (service, context) => {
      const { conditions, priority } = ruleOf(context, service);
      const values = (key: string) => objects(conditions).flatMap((condition) => texts(object(condition[key]).values));
      return { hosts: values("hostHeader"), paths: values("pathPattern"), priority };
    },
  ),
  each(
    "hosts that lead elsewhere lead to the service's own, by one rule, path and query kept",
    (context) => (context.domain === null ? [] : context.routed.filter(({ redirects }) => redirects !== undefined)),
    (service, context) => ({
      hosts: namesOf(context, service).redirects,
      to: `HTTPS://${namesOf(context, service).answers[0]}:443/#{path}?#{query}, HTTP_301`,
      priority: service.redirectsPriority,
    }),
    ({ Id }, { stack }) => {
      const rule = stack.of("aws:lb/listenerRule:ListenerRule").find(({ name }) => name === `${Id}Redirects`)?.inputs;
      const { protocol, host, port, path, query, statusCode } = object(objects(rule?.actions)[0]?.redirect);
      return {
        hosts: objects(rule?.conditions).flatMap(({ hostHeader }) => texts(object(hostHeader).values)),
        to: `${protocol}://${host}:${port}${path}?${query}, ${statusCode}`,
        priority: rule?.priority,
      };
    },
  ),
  each(
    "a service scales as was asked for in production, and hardly elsewhere",
    ({ view }) => view.services.filter(({ kind }) => ["api", "web", "worker"].includes(kind)),
    ({ min, max }, { production }) => (production ? { min, max } : { min: Math.min(min, 1), max: Math.min(max, 2) }),
    ({ Id }, { stack }) => {
      const target = stack.of("aws:appautoscaling/target:Target").find(({ name }) => name.startsWith(`${Id}Service`));
      return { min: target?.inputs.minCapacity, max: target?.inputs.maxCapacity };
    },
  ),
  each(
    "a cron runs when it was asked to",
    ({ crons }) => crons,
    ({ schedule, awake }, { sleeps }) => (sleeps ? awake : schedule),
    (service, context) => {
      const task = taskOf(context, service);
      const schedule = context.stack
        .of("aws:scheduler/schedule:Schedule")
        .find(({ inputs }) => JSON.stringify(inputs.target).includes(String(task?.outputs.arn)));
      return schedule?.inputs.scheduleExpression;
    },
  ),
  each(
    "a run of a cron may take as long as was asked for, and code of this repo knows it",
    ({ crons }) => crons,
    (service) => ({
      group: `cron:${service.name}:${service.timeout}`,
      seconds: isBrought(service) ? undefined : String(Number(service.timeout) * 60),
    }),
    (service, context) => {
      const task = taskOf(context, service);
      const schedule = context.stack
        .of("aws:scheduler/schedule:Schedule")
        .find(({ inputs }) => JSON.stringify(inputs.target).includes(String(task?.outputs.arn)));
      const { group } = (schedule?.inputs.target as { ecsParameters?: { group?: string } })?.ecsParameters ?? {};
      return { group, seconds: variablesOf(containersOf(task as Resource)[0] ?? {}).get("RUN_SECONDS") };
    },
  ),
  each(
    "migrations run as the new version itself, after the role is made, and what moves to that version waits for them",
    ({ view }) => view.services.filter(({ database }) => database !== null),
    (service) => ({
      command: migrates(service) ? "node dist/migrate.js" : null,
      movers: 1,
      waiting: 1,
      ordered: true,
    }),
    (service, context) => {
      const task = taskOf(context, service);
      const name = `${service.Id}MigrationRun`;
      const run = context.stack.of("aws:lambda/invocation:Invocation").find((one) => one.name === name);
      const input = JSON.parse(String(run?.inputs.input ?? "{}"));
      const all = movers(context, service);
      const needed = [`${service.Id}GrantRun`, ...(migrates(service) ? [name] : [])];
      return {
        command: input.taskDefinition === task?.outputs.arn ? input.command.join(" ") : null,
        movers: all.length,
        waiting: all.filter((one) => needed.every((other) => before(context, one).has(other))).length,
        ordered:
          run === undefined ||
          [`${service.Id}GrantRun`, task?.name ?? ""].every((other) => before(context, run).has(other)),
      };
    },
  ),
  each(
    "what runs the migrations may run this service and no other",
    ({ view }) => view.services.filter(migrates),
    (service, context) => [family(context, service), 2],
    ({ Id }, { stack }) => {
      const role = stack.of("aws:iam/role:Role").find(({ name }) => name === `${Id}MigrationRunRole`);
      const policy = JSON.parse(String(objects(role?.inputs.inlinePolicies)[0]?.policy));
      const resources = (action: string) =>
        [policy.Statement.find(({ Action }: PlainObject) => Action === action)?.Resource ?? []].flat() as string[];
      const roles = stack
        .of("aws:iam/role:Role")
        .filter(({ outputs }) => resources("iam:PassRole").includes(String(outputs.arn)));
      return [
        resources("ecs:RunTask")
          .join()
          .replace(/^.*\/(.*):\*$/, "$1"),
        roles.length,
      ];
    },
  ),
  {
    answer: "SST asks for the declared secrets and for no others",
    wanted: ({ view }) =>
      sorted(view.services.flatMap(({ name, secrets }) => secrets.map((secret) => secretName(name, secret)))),
    actual: ({ stack }) => stack.simulation.secrets,
  },
];
