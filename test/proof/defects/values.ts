import { objects } from "../../../lib/proof/simulate/stack.ts";
import { type Defect, definition, inNested, inText, onAlarm, role, set } from "./damage.ts";

const invocation = "aws:lambda/invocation:Invocation";

/** What is kept, and what a task is told. */
export const valueDefects: Defect[] = [
  {
    what: "copies are not kept as long as asked",
    by: "copies are kept as long as was asked for",
    damage: ({ each }) =>
      each("aws:backup/plan:Plan", /./, (inputs) => {
        for (const rule of objects(inputs.rules))
          for (const copy of objects(rule.copyActions)) copy.lifecycle = { deleteAfter: 30 };
      }),
  },
  {
    what: "backups are made every month",
    by: "WA.plan",
    damage: ({ each }) =>
      each("aws:backup/plan:Plan", /./, (inputs) => {
        for (const rule of objects(inputs.rules)) rule.schedule = "cron(0 5 1 * ? *)";
      }),
  },
  {
    what: "the load balancer's log goes after a month",
    by: "the load balancer's log is kept as long as the others",
    damage: ({ each }) =>
      each("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", /^AccessLogs/, (inputs) => {
        for (const rule of objects(inputs.rules)) if (rule.expiration) rule.expiration = { days: 30 };
      }),
  },
  {
    what: "a database's automatic backups go with it",
    by: "OWN.backups-stay",
    damage: set("aws:rds/instance:Instance", /./, { deleteAutomatedBackups: true }),
  },
  {
    what: "the images of a service keep it from being removed",
    by: "nothing is deleted with what is in it in production, and everything can be elsewhere",
    damage: set("aws:ecr/repository:Repository", /./, { forceDelete: false }),
  },
  {
    what: "a full cache throws away jobs",
    by: "a cache keeps what queues have put into it",
    damage: ({ each }) =>
      each("aws:elasticache/parameterGroup:ParameterGroup", /./, (inputs) => {
        for (const one of objects(inputs.parameters)) if (one.name === "maxmemory-policy") one.value = "allkeys-lru";
      }),
  },
  {
    what: "a job is another worker's while one is at it",
    by: "OWN.job-time",
    damage: set("aws:sqs/queue:Queue", /^ResizerJobs$/, { visibilityTimeoutSeconds: 30 }),
  },
  {
    what: "a worker may not say that a job is done",
    by: "OWN.job-rights",
    damage: ({ each }) =>
      each(role, /^Resizer.*TaskRole/, (inputs) => {
        for (const one of objects(inputs.inlinePolicies))
          one.policy = String(one.policy).replaceAll("sqs:DeleteMessage", "sqs:PurgeQueue");
      }),
  },
  {
    what: "a cache is asked without TLS",
    by: "a service is told where its cache is, over TLS",
    damage: inText("aws:secretsmanager/secretVersion:SecretVersion", /^Api/, "secretString", "rediss:", "redis:"),
  },
  {
    what: "a service is told that its database has no TLS",
    by: "a service is told where its database is, over TLS, with a name and a role of its own",
    damage: inText(definition, /^ApiService/, "containerDefinitions", /(?<="name":"DB_SSL","value":")true/g, "false"),
  },
  {
    what: "a secret that changes leaves the role's password as it was",
    by: "a new value of its secret starts new tasks, and makes its role in the database anew",
    damage: set(invocation, /GrantRun$/, { triggers: {} }),
  },
  {
    what: "a secret that changes starts no new tasks",
    by: "a new value of its secret starts new tasks, and makes its role in the database anew",
    damage: inText(
      definition,
      /^ApiService/,
      "containerDefinitions",
      /(?<="name":"CONFIG_VERSION","value":")[^"]+/g,
      "1",
    ),
  },
  {
    what: "what is restored every week is another stage's vault",
    by: "what a resource works with is the stage's own, and in its region",
    damage: set("aws:backup/restoreTestingPlan:RestoreTestingPlan", /./, {
      recoveryPointSelection: { algorithm: "LATEST_WITHIN_WINDOW", includeVaults: ["arn:aws:backup:other"] },
    }),
  },
  {
    what: "events that cannot be told are kept nowhere",
    by: "what a resource works with is the stage's own, and in its region",
    damage: set("aws:cloudwatch/eventTarget:EventTarget", /^BackupFailedTarget$/, { deadLetterConfig: {} }),
  },
  {
    what: "a budget is one of units, not of dollars",
    by: "figures are what they are for",
    damage: set("aws:budgets/budget:Budget", /./, { budgetType: "USAGE" }),
  },
  {
    what: "a worker is scaled by how many tasks another service has",
    by: "a worker is scaled by the jobs of its own queue for each of its own tasks",
    damage: inNested("aws:appautoscaling/policy:Policy", /^queue\.resizer\.backlog$/, "ResizerService", "ApiService"),
  },
  {
    what: "an alarm rings a period later",
    by: "every alarm rings at its figures, and after as long as its kind is given",
    damage: onAlarm(/^service\.api\.slow$/, { evaluationPeriods: 4 }),
  },
  {
    what: "a chart draws another database than there is",
    by: "what a chart draws is there, each of its minutes, in the stage's region",
    damage: inText("aws:cloudwatch/dashboard:Dashboard", /./, "dashboardBody", "shop-production-legacy", "legacy"),
  },
  {
    what: "what ends runs is called for those that have ended",
    by: "what ends runs is called when one of this stage is about to begin, and for nothing else",
    damage: inText("aws:cloudwatch/eventRule:EventRule", /^CronGuardRule$/, "eventPattern", "RUNNING", "STOPPED"),
  },
];
