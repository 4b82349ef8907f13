import { grants, may, type Request } from "../judges/access.ts";
import { roles } from "../judges/policies.ts";
import { turnRequests } from "../judges/sleep.ts";
import { runsOf } from "../judges/tasks.ts";
import { containersOf, objects, once, type Stack } from "../simulate/stack.ts";
import type { Resource } from "../simulate/types.ts";
import type { Control } from "./control.ts";
import { get, handles } from "./look.ts";

const shared = { severity: "mandatory", when: "always", scope: "stage" } as const;

const roleOf = (arn: unknown, stack: Stack): Resource | undefined =>
  stack.of(roles).find((role) => handles(role).includes(arn as string));

/** The ARN of the key of ours that something is encrypted with. */
const keyOf = (named: unknown, stack: Stack): string | undefined => {
  const key = stack.of("aws:kms/key:Key").find((one) => [...handles(one), one.outputs.keyId].includes(named as string));
  return key && String(key.outputs.arn);
};

/** What ECS asks for before a container starts: its image, its secrets, and a place for its log. */
function startsWith(definition: Resource, stack: Stack): Request[] {
  return containersOf(definition).flatMap((container) => {
    const [host, path = ""] = String(container.image).split(/\/(.*)/s);
    const name = path.replace(/[@:].*$/, "");
    const repository = stack
      .of("aws:ecr/repository:Repository")
      .find(({ outputs }) => outputs.repositoryUrl === `${host}/${name}`);
    const group = stack
      .of("aws:cloudwatch/logGroup:LogGroup")
      .find((one) => one.inputs.name === get(container, "logConfiguration.options.awslogs-group"));
    const secrets = objects(container.secrets).flatMap(({ valueFrom }) =>
      stack
        .of("aws:secretsmanager/secret:Secret")
        .filter(({ outputs }) => String(valueFrom).startsWith(`${outputs.arn}`)),
    );
    const keys = secrets.map(({ inputs }) => keyOf(inputs.kmsKeyId, stack)).filter((arn) => arn !== undefined);
    return [
      ...(repository === undefined
        ? []
        : [
            { action: "ecr:GetAuthorizationToken", resource: "*" },
            { action: "ecr:BatchGetImage", resource: String(repository.outputs.arn) },
            { action: "ecr:GetDownloadUrlForLayer", resource: String(repository.outputs.arn) },
          ]),
      ...secrets.map(({ outputs }) => ({ action: "secretsmanager:GetSecretValue", resource: String(outputs.arn) })),
      ...keys.map((resource) => ({ action: "kms:Decrypt", resource })),
      ...(group === undefined
        ? []
        : ["logs:CreateLogStream", "logs:PutLogEvents"].map((action) => ({
            action,
            resource: `${group.outputs.arn}:log-stream:x`,
          }))),
    ];
  });
}

/** The role that starts a task: of a schedule, or of the function that a deploy calls. */
function starterOf(by: Resource, stack: Stack): Resource | undefined {
  const named = stack
    .of("aws:lambda/function:Function")
    .find((one) => handles(one).includes(by.inputs.functionName ?? ""));
  return roleOf(named?.inputs.role ?? get(by.inputs, "target.roleArn"), stack);
}

/** What the role of a starter asks for. */
function startOf(by: Resource, stack: Stack): Request[] {
  const context = { "iam:PassedToService": "ecs-tasks.amazonaws.com" };
  const cluster = String(
    get(by.inputs, "target.arn") ?? (JSON.parse(String(by.inputs.input ?? "{}")) as { cluster?: string }).cluster,
  );
  const queue = get(by.inputs, "target.deadLetterConfig.arn");
  return [
    ...runsOf(stack)
      .filter((run) => run.by.urn === by.urn)
      .flatMap(({ definition: { inputs, outputs } }) => [
        { action: "ecs:RunTask", resource: String(outputs.arn), context: { "ecs:cluster": cluster } },
        { action: "iam:PassRole", resource: String(inputs.executionRoleArn), context },
        { action: "iam:PassRole", resource: String(inputs.taskRoleArn), context },
      ]),
    ...turnRequests(by, stack),
    ...(queue ? [{ action: "sqs:SendMessage", resource: String(queue) }] : []),
  ];
}

const refused = (role: Resource | undefined, requests: Request[], stack: Stack): string[] => {
  if (role === undefined) return [];
  const denied = requests.filter((request) => !may(role, request, stack));
  return [...new Set(denied.map(({ action, resource }) => `${role.name} may not ${action} ${resource}`))];
};

/** Whether roles may do what they must. That they may do no more is asked by the controls of IAM. */
export const accessControls: Control[] = [
  {
    ...shared,
    id: "OWN.may-start",
    title: "ECS may fetch the image and the secrets of every task, and write its log",
    why: "a task whose role lacks one of them never starts",
    fix: "keep executionPolicy() of infra/kit/container.ts",
    of: ["aws:ecs/taskDefinition:TaskDefinition"],
    where: ({ inputs }, stack) => roleOf(inputs.executionRoleArn, stack) !== undefined,
    problem: (definition, stack) =>
      refused(roleOf(definition.inputs.executionRoleArn, stack), startsWith(definition, stack), stack),
  },
  {
    ...shared,
    id: "OWN.may-run",
    title: "what starts tasks may start them, with their roles",
    why: "a deploy fails at its migrations, and a schedule starts nothing, without a word",
    fix: "keep the policies of infra/kit/run-task.ts, infra/kit/cron.ts and infra/kit/sleep.ts",
    of: ["aws:scheduler/schedule:Schedule", "aws:lambda/invocation:Invocation"],
    where: (by, stack) => starterOf(by, stack) !== undefined && startOf(by, stack).length > 0,
    problem: (by, stack) => refused(starterOf(by, stack), startOf(by, stack), stack),
  },
  {
    ...shared,
    id: "OWN.may-trust",
    title: "whoever is to work with a role may take it on",
    why: "a role that trusts somebody else is as good as none",
    fix: "name the service in its assumeRolePolicy",
    of: [roles],
    where: (role, stack) => users(role, stack).length > 0,
    problem: (role, stack) =>
      users(role, stack)
        .filter(
          (service) =>
            grants(role.inputs.assumeRolePolicy, service, {
              action: "sts:AssumeRole",
              resource: "",
              // On behalf of what is in the role's own account.
              context: { "aws:SourceAccount": accountOf(role) },
            }) !== "allow",
        )
        .map((service) => `${service} may not take it on`),
  },
];

/** arn:aws:iam::ACCOUNT:role/NAME */
const accountOf = ({ outputs }: Resource): string => String(outputs.arn).split(":")[4] ?? "";

/** Who works with roles: which input names the role, and which service takes it on. */
const USERS: [type: string, input: string, service: string][] = [
  ["aws:ecs/taskDefinition:TaskDefinition", "executionRoleArn", "ecs-tasks.amazonaws.com"],
  ["aws:ecs/taskDefinition:TaskDefinition", "taskRoleArn", "ecs-tasks.amazonaws.com"],
  ["aws:lambda/function:Function", "role", "lambda.amazonaws.com"],
  ["aws:scheduler/schedule:Schedule", "target.roleArn", "scheduler.amazonaws.com"],
  ["aws:ec2/flowLog:FlowLog", "iamRoleArn", "vpc-flow-logs.amazonaws.com"],
  ["aws:iam/instanceProfile:InstanceProfile", "role", "ec2.amazonaws.com"],
  ["aws:rds/instance:Instance", "monitoringRoleArn", "monitoring.rds.amazonaws.com"],
  ["aws:rds/clusterInstance:ClusterInstance", "monitoringRoleArn", "monitoring.rds.amazonaws.com"],
  ["aws:backup/selection:Selection", "iamRoleArn", "backup.amazonaws.com"],
  ["aws:backup/restoreTestingSelection:RestoreTestingSelection", "iamRoleArn", "backup.amazonaws.com"],
];

/** The services that work with roles, by how a role is named. */
const usersByName = once((stack: Stack): Map<unknown, Set<string>> => {
  const users = new Map<unknown, Set<string>>();
  for (const [type, input, service] of USERS) {
    for (const { inputs } of stack.of(type)) {
      const name = get(inputs, input);
      users.set(name, (users.get(name) ?? new Set()).add(service));
    }
  }
  return users;
});

/** The services that work with a role. */
const users = (role: Resource, stack: Stack): string[] => [
  ...new Set(handles(role).flatMap((name) => [...(usersByName(stack).get(name) ?? [])])),
];
