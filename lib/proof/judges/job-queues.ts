import { containersOf, objects, type Stack } from "../simulate/stack.ts";
import type { Plain, Resource } from "../simulate/types.ts";
import { may } from "./access.ts";
import { roles } from "./policies.ts";
import { type Run, runsOf, variablesOf } from "./tasks.ts";

/** Queues of SQS that services give jobs to, and that workers take jobs from. */

export const queues = "aws:sqs/queue:Queue";

/** SQS's own, where nobody says another one. */
const DEFAULTS = { visibilityTimeoutSeconds: 30, messageRetentionSeconds: 345_600 };

/** A number of a queue, in seconds. */
export const secondsOf = ({ inputs }: Resource, key: keyof typeof DEFAULTS): number =>
  Number(inputs[key] ?? DEFAULTS[key]);

/** What is told where a queue is. */
export interface User extends Run {
  role: Resource | undefined;
  variables: Map<string, string>;
}

export const usersOf = ({ id, outputs }: Resource, stack: Stack): User[] =>
  runsOf(stack).flatMap((run) =>
    containersOf(run.definition)
      .map(variablesOf)
      .filter((variables) => [...variables.values()].some((value) => value === outputs.url || value === id))
      .map((variables) => ({
        ...run,
        variables,
        role: stack
          .of(roles)
          .find((role) => [role.id, role.outputs.arn].includes(run.definition.inputs.taskRoleArn as string)),
      })),
  );

/** Whether it may do something with a queue. */
export const mayWith = ({ role }: User, action: string, { outputs }: Resource, stack: Stack): boolean =>
  role !== undefined && may(role, { action: `sqs:${action}`, resource: String(outputs.arn) }, stack);

/** The workers of a queue: those who may take jobs from it. */
export const takersOf = (queue: Resource, stack: Stack): User[] =>
  usersOf(queue, stack).filter((user) => mayWith(user, "ReceiveMessage", queue, stack));

/** Where a queue puts aside what was begun too often, and how often that is; null where it does not. */
export function redriveOf({ inputs }: Resource, stack: Stack): { to: Resource | undefined; tries: number } | null {
  if (typeof inputs.redrivePolicy !== "string") return null;
  const said: Record<string, Plain> = JSON.parse(inputs.redrivePolicy);
  const to = stack.of(queues).find(({ outputs }) => outputs.arn === said.deadLetterTargetArn);
  return { to, tries: Number(said.maxReceiveCount) };
}

/** Whether a metric of SQS is one of a queue of the stage. */
export const isOfQueue = (dimensions: Plain | undefined, stack: Stack): boolean =>
  objects(dimensions).some(
    ({ name, value }) => name === "QueueName" && stack.of(queues).some(({ inputs }) => inputs.name === value),
  );
