import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Answers } from "../../lib/answers/schema.ts";
import { type Answers as AwsAnswers, type AwsRequest, type AwsServer, awsServer } from "./aws/server.ts";
import { temporaryFolder } from "./cli.ts";
import { ACCOUNT, SHOP } from "./sst/stage.ts";
import { TASK } from "./sst/world.ts";
import { sstState } from "./sst-state.ts";

/** The shop, with a worker and a scheduled task. */
const ANSWERS: Answers = {
  ...SHOP,
  services: [
    ...(SHOP.services ?? []),
    { name: "worker", kind: "worker", source: "node" },
    { name: "night", kind: "cron", source: "node", schedule: "cron(0 3 * * ? *)" },
  ],
};

/** The stage `dev` of a shop in a played account: what SST's state says of it, and what AWS answers of what stands there. */

const arn = (service: string, rest: string) => `arn:aws:${service}:us-east-1:${ACCOUNT}:${rest}`;

/** When the stage is played. Whoever reads how long ago something was has this clock: test files share what is loaded here for minutes. */
export const NOW = Date.now();

export const ago = (minutes: number): Date => new Date(NOW - minutes * 60_000);

const ALARM = arn("cloudwatch", "alarm:shop-dev-service.api.unhealthy");

const RESOURCES = [
  { type: "aws:cloudwatch/metricAlarm:MetricAlarm", outputs: { arn: ALARM } },
  { type: "aws:rds/instance:Instance", outputs: { arn: arn("rds", "db:shop-dev-main") } },
  { type: "aws:acm/certificate:Certificate", outputs: { arn: arn("acm", "certificate/1") } },
  { type: "aws:lb/listener:Listener", outputs: { certificateArn: arn("acm", "certificate/1") } },
  {
    type: "aws:backup/restoreTestingPlan:RestoreTestingPlan",
    outputs: { arn: arn("backup", "restore-testing-plan:shop") },
  },
  { type: "aws:elasticache/replicationGroup:ReplicationGroup", outputs: { replicationGroupId: "shop-dev-cache" } },
  {
    type: "aws:scheduler/schedule:Schedule",
    outputs: { target: { arn: arn("ecs", "cluster/shop-dev"), ecsParameters: { group: "cron:night:60" } } },
  },
];

/** A resource of the state that nothing more is known of is called as its type is. */
const urnOf = ({ type = "" }: { type?: string }): string => `urn:pulumi:dev::shop::${type}::${type.split(":").at(-1)}`;

const OUTPUTS = {
  cluster: "shop-dev",
  release: "0123456789abcdef0123456789abcdef01234567",
  "api.service": "ApiService",
  "api.task": TASK(7),
};

export const target = (State: string, Reason?: string) => ({ TargetHealth: { State, ...(Reason ? { Reason } : {}) } });

/** A service of ECS as it should be. */
export const running = (revision = 7) => ({
  serviceName: "ApiService",
  status: "ACTIVE",
  desiredCount: 2,
  runningCount: 2,
  loadBalancers: [{ targetGroupArn: arn("elasticloadbalancing", "targetgroup/api/1") }],
  events: [{ id: "1", message: "(service ApiService) has reached a steady state." }],
  taskDefinition: TASK(revision),
  networkConfiguration: {
    awsvpcConfiguration: { subnets: ["subnet-1"], securityGroups: ["sg-1"], assignPublicIp: "DISABLED" },
  },
  deployments: [
    {
      id: "ecs-svc/1",
      status: "PRIMARY",
      taskDefinition: TASK(revision),
      rolloutState: "COMPLETED",
      rolloutStateReason: "ECS deployment ecs-svc/1 completed.",
      runningCount: 2,
      desiredCount: 2,
      failedTasks: 0,
      createdAt: ago(3 * 60 + 1),
    },
  ],
});

/** The newest lines of logs, by the name of the service; the others are empty. */
export const written = (logs: Record<string, readonly { message: string; timestamp?: number }[]>): AwsAnswers => {
  const of = ({ input }: AwsRequest) => logs[String(input.logGroupName).split("/").at(-1) ?? ""] ?? [];
  return {
    "logs.DescribeLogStreams": (request) => ({
      logStreams: of(request).length === 0 ? [] : [{ logStreamName: "newest" }],
    }),
    "logs.GetLogEvents": (request) => ({ events: [...of(request)] }),
  };
};
const NIGHT = [{ timestamp: Number(ago(9 * 60 + 1)), message: '{"level":"info","message":"Done","rows":12}' }];

/** All is well. */
export const WELL: AwsAnswers = {
  "ecs.DescribeServices": { services: [running()] },
  "elb.DescribeTargetHealth": { TargetHealthDescriptions: [target("healthy"), target("healthy"), target("draining")] },
  "cloudwatch.DescribeAlarms": { MetricAlarms: [] },
  "backup.ListRecoveryPointsByResource": {
    RecoveryPoints: [
      { Status: "COMPLETED", CreationDate: ago(29 * 60) },
      { Status: "COMPLETED", CreationDate: ago(5 * 60 + 1) },
      { Status: "PARTIAL", CreationDate: ago(1) },
    ],
  },
  "backup.ListRestoreJobs": {
    RestoreJobs: [
      { Status: "FAILED", StatusMessage: "no space", CreationDate: new Date("2026-01-04T09:30:00Z") },
      { Status: "COMPLETED", CreationDate: new Date("2026-01-11T09:30:00Z") },
    ],
  },
  "acm.DescribeCertificate": {
    Certificate: { DomainName: "*.acme.com", Status: "ISSUED", NotAfter: ago(-60 * 24 * 200 - 5) },
  },
  "rds.DescribePendingMaintenanceActions": {
    PendingMaintenanceActions: {
      ResourcePendingMaintenanceActions: [
        {
          ResourceIdentifier: arn("rds", "db:shop-dev-main"),
          PendingMaintenanceActionDetails: {
            PendingMaintenanceAction: { Action: "system-update", CurrentApplyDate: new Date("2026-02-01T03:00:00Z") },
          },
        },
        {
          ResourceIdentifier: arn("rds", "db:somebody-elses"),
          PendingMaintenanceActionDetails: { PendingMaintenanceAction: { Action: "os-upgrade" } },
        },
      ],
    },
  },
  "elasticache.DescribeUpdateActions": {
    UpdateActions: {
      UpdateAction: [
        {
          ReplicationGroupId: "shop-dev-cache",
          ServiceUpdateName: "valkey-8-1-update",
          ServiceUpdateRecommendedApplyByDate: new Date("2026-03-01T00:00:00Z"),
        },
      ],
    },
  },
  "cost.GetCostAndUsage": {
    ResultsByTime: [
      {
        Groups: Object.entries({ Stage$: "80", "Stage$shop-dev": "43.456" }).map(([key, Amount]) => ({
          Keys: [key],
          Metrics: { UnblendedCost: { Amount, Unit: "USD" } },
        })),
      },
    ],
  },
  ...written({ night: NIGHT }),
};

/** A new version whose tasks end at once, while the old one goes on with one task. */
export const DOWN: AwsAnswers = {
  "ecs.DescribeServices": {
    services: [
      {
        ...running(8),
        runningCount: 1,
        events: [
          { id: "2", message: "(service ApiService) (deployment ecs-svc/2) deployment failed: tasks failed to start." },
        ],
        deployments: [
          {
            id: "ecs-svc/2",
            status: "PRIMARY",
            taskDefinition: TASK(8),
            rolloutState: "IN_PROGRESS",
            runningCount: 0,
            desiredCount: 2,
            failedTasks: 4,
            createdAt: ago(12),
          },
          {
            id: "ecs-svc/1",
            status: "ACTIVE",
            taskDefinition: TASK(7),
            rolloutState: "COMPLETED",
            runningCount: 1,
            desiredCount: 1,
            createdAt: ago(300),
          },
        ],
      },
    ],
  },
  "elb.DescribeTargetHealth": {
    TargetHealthDescriptions: [target("healthy"), target("unhealthy", "Target.ResponseCodeMismatch")],
  },
  "ecs.ListTasks": { taskArns: [arn("ecs", "task/shop-dev/dead01")] },
  "ecs.DescribeTasks": {
    tasks: [
      {
        taskArn: arn("ecs", "task/shop-dev/dead01"),
        taskDefinitionArn: TASK(8),
        stoppedAt: ago(2),
        stoppedReason: "Essential container in task exited",
        containers: [{ name: "ApiService", exitCode: 1 }],
      },
    ],
  },
  "ecs.DescribeTaskDefinition": {
    taskDefinition: {
      containerDefinitions: [
        {
          name: "ApiService",
          logConfiguration: {
            logDriver: "awslogs",
            options: { "awslogs-group": "/shop/dev/api", "awslogs-stream-prefix": "/service" },
          },
        },
      ],
    },
  },
  ...written({
    api: [{ message: "Connecting to the database" }, { message: "Error: password authentication failed" }],
    night: NIGHT,
  }),
  "cloudwatch.DescribeAlarms": {
    MetricAlarms: [
      {
        AlarmName: "shop-dev-service.api.unhealthy",
        StateValue: "ALARM",
        StateReason: "Threshold Crossed: 3 datapoints were greater than the threshold (0.0).",
        StateTransitionedTimestamp: ago(10),
      },
    ],
  },
};

export interface Played {
  root: string;
  server: AwsServer;
  /** SST's state, by the keys of its bucket. */
  objects: Map<string, Buffer>;
}

/**
 * A folder with the shop's answers, and the account in which its stage stands.
 * @param answers what AWS says otherwise than that all is well
 * @param more outputs of the stage
 * @param besides resources of the stage
 */
export async function playedStage(
  answers: AwsAnswers = {},
  more: Record<string, string> = {},
  besides: readonly object[] = [],
): Promise<Played> {
  const root = await temporaryFolder();
  await writeFile(join(root, ".yo-rc.json"), JSON.stringify({ "generator-space-sst": ANSWERS }));
  const devDependencies = { "generator-space-sst": "0.0.0" };
  await writeFile(join(root, "package.json"), JSON.stringify({ devDependencies }));
  const state = sstState();
  const stack = { type: "pulumi:pulumi:Stack", outputs: { ...OUTPUTS, ...more } };
  const resources = [stack, ...RESOURCES, ...besides].map((resource) => ({ urn: urnOf(resource), ...resource }));
  const checkpoint = Buffer.from(JSON.stringify({ checkpoint: { latest: { resources } } }));
  for (const stage of ["dev", "production"]) state.objects.set(`app/shop/${stage}.json`, checkpoint);
  const Arn = `arn:aws:sts::${ACCOUNT}:assumed-role/Admin/ana`;
  const identity = { Account: ACCOUNT, Arn, UserId: "x" };
  const server = await awsServer({ ...state.answers, "sts.GetCallerIdentity": identity, ...WELL, ...answers });
  return { root, server, objects: state.objects };
}
