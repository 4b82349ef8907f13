import type { Alarm } from "./alarm.ts";

/** Scheduled tasks. */
export const CRONS: readonly Alarm[] = [
  {
    names: ["cron.not-started"],
    when: ({ has }) => has.crons,
    means: "A run of a scheduled task could not be started, after three more tries.",
    type: "logs <name>",
    act: "Read the message in the queue `cron-dead-letters`, start the task by hand (see Scheduled tasks), and delete the message.",
  },
  {
    names: ["cron-took-too-long"],
    when: ({ has }) => has.crons,
    means: "A run of a scheduled task took longer than its `timeout` in `infra/services`, and was stopped.",
    type: "logs <name>",
    act: "The last lines of that run: what it waited for. Raise `timeout` if it had more to do than usual, and make sure that what is half done is done by the next run.",
  },
  {
    names: ["cron.<name>.missed"],
    when: ({ services }) => services.some(({ within }) => within !== null),
    means:
      "A scheduled task has written nothing to its log for longer than it ever pauses. The alarm has no data then; it begins with the first run.",
    type: "logs <name> --since 3d",
    act: "Whether its schedule is there and enabled in EventBridge Scheduler. Start it by hand meanwhile (see Scheduled tasks).",
  },
  {
    names: ["cron-guard.failures"],
    when: ({ has }) => has.crons,
    means:
      "For a quarter of an hour, the function that ends runs of scheduled tasks which take too long has failed at every call, or, where the alarm has no data, was not called.",
    type: "status",
    act: "Its log `/aws/lambda/…-cron-guard`; in Lambda whether it is throttled, and in EventBridge whether its rule `cron-guard` is enabled. Until then a run that hangs goes on, and the next one begins beside it: stop such by hand in ECS.",
  },
];
