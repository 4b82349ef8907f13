import { allowing, roles } from "../judges/policies.ts";
import type { Stack } from "../simulate/stack.ts";
import type { Resource } from "../simulate/types.ts";
import type { Control } from "./control.ts";
import { get } from "./look.ts";

/** What a deploy runs and waits for, by the task definition that it runs. */
const runs = (stack: Stack): { run: Resource; taskDefinition: string }[] =>
  stack.of("aws:lambda/invocation:Invocation").flatMap((run) => {
    const { taskDefinition } = JSON.parse(String(run.inputs.input ?? "{}")) as { taskDefinition?: string };
    return taskDefinition === undefined ? [] : [{ run, taskDefinition }];
  });

/** The task definition that a service or a schedule moves to. */
const versionOf = ({ inputs }: Resource): unknown =>
  inputs.taskDefinition ?? get(inputs, "target.ecsParameters.taskDefinitionArn");

/** A revision of a task definition cannot be known before it is made: the family is all that there is to name. */
const isNamed = (arn: string) => !arn.replace(/^(arn:aws:ecs:.*:task-definition\/.*):\*$/, "$1").includes("*");

/** How a new version comes to run. */
export const releaseControls: Control[] = [
  {
    id: "OWN.migrations",
    title: "a new version waits for its migrations",
    why: "new code on a database that was not brought up to date fails, and a migration that fails must stop the deploy",
    fix: "keep dependsOn as infra/kit sets it where there is `migrate: true`",
    severity: "mandatory",
    when: "always",
    scope: "stage",
    of: ["aws:ecs/service:Service", "aws:scheduler/schedule:Schedule"],
    where: (resource, stack) => runs(stack).some(({ taskDefinition }) => taskDefinition === versionOf(resource)),
    problem: (resource, stack) =>
      runs(stack)
        .filter(({ taskDefinition }) => taskDefinition === versionOf(resource))
        .filter(({ run }) => !resource.dependsOn.includes(run.urn))
        .map(({ run }) => `it does not wait for ${run.name}`),
  },
  {
    id: "OWN.run-task",
    title: "what starts tasks may start these tasks only, with these roles only",
    why: "whoever may start any task with any role can do whatever any of the roles may",
    fix: "name the task definition and both of its roles, as infra/kit/run-task.ts does",
    severity: "mandatory",
    when: "always",
    of: [roles],
    where: (role) => allowing(role, runsTasks).length > 0,
    problem: (role) =>
      allowing(role, runsTasks)
        .flatMap(({ resources }) => resources)
        .filter((arn) => !isNamed(arn))
        .map((arn) => `it may start ${arn}`),
  },
];

const runsTasks = /^(ecs:(RunTask|\*)|iam:(PassRole|\*)|\*)$/;
