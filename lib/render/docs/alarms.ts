import { hasLogAlarm, type View } from "../../answers/view.ts";
import { code } from "../encode.ts";
import { table } from "./markdown.ts";

/** An alarm or an event that the rendered program reports, in the words of the person whom it wakes up. */
interface Alarm {
  /** What follows the stage in their names; `<name>` is that of the service, database or cache. */
  names: string[];
  when: (view: View) => boolean;
  means: string;
  /** The command that shows more of it, without the stage: `logs <name>`. Null where AWS's own console does. */
  type: string | null;
  act: string;
}

const ALARMS: readonly Alarm[] = [
  {
    names: ["load-balancer.errors"],
    when: ({ has }) => has.routed,
    means: "The load balancer itself answers 5xx, in 5 of 15 minutes: it finds no healthy task, or a task hangs up.",
    type: "status",
    act: "Which service has no healthy task, and why its tasks stopped. The dashboard has the numbers.",
  },
  {
    names: ["firewall.blocked"],
    when: ({ has }) => has.routed && has.production,
    means:
      "The web firewall has stopped more than 100 requests in 10 minutes: an attack, or visitors who are kept out.",
    type: null,
    act: "Which rule it was, on which path (see Web firewall).",
  },
  {
    names: ["service.<name>.errors"],
    when: ({ has }) => has.routed,
    means: "In 10 minutes, more than 5 of 100 requests were answered with 5xx, and at least 3.",
    type: "logs <name> --errors",
    act: "The minute when it began. If it began with a deploy, take that back (see Roll back).",
  },
  {
    names: ["service.<name>.unhealthy"],
    when: ({ has }) => has.routed,
    means: "Tasks do not pass their health check and are replaced again and again.",
    type: "status",
    act: "Why its last task stopped and what it said last; see what the health path depends on.",
  },
  {
    names: ["service.<name>.slow"],
    when: ({ has }) => has.routed,
    means: "One request in twenty takes more than two seconds.",
    type: "logs <name>",
    act: "Compare with the load of what it uses. Raise `max`, or `cpu` and `memory`, if the service itself is the limit.",
  },
  {
    names: ["service.<name>.unreachable"],
    when: ({ has }) => has.routed && has.domain,
    means: "The public address does not answer from outside AWS.",
    type: "status",
    act: "Open it yourself, and look in this order: name, certificate, load balancer, service.",
  },
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
    when: ({ has }) => has.queues,
    means: "A job of the worker's queue waits for more than 10 minutes, and has done so for a quarter of an hour.",
    type: "logs <name>",
    act: "How many jobs wait and how many `workers` take them, in its lines on the queue. With none: `status`. With as many as `max`: raise it, or ask what each job waits for. A queue that may be longer has `maxAge`, in minutes, beside `backlog` in `infra/services/<name>.ts`.",
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
    names: ["deployment-failed"],
    when: ({ has }) => has.services,
    means: "A new version did not become healthy, and the old one was put back.",
    type: "status",
    act: "See Roll back. The code that runs is not the code in the repo until this is repaired.",
  },
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
  {
    names: ["alerts.untold"],
    when: ({ has }) => has.containers,
    means: "An event that somebody should hear of could not be told.",
    type: null,
    act: "Read the messages in the queue `alerts-dead-letters`: each is an event, with the reason why it was not told. Mend that, do what the event asks for, and delete the message.",
  },
  {
    names: ["alerts.<name>.unheard"],
    when: ({ has }) => has.containers,
    means: "An alert did not reach everybody: a mailbox or a channel refuses what it is sent.",
    type: "status",
    act: "The subscriptions of the topic `alerts` in the region that the alarm names: which are not confirmed, or are of somebody who has left.",
  },
  {
    names: ["certificate-expires"],
    when: ({ has }) => has.routed && has.domain,
    means: "The certificate could not be renewed by itself.",
    type: "status",
    act: "See whether its validation record is still in DNS. A certificate that was made by hand is renewed by hand.",
  },
  {
    names: ["database.<name>.cpu"],
    when: ({ has }) => has.databases,
    means: "The database is busy, or has used up the credits of a small class.",
    type: "tunnel database/<name>",
    act: "Find the query, add an index, or take a larger class in `infra/stage.ts`.",
  },
  {
    names: ["database.<name>.capacity"],
    when: ({ has }) => has.aurora,
    means: "Aurora has grown nearly as far as it may.",
    type: "tunnel database/<name>",
    act: "Find the query, or raise `capacity.max` in `infra/stage.ts`.",
  },
  {
    names: ["database.<name>.connections"],
    when: ({ has }) => has.databases,
    means: "Nearly all connections are taken.",
    type: "tunnel database/<name>",
    act: "Add up the pools of all tasks. Make them smaller, or take a larger class.",
  },
  {
    names: ["database.<name>.memory"],
    when: ({ has }) => has.databases,
    means: "The database has little memory left and is about to become slow.",
    type: "tunnel database/<name>",
    act: "Look for large sorts and many connections; take a larger class.",
  },
  {
    names: ["database.<name>.storage"],
    when: ({ has }) => has.databases,
    means:
      "The disk is nearly full, and RDS has not enlarged it: it may grow no further, or grew less than six hours ago.",
    type: "tunnel database/<name>",
    act: "Delete what is not needed, or raise `storage` in `infra/stage.ts` and deploy: an RDS disk grows without a restart.",
  },
  {
    names: ["db-cluster", "db-instance", "db-parameter-group"],
    when: ({ has }) => has.databases,
    means: "RDS says what it does or what befell it: maintenance, a failover, a failure, a changed setting.",
    type: "status",
    act: "Nothing after maintenance or a failover that is over. After a failure, see the events of the database in RDS; a changed setting that nobody in the team has made is a matter for whoever guards the account.",
  },
  {
    names: ["cache.<name>.memory"],
    when: ({ has }) => has.caches,
    means: "The cache is nearly full. It throws nothing away, so writes fail when it is.",
    type: "tunnel cache/<name>",
    act: "Look for queues that are not worked off and keys that never expire; take a larger node.",
  },
  {
    names: ["cache.<name>.cpu"],
    when: ({ has }) => has.caches,
    means: "Commands wait for each other.",
    type: "tunnel cache/<name>",
    act: "Look for slow ones with `SLOWLOG GET`; take a larger node.",
  },
  {
    names: ["backup.failed", "backup.copy-failed", "backup-failed", "copy-failed"],
    when: ({ has }) => has.backup && has.databases,
    means: "A backup or its copy failed: the alarm counts such jobs, the event says which one it was.",
    type: "status",
    act: "Read the message of the job in AWS Backup, and start it again on the same day.",
  },
  {
    names: ["backup.missing"],
    when: ({ has }) => has.backup && has.databases,
    means: "No backup was completed for a day. On the first day of a stage this is no news.",
    type: "status",
    act: "See in AWS Backup whether a job is running or none was begun.",
  },
  {
    names: ["restore-failed"],
    when: ({ has }) => has.backup && has.databases,
    means: "The weekly test could not restore the newest backup.",
    type: "status",
    act: "Treat it as if there were no backup: restore by hand today (see Restore a database).",
  },
];

/** The names that the table of a view explains. */
export const explained = (view: View): string[] =>
  ALARMS.filter(({ when }) => when(view)).flatMap(({ names }) => names);

/** A command of day two, with the stage in its place. */
function typedFor({ cli }: View, type: string | null): string {
  if (type === null) return "";
  const [command, ...rest] = type.split(" ");
  return code([cli, command, '"$stage"', ...rest].join(" "));
}

/** The alarms of a view; null where there is nothing to watch. */
export function alarmTable(view: View): string | null {
  const rows = ALARMS.filter(({ when }) => when(view));
  return rows.length === 0
    ? null
    : table(
        ["What rings", "What it means", "Type", "What to look at"],
        rows.map(({ names, means, type, act }) => [names.map(code).join(", "), means, typedFor(view, type), act]),
      );
}
