import {
  adds,
  calledWhenLeft,
  follows,
  isAwsOwn,
  policy,
  scales,
  steppedBy,
  target,
  targetOf,
  tellersOf,
  trackedBy,
} from "../judges/queues.ts";
import type { Control } from "./control.ts";

/** Services whose number of tasks follows a queue. */
export const queueControls: Control[] = [
  {
    id: "OWN.queue-scaling",
    title: "a worker has as many tasks as its queue asks for, and its queue is asked",
    why: "autoscaling does nothing for a metric that nobody writes, and nobody is told",
    fix: "keep `tells` or `queue` in infra/services, and the policy of infra/kit/scaling.ts",
    severity: "mandatory",
    when: "always",
    scope: "stage",
    of: [policy],
    where: (one) => trackedBy(one) !== null,
    problem: (one, stack) => {
      const tracked = trackedBy(one);
      if (tracked === null) return [];
      const silent = tracked.metrics.filter(
        (metric) => !isAwsOwn(metric, stack) && tellersOf(metric, stack).length === 0,
      );
      return [
        ...silent.map(({ namespace, name }) =>
          namespace === "AWS/SQS"
            ? `${name} is of no queue of the stage`
            : `no service says in its log what ${name} is`,
        ),
        ...(follows(tracked) === false
          ? ["it does not add tasks when more jobs wait for each, and end some when fewer do"]
          : []),
      ];
    },
  },
  {
    id: "OWN.queue-start",
    title: "a worker that may have no task is given one when jobs wait",
    why: "what waits for no task cannot be divided by tasks: without it the worker never runs again",
    fix: "keep the second policy of infra/kit/scaling.ts, and, for a queue in a cache, an API with `tells` for its queue",
    severity: "mandatory",
    when: "always",
    scope: "stage",
    of: [target],
    where: ({ inputs }) => Number(inputs.minCapacity) === 0,
    problem: (one, stack) => {
      const starts = steppedBy(one, stack).some((step) => adds(step) && calledWhenLeft(step, stack));
      const told = stack
        .of(policy)
        .filter((by) => scales(by, one))
        .flatMap((by) => trackedBy(by)?.metrics ?? [])
        .filter((metric) => !isAwsOwn(metric, stack))
        .every((metric) =>
          tellersOf(metric, stack).some((service) => Number(targetOf(service, stack)?.inputs.minCapacity) > 0),
        );
      return [
        ...(starts ? [] : ["no alarm starts a task when jobs wait and none is there"]),
        ...(told ? [] : ["nobody says that jobs wait while it has no task"]),
      ];
    },
  },
];
