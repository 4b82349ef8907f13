import type { PlainObject } from "../../../lib/proof/simulate/types.ts";
import { make, may, type Part, type Rows, task } from "./make.ts";

/** An API that gives jobs to a queue of SQS, and a worker that takes them from it. */

const url = "https://sqs/jobs";
const arn = "arn:aws:sqs:us-east-1:123456789012:jobs";
const failedArn = `${arn}-failed`;

const redrive = (maxReceiveCount: number, deadLetterTargetArn = failedArn) =>
  JSON.stringify({ deadLetterTargetArn, maxReceiveCount });
const queue = (inputs: PlainObject = {}): Part =>
  make("aws:sqs/queue:Queue")(
    { name: "jobs", visibilityTimeoutSeconds: 75, redrivePolicy: redrive(10), ...inputs },
    { id: url, outputs: { url, arn } },
  );
const failed = (inputs: PlainObject = {}): Part =>
  make("aws:sqs/queue:Queue")(
    { name: "jobs-failed", messageRetentionSeconds: 1_209_600, ...inputs },
    { outputs: { arn: failedArn } },
  );

const GIVES = ["sqs:SendMessage"];
const TAKES = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility"];

/** A service that is told where the queue is. */
const user = (name: string, actions: string[], variables: Record<string, string> = {}, on = arn): Part[] => [
  make("aws:iam/role:Role")(may(actions, [on]), { id: `role-${name}`, outputs: { arn: `role-${name}` } }),
  task(
    { environment: Object.entries({ MAILER_QUEUE: url, ...variables }).map(([key, value]) => ({ name: key, value })) },
    { taskRoleArn: `role-${name}` },
    { id: name, outputs: { arn: name } },
  ),
  make("aws:ecs/service:Service")({ taskDefinition: name }, { parent: name }),
];
const api = user("api", GIVES);
const told = { JOB_SECONDS: "45", JOB_TRIES: "10" };
const mailer = user("mailer", TAKES, told);
const both = [...api, ...mailer];

const alarm = (metricName: string, QueueName: string): Part =>
  make("aws:cloudwatch/metricAlarm:MetricAlarm")({ namespace: "AWS/SQS", metricName, dimensions: { QueueName } });
const age = alarm("ApproximateAgeOfOldestMessage", "jobs");
const first = alarm("ApproximateNumberOfMessagesVisible", "jobs-failed");

export const jobQueueRows: Rows = {
  "OWN.job-rights": {
    good: [[queue(), ...both]],
    bad: [
      [queue(), ...api],
      [queue(), ...user("api", []), ...mailer],
      [queue(), ...user("api", GIVES, {}, `${arn}-other`), ...mailer],
      ...TAKES.map((action) => [
        queue(),
        ...user(
          "mailer",
          TAKES.filter((other) => other !== action),
          told,
        ),
      ]),
    ],
  },
  "OWN.job-time": {
    good: [
      [queue(), ...both],
      [queue({ visibilityTimeoutSeconds: 46 }), ...mailer],
      [queue(), ...user("own", TAKES)],
    ],
    bad: [
      [queue({ visibilityTimeoutSeconds: 45 }), ...mailer],
      // SQS's own, half a minute.
      [queue({ visibilityTimeoutSeconds: null }), ...mailer],
      [queue(), ...user("mailer", TAKES, { JOB_SECONDS: "600" })],
    ],
  },
  "OWN.job-failed": {
    good: [[queue(), failed(), ...both]],
    bad: [
      [queue({ redrivePolicy: null }), failed(), ...both],
      [queue(), ...both],
      [queue({ redrivePolicy: redrive(10, `${arn}-elsewhere`) }), failed(), ...both],
      [queue(), failed({ messageRetentionSeconds: 345_600 }), ...both],
      [queue({ redrivePolicy: redrive(3) }), failed(), ...both],
    ],
  },
  "WA.alarm-queue": {
    good: [[queue(), failed(), ...both, age, first]],
    bad: [
      [queue(), failed(), ...both],
      [queue(), failed(), ...both, age],
      [queue(), failed(), ...both, first],
      [queue({ redrivePolicy: null }), failed(), ...both, age, first],
    ],
  },
};
