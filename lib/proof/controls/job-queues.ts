import { mayWith, queues, redriveOf, secondsOf, takersOf, type User, usersOf } from "../judges/job-queues.ts";
import type { Stack } from "../simulate/stack.ts";
import type { Resource } from "../simulate/types.ts";
import type { Control } from "./control.ts";

const shared = {
  severity: "mandatory",
  when: "always",
  scope: "stage",
  of: [queues],
  where: (queue: Resource, stack: Stack) => usersOf(queue, stack).length > 0,
} as const;

/** A number that a worker is told; null where it is told none. */
const toldTo = ({ variables }: User, name: string): number | null =>
  variables.has(name) ? Number(variables.get(name)) : null;

/** What a worker does with a job, besides taking it. */
const TAKING = ["DeleteMessage", "ChangeMessageVisibility"];

/** Queues with jobs in them: that each is done, and none lost. */
export const jobQueueControls: Control[] = [
  {
    ...shared,
    id: "OWN.job-rights",
    title: "who is told where a queue is may give jobs to it, or take them from it to their end",
    why: "a worker that may not say that a job is done does it again and again",
    fix: "connect givers with the queue, and name it as `queue` of its worker: infra/kit/job-queue.ts",
    problem: (queue, stack) => {
      const users = usersOf(queue, stack);
      const may = (user: User, action: string) => mayWith(user, action, queue, stack);
      const lacks = (user: User): string[] =>
        may(user, "ReceiveMessage")
          ? TAKING.filter((action) => !may(user, action))
          : may(user, "SendMessage")
            ? []
            : ["SendMessage"];
      return [
        ...(users.some((user) => may(user, "ReceiveMessage")) ? [] : ["nobody takes jobs from it"]),
        ...users.flatMap((user) => lacks(user).map((action) => `${user.by.name} may not sqs:${action}`)),
      ];
    },
  },
  {
    ...shared,
    id: "OWN.job-time",
    title: "SQS gives a job to nobody else while a worker may still be at it",
    why: "a job that takes longer than its visibility timeout is done by two workers at once",
    fix: "give `jobSeconds` in infra/queues/: the worker and the queue have it from there",
    problem: (queue, stack) => {
      const hidden = secondsOf(queue, "visibilityTimeoutSeconds");
      return takersOf(queue, stack).flatMap((taker) => {
        const most = toldTo(taker, "JOB_SECONDS");
        return most === null || most < hidden
          ? []
          : [`${taker.by.name} may be at a job for ${most} s, and after ${hidden} s SQS gives it to another one`];
      });
    },
  },
  {
    ...shared,
    id: "OWN.job-failed",
    title: "a job that always fails is put aside, and kept until somebody looks",
    why: "without it the job is begun for days, and is then gone without a word",
    fix: "keep the second queue of infra/kit/job-queue.ts, and `tries` in infra/queues/",
    problem: (queue, stack) => {
      const redrive = redriveOf(queue, stack);
      if (redrive === null) return ["nothing is ever put aside"];
      if (redrive.to === undefined) return ["what it puts aside goes to a queue that is not in the stage"];
      const kept = secondsOf(redrive.to, "messageRetentionSeconds");
      return [
        // SQS counts from when a job was given, wherever it is by then.
        ...(kept > secondsOf(queue, "messageRetentionSeconds")
          ? []
          : ["what was put aside is kept no longer than what was not"]),
        ...takersOf(queue, stack).flatMap((taker) => {
          const tries = toldTo(taker, "JOB_TRIES");
          return tries === null || tries === redrive.tries
            ? []
            : [`it puts a job aside after ${redrive.tries} times, and ${taker.by.name} gives it up after ${tries}`];
        }),
      ];
    },
  },
];
