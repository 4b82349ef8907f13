import { describe, expect, test } from "vitest";
import type { PlainObject } from "../../lib/proof/simulate/types.ts";
import { make, type Part, policy, task } from "./rows/make.ts";
import { said } from "./said.ts";

/** As AWS's guides of these services have it: whoever works with a role, and the name by which it takes the role on. */
test.each([
  ["aws:ecs/taskDefinition:TaskDefinition", { executionRoleArn: "arn:role" }, "ecs-tasks.amazonaws.com"],
  ["aws:ecs/taskDefinition:TaskDefinition", { taskRoleArn: "arn:role" }, "ecs-tasks.amazonaws.com"],
  ["aws:lambda/function:Function", { role: "arn:role" }, "lambda.amazonaws.com"],
  ["aws:scheduler/schedule:Schedule", { target: { roleArn: "arn:role" } }, "scheduler.amazonaws.com"],
  ["aws:ec2/flowLog:FlowLog", { iamRoleArn: "arn:role" }, "vpc-flow-logs.amazonaws.com"],
  ["aws:iam/instanceProfile:InstanceProfile", { role: "arn:role" }, "ec2.amazonaws.com"],
  ["aws:rds/instance:Instance", { monitoringRoleArn: "arn:role" }, "monitoring.rds.amazonaws.com"],
  ["aws:rds/clusterInstance:ClusterInstance", { monitoringRoleArn: "arn:role" }, "monitoring.rds.amazonaws.com"],
  ["aws:backup/selection:Selection", { iamRoleArn: "arn:role" }, "backup.amazonaws.com"],
  ["aws:backup/restoreTestingSelection:RestoreTestingSelection", { iamRoleArn: "arn:role" }, "backup.amazonaws.com"],
])("%s with %j wants a role that trusts %s", (type, inputs, service) => {
  const trusts = (Service: string) => [
    make("aws:iam/role:Role")(
      { assumeRolePolicy: policy({ Action: "sts:AssumeRole", Principal: { Service } }) },
      { outputs: { arn: "arn:role" } },
    ),
    make(type)(inputs),
  ];
  expect(said("OWN.may-trust", trusts(service))).toEqual([]);
  expect(said("OWN.may-trust", trusts("somebody.amazonaws.com"))).toEqual([`${service} may not take it on`]);
});

describe("what a task's role must be allowed to before it starts", () => {
  const NEEDED = [
    ["ecr:GetAuthorizationToken", "*"],
    ["ecr:BatchGetImage", "arn:repository"],
    ["ecr:GetDownloadUrlForLayer", "arn:repository"],
    ["secretsmanager:GetSecretValue", "arn:secret"],
    ["kms:Decrypt", "arn:key"],
    ["logs:CreateLogStream", "arn:log:log-stream:x"],
    ["logs:PutLogEvents", "arn:log:log-stream:x"],
  ] as const;
  const named = (type: string, arn: string, inputs: PlainObject = {}, outputs: PlainObject = {}) =>
    make(type)(inputs, { outputs: { arn, ...outputs } });
  /** A task that wants all of it, with a role that may do this. */
  const started = (allowed: readonly (readonly [string, string])[]): Part[] => [
    named("aws:ecr/repository:Repository", "arn:repository", {}, { repositoryUrl: "1.dkr.ecr.aws/api" }),
    named("aws:kms/key:Key", "arn:key"),
    named("aws:secretsmanager/secret:Secret", "arn:secret", { kmsKeyId: "arn:key" }),
    named("aws:cloudwatch/logGroup:LogGroup", "arn:log", { name: "log" }),
    make("aws:iam/role:Role")(
      {
        inlinePolicies: allowed.map(([Action, Resource]) => ({
          policy: policy({ Action, Resource: Resource === "*" ? "*" : `${Resource}*` }),
        })),
      },
      { name: "Execution", outputs: { arn: "arn:execution" } },
    ),
    task(
      {
        image: "1.dkr.ecr.aws/api@sha256:1",
        secrets: [{ name: "KEY", valueFrom: "arn:secret:key::" }],
        logConfiguration: { options: { "awslogs-group": "log" } },
      },
      { executionRoleArn: "arn:execution" },
    ),
  ];

  test("is all of this, and no more", () => {
    expect(said("OWN.may-start", started(NEEDED))).toEqual([]);
    expect(said("OWN.may-start", started([]))).toEqual(
      NEEDED.map(([action, resource]) => `Execution may not ${action} ${resource}`),
    );
  });

  test.each(NEEDED)("is also %s", (action, resource) => {
    const others = NEEDED.filter(([one]) => one !== action);
    expect(said("OWN.may-start", started(others))).toEqual([`Execution may not ${action} ${resource}`]);
  });
});
