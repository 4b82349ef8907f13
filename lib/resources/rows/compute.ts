import type { Rows } from "../row.ts";

/**
 * What runs code. Read in version 6 (2026): ecs/service.go, ecr/repository.go, lambda/invocation.go, scheduler/schedule.go.
 * Late version 5: ecs/task_definition.go. Version 5: ecs/cluster.go, lambda/function.go, appautoscaling/target.go. Inputs
 * that are newer are not known here.
 */
export const compute = {
  "aws:ecs/cluster:Cluster": {
    label: "ECS cluster",
    listed: "ECS cluster",
    bill: { priced: true },
    holds: null,
    replacedBy: ["name"],
    outage: { of: "every service in the cluster", minutes: 10 },
    neededBy: ["aws:ecs/service:Service"],
  },
  "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders": {
    bill: "free",
    holds: null,
    replacedBy: null,
    controls: "what a service runs on is asked of the service",
  },
  "aws:ecs/service:Service": {
    label: "ECS service",
    listed: "Service",
    bill: { priced: true },
    holds: null,
    // And some changes of capacityProviderStrategies.
    replacedBy: ["name", "cluster", "iamRole", "launchType", "schedulingStrategy"],
    outage: { of: "the service", minutes: 5 },
  },
  "aws:ecs/taskDefinition:TaskDefinition": {
    bill: { use: "tasks", words: { containerDefinitions: { awsxray: "traces" } } },
    holds: null,
    // A new revision takes the place of the old one, and nothing is lost.
    replacedBy: [
      "family",
      "containerDefinitions",
      "cpu",
      "memory",
      "enableFaultInjection",
      "networkMode",
      "executionRoleArn",
      "taskRoleArn",
      "requiresCompatibilities",
      "runtimePlatform",
      "volumes",
      "ephemeralStorage",
      "placementConstraints",
      "proxyConfiguration",
      "pidMode",
      "ipcMode",
    ],
  },
  "aws:ecr/repository:Repository": {
    label: "ECR repository",
    bill: { use: "images" },
    holds: "images to go back to",
    replacedBy: ["name", "encryptionConfigurations"],
  },
  "aws:ecr/lifecyclePolicy:LifecyclePolicy": {
    bill: "free",
    holds: null,
    replacedBy: null,
    controls: ["ECR.3"],
  },
  "aws:lambda/function:Function": {
    label: "Lambda function",
    bill: { use: "functions" },
    holds: null,
    replacedBy: ["name", "packageType"],
  },
  "aws:lambda/invocation:Invocation": {
    bill: "free",
    holds: null,
    // A new input is a new call, unless lifecycleScope is CRUD.
    replacedBy: ["functionName", "input", "qualifier", "triggers"],
  },
  "aws:lambda/permission:Permission": {
    bill: "free",
    holds: null,
    replacedBy: [
      "action",
      "eventSourceToken",
      "function",
      "functionUrlAuthType",
      "principal",
      "principalOrgId",
      "qualifier",
      "sourceAccount",
      "sourceArn",
      "statementId",
      "statementIdPrefix",
    ],
  },
  "aws:appautoscaling/policy:Policy": { bill: "free", holds: null, replacedBy: null },
  "aws:appautoscaling/target:Target": {
    bill: "free",
    holds: null,
    replacedBy: ["resourceId", "scalableDimension", "serviceNamespace"],
  },
  "aws:scheduler/schedule:Schedule": {
    listed: "Schedule",
    bill: { use: "schedules" },
    holds: null,
    replacedBy: ["name", "namePrefix", "groupName"],
  },
} as const satisfies Rows;
