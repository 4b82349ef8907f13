import { objects } from "../../../lib/proof/simulate/stack.ts";
import type { PlainObject } from "../../../lib/proof/simulate/types.ts";
import { type Defect, definition, inNested, inText, onAlarm, rewrite, role, set, without } from "./damage.ts";

/** What is another thing's, or of another thing of the same kind, and what is asked of the wrong one. */

const repository = "aws:ecr/repository:Repository";
const queue = "aws:sqs/queue:Queue";
const func = "aws:lambda/function:Function";
const invocation = "aws:lambda/invocation:Invocation";
const restored = "aws:backup/restoreTestingSelection:RestoreTestingSelection";
const record = "aws:route53/record:Record";
const check = "aws:route53/healthCheck:HealthCheck";
const firewall = "aws:wafv2/webAcl:WebAcl";
const secret = "aws:secretsmanager/secretVersion:SecretVersion";
const image = "docker-build:index:Image";

const links = "what a resource works with is the stage's own, and in its region";
const figures = "figures are what they are for";

/** Changes what a container of a task definition is. */
const onContainer =
  (name: RegExp, change: (container: PlainObject) => void): Defect["damage"] =>
  ({ each }) =>
    each(definition, name, (inputs) =>
      rewrite(inputs, "containerDefinitions", (list) => {
        for (const container of objects(list)) change(container);
      }),
    );

const onRules =
  (change: (rule: PlainObject) => void): Defect["damage"] =>
  ({ each }) =>
    each(firewall, /./, (inputs) => {
      for (const rule of objects(inputs.rules)) change(rule);
    });

const oneLess =
  (type: string, name: RegExp, input: string): Defect["damage"] =>
  ({ each }) =>
    each(type, name, (inputs) => {
      inputs[input] = (inputs[input] as []).slice(1);
    });

export const whoseDefects: Defect[] = [
  {
    what: "an alarm watches the tasks of another service",
    by: "an alarm is about what its name says",
    damage: onAlarm(/^service\.api\.no-tasks$/, {
      dimensions: { ClusterName: "shop-production", ServiceName: "OfficeService" },
    }),
  },
  {
    what: "an alarm watches the vault of the copies",
    by: "an alarm is about what its name says",
    damage: onAlarm(/^backup\.missing$/, { dimensions: { BackupVaultName: "shop-production-copies" } }),
  },
  {
    what: "a chart of one service draws another",
    by: "a chart draws what its title says",
    damage: inText("aws:cloudwatch/dashboard:Dashboard", /./, "dashboardBody", '"ApiService"', '"OfficeService"'),
  },
  {
    what: "an alarm has the name of nothing",
    by: "what AWS names is called as its stage and as itself, and stays so",
    damage: onAlarm(/^service\.api\.cpu$/, { name: "shop-production-service" }),
  },
  {
    what: "a database is called otherwise, and a new one takes its place",
    by: "what AWS names is called as its stage and as itself, and stays so",
    damage: set("aws:rds/instance:Instance", /^Main/, { identifier: "shop-production-main-2" }),
  },
  {
    what: "a function is given no program",
    by: "a function has its program, and in it the handler that is called",
    damage: set(func, /^CronGuard$/, { code: { assets: {} } }),
  },
  {
    what: "what ends runs does not know its cluster",
    by: "a function is told what its program reads, which is its cluster",
    damage: set(func, /^CronGuard$/, { environment: {} }),
  },
  {
    what: "what ends runs may not end them",
    by: "a function may do what its program does, in its cluster, and nowhere else",
    damage: without(/^CronGuardRole$/, "ecs:StopTask"),
  },
  {
    what: "what ends runs may end those of other stages",
    by: "a function may do what its program does, in its cluster, and nowhere else",
    damage: inNested(role, /^CronGuardRole$/, "arn:aws:ecs:us-east-1:123456789012:cluster/shop-production", "*"),
  },
  {
    what: "a migration runs in one zone, whichever has failed",
    by: "a task that a deploy runs is started in each zone's network, and its container is there",
    damage: ({ each }) =>
      each(invocation, /^ApiMigrationRun$/, (inputs) =>
        rewrite(inputs, "input", (input) => {
          const call = input as { subnets: string[] };
          call.subnets = call.subnets.slice(1);
        }),
      ),
  },
  {
    what: "a restored database lets in whom containers let in",
    by: "every database is restored to where it is itself: neither is the copy in reach of anybody else",
    damage: set(restored, /-main$/, {
      restoreMetadataOverrides: { dbSubnetGroupName: "shop-production-restore-test", vpcSecurityGroupIds: '["sg-0"]' },
    }),
  },
  {
    what: "a database is in no backup",
    by: "every database is backed up",
    damage: set("aws:backup/selection:Selection", /legacy$/, { resources: [] }),
  },
  {
    what: "a name leads nowhere by IPv6",
    by: "a name leads to the same by IPv6 as by IPv4",
    damage: set(record, /AAAARecord/, { aliases: [] }),
  },
  {
    what: "a record leads to the load balancer by the zone of the domain",
    by: "a record is in the zone of the domain, and leads to what is of the stage, by its zone",
    damage: inNested(record, /^AlbARecordApi/, "Z0MOCKLB", "Z0MOCKZONE"),
  },
  {
    what: "a check from outside asks whether a service lives, not whether it is ready",
    by: "a check from outside asks a service by its own name whether it is ready, and one whose database pauses whether it lives",
    damage: set(check, /^Api/, { resourcePath: "/health" }),
  },
  {
    what: "the firewall counts in production",
    by: "what no rule is about passes, and each rule does what the environment is set to",
    damage: onRules((rule) => {
      if (rule.name === "AWSManagedRulesKnownBadInputsRuleSet") rule.overrideAction = { count: {} };
    }),
  },
  {
    what: "a rule of the firewall is called as another",
    by: "a rule of AWS is the one that it is called by, and each is counted by its name",
    damage: onRules((rule) => {
      if (rule.name === "AWSManagedRulesKnownBadInputsRuleSet") rule.name = "AWSManagedRulesSQLiRuleSet";
    }),
  },
  {
    what: "uploads are taken for attacks",
    by: "what is left to pass of a group is still counted",
    damage: inNested(firewall, /./, '"actionToUse":{"count":{}}', '"actionToUse":{"block":{}}'),
  },
  {
    what: "the stage's own calls are one busy visitor",
    by: "the stage's own calls are no busy visitor, where they come from the addresses of its NAT gateways",
    damage: oneLess("aws:wafv2/ipSet:IpSet", /./, "addresses"),
  },
  {
    what: "mail is of a trial's domain",
    by: "mail is the stage's domain's, and what comes back comes to a name below it",
    damage: set("aws:sesv2/emailIdentity:EmailIdentity", /./, { emailIdentity: "staging.shop.example" }),
  },
  {
    what: "what happens to mail is told where nobody hears it",
    by: "what happens to mail is told on the account's own bus, where rules hear it",
    damage: inNested(
      "aws:sesv2/configurationSetEventDestination:ConfigurationSetEventDestination",
      /./,
      "event-bus/default",
      "event-bus/mail",
    ),
  },
  {
    what: "a password is not the one in the URL",
    by: "a password stands by itself as it stands in the URL, and a declared secret is the one that was set",
    damage: inText(secret, /^ApiSecretVersion$/, "secretString", /"DB_PASS":"[^"]*"/g, '"DB_PASS":"another"'),
  },
  {
    what: "a cache takes another password than its services have",
    by: "a cache takes the password that its services have",
    damage: set("aws:elasticache/replicationGroup:ReplicationGroup", /./, { authToken: "another" }),
  },
  {
    what: "a service writes to the log of another",
    by: "a container writes to the log of its service, in the stage's region, in streams that are called as it is",
    damage: inText(
      definition,
      /^ApiServiceTask$/,
      "containerDefinitions",
      "/shop/production/api",
      "/shop/production/web",
    ),
  },
  {
    what: "a service goes on with its secret as it was",
    by: "a container knows which version of its secret it was started for",
    damage: onContainer(/^ApiServiceTask$/, (container) => {
      container.environment = objects(container.environment).filter(({ name }) => name !== "CONFIG_VERSION");
    }),
  },
  {
    what: "an image is built for another processor than it runs on",
    by: "an image is built of its folder, for what runs it, and pushed to where it is pulled from",
    damage: set(image, /^ApiServiceImage$/, { platforms: ["linux/arm64"] }),
  },
  {
    what: "images of one zone go through its NAT gateway",
    by: links,
    damage: oneLess("aws:ec2/vpcEndpoint:VpcEndpoint", /./, "routeTableIds"),
  },
  {
    what: "nobody hears of the failures of one database",
    by: links,
    damage: oneLess("aws:rds/eventSubscription:EventSubscription", /^DbInstanceEvents$/, "sourceIds"),
  },
  {
    what: "CloudWatch of any account may use the key",
    by: "keys, topics and queues let in whom they are for, under their conditions, and nobody else",
    damage: inText("aws:kms/key:Key", /^Key$/, "policy", '"123456789012"', '"*"'),
  },
  {
    what: "a queue takes messages in the clear",
    by: "a key lets its account decide who works with it, and a queue hears nothing in the clear",
    damage: ({ each }) =>
      each(queue, /^ResizerJobs$/, (inputs) =>
        rewrite(inputs, "policy", (policy) => {
          (policy as PlainObject).Statement = [];
        }),
      ),
  },
  {
    what: "what the network refuses is written to no log",
    by: "what the network refuses is written to its log, and to no other",
    damage: inNested(role, /^FlowLogsRole$/, "/vpc/shop-production/refused", "/vpc/shop-production"),
  },
  {
    what: "those that call a service reach every port of it",
    by: "those that call a service are let in at its port, and at no other",
    damage: set("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", /^BillingFrom/, { toPort: 65_535 }),
  },
  {
    what: "a database is smaller than the table says",
    by: figures,
    damage: set("aws:rds/instance:Instance", /^Main/, { instanceClass: "db.t4g.micro" }),
  },
  {
    what: "databases are backed up when people are at work",
    by: figures,
    damage: set("aws:rds/instance:Instance", /./, { backupWindow: "13:00-14:00" }),
  },
  {
    what: "the images of a repository outlive it",
    by: figures,
    damage: set(repository, /^Api/, { forceDelete: false }),
  },
];
