import { type Answers as AwsAnswers, type AwsServer, awsServer } from "../aws/server.ts";
import { sstState } from "../sst-state.ts";
import { ACCOUNT } from "./stage.ts";

/** AWS as a deploy finds it: who the caller is, and a service of ECS. */

export const TASK = (revision: number, service = "api"): string =>
  `arn:aws:ecs:us-east-1:${ACCOUNT}:task-definition/shop-dev-${service}:${revision}`;

const DIGEST = `sha256:${"ab12".repeat(16)}`;
const IMAGE = `${ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com/shop-dev-api@${DIGEST}`;

/** The state of an account in which every stage of the shop has its secret. */
function state(): AwsAnswers {
  const { answers, secrets } = sstState();
  for (const stage of ["dev", "staging", "production"]) secrets("shop", stage, { ApiJwtSecret: "a secret" });
  return answers;
}

/** Answers of an account in which the service of the outputs runs as it should. */
export const healthy = (revision = 7): AwsAnswers => ({
  ...state(),
  "sts.GetCallerIdentity": { Account: ACCOUNT, Arn: `arn:aws:sts::${ACCOUNT}:assumed-role/Admin/ana`, UserId: "x" },
  "ecs.DescribeServices": {
    services: [
      {
        serviceName: "ApiService",
        status: "ACTIVE",
        events: [{ id: "1", message: "(service ApiService) has reached a steady state." }],
        deployments: [
          {
            status: "PRIMARY",
            taskDefinition: TASK(revision),
            rolloutState: "COMPLETED",
            runningCount: 2,
            desiredCount: 2,
          },
        ],
      },
    ],
  },
  "ecs.DescribeTaskDefinition": {
    taskDefinition: {
      containerDefinitions: [
        {
          name: "ApiService",
          image: IMAGE,
          logConfiguration: {
            logDriver: "awslogs",
            options: { "awslogs-group": "/shop/dev/api", "awslogs-stream-prefix": "/service" },
          },
        },
      ],
    },
  },
  "ecs.ListTasks": ({ input }) => ({
    taskArns: input.desiredStatus === "RUNNING" ? [`arn:aws:ecs:us-east-1:${ACCOUNT}:task/shop-dev/0123`] : [],
  }),
  "ecs.DescribeTasks": {
    tasks: [{ taskDefinitionArn: TASK(revision), containers: [{ name: "ApiService", imageDigest: DIGEST }] }],
  },
});

/** What ECS and its log say of a task that ended by itself. */
export const crashed = (revision: number, { exitCode, reason }: { exitCode?: number; reason: string }): AwsAnswers => ({
  "ecs.ListTasks": ({ input }) => ({
    taskArns: input.desiredStatus === "STOPPED" ? [`arn:aws:ecs:us-east-1:${ACCOUNT}:task/shop-dev/dead01`] : [],
  }),
  "ecs.DescribeTasks": {
    tasks: [
      {
        taskArn: `arn:aws:ecs:us-east-1:${ACCOUNT}:task/shop-dev/dead01`,
        taskDefinitionArn: TASK(revision),
        stoppedAt: new Date(0),
        stoppedReason: reason,
        containers: [{ name: "ApiService", ...(exitCode === undefined ? {} : { exitCode }) }],
      },
    ],
  },
  "logs.GetLogEvents": {
    events: [{ message: "Connecting to the database" }, { message: "Error: password authentication failed" }],
  },
});

export const account = (...answers: AwsAnswers[]): Promise<AwsServer> => awsServer(Object.assign({}, ...answers));
