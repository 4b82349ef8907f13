import { hasLogAlarm } from "../../../answers/view.ts";
import type { Alarm } from "./alarm.ts";

/** Services and their tasks. */
export const TASKS: readonly Alarm[] = [
  {
    names: ["service.<name>.cpu"],
    when: ({ has }) => has.services,
    means: "The tasks are busy although there are as many as there may be.",
    type: "status",
    act: "Raise `max` or `cpu` of the service.",
  },
  {
    names: ["service.<name>.memory"],
    when: ({ has }) => has.services,
    means: "The tasks are short of memory; one that runs out is killed and replaced.",
    type: "status",
    act: "Raise `memory`. If it only ever grows, look for the leak.",
  },
  {
    names: ["service.<name>.failures"],
    when: ({ services }) => services.some((service) => service.kind === "worker" && hasLogAlarm(service)),
    means: "A worker has given up a job, or a run of its work has failed.",
    type: "logs <name> --errors",
    act: "The request that the job is from: `--request` finds it in all services.",
  },
  {
    names: ["service.<name>.failures"],
    when: ({ services }) => services.some((service) => service.private && hasLogAlarm(service)),
    means: "A private service could not answer one that called it.",
    type: "logs <name> --errors",
    act: "The request that it was called for: `--request` finds it in all services.",
  },
  {
    names: ["queue.<name>.age"],
    when: ({ has }) => has.told,
    means: "A job of the worker's queue waits for more than 10 minutes, and has done so for a quarter of an hour.",
    type: "logs <name>",
    act: "How many jobs wait and how many `workers` take them, in its lines on the queue. With none: `status`. With as many as `max`: raise it, or ask what each job waits for. A queue that may be longer has `maxAge`, in minutes, beside `backlog` in `infra/services/<name>.ts`.",
  },
  {
    names: ["queue.<name>.age"],
    when: ({ has }) => has.sqs,
    means:
      "A job in the worker's queue of SQS waits for more than 10 minutes, and has done so for a quarter of an hour.",
    type: "status",
    act: "Whether tasks of the worker run, and what they log. With as many as `max`: raise it, or ask what each job waits for. A queue that may be longer has `maxAge`, in minutes, in `infra/queues/<name>.ts`.",
  },
  {
    names: ["queue.<name>.failed"],
    when: ({ has }) => has.sqs,
    means:
      "A job was begun as often as it may be, and was put aside: nobody does it any more. It is kept for two weeks.",
    type: "logs <name> --errors",
    act: "Why, and for which request: `--request` finds it in all services. When that is mended, see Jobs that have failed.",
  },
  {
    names: ["service.<name>.no-tasks"],
    when: ({ has }) => has.services,
    means: "No task of the service runs.",
    type: "status",
    act: "What ECS says of it: an image that cannot be pulled, a secret that cannot be read, or a task that ends at once.",
  },
  {
    names: ["task-crashed"],
    when: ({ has }) => has.containers,
    means: "A task ended by itself with an error.",
    type: "status",
    act: "Its last log lines. One now and then heals itself; many are an outage.",
  },
  {
    names: ["task-not-started"],
    when: ({ has }) => has.containers,
    means: "A task could not begin.",
    type: "status",
    act: "The reason: the image, a secret, the network or a lack of capacity.",
  },
  {
    names: ["task-unhealthy"],
    when: ({ has }) => has.services,
    means: "A task did not pass its container's check, and was replaced.",
    type: "status",
    act: "Its last log lines: it hung, or had no CPU left to answer in time. One now and then heals itself; many are an outage.",
  },
  {
    names: ["deployment-failed"],
    when: ({ has }) => has.services,
    means: "A new version did not become healthy, and the old one was put back.",
    type: "status",
    act: "See Roll back. The code that runs is not the code in the repo until this is repaired.",
  },
];
