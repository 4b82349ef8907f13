import { objects } from "../../../lib/proof/simulate/stack.ts";
import type { PlainObject } from "../../../lib/proof/simulate/types.ts";
import { type Defect, definition, inNested, inText, oneLess, rewrite, role, set, without } from "./damage.ts";

/** What a thing is given to do its work: its program, its rights, its rules, its values, its size. */

const func = "aws:lambda/function:Function";
const firewall = "aws:wafv2/webAcl:WebAcl";
const instance = "aws:rds/instance:Instance";
const figures = "figures are what they are for";

const onRules =
  (change: (rule: PlainObject) => void): Defect["damage"] =>
  ({ each }) =>
    each(firewall, /./, (inputs) => {
      for (const rule of objects(inputs.rules)) change(rule);
    });

export const givenDefects: Defect[] = [
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
    what: "a migration is to run in a container that its task does not have",
    by: "what a function runs is a container of its task",
    damage: inText("aws:lambda/invocation:Invocation", /^ApiMigrationRun$/, "input", "ApiService", "OfficeService"),
  },
  {
    what: "a migration runs in one zone, whichever has failed",
    by: "all that runs may run in both zones, in private where there are NAT gateways",
    damage: ({ each }) =>
      each("aws:lambda/invocation:Invocation", /^ApiMigrationRun$/, (inputs) =>
        rewrite(inputs, "input", (input) => {
          const call = input as { subnets: string[] };
          call.subnets = call.subnets.slice(1);
        }),
      ),
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
    damage: inText(
      "aws:secretsmanager/secretVersion:SecretVersion",
      /^ApiSecretVersion$/,
      "secretString",
      /"DB_PASS":"[^"]*"/g,
      '"DB_PASS":"another"',
    ),
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
    damage: ({ each }) =>
      each(definition, /^ApiServiceTask$/, (inputs) =>
        rewrite(inputs, "containerDefinitions", (list) => {
          for (const container of objects(list))
            container.environment = objects(container.environment).filter(({ name }) => name !== "CONFIG_VERSION");
        }),
      ),
  },
  {
    what: "an image is built for another processor than it runs on",
    by: "an image is built of its folder, for what runs it, and pushed to where it is pulled from",
    damage: set("docker-build:index:Image", /^ApiServiceImage$/, { platforms: ["linux/arm64"] }),
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
      each("aws:sqs/queue:Queue", /^ResizerJobs$/, (inputs) =>
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
    damage: set(instance, /^Main/, { instanceClass: "db.t4g.micro" }),
  },
  {
    what: "databases are backed up when people are at work",
    by: figures,
    damage: set(instance, /./, { backupWindow: "13:00-14:00" }),
  },
  {
    what: "the images of a repository outlive it",
    by: figures,
    damage: set("aws:ecr/repository:Repository", /^Api/, { forceDelete: false }),
  },
  {
    what: "nothing of a database is measured inside",
    by: "what backups, monitoring, the tunnel and Slack work with are AWS's own policies, and no other role has any",
    damage: set(role, /^DatabaseMonitoringRole$/, { managedPolicyArns: [] }),
  },
];
