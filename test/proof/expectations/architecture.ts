import type { DatabaseView } from "../../../lib/answers/view.ts";
import { budgetsOf } from "../../../lib/cost/budget.ts";
import { eventSubscriptions, roles } from "../../../lib/cost/counts.ts";
import { contextOf as priced } from "../../../lib/cost/estimate.ts";
import { grants } from "../../../lib/proof/judges/access.ts";
import { objects, texts } from "../../../lib/proof/simulate/stack.ts";
import { explained } from "../../../lib/render/docs/alarms.ts";
import { type Context, count, type Expectation, each, migrates, nameOf, namesOf, object, sorted } from "./context.ts";
import { built } from "./images.ts";

const checked = ({ routed, domain, stage }: Context) =>
  when(domain !== null && stage.environment !== "dev", routed.length);
const onEcs = ({ view }: Context) => view.services.filter(({ kind }) => ["api", "web", "worker"].includes(kind)).length;
const instances = ({ view }: Context) => view.databases.filter(({ aurora }) => !aurora);
const clusters = ({ view }: Context) => view.databases.filter(({ aurora }) => aurora);
const kebab = (name: string) => name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, "-").toLowerCase();
const when = (condition: boolean, number = 1) => (condition ? number : 0);
const ENGINE: Record<DatabaseView["engine"], string> = {
  postgres: "postgres",
  mysql: "mysql",
  "aurora-postgres": "aurora-postgresql",
  "aurora-mysql": "aurora-mysql",
};

const databases: Expectation[] = [
  count("a database that is not Aurora is an RDS instance", "aws:rds/instance:Instance", (c) => instances(c).length),
  count("an Aurora database is a cluster", "aws:rds/cluster:Cluster", (c) => clusters(c).length),
  count(
    "with a second instance in production",
    "aws:rds/clusterInstance:ClusterInstance",
    (c) => clusters(c).length * (c.production ? 2 : 1),
  ),
  each(
    "every database has its engine and major version",
    ({ view }) => view.databases,
    ({ engine, version }) => `${ENGINE[engine]} ${version}`,
    ({ Id, aurora, version }, { stack }) => {
      const type = aurora ? "aws:rds/cluster:Cluster" : "aws:rds/instance:Instance";
      const name = `${Id}Database${aurora ? "Cluster" : "Instance"}`;
      const { engine, engineVersion } = stack.of(type).find((resource) => resource.name === name)?.inputs ?? {};
      const major = String(engineVersion).startsWith(`${version}.`) ? version : engineVersion;
      return `${engine} ${major}`;
    },
  ),
  count(
    "every cache is a replication group",
    "aws:elasticache/replicationGroup:ReplicationGroup",
    ({ view }) => view.caches.length,
  ),
  each(
    "every cache has its engine, and two nodes in production",
    ({ view }) => view.caches,
    ({ engine }, { production }) => ({ engine, nodes: production ? 2 : 1 }),
    ({ Id }, { stack }) => {
      const type = "aws:elasticache/replicationGroup:ReplicationGroup";
      const inputs = stack.of(type).find(({ name }) => name === `${Id}CacheCluster`)?.inputs;
      return {
        engine: inputs?.engine,
        nodes: inputs?.numCacheClusters ?? Number(inputs?.replicasPerNodeGroup ?? 0) + 1,
      };
    },
  ),
  count("databases and caches are reached through a tunnel", "aws:ec2/instance:Instance", ({ view }) =>
    when(view.tunnel !== "none" && view.databases.length + view.caches.length > 0),
  ),
  {
    answer: "every service and database has a task that makes its role, and one that migrates where that was chosen",
    wanted: ({ view }) =>
      sorted([
        ...view.services.filter(({ database }) => database !== null).map(({ Id }) => `${Id}GrantRun`),
        ...view.services.filter(migrates).map(({ Id }) => `${Id}MigrationRun`),
      ]),
    actual: ({ stack }) => sorted(stack.of("aws:lambda/invocation:Invocation").map(({ name }) => name)),
  },
  {
    answer: "what runs a task is a function of its own",
    wanted: ({ stack }) => stack.of("aws:lambda/invocation:Invocation").length,
    actual: ({ stack }) =>
      new Set(stack.of("aws:lambda/invocation:Invocation").map(({ inputs }) => inputs.functionName)).size,
  },
];

const network: Expectation[] = [
  count("there is a network where there are containers", "aws:ec2/vpc:Vpc", ({ containers }) =>
    when(containers.length > 0),
  ),
  count(
    "production has NAT gateways, the rest has none",
    "aws:ec2/natGateway:NatGateway",
    ({ containers, production }) => when(production && containers.length > 0, 2),
  ),
  {
    answer: "every stage has addresses of its own",
    wanted: ({ containers, stage }) => {
      const third = 64 * ["dev", "staging", "production"].indexOf(stage.environment);
      return containers.length === 0 ? [] : [`10.${stage.client?.network ?? 0}.${third}.0/18`];
    },
    actual: ({ stack }) => stack.of("aws:ec2/vpc:Vpc").map(({ inputs }) => inputs.cidrBlock),
  },
  count(
    "every routed service has a rule, and one for hosts that lead to its own",
    "aws:lb/listenerRule:ListenerRule",
    (c) =>
      c.domain === null ? c.routed.length : c.routed.length + c.routed.filter(({ redirects }) => redirects).length,
  ),
  count("every routed service has a target group", "aws:lb/targetGroup:TargetGroup", ({ routed }) => routed.length),
  {
    answer: "HTTPS where there is a domain, plain HTTP where there is none",
    wanted: ({ balancers, domain }) =>
      sorted(balancers.flatMap((name) => [`${name} 80`, ...(domain === null ? [] : [`${name} 443`])])),
    actual: ({ stack }) =>
      sorted(
        stack.of("aws:lb/listener:Listener").map(({ name, inputs }) => `${name.split("Listener")[0]} ${inputs.port}`),
      ),
  },
  {
    answer: "a firewall that blocks in production, and only counts in staging",
    wanted: ({ routed, stage: { environment } }) =>
      routed.length === 0 || environment === "dev" ? [] : [environment === "production" ? "block" : "count"],
    actual: ({ stack }) =>
      stack.of("aws:wafv2/webAcl:WebAcl").map(({ inputs }) => {
        const actions = objects(inputs.rules).map(({ action, overrideAction }) => action ?? overrideAction);
        return Object.keys(object(actions.at(-1))).join();
      }),
  },
  count(
    "every static site is a CloudFront distribution",
    "aws:cloudfront/distribution:Distribution",
    ({ sites }) => sites.length,
  ),
];

/** What SES asks DNS for, one line each. */
function mailRecords(context: Context): string[] {
  const domain = nameOf(context, "@");
  const { region } = context.stack.simulation;
  const [identity] = context.stack.of("aws:sesv2/emailIdentity:EmailIdentity");
  const tokens = texts(object(identity?.outputs.dkimSigningAttributes).tokens);
  return sorted([
    `bounce.${domain} MX 10 feedback-smtp.${region}.amazonses.com`,
    `bounce.${domain} TXT v=spf1 include:amazonses.com ~all`,
    ...tokens.map((token) => `${token}._domainkey.${domain} CNAME ${token}.dkim.amazonses.com`),
  ]);
}

const ofMail = (line: string) => /^bounce\.|\._domainkey\./.test(line);

const madeForMail = ({ stack }: Context): string[] =>
  [
    ...stack
      .of("aws:route53/record:Record")
      .map(({ inputs }) => `${inputs.name} ${inputs.type} ${texts(inputs.records).join()}`),
    ...stack
      .of("cloudflare:index/dnsRecord:DnsRecord")
      .map(
        ({ inputs: { name, type, priority, content } }) =>
          `${name} ${type} ${priority === undefined ? "" : `${priority} `}${String(content).replace(/^"|"$/g, "")}`,
      ),
  ].filter(ofMail);

const printedForMail = ({ stack: { simulation } }: Context): string[] =>
  Object.entries(simulation.outputs).flatMap(([name, value]) => (name.startsWith("mail.") ? [String(value)] : []));

const names: Expectation[] = [
  {
    answer: "every host has a record in Route 53",
    wanted: (c) => (c.view.dns === "route53" && c.domain !== null ? hosts(c) : []),
    actual: ({ stack }) =>
      sorted(
        stack
          .of("aws:route53/record:Record")
          .filter(({ inputs }) => inputs.type === "A")
          .map(({ inputs }) => String(inputs.name)),
      ),
  },
  {
    answer: "every host has a record in Cloudflare",
    wanted: (c) => (c.view.dns === "cloudflare" && c.domain !== null ? hosts(c) : []),
    actual: ({ stack }) =>
      sorted(
        stack
          .of("cloudflare:index/dnsRecord:DnsRecord")
          .map(({ inputs }) => String(inputs.name))
          .filter((name) => !/^_|^bounce\.|\._domainkey\./.test(name)),
      ),
  },
  {
    answer: "mail has its five records, in Route 53, at Cloudflare, or printed",
    wanted: (c) => (c.view.has.email && c.domain !== null ? mailRecords(c) : []),
    actual: (c) => sorted([...madeForMail(c), ...printedForMail(c)]),
  },
  {
    answer: "with external DNS the records are printed, and nothing is made",
    wanted: (c) =>
      c.view.dns === "external" && c.domain !== null
        ? hosts(c).map((host) => `${host}.${host === c.domain ? "ALIAS" : "CNAME"}`)
        : [],
    actual: ({ stack }) =>
      sorted(Object.keys(stack.simulation.outputs).filter((name) => /\.(CNAME|ALIAS)$/.test(name))),
  },
  {
    answer: "a deploy says what has to run and to answer when it is done",
    wanted: (c) =>
      [
        ...(c.view.has.containers ? ["cluster"] : []),
        ...c.view.services
          .filter(({ kind }) => kind === "api" || kind === "web" || kind === "worker")
          .flatMap(({ name, routed }) => [
            ...(routed ? [`${name}.health`] : []),
            `${name}.service`,
            `${name}.task`,
            ...(routed ? [`${name}.url`] : []),
          ]),
        ...c.sites.map(({ name }) => `${name}.url`),
      ].sort(),
    actual: ({ stack }) =>
      sorted(
        Object.keys(stack.simulation.outputs).filter((name) => /^cluster$|\.(health|service|task|url)$/.test(name)),
      ),
  },
  {
    answer: "a certificate is made where somebody proves the domain for it",
    wanted: ({ view, domain, routed, sites }) =>
      domain !== null && view.dns !== "external" && routed.length + sites.length > 0,
    actual: ({ stack }) => stack.of("aws:acm/certificate:Certificate").length > 0,
  },
  {
    answer: "every listener on 443 has its certificate",
    wanted: ({ stage, view, balancers, domain }) =>
      view.dns === "external" && domain !== null ? balancers.map(() => (stage.client ?? view).certificate) : [],
    actual: ({ stack, view }) =>
      view.dns === "external"
        ? stack
            .of("aws:lb/listener:Listener")
            .filter(({ inputs }) => inputs.port === 443)
            .map(({ inputs }) => inputs.certificateArn)
        : [],
  },
  count("public hosts are checked from outside", "aws:route53/healthCheck:HealthCheck", checked),
];

const hosts = (context: Context) =>
  sorted(
    [...context.routed, ...context.sites].flatMap((service) => {
      const { answers, redirects } = namesOf(context, service);
      return [...answers, ...redirects];
    }),
  );

const operations: Expectation[] = [
  count("a backup plan where backups were asked for", "aws:backup/plan:Plan", ({ backup }) => when(backup !== null)),
  count("production's backups have a second vault", "aws:backup/vault:Vault", ({ backup, production }) =>
    when(backup !== null, production ? 2 : 1),
  ),
  {
    answer: "the copies are in the region that was asked for",
    wanted: ({ backup, production, stage }) =>
      backup === null ? [] : production ? sorted([stage.region, backup.region]) : [stage.region],
    actual: ({ stack }) => sorted(stack.of("aws:backup/vault:Vault").map(({ region }) => region)),
  },
  {
    answer: "production keeps backups as long as was asked for",
    wanted: ({ backup, production }) => (backup === null ? [] : [production ? backup.retentionDays : 7]),
    actual: ({ stack }) =>
      stack
        .of("aws:backup/plan:Plan")
        .flatMap(({ inputs }) =>
          (inputs.rules as { lifecycle: { deleteAfter: number } }[]).map(({ lifecycle }) => lifecycle.deleteAfter),
        ),
  },
  count(
    "restores are tested in production",
    "aws:backup/restoreTestingPlan:RestoreTestingPlan",
    ({ backup, production }) => when(backup !== null && production),
  ),
  {
    answer: "alarms reach the e-mail address",
    wanted: ({ view, containers }) =>
      view.alerts.email === null || containers.length === 0 ? [] : [view.alerts.email],
    actual: ({ stack }) =>
      sorted(
        stack
          .of("aws:sns/topicSubscription:TopicSubscription")
          .filter(({ inputs }) => inputs.protocol === "email")
          .map(({ inputs }) => String(inputs.endpoint)),
      ),
  },
  {
    answer: "the e-mail address hears of costs: of each stage by its tag, and of the account in one of its stages",
    wanted: ({ view, stage: { stage, environment, client } }) => {
      const shared = (client ?? { stages: view.environments }).stages.at(-1) === environment;
      const tell = [view.alerts.email, view.alerts.email, view.alerts.email];
      const limits = budgetsOf(view, client?.name ?? null);
      return limits === null
        ? []
        : [
            ...(shared ? [[String(limits.account), null, ...tell]] : []),
            [String(limits.stages[environment]), `TagKeyValue user:Stage$${view.project}-${stage}`, ...tell],
          ];
    },
    actual: ({ stack }) =>
      stack
        .of("aws:budgets/budget:Budget")
        .map(({ inputs }) => [
          inputs.limitAmount,
          objects(inputs.costFilters).map(({ name, values }) => `${name} ${texts(values)}`)[0] ?? null,
          ...objects(inputs.notifications).flatMap(({ subscriberEmailAddresses }) => texts(subscriberEmailAddresses)),
        ]),
  },
  {
    answer: "alarms reach the Slack channel",
    wanted: ({ view, containers }) =>
      view.alerts.slack === null || containers.length === 0 ? [] : [view.alerts.slack],
    actual: ({ stack }) =>
      stack
        .of("aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration")
        .map(({ inputs }) => `${inputs.slackTeamId}/${inputs.slackChannelId}`),
  },
  {
    answer: "the bucket of access logs takes what a load balancer of this account sends, and no other",
    wanted: ({ routed }) => routed.length > 0,
    actual: ({ stack }) => {
      const { account } = stack.simulation;
      const [bucket] = stack.of("aws:s3/bucket:Bucket").filter(({ name }) => name === "AccessLogsBucket");
      const policies = stack.of("aws:s3/bucketPolicy:BucketPolicy").filter(({ name }) => name === "AccessLogsPolicy");
      const says = (of: string, over = "true") =>
        policies.map(({ inputs }) =>
          grants(inputs.policy, "logdelivery.elasticloadbalancing.amazonaws.com", {
            action: "s3:PutObject",
            resource: `${bucket?.outputs.arn}/alb/AWSLogs/${of}/elasticloadbalancing/x.log.gz`,
            context: { "aws:SecureTransport": over },
          }),
        );
      return [...says(account), ...says("another"), ...says(account, "false")].join() === "allow,nothing,deny";
    },
  },
  {
    answer: "there are alarms outside dev, and in production always",
    wanted: (c) => c.stage.environment !== "dev" && onEcs(c) > 0,
    actual: ({ stack, stage }) =>
      stage.environment !== "dev" &&
      stack.of("aws:cloudwatch/metricAlarm:MetricAlarm").some(({ inputs }) => inputs.namespace === "AWS/ECS"),
  },
  {
    answer: "the runbook explains everything that wakes somebody up",
    wanted: () => [],
    actual: ({ stack, view }) => {
      const known = new Set(explained(view));
      const reports = [
        // One that calls a policy of scaling rings in no inbox.
        ...stack
          .of("aws:cloudwatch/metricAlarm:MetricAlarm")
          .filter(({ inputs }) => texts(inputs.alarmActions).some((action) => action.startsWith("arn:aws:sns:")))
          .map(({ name }) => name.replace(/\..+\./, ".<name>.")),
        ...stack
          .of("aws:cloudwatch/eventTarget:EventTarget")
          .filter(({ inputs }) => String(inputs.arn).startsWith("arn:aws:sns:"))
          .map(({ name }) => kebab(name).replace(/-target$/, "")),
        ...stack.of("aws:rds/eventSubscription:EventSubscription").map(({ inputs }) => String(inputs.sourceType)),
      ];
      return sorted(reports.filter((name) => !known.has(name)));
    },
  },
  count("doctor counts the roles of a stage", "aws:iam/role:Role", ({ view, stage }) =>
    roles(priced(view, stage.environment, view.clients.find(({ name }) => name === stage.client?.name) ?? null)),
  ),
  count("doctor counts what RDS is asked to report", "aws:rds/eventSubscription:EventSubscription", ({ view, stage }) =>
    eventSubscriptions(priced(view, stage.environment, null)),
  ),
  count("there is a dashboard where there are alarms", "aws:cloudwatch/dashboard:Dashboard", ({ containers, stage }) =>
    when(stage.environment !== "dev" && containers.length > 0),
  ),
  {
    answer: "everything is in the stage's region, but for copies and what CloudFront and Route 53 need",
    wanted: () => [],
    actual: ({ stack, stage, backup }) => {
      const known = new Set([stage.region, "us-east-1", backup?.region]);
      return stack.simulation.resources
        .filter(({ region }) => !known.has(region))
        .map(({ type, name, region }) => `${type} ${name}: ${region}`);
    },
  },
  {
    answer: "production is protected",
    wanted: ({ production }) => ({ protect: production, removal: production ? "retain" : "remove" }),
    actual: ({ stack: { simulation } }) => ({ protect: simulation.app.protect, removal: simulation.app.removal }),
  },
  {
    answer: "everything carries the tags of its stage",
    wanted: ({ view, stage }) => ({
      Project: view.project,
      Environment: stage.environment,
      Stage: `${view.project}-${stage.stage}`,
      ...(stage.client ? { Client: stage.client.name } : {}),
    }),
    actual: ({ stack }) => {
      const { ManagedBy: _, ...tags } = object(object(stack.simulation.app.providers.aws?.defaultTags).tags);
      return tags;
    },
  },
  {
    answer: "what was not chosen has no provider",
    wanted: ({ view: { dns, has } }) =>
      sorted([
        "aws",
        ...(dns === "cloudflare" && has.domain ? ["cloudflare"] : []),
        ...(has.databases || has.built ? ["docker-build"] : []),
        ...(has.databases || has.caches || has.built ? ["random"] : []),
      ]),
    actual: ({ stack }) => sorted(Object.keys(stack.simulation.app.providers)),
  },
];

export const architecture: Expectation[] = [
  count("every api, web and worker is an ECS service", "aws:ecs/service:Service", onEcs),
  count(
    "every cron has a schedule; in a stage that sleeps, services, instances and checks from outside have two",
    "aws:scheduler/schedule:Schedule",
    (context) =>
      context.crons.length + when(context.sleeps, 2 * (onEcs(context) + instances(context).length + checked(context))),
  ),
  ...built,
  ...databases,
  ...network,
  ...names,
  ...operations,
];
