import { queueVariable } from "../../../lib/answers/names.ts";
import type { ServiceView } from "../../../lib/answers/view.ts";
import { statementsIn } from "../../../lib/proof/judges/policies.ts";
import { connectionsOf, type Store, storesOf, variablesOf } from "../../../lib/proof/judges/tasks.ts";
import { containersOf, objects, texts } from "../../../lib/proof/simulate/stack.ts";
import type { Resource } from "../../../lib/proof/simulate/types.ts";
import { type Context, type Expectation, each, nameOf, object, sorted } from "./context.ts";
import { containerOf, secretOf, taskOf } from "./services.ts";

/** What a service is told of its database, its cache, its bucket, its queues and its secret. */

const bucketOf = ({ stack }: Context, { bucket }: ServiceView): Resource | undefined =>
  stack.of("aws:s3/bucket:Bucket").find(({ name }) => name === `${bucket?.Id}FilesBucket`);

/** What the role of a service allows its code. */
const grantedTo = (context: Context, service: ServiceView, actions: RegExp) =>
  context.stack
    .of("aws:iam/role:Role")
    .filter(({ outputs }) => outputs.arn === taskOf(context, service)?.inputs.taskRoleArn)
    .flatMap(({ inputs }) => objects(inputs.inlinePolicies))
    .flatMap(({ policy }) => statementsIn(policy))
    .filter((statement) => statement.actions.every((action) => actions.test(action)));

/** And where, by its actions. */
function mayOf(context: Context, service: ServiceView, actions = /./): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  for (const one of grantedTo(context, service, actions))
    found[one.actions.join(" ")] = [...(found[one.actions.join(" ")] ?? []), ...one.resources];
  return found;
}

/** What mail is sent from, and the settings that it is sent with. */
const mailArns = ({ stack }: Context): string[] =>
  ["aws:sesv2/emailIdentity:EmailIdentity", "aws:sesv2/configurationSet:ConfigurationSet"].flatMap((type) =>
    stack.of(type).map(({ outputs }) => String(outputs.arn)),
  );

/** The SQS queues that it gives jobs to, or takes them from. */
const sqsOf = ({ name, queue, jobs }: ServiceView): string[] => [
  ...jobs.filter((taker) => taker.queue === "sqs").map((taker) => taker.name),
  ...(queue === "sqs" ? [name] : []),
];

const queueOf = ({ stack, view }: Context, worker: string, which = ""): Resource | undefined => {
  const { Id } = view.services.find(({ name }) => name === worker) ?? {};
  return stack.of("aws:sqs/queue:Queue").find(({ name }) => name === `${Id}Jobs${which}`);
};

/** A database's or a cache's own secret, as the service reads it. */
export const valuesOf = (context: Context, service: ServiceView): Record<string, string> => {
  const arn = secretOf(context, service)?.outputs.arn;
  const version = context.stack
    .of("aws:secretsmanager/secretVersion:SecretVersion")
    .find(({ inputs }) => inputs.secretId === arn);
  return JSON.parse(String(version?.inputs.secretString ?? "{}"));
};

/** A URL without its password, which is as long as it must be and needs no encoding. */
const shown = (url: string | undefined): string | undefined => url?.replace(/:MOCKSECRET\w+@/, ":password@");

const storeOf = (context: Context, service: ServiceView, type: RegExp): Store | undefined => {
  const definition = taskOf(context, service);
  const stores = definition === undefined ? [] : connectionsOf(definition, storesOf(context.stack));
  return stores.map(({ store }) => store).find(({ resource }) => type.test(resource.type));
};

const named = ({ name }: ServiceView) => name.replaceAll("-", "_");
/** How a URL begins, and how it asks for a certificate that is verified. */
const POSTGRES = { scheme: "postgresql", verified: "sslmode=verify-full" };
const MYSQL = { scheme: "mysql", verified: `ssl=${encodeURIComponent('{"rejectUnauthorized":true}')}` };
const DRIVERS = { postgres: POSTGRES, "aurora-postgres": POSTGRES, mysql: MYSQL, "aurora-mysql": MYSQL };

export const wiring: Expectation[] = [
  each(
    "a container is told its stage and its environment, the port that is open, and its own address",
    ({ containers }) => containers,
    (service, context) => {
      const [open] = objects(containerOf(context, service).portMappings);
      return {
        STAGE: context.stage.stage,
        ENVIRONMENT: context.stage.environment,
        PORT: service.http ? String(open?.containerPort) : undefined,
        SELF_URL: service.routed ? context.stack.simulation.outputs[`${service.name}.url`] : undefined,
      };
    },
    (service, context) => {
      const variables = variablesOf(containerOf(context, service));
      const names = ["STAGE", "ENVIRONMENT", "PORT", ...(service.routed ? ["SELF_URL"] : [])];
      return { SELF_URL: undefined, ...Object.fromEntries(names.map((name) => [name, variables.get(name)])) };
    },
  ),
  each(
    "a service is told where its database is, over TLS, with a name and a role of its own",
    ({ view }) => view.services.filter(({ database }) => database !== null),
    (service, context) => {
      const store = storeOf(context, service, /^aws:rds/);
      const [host] = store?.hosts ?? [];
      const own = named(service);
      const { scheme, verified } = DRIVERS[service.database?.engine ?? "postgres"];
      return {
        DB_HOST: host,
        DB_PORT: String(store?.port),
        DB_NAME: own,
        DB_USER: own,
        DB_SSL: "true",
        DATABASE_URL: `${scheme}://${own}:password@${host}:${store?.port}/${own}?${verified}`,
      };
    },
    (service, context) => {
      const variables = variablesOf(containerOf(context, service));
      const names = ["DB_HOST", "DB_PORT", "DB_NAME", "DB_SSL"];
      const { DB_USER, DATABASE_URL } = valuesOf(context, service);
      return {
        ...Object.fromEntries(names.map((name) => [name, variables.get(name)])),
        DB_USER,
        DATABASE_URL: shown(DATABASE_URL),
      };
    },
  ),
  each(
    "a service is told where its cache is, over TLS",
    ({ view }) => view.services.filter(({ cache }) => cache !== null),
    (service, context) => {
      const { hosts, port } = storeOf(context, service, /^aws:elasticache/) ?? {};
      const [host] = hosts ?? [];
      return {
        REDIS_HOST: host,
        REDIS_PORT: String(port),
        REDIS_TLS: "true",
        REDIS_URL: `rediss://:password@${host}:${port}`,
      };
    },
    (service, context) => {
      const variables = variablesOf(containerOf(context, service));
      const names = ["REDIS_HOST", "REDIS_PORT", "REDIS_TLS"];
      return {
        ...Object.fromEntries(names.map((name) => [name, variables.get(name)])),
        REDIS_URL: shown(valuesOf(context, service).REDIS_URL),
      };
    },
  ),
  each(
    "a service is told where its bucket is, and may do with its files what it needs, and with no others",
    ({ view }) => view.services.filter(({ bucket }) => bucket !== null),
    (service, context) => {
      const bucket = bucketOf(context, service);
      const key = context.stack.of("aws:kms/key:Key").find(({ name }) => name === "Key");
      return {
        BUCKET_NAME: bucket?.outputs.bucket,
        BUCKET_REGION: context.stack.simulation.region,
        may: {
          "s3:ListBucket": [bucket?.outputs.arn],
          "s3:GetObject s3:PutObject s3:DeleteObject": [`${bucket?.outputs.arn}/*`],
          "kms:Decrypt kms:GenerateDataKey": [key?.outputs.arn],
          ...(context.view.has.tracing ? { "xray:PutTraceSegments": ["*"] } : {}),
        },
      };
    },
    (service, context) => {
      const variables = variablesOf(containerOf(context, service));
      return {
        BUCKET_NAME: variables.get("BUCKET_NAME"),
        BUCKET_REGION: variables.get("BUCKET_REGION"),
        may: mayOf(context, service, /^(?!sqs:|ses:)/),
      };
    },
  ),
  each(
    "a service sends mail from its own address, with the settings of the stage, and may do no more with SES",
    ({ view }) => view.services.filter(({ email }) => email !== null),
    ({ email }, context) => {
      const [settings] = context.stack.of("aws:sesv2/configurationSet:ConfigurationSet");
      const from = `${email}@${nameOf(context, "@")}`;
      return {
        MAIL_FROM: from,
        MAIL_CONFIGURATION_SET: settings?.outputs.configurationSetName,
        MAIL_REGION: context.stack.simulation.region,
        may: [
          {
            allows: true,
            actions: ["ses:SendEmail"],
            resources: mailArns(context),
            principals: [],
            conditions: { StringEquals: { "ses:FromAddress": from } },
          },
        ],
      };
    },
    (service, context) => {
      const variables = variablesOf(containerOf(context, service));
      return {
        ...Object.fromEntries(
          ["MAIL_FROM", "MAIL_CONFIGURATION_SET", "MAIL_REGION"].map((name) => [name, variables.get(name)]),
        ),
        may: grantedTo(context, service, /^ses:/),
      };
    },
  ),
  each(
    "a service is told where queues of SQS are, and may give jobs to those, and take them from its own",
    ({ view }) => view.services.filter((service) => sqsOf(service).length > 0),
    (service, context) => {
      const own = service.queue === "sqs" ? [service.name] : [];
      const given = service.jobs.filter(({ queue }) => queue === "sqs").map(({ name }) => name);
      const of = (name: string, key: "url" | "arn") => queueOf(context, name)?.outputs[key];
      const arns = (names: string[]) => sorted(names.map((name) => String(of(name, "arn"))));
      return {
        where: Object.fromEntries([...given, ...own].map((name) => [queueVariable(name), of(name, "url")])),
        may: {
          ...(given.length > 0 ? { "sqs:SendMessage sqs:GetQueueAttributes": arns(given) } : {}),
          ...(own.length > 0 ? { "sqs:ReceiveMessage sqs:DeleteMessage sqs:ChangeMessageVisibility": arns(own) } : {}),
        },
      };
    },
    (service, context) => {
      const variables = [...variablesOf(containerOf(context, service))];
      const may = Object.entries(mayOf(context, service, /^sqs:/));
      return {
        where: Object.fromEntries(variables.filter(([name]) => name.endsWith("_QUEUE"))),
        may: Object.fromEntries(may.map(([actions, resources]) => [actions, sorted(resources)])),
      };
    },
  ),
  each(
    "a job is another's for longer than the worker may be at it, and is put aside after as many times as the worker is told",
    ({ view }) => view.services.filter(({ queue }) => queue === "sqs"),
    (service, context) => {
      const variables = variablesOf(containerOf(context, service));
      return {
        visibilityTimeoutSeconds: Number(variables.get("JOB_SECONDS")) + 30,
        receiveWaitTimeSeconds: 20,
        redrive: {
          deadLetterTargetArn: queueOf(context, service.name, "Failed")?.outputs.arn,
          maxReceiveCount: Number(variables.get("JOB_TRIES")),
        },
        from: { redrivePermission: "byQueue", sourceQueueArns: [queueOf(context, service.name)?.outputs.arn] },
        kept: [4, 14],
      };
    },
    (service, context) => {
      const queue = queueOf(context, service.name)?.inputs;
      const failed = queueOf(context, service.name, "Failed")?.inputs;
      const days = (one: typeof queue) => Number(one?.messageRetentionSeconds) / 86_400;
      return {
        visibilityTimeoutSeconds: queue?.visibilityTimeoutSeconds,
        receiveWaitTimeSeconds: queue?.receiveWaitTimeSeconds,
        redrive: JSON.parse(String(queue?.redrivePolicy)),
        from: JSON.parse(String(failed?.redriveAllowPolicy)),
        kept: [days(queue), days(failed)],
      };
    },
  ),
  each(
    "pages of the services that use a bucket send files to it, of its hosts and those that were named, and no others",
    ({ view }) => view.services.filter(({ bucket }) => bucket !== null),
    ({ bucket }, context) => {
      const { services, others } = bucket?.origins ?? { services: [], others: [] };
      const hosts = context.domain === null ? [] : services.flatMap((one) => one.hosts);
      return sorted([...hosts.map((host) => `https://${nameOf(context, host)}`), ...others]);
    },
    (service, context) => {
      const bucket = bucketOf(context, service)?.outputs.bucket;
      const cors = context.stack
        .of("aws:s3/bucketCorsConfiguration:BucketCorsConfiguration")
        .filter(({ inputs }) => inputs.bucket === bucket);
      return sorted(
        cors.flatMap(({ inputs }) => objects(inputs.corsRules)).flatMap((rule) => texts(rule.allowedOrigins)),
      );
    },
  ),
  each(
    "a container has a collector of traces beside it that can end without it, may send what that takes, and traces its share",
    ({ view }) => view.services.filter(({ container }) => container && view.has.tracing),
    (_service, { view, stage }) => ({
      beside: { essential: false, user: "1000:1000", memory: 192, ports: 0 },
      exports: { awsxray: stage.client?.region ?? view.region },
      may: ["*"],
      share: String(stage.environment === "production" ? Number(view.tracing) / 100 : 1),
    }),
    (service, context) => {
      const [, ...others] = containersOf(taskOf(context, service) as Resource);
      const found = others.find(({ name }) => name === "collector") ?? {};
      const { essential, user, memory, portMappings } = found;
      const config = JSON.parse(variablesOf(found).get("AOT_CONFIG_CONTENT") ?? "{}");
      return {
        beside: { essential, user, memory, ports: objects(portMappings).length },
        exports: { awsxray: config.exporters?.awsxray?.region },
        may: mayOf(context, service)["xray:PutTraceSegments"],
        share: variablesOf(containerOf(context, service)).get("OTEL_TRACES_SAMPLER_ARG"),
      };
    },
  ),
  each(
    "a new value of its secret starts new tasks, and makes its role in the database anew",
    ({ view }) =>
      view.services.filter(
        ({ container, secrets, database, cache }) =>
          container && (secrets.length > 0 || database !== null || cache !== null),
      ),
    (service, context) => {
      const version = versionOf(context, service);
      return { CONFIG_VERSION: version, grant: service.database === null ? undefined : version };
    },
    (service, context) => {
      const grant = context.stack
        .of("aws:lambda/invocation:Invocation")
        .find(({ name }) => name === `${service.Id}GrantRun`);
      return {
        CONFIG_VERSION: variablesOf(containerOf(context, service)).get("CONFIG_VERSION"),
        grant: object(grant?.inputs.triggers).secret,
      };
    },
  ),
];

const versionOf = (context: Context, service: ServiceView): unknown => {
  const arn = secretOf(context, service)?.outputs.arn;
  return context.stack
    .of("aws:secretsmanager/secretVersion:SecretVersion")
    .find(({ inputs }) => inputs.secretId === arn)?.outputs.versionId;
};
