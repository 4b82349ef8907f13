import { lastPart } from "../aws/arn.ts";
import type { Aws } from "../aws/client.ts";
import type { Output } from "../aws/services.ts";
import { typed } from "../system/typed.ts";

/** Why a task of ECS ended: what ECS says, and the last that the task itself said. */
export interface StoppedTask {
  /** The last part of its ARN. */
  id: string;
  /** Family and revision: `shop-dev-api:7`. */
  version: string;
  /** ECS's reasons: of the task, then of its container. */
  reason: string;
  /** Null where the container never ran. */
  exitCode: number | null;
  /** The command that prints all of its log, or null where it has none. */
  logCommand: string | null;
  /** The last lines, the newest last. */
  log: string[];
}

/** So many lines of a log are shown. */
const LINES = 15;

/** A stream of a log, where a container writes. */
export interface Stream {
  group: string;
  stream: string;
}

/** The last lines of a log stream; none where it cannot be read. */
export async function lastLinesOf(aws: Aws, { group, stream }: Stream): Promise<string[]> {
  const input = { logGroupName: group, logStreamName: stream, limit: LINES, startFromHead: false };
  const { events = [] } = await aws.call("logs", "GetLogEvents", input).catch(() => ({ events: [] }));
  return events.map(({ message = "" }) => message.trimEnd());
}

/** As the function that runs tasks writes it, which knows no word of ours: infra/tasks/run-task.mjs of the repo. */
const TAIL = /aws logs tail '(?<group>[^']+)' --log-stream-names '(?<stream>[^']+)'(?: --since \w+)?/;

/** The log of a service has a word of its own; that of a task which only a deploy runs has AWS's. */
const SERVICE_LOG = /^\/[a-z0-9-]+\/(?<stage>[a-z0-9-]+)\/(?<service>[a-z0-9-]+)$/;

/** The command that shows what a container has written. */
export function logCommand({ group, stream }: Stream): string {
  const { stage, service } = SERVICE_LOG.exec(group)?.groups ?? {};
  return stage === undefined
    ? `aws logs tail '${group}' --log-stream-names '${stream}' --since 1d`
    : typed(`logs ${stage} ${service} --since 1d`);
}

/** The log that a message tells to look at with AWS's command; null where it names none. */
export function logIn(message: string): Stream | null {
  const { group, stream } = TAIL.exec(message)?.groups ?? {};
  return group === undefined || stream === undefined ? null : { group, stream };
}

/** A message with the command that shows the log it tells of. */
export function withLogCommand(message: string): string {
  const log = logIn(message);
  return log === null ? message : message.replace(TAIL, () => logCommand(log));
}

type TaskDefinition = Output<"ecs", "DescribeTaskDefinition">["taskDefinition"];

/** The container whose work a task is there for. ECS lists those beside it in any order. */
export const mainContainer = (definition: TaskDefinition) =>
  definition?.containerDefinitions?.find(({ essential }) => essential !== false);

/** Where a container of a task definition writes its log: `/service/ApiService/<task>` in `/shop/dev/api`. */
export function streamIn(definition: TaskDefinition, container: string, id: string): Stream | null {
  const definitions = definition?.containerDefinitions ?? [];
  const { options = {} } = definitions.find(({ name }) => name === container)?.logConfiguration ?? {};
  const { "awslogs-group": group, "awslogs-stream-prefix": prefix } = options;
  return group === undefined || prefix === undefined ? null : { group, stream: `${prefix}/${container}/${id}` };
}

/** Why a task ended, in ECS's words: of the task, then of its container. */
export const reasonOf = (...reasons: (string | undefined)[]): string =>
  [...new Set(reasons)].filter(Boolean).join("; ") || "no reason given";

/**
 * The newest task of a service that has stopped by itself. ECS remembers them for about an hour.
 * @param version only tasks of this task definition, by its ARN
 * @throws {AwsFailure}
 */
export async function stoppedTask(
  aws: Aws,
  cluster: string,
  service: string,
  version?: string,
): Promise<StoppedTask | null> {
  const query = { cluster, serviceName: service, desiredStatus: "STOPPED" as const };
  const { taskArns = [] } = await aws.call("ecs", "ListTasks", query);
  if (taskArns.length === 0) return null;
  const { tasks = [] } = await aws.call("ecs", "DescribeTasks", { cluster, tasks: taskArns });
  const [task] = tasks
    // "Scaling activity initiated by (deployment …)": a newer version has replaced it.
    .filter(({ stoppedReason = "" }) => !stoppedReason.startsWith("Scaling activity initiated"))
    .filter(({ taskDefinitionArn }) => version === undefined || taskDefinitionArn === version)
    .sort((a, b) => Number(b.stoppedAt ?? 0) - Number(a.stoppedAt ?? 0));
  if (task === undefined) return null;
  const { taskArn = "", taskDefinitionArn = "", stoppedReason, containers = [] } = task;
  const container = containers.find(({ exitCode, reason }) => (exitCode ?? 0) !== 0 || reason) ?? containers[0];
  const id = lastPart(taskArn);
  const definition = await aws
    .call("ecs", "DescribeTaskDefinition", { taskDefinition: taskDefinitionArn })
    .catch(() => null);
  const stream = streamIn(definition?.taskDefinition, container?.name ?? "", id);
  return {
    id,
    version: lastPart(taskDefinitionArn),
    reason: reasonOf(stoppedReason, container?.reason),
    exitCode: container?.exitCode ?? null,
    logCommand: stream === null ? null : logCommand(stream),
    log: stream === null ? [] : await lastLinesOf(aws, stream),
  };
}

/** What ECS has noted of a service last, the newest first. */
export async function eventsOf(aws: Aws, cluster: string, service: string, count = 3): Promise<string[]> {
  const { services = [] } = await aws.call("ecs", "DescribeServices", { cluster, services: [service] });
  return (services[0]?.events ?? []).slice(0, count).map(({ message = "" }) => message);
}
