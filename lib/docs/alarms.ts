import { code } from "../render/encode.ts";
import type { View } from "../render/view.ts";
import { table } from "./markdown.ts";

/** An alarm of the rendered program, in the words of the person whom it wakes up. */
interface Alarm {
  /** What follows the stage in its name. */
  name: string;
  when: (view: View) => boolean;
  means: string;
  act: string;
}

const ALARMS: readonly Alarm[] = [
  {
    name: "load-balancer-errors",
    when: ({ has }) => has.routed,
    means: "The load balancer itself answers 5xx: it finds no healthy task, or a task hangs up.",
    act: "See which service it is in the dashboard; look at its stopped tasks (see Roll back).",
  },
  {
    name: "<service>-errors",
    when: ({ has }) => has.routed,
    means: "The service answers 5xx.",
    act: "Read its log from the minute when it began (see Logs). If it began with a deploy, take that back.",
  },
  {
    name: "<service>-unhealthy",
    when: ({ has }) => has.routed,
    means: "Tasks do not pass their health check and are replaced again and again.",
    act: "Read why they were stopped and their last log lines; see what the health path depends on.",
  },
  {
    name: "<service>-slow",
    when: ({ has }) => has.routed,
    means: "One request in twenty takes more than two seconds.",
    act: "Compare with the load of what it uses; raise `max`, or `cpu` and `memory`, if the service itself is the limit.",
  },
  {
    name: "<service>-unreachable",
    when: ({ has }) => has.routed && has.domain,
    means: "The public address does not answer from outside AWS.",
    act: "Open it yourself, and look in this order: name, certificate, load balancer, service.",
  },
  {
    name: "<service>-cpu",
    when: ({ has }) => has.services,
    means: "The tasks are busy although there are as many as there may be.",
    act: "Raise `max` or `cpu` of the service.",
  },
  {
    name: "<service>-memory",
    when: ({ has }) => has.services,
    means: "The tasks are short of memory; one that runs out is killed and replaced.",
    act: "Raise `memory`. If it only ever grows, look for the leak.",
  },
  {
    name: "<service>-no-tasks",
    when: ({ has }) => has.services,
    means: "No task of the service runs.",
    act: "Read the events of the service: an image that cannot be pulled, a secret that cannot be read, or a task that ends at once.",
  },
  {
    name: "cron-not-started",
    when: ({ has }) => has.crons,
    means: "A run of a scheduled task could not be started, after three more tries.",
    act: "Read the message in the queue `cron-dead-letters`, start the task by hand (see Scheduled tasks), and delete the message.",
  },
  {
    name: "<database>-…: processor",
    when: ({ has }) => has.databases,
    means: "The database is busy, or has used up the credits of a small class.",
    act: "Find the query in Performance Insights; add an index, or take a larger class in `infra/stage.ts`.",
  },
  {
    name: "<database>-…: storage",
    when: ({ has }) => has.instances,
    means: "The disk is nearly full and may not grow further.",
    act: "Raise `storage` in `infra/stage.ts` and deploy; it needs no restart.",
  },
  {
    name: "<database>-…: connections",
    when: ({ has }) => has.databases,
    means: "Nearly all connections are taken.",
    act: "Add up the pools of all tasks; make them smaller, or take a larger class.",
  },
  {
    name: "<database>-…: memory",
    when: ({ has }) => has.databases,
    means: "The database has little memory left and is about to become slow.",
    act: "Look for large sorts and many connections; take a larger class.",
  },
  {
    name: "<cache>-…: memory",
    when: ({ has }) => has.caches,
    means: "The cache is nearly full. It throws nothing away, so writes fail when it is.",
    act: "Look for queues that are not worked off and keys that never expire; take a larger node.",
  },
  {
    name: "<cache>-…: processor",
    when: ({ has }) => has.caches,
    means: "Commands wait for each other.",
    act: "Look for slow ones with `SLOWLOG GET`; take a larger node.",
  },
  {
    name: "backup",
    when: ({ has }) => has.backup && has.databases,
    means: "A backup, its copy or a restore test failed.",
    act: "Read the message of the job in AWS Backup, and start it again on the same day.",
  },
];

/** The alarms of a view; null where there is nothing to watch. */
export function alarmTable(view: View): string | null {
  const rows = ALARMS.filter(({ when }) => when(view));
  return rows.length === 0
    ? null
    : table(
        ["Alarm", "What it means", "What to do"],
        rows.map(({ name, means, act }) => [code(name), means, act]),
      );
}
