import { isDeepStrictEqual } from "node:util";
import { storesOf, variablesOf } from "../../../lib/proof/judges/tasks.ts";
import { containersOf, objects, texts } from "../../../lib/proof/simulate/stack.ts";
import type { PlainObject, Resource } from "../../../lib/proof/simulate/types.ts";
import { type Context, type Expectation, each, namesOf, object, sorted } from "./context.ts";
import { secretOf, taskOf } from "./services.ts";

/** What runs once for a service, what all containers have in common, and what a deploy says of a stage. */

const definitions = "aws:ecs/taskDefinition:TaskDefinition";
const grantees = ({ view }: Context) => view.services.filter(({ database }) => database !== null);

const addressOf = ({ stack }: Context, name: RegExp): string => {
  const store = storesOf(stack).find(({ resource }) => name.test(resource.name));
  return `${store?.hosts[0]}:${store?.port}`;
};
const ofDatabase = (Id: string | undefined) => new RegExp(`^${Id}Database(Instance|Cluster)$`);

/** The containers that a service's image runs in, or what stands beside it. */
const containers = ({ stack }: Context): { definition: Resource; container: PlainObject; first: boolean }[] =>
  stack
    .of(definitions)
    .flatMap((definition) =>
      containersOf(definition).map((container, at) => ({ definition, container, first: at === 0 })),
    );

/** How the collector of traces is set: it is the only one that reads it, and gives up without it. */
const collector = ({ stage }: Context) => ({
  receivers: { otlp: { protocols: { http: { endpoint: "127.0.0.1:4318" } } } },
  // Less than the 192 MB that it has: it drops what is too much, before it is killed.
  processors: {
    memory_limiter: { check_interval: "1s", limit_mib: 144, spike_limit_mib: 32 },
    batch: { timeout: "1s", send_batch_size: 50 },
  },
  exporters: { awsxray: { region: stage.region, request_timeout_seconds: 5, max_retries: 1 } },
  service: {
    telemetry: { logs: { level: "error" }, metrics: { level: "none" } },
    pipelines: { traces: { receivers: ["otlp"], processors: ["memory_limiter", "batch"], exporters: ["awsxray"] } },
  },
});

export const runs: Expectation[] = [
  each(
    "a service's role is made by the program of its database, as the administrator, where the database lets it in",
    grantees,
    (service, context) => {
      const { stack, production } = context;
      const [host, port] = addressOf(context, ofDatabase(service.database?.Id)).split(":");
      const administrator = stack
        .of("aws:secretsmanager/secret:Secret")
        .find(({ name }) => name === `${service.database?.Id}DatabaseProxySecret`)?.outputs.arn;
      const own = secretOf(context, service)?.outputs.arn;
      const named = service.name.replaceAll("-", "_");
      return {
        command: ["node", `${service.database?.family}.mjs`],
        container: `${service.Id}Grant`,
        cluster: stack.of("aws:ecs/cluster:Cluster")[0]?.outputs.arn,
        log: `/${context.view.project}/${context.stage.stage}/${service.name}_grant`,
        assignPublicIp: !production,
        groups: ["ContainerAccess"],
        variables: { DB_HOST: host, DB_PORT: port, DB_NAME: named },
        secrets: {
          ADMIN_USER: `${administrator}:username::`,
          ADMIN_PASS: `${administrator}:password::`,
          DB_USER: `${own}:DB_USER::`,
          DB_PASS: `${own}:DB_PASS::`,
        },
      };
    },
    ({ Id }, { stack }) => {
      const run = stack.of("aws:lambda/invocation:Invocation").find(({ name }) => name === `${Id}GrantRun`);
      const { command, container, cluster, log, assignPublicIp, securityGroups, taskDefinition } = JSON.parse(
        String(run?.inputs.input ?? "{}"),
      );
      const definition = stack.of(definitions).find(({ outputs }) => outputs.arn === taskDefinition);
      const found = (definition && containersOf(definition).find(({ name }) => name === container)) ?? {};
      const variables = variablesOf(found);
      const groups = stack
        .of("aws:ec2/securityGroup:SecurityGroup")
        .filter(({ id }) => texts(securityGroups).includes(String(id)))
        .map(({ name }) => name);
      return {
        ...{ command, container, cluster, log, assignPublicIp, groups },
        variables: Object.fromEntries(["DB_HOST", "DB_PORT", "DB_NAME"].map((name) => [name, variables.get(name)])),
        secrets: Object.fromEntries(objects(found.secrets).map(({ name, valueFrom }) => [name, valueFrom])),
      };
    },
  ),
  {
    answer: "every container runs as the user of its folders, without root's rights, and has a minute to end",
    wanted: () => [],
    actual: (context) =>
      containers(context)
        .filter(
          ({ container: { user, privileged, readonlyRootFilesystem, pseudoTerminal, stopTimeout }, first }) =>
            user !== "1000:1000" ||
            privileged !== false ||
            readonlyRootFilesystem !== true ||
            (first && (pseudoTerminal !== false || stopTimeout !== 60)),
        )
        .map(({ definition, container }) => `${definition.name} ${container.name}`),
  },
  {
    answer: "what stands beside a container may end, and writes to the same log",
    wanted: () => [],
    actual: ({ stack }) =>
      stack.of(definitions).flatMap((definition) => {
        const [own, ...others] = containersOf(definition);
        const log = JSON.stringify(own?.logConfiguration);
        return others
          .filter(({ essential, logConfiguration }) => essential !== false || JSON.stringify(logConfiguration) !== log)
          .map(({ name }) => `${definition.name} ${name}`);
      }),
  },
  {
    answer: "certificates are left in a volume that the task has, and that its service reads",
    wanted: () => [],
    actual: ({ stack }) =>
      stack.of(definitions).flatMap((definition) => {
        const mounts = (one: PlainObject | undefined) =>
          objects(one?.mountPoints).map(({ sourceVolume, containerPath }) => `${sourceVolume} ${containerPath}`);
        const [own, ...others] = containersOf(definition);
        const leaves = others.find(({ name }) => name === "certificates");
        const volumes = objects(definition.inputs.volumes).map(({ name }) => `${name} /certificates`);
        const wanted = leaves === undefined ? "[]" : '["certificates /certificates"]';
        const isRight =
          [volumes, mounts(own), mounts(leaves)].every((one) => JSON.stringify(one) === wanted) &&
          (leaves === undefined || JSON.stringify(leaves.command) === '["true"]');
        return isRight ? [] : [definition.name];
      }),
  },
  {
    answer: "a collector takes traces from its task alone, within its memory, and is started again",
    wanted: () => [],
    actual: (context) =>
      containers(context)
        .filter(({ container: { name } }) => name === "collector")
        .filter(({ container }) => {
          const variables = variablesOf(container);
          return (
            !isDeepStrictEqual(JSON.parse(variables.get("AOT_CONFIG_CONTENT") ?? "{}"), collector(context)) ||
            variables.get("GOMEMLIMIT") !== "144MiB" ||
            object(container.restartPolicy).enabled !== true
          );
        })
        .map(({ definition }) => definition.name),
  },
  each(
    "an SDK of OpenTelemetry sends traces to the collector beside it, and nothing else",
    ({ view }) => view.services.filter(({ container }) => container && view.has.tracing),
    ({ name }, { view, stage }) => ({
      OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:4318",
      OTEL_EXPORTER_OTLP_PROTOCOL: "http/protobuf",
      OTEL_SERVICE_NAME: `${view.project}-${stage.stage}-${name}`,
      OTEL_RESOURCE_ATTRIBUTES: `deployment.environment.name=${stage.environment},aws.log.group.names=/${view.project}/${stage.stage}/${name}`,
      OTEL_TRACES_SAMPLER: "traceidratio",
      OTEL_TRACES_SAMPLER_ARG: String(view.settings[stage.environment].traces),
      OTEL_METRICS_EXPORTER: "none",
      OTEL_LOGS_EXPORTER: "none",
    }),
    (service, context) => {
      const task = taskOf(context, service);
      const variables = task === undefined ? [] : [...variablesOf(containersOf(task)[0] ?? {})];
      return Object.fromEntries(variables.filter(([name]) => name.startsWith("OTEL_")));
    },
  ),
  {
    answer: "a deploy says where stores, queues and the tunnel are, and where further names lead",
    wanted: (context) => {
      const { view, stack, domain } = context;
      const bucket = (Id: string) => stack.of("aws:s3/bucket:Bucket").find(({ name }) => name === `${Id}FilesBucket`);
      const queue = (name: string) => stack.of("aws:sqs/queue:Queue").find((one) => one.name === name);
      const [tunnel] = stack.of("aws:ec2/instance:Instance");
      return Object.fromEntries([
        ...view.databases.map(({ name, Id }) => [`${name}.database`, addressOf(context, ofDatabase(Id))]),
        ...view.caches.map(({ name, Id }) => [`${name}.cache`, addressOf(context, new RegExp(`^${Id}CacheCluster$`))]),
        ...view.buckets.map(({ name, Id }) => [`${name}.bucket`, bucket(Id)?.outputs.bucket]),
        ...view.services
          .filter((one) => one.queue === "sqs")
          .flatMap(({ name, Id }) => [
            [`${name}.queue`, queue(`${Id}Jobs`)?.outputs.url],
            [`${name}.failed-jobs`, queue(`${Id}JobsFailed`)?.outputs.arn],
          ]),
        ...(tunnel === undefined ? [] : [["tunnel", tunnel.id]]),
        ...(domain === null ? [] : [...context.routed, ...context.sites]).flatMap((service) => {
          const { answers, redirects } = namesOf(context, service);
          return redirects.map((host) => [`${host}.redirect`, `https://${answers[0]}`]);
        }),
      ]);
    },
    actual: ({ stack }) =>
      Object.fromEntries(
        Object.entries(stack.simulation.outputs).filter(([name]) =>
          /^tunnel$|\.(database|cache|bucket|queue|failed-jobs|redirect)$/.test(name),
        ),
      ),
  },
  {
    answer: "a deploy asks each further name of a service too",
    wanted: (context) =>
      context.domain === null
        ? []
        : sorted(
            [...context.routed, ...context.sites].flatMap((service) => {
              const [, ...aliases] = namesOf(context, service).answers;
              return aliases.map((alias) => `${service.name}.${alias}.alias https://${alias.replace(/^\*/, "any")}`);
            }),
          ),
    actual: ({ stack }) =>
      sorted(
        Object.entries(stack.simulation.outputs)
          .filter(([name]) => name.endsWith(".alias"))
          .map(([name, url]) => `${name} ${new URL(String(url)).origin}`),
      ),
  },
];
