import type { Resource } from "../../../lib/proof/simulate/types.ts";
import { type Context, type Expectation, valuesAt } from "./context.ts";

/**
 * What a thing is called in AWS. It begins with the stage's name: what CI and roles may do is limited by it, and the runbook
 * finds things by it. And it stays what it is: another name is another thing, which an upgrade would put in the place of the
 * one that there is.
 */
interface Called {
  type: string;
  /** By which AWS names it; default `name`. */
  input?: string;
  /** What follows the stage's name, by the logical name; default that itself. */
  as?: (logicalName: string) => string;
}

const without =
  (saysNothing: RegExp) =>
  (logicalName: string): string =>
    logicalName.replace(saysNothing, "");
const among =
  (words: Readonly<Record<string, string>>) =>
  (logicalName: string): string =>
    words[logicalName] ?? logicalName;
/** There is one in a stage. */
const alone = () => "";

const GROUPS = {
  CacheAccess: "caches",
  ContainerAccess: "containers",
  DatabaseAccess: "databases",
  PrivateAccess: "private",
  TunnelAccess: "tunnel",
};

const CALLED: readonly Called[] = [
  { type: "aws:backup/plan:Plan", as: alone },
  { type: "aws:backup/restoreTestingPlan:RestoreTestingPlan", as: alone },
  { type: "aws:backup/restoreTestingSelection:RestoreTestingSelection", as: without(/^RestoreTest-/) },
  { type: "aws:backup/selection:Selection", as: without(/^BackupSelection-/) },
  { type: "aws:backup/vault:Vault", as: without(/Vault/) },
  { type: "aws:budgets/budget:Budget", as: among({ Budget: "month", StageBudget: "stage" }) },
  {
    type: "aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration",
    input: "configurationName",
    as: among({ Slack: "alerts" }),
  },
  { type: "aws:cloudfront/distribution:Distribution", input: "comment", as: without(/SiteCdnDistribution$/) },
  { type: "aws:cloudwatch/dashboard:Dashboard", input: "dashboardName", as: alone },
  { type: "aws:cloudwatch/eventRule:EventRule", as: without(/Rule$/) },
  { type: "aws:cloudwatch/metricAlarm:MetricAlarm" },
  {
    type: "aws:ec2/securityGroup:SecurityGroup",
    input: "namePrefix",
    as: (name) => among(GROUPS)(name).replace(/^Alb(\d*)SecurityGroup$/, "load-balancer$1"),
  },
  { type: "aws:ecr/repository:Repository", as: without(/(Service)?Repository$/) },
  { type: "aws:ecs/cluster:Cluster", as: alone },
  { type: "aws:ecs/taskDefinition:TaskDefinition", input: "family", as: without(/(Service|Task)?Task$/) },
  {
    type: "aws:elasticache/replicationGroup:ReplicationGroup",
    input: "replicationGroupId",
    as: without(/CacheCluster$/),
  },
  { type: "aws:iam/instanceProfile:InstanceProfile", as: without(/Profile$/) },
  {
    type: "aws:iam/role:Role",
    as: (name) =>
      name
        .replace(/(Service|Task)?(Execution|Task)Role$/, "$2")
        .replace(/CronRole$/, "Schedule")
        .replace(/Role$/, ""),
  },
  { type: "aws:kms/alias:Alias", as: without(/Alias$/) },
  { type: "aws:lambda/function:Function", as: without(/RunFunction$/) },
  {
    type: "aws:rds/clusterInstance:ClusterInstance",
    input: "identifier",
    as: (name) =>
      name
        .replace(/DatabaseInstance$/, "-node-0")
        .replace(/DatabaseReplica(\d+)$/, (_, number) => `-node-${Number(number) + 1}`),
  },
  { type: "aws:rds/cluster:Cluster", input: "clusterIdentifier", as: without(/DatabaseCluster$/) },
  { type: "aws:rds/eventSubscription:EventSubscription", as: without(/Events$/) },
  { type: "aws:rds/instance:Instance", input: "identifier", as: without(/DatabaseInstance$/) },
  { type: "aws:scheduler/schedule:Schedule", as: without(/CronSchedule$/) },
  {
    type: "aws:sesv2/configurationSet:ConfigurationSet",
    input: "configurationSetName",
    as: among({ Mail: "outgoing-mail" }),
  },
  { type: "aws:sns/topic:Topic" },
  { type: "aws:sqs/queue:Queue" },
  { type: "aws:wafv2/ipSet:IpSet", as: without(/Addresses$/) },
  { type: "aws:wafv2/webAcl:WebAcl", as: alone },
];

/** What AWS takes least of, of all names: of a cache, 40 characters; one less where the cut would have left a hyphen before the hash. */
const LEAST = 39;

const plain = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, "");

/** Whether a name is the one that is meant: as it is, with the end that lasting ones have, or cut to what AWS takes. */
function isCalled(name: string, meant: string): boolean {
  const [, beginning = name] = /^(.*)-[0-9a-f]{6}$/.exec(name) ?? [];
  const isCut = beginning !== name && name.length >= LEAST;
  return [name, beginning].map(plain).includes(plain(meant)) || (isCut && plain(meant).startsWith(plain(beginning)));
}

/** What is in another region has it in its logical name, and may be called as its like at home. */
const wordsOf = ({ as = (name) => name }: Called, { name, region }: Resource): string[] =>
  [name, name.replace(new RegExp(plain(region), "i"), "")].map(as);

/** What writes to a log and calls it by itself: where none of that name is there, AWS makes one without a key, for ever. */
function writerOf(log: string, { stack, view }: Context): string | undefined {
  const [, database, kind] = /^(.+)DatabaseLogs-(.+)$/.exec(log) ?? [];
  const named = (type: string, name: string) => stack.of(type).find((one) => one.name === name)?.inputs;
  const instance = named("aws:rds/instance:Instance", `${database}DatabaseInstance`);
  const cluster = named("aws:rds/cluster:Cluster", `${database}DatabaseCluster`);
  if (instance !== undefined) return `/aws/rds/instance/${instance.identifier}/${kind}`;
  if (cluster !== undefined) return `/aws/rds/cluster/${cluster.clusterIdentifier}/${kind}`;
  const cache = view.caches.find(({ Id }) => log === `${Id}CacheLogs`);
  return cache && `/elasticache/${stack.simulation.app.name}-${stack.simulation.stage}/${cache.name}`;
}

const LOGS: Readonly<Record<string, string>> = {
  CronGuardLogs: "/aws/lambda/OWN-cron-guard",
  // WAF writes to no other.
  FirewallLogs: "aws-waf-logs-OWN",
  FlowLogs: "/vpc/OWN/refused",
  InsightsLogs: "/aws/ecs/containerinsights/OWN/performance",
  RunTaskLogs: "/aws/lambda/OWN-run-task",
};

export const called: Expectation[] = [
  {
    answer: "a log is called as whoever writes to it calls it",
    wanted: () => [],
    actual: (context) => {
      const own = `${context.view.project}-${context.stage.stage}`;
      return context.stack
        .of("aws:cloudwatch/logGroup:LogGroup")
        .filter(({ name }) => !/LogGroup/.test(name))
        .filter(({ name, inputs }) => inputs.name !== (writerOf(name, context) ?? LOGS[name]?.replace("OWN", own)))
        .map(({ name, inputs }) => `${name} is called ${inputs.name}`);
    },
  },
  {
    answer: "what AWS names is called as its stage and as itself, and stays so",
    wanted: () => [],
    actual: ({ stack, view, stage }) =>
      CALLED.flatMap((one) =>
        stack
          .of(one.type)
          .map((resource) => ({ resource, name: valuesAt(resource.inputs, one.input ?? "name").join() }))
          .filter(
            ({ resource, name }) =>
              !wordsOf(one, resource).some((word) =>
                isCalled(name.replace(/^alias\//, ""), `${view.project}-${stage.stage}-${word}`),
              ),
          )
          .map(({ resource, name }) => `${resource.name} is called ${name || "nothing"}`),
      ),
  },
];
