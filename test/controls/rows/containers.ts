import { make, of, type Part, type Rows, task, tasks } from "./make.ts";

const service = make("aws:ecs/service:Service");
const schedule = make("aws:scheduler/schedule:Schedule");
const target = make("aws:appautoscaling/target:Target");
const efs = (transitEncryption: string): Part =>
  task({}, { volumes: [{ name: "shared", efsVolumeConfiguration: { fileSystemId: "fs-1", transitEncryption } }] });
const network = (assignPublicIp: boolean) => ({ networkConfiguration: { assignPublicIp } });
const scheduled = (assignPublicIp: boolean) => ({
  target: { ecsParameters: { networkConfiguration: { assignPublicIp } } },
});
const policy = make("aws:appautoscaling/policy:Policy")({ resourceId: "service/api" });
const runs = (taskDefinition: string): Part =>
  make("aws:lambda/invocation:Invocation")(
    { input: JSON.stringify({ taskDefinition }) },
    { urn: `run:${taskDefinition}` },
  );
const onSchedule = (taskDefinitionArn: string, dependsOn: string[]) =>
  schedule({ target: { ecsParameters: { taskDefinitionArn } } }, { dependsOn });
const withDefinition = (container: Parameters<typeof task>[0]) => [
  task(container, {}, { outputs: { arn: "api:1" } }),
  service({ taskDefinition: "api:1" }),
];
const capacity = (providers: Record<string, { base?: number; weight?: number }>) => ({
  capacityProviderStrategies: Object.entries(providers).map(([capacityProvider, share]) => ({
    capacityProvider,
    ...share,
  })),
});
/** A service behind the load balancer. */
const behind = (healthCheckGracePeriodSeconds: number, container: Parameters<typeof task>[0]) => [
  task(container, {}, { outputs: { arn: "api:1" } }),
  service({ taskDefinition: "api:1", healthCheckGracePeriodSeconds, loadBalancers: [{ containerPort: 5000 }] }),
];
const subnets = (...list: string[]) => ({ networkConfiguration: { subnets: list } });
const may = (Action: string, Resource: string) => ({
  inlinePolicies: [{ policy: JSON.stringify({ Statement: [{ Effect: "Allow", Action, Resource }] }) }],
});

export const containerRows: Rows = {
  "ECS.1": {
    good: [[task({ user: "1000" }, { networkMode: "host" })], [task({}, { networkMode: "awsvpc" })]],
    bad: [[task({}, { networkMode: "host" })]],
  },
  "ECS.3": { good: [[task({})]], bad: [[task({}, { pidMode: "host" })]] },
  "ECS.4": tasks([{}, { privileged: false }], [{ privileged: true }]),
  "ECS.5": tasks([{ readonlyRootFilesystem: true }], [{}, { readonlyRootFilesystem: false }]),
  "ECS.8": tasks(
    [{ environment: [{ name: "A", value: "b" }] }],
    [{ environment: [{ name: "AWS_SECRET_ACCESS_KEY", value: "x" }] }],
  ),
  "ECS.9": tasks([{ logConfiguration: { logDriver: "awslogs" } }], [{}, { logConfiguration: {} }]),
  "ECS.17": { good: [[task({}, { networkMode: "awsvpc" })]], bad: [[task({}, { networkMode: "host" })]] },
  "ECS.18": { good: [[efs("ENABLED")]], bad: [[efs("DISABLED")]] },
  "ECS.20": tasks([{ user: "1000:1000" }], [{}, { user: "root" }, { user: "0:0" }, { user: "0" }]),
  "OWN.ports": tasks(
    [{ portMappings: [{ containerPort: 5000 }] }],
    [{ portMappings: [{ containerPortRange: "1-65535" }] }],
  ),
  "OWN.digest": tasks(
    [{ image: "1.dkr.ecr.us-east-1.amazonaws.com/a@sha256:b" }, { image: "nginx:1.29" }],
    [{ image: "1.dkr.ecr.us-east-1.amazonaws.com/a:latest" }],
  ),
  "ECS.2": {
    good: [[service(network(false))], [schedule(scheduled(false))]],
    bad: [[service(network(true))], [schedule(scheduled(true))]],
  },
  "ECS.10": of("aws:ecs/service:Service", [{}, { platformVersion: "LATEST" }], [{ platformVersion: "1.3.0" }]),
  "ECS.12": of(
    "aws:ecs/cluster:Cluster",
    [{ settings: [{ name: "containerInsights", value: "enhanced" }] }],
    [{}, { settings: [{ name: "containerInsights", value: "disabled" }] }],
  ),
  "ECS.16": of("aws:ecs/taskSet:TaskSet", [network(false)], [network(true)]),
  "OWN.exec": of("aws:ecs/service:Service", [{}], [{ enableExecuteCommand: true }]),
  "WA.circuit": of(
    "aws:ecs/service:Service",
    [{ deploymentCircuitBreaker: { enable: true, rollback: true } }],
    [{}, { deploymentCircuitBreaker: { enable: true, rollback: false } }],
  ),
  "WA.wait": of("aws:ecs/service:Service", [{ waitForSteadyState: true }], [{}]),
  "WA.tasks": of("aws:appautoscaling/target:Target", [{ minCapacity: 2 }], [{ minCapacity: 1 }]),
  "WA.scaling": {
    good: [[policy, target({ minCapacity: 2, maxCapacity: 4, resourceId: "service/api" })]],
    bad: [
      [policy, target({ minCapacity: 2, maxCapacity: 2, resourceId: "service/api" })],
      [policy, target({ minCapacity: 2, maxCapacity: 4, resourceId: "service/other" })],
    ],
  },
  "WA.ecs-az": of("aws:ecs/service:Service", [subnets("a", "b")], [subnets("a"), {}]),
  "WA.ecs-health": {
    good: [withDefinition({ healthCheck: { command: ["CMD"] } })],
    bad: [withDefinition({})],
  },
  "OWN.grace": {
    good: [behind(120, { healthCheck: { startPeriod: 60 } }), behind(1, {})],
    bad: [behind(60, { healthCheck: { startPeriod: 60 } }), behind(0, {})],
  },
  "WA.spot": of(
    "aws:ecs/service:Service",
    [{}, capacity({ FARGATE: { weight: 1 } }), capacity({ FARGATE: { base: 1 }, FARGATE_SPOT: { weight: 1 } })],
    [capacity({ FARGATE_SPOT: { weight: 1 } }), capacity({ FARGATE: { weight: 0 }, FARGATE_SPOT: { weight: 1 } })],
  ),
  "WA.schedule": of(
    "aws:scheduler/schedule:Schedule",
    [{ target: { retryPolicy: { maximumRetryAttempts: 3 }, deadLetterConfig: { arn: "q" } } }],
    [
      { target: { retryPolicy: { maximumRetryAttempts: 0 }, deadLetterConfig: { arn: "q" } } },
      { target: { retryPolicy: { maximumRetryAttempts: 3 } } },
    ],
  ),
  "OWN.migrations": {
    good: [
      [runs("api:2"), service({ taskDefinition: "api:2" }, { dependsOn: ["run:api:2"] })],
      [runs("nightly:2"), onSchedule("nightly:2", ["run:nightly:2"])],
    ],
    bad: [
      [runs("api:2"), service({ taskDefinition: "api:2" }, { dependsOn: ["run:grant:2"] })],
      [runs("nightly:2"), onSchedule("nightly:2", [])],
    ],
  },
  "OWN.run-task": of(
    "aws:iam/role:Role",
    [
      may("ecs:RunTask", "arn:aws:ecs:us-east-1:1:task-definition/shop-dev-api:*"),
      may("ecs:RunTask", "arn:aws:ecs:us-east-1:1:task-definition/shop-dev-api:3"),
      may("iam:PassRole", "arn:aws:iam::1:role/shop-dev-api_task"),
    ],
    [
      may("ecs:RunTask", "arn:aws:ecs:us-east-1:1:task-definition/shop-dev-*"),
      may("ecs:RunTask", "*"),
      may("iam:PassRole", "arn:aws:iam::1:role/shop-dev-*"),
      may("*", "*"),
    ],
  ),
};
