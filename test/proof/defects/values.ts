import { objects } from "../../../lib/proof/simulate/stack.ts";
import { type Defect, definition, inText, role, set } from "./damage.ts";

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
];
