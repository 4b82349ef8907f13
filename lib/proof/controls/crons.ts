import { may } from "../judges/access.ts";
import { toldOf } from "../judges/events.ts";
import { callOf } from "../judges/sleep.ts";
import type { Stack } from "../simulate/stack.ts";
import type { Resource } from "../simulate/types.ts";
import type { Control } from "./control.ts";
import { atLeast, get, handles, isNot } from "./look.ts";

const schedules = "aws:scheduler/schedule:Schedule";
const startsTask = (schedule: Resource) => callOf(schedule) === null;

/** The functions that hear of a run before its container starts, and may stop it. */
function guardsOf({ inputs }: Resource, stack: Stack): Resource[] {
  const cluster = String(get(inputs, "target.arn"));
  const told = toldOf(
    {
      source: "aws.ecs",
      "detail-type": "ECS Task State Change",
      detail: {
        clusterArn: cluster,
        group: get(inputs, "target.ecsParameters.group") ?? "",
        desiredStatus: "RUNNING",
        lastStatus: "PROVISIONING",
      },
    },
    stack,
  );
  return stack
    .of("aws:lambda/function:Function")
    .filter((guard) => handles(guard).some((handle) => told.includes(String(handle))))
    .filter((guard) =>
      stack
        .of("aws:iam/role:Role")
        .filter((role) => handles(role).includes(guard.inputs.role ?? ""))
        .some((role) =>
          may(role, { action: "ecs:StopTask", resource: "*", context: { "ecs:cluster": cluster } }, stack),
        ),
    );
}

/** What runs at times of its own, and ends. */
export const cronControls: Control[] = [
  {
    id: "WA.schedule",
    title: "a scheduled task is tried again, and what fails is kept",
    why: "a run that could not start is otherwise lost without a trace",
    fix: "keep `retries` and `dlq` in infra/kit/cron.ts",
    severity: "mandatory",
    when: "always",
    of: [schedules],
    where: startsTask,
    problem: ({ inputs }) => [
      ...(atLeast(1)(get(inputs, "target.retryPolicy.maximumRetryAttempts")) ? [] : ["it is not tried again"]),
      ...(isNot(undefined, null)(get(inputs, "target.deadLetterConfig.arn")) ? [] : ["it has no dead-letter queue"]),
    ],
  },
  {
    id: "OWN.cron-guard",
    title: "a run of a scheduled task has a longest duration, and none beside it",
    why: "a run that hangs costs for ever, and meets tomorrow's in the same data",
    fix: "keep `group` and guardCrons() in infra/kit/cron.ts, and what infra/kit/cron-guard.ts makes",
    severity: "mandatory",
    when: "always",
    scope: "stage",
    of: [schedules],
    where: startsTask,
    problem: (schedule, stack) => {
      const group = get(schedule.inputs, "target.ecsParameters.group");
      return [
        ...(/^cron:[^:]+:[1-9]\d*$/.test(String(group)) ? [] : ["it may run for ever"]),
        ...(guardsOf(schedule, stack).length > 0 ? [] : ["nothing stops a run of it"]),
      ];
    },
  },
];
