import { setTimeout as sleep } from "node:timers/promises";
import { lastPart } from "../../aws/arn.ts";
import type { Aws } from "../../aws/client.ts";
import { AwsFailure } from "../../aws/errors.ts";
import type { Output } from "../../aws/services.ts";
import { Failure } from "../../errors.ts";
import type { Deployed } from "../deployed.ts";
import { mainContainer, reasonOf, type Stream, streamIn } from "../tasks.ts";
import type { Runnable } from "./runnable.ts";

/** A one-off task: the image that runs now with its roles and secrets, and another command. */

export interface OneOff {
  /** The last part of its ARN. */
  id: string;
  /** Family and revision. */
  version: string;
  /** Null where the container never ran. */
  exitCode: number | null;
  /** Why it ended, in ECS's words. */
  reason: string;
}

export interface OneOffOptions {
  /** None for the image's own. */
  command: readonly string[];
  /** Takes each line that the command writes, as soon as CloudWatch has it. */
  onLine: (line: string) => void;
  /** Stops the task. */
  signal: AbortSignal;
}

const POLL_MS = 2_000;
/** Looks at the log after the end: CloudWatch has the last lines a moment later. */
const LATE_LOOKS = 2;

type Task = NonNullable<Output<"ecs", "DescribeTasks">["tasks"]>[number];

/** Reads on in a stream from where it was read to. */
function reader(aws: Aws, { group, stream }: Stream, onLine: OneOffOptions["onLine"]): () => Promise<void> {
  let token: string | undefined;
  return async () => {
    for (;;) {
      const input = { logGroupName: group, logStreamName: stream, startFromHead: true };
      const page = await aws
        .call("logs", "GetLogEvents", { ...input, ...(token === undefined ? {} : { nextToken: token }) })
        // The stream is made with the first line.
        .catch((error: Error) => {
          if (error instanceof AwsFailure && error.problem === "not-found") return null;
          throw error;
        });
      for (const { message = "" } of page?.events ?? []) onLine(message.trimEnd());
      if (page === null || page.nextForwardToken === undefined || page.nextForwardToken === token) return;
      token = page.nextForwardToken;
    }
  };
}

async function start(
  { aws, cluster }: Deployed,
  { task, network }: Runnable,
  container: string,
  command: readonly string[],
): Promise<Task> {
  const { tasks = [], failures = [] } = await aws.call("ecs", "RunTask", {
    cluster,
    taskDefinition: task,
    launchType: "FARGATE",
    startedBy: "space-sst-run",
    enableECSManagedTags: true,
    propagateTags: "TASK_DEFINITION",
    ...(command.length === 0
      ? {}
      : { overrides: { containerOverrides: [{ name: container, command: [...command] }] } }),
    networkConfiguration: { awsvpcConfiguration: network },
  });
  const [started] = tasks;
  if (started === undefined)
    throw new Failure(
      `ECS does not start the task: ${failures[0]?.reason ?? failures[0]?.detail ?? "no reason given"}`,
    );
  return started;
}

/**
 * Runs a command in a task of its own, to its end.
 * @throws {AwsFailure}
 * @throws {Failure} where ECS does not start it
 */
export async function runOneOff(deployed: Deployed, runnable: Runnable, options: OneOffOptions): Promise<OneOff> {
  const { aws, cluster } = deployed;
  const { command, onLine, signal } = options;
  const { taskDefinition } = await aws.call("ecs", "DescribeTaskDefinition", { taskDefinition: runnable.task });
  const container = mainContainer(taskDefinition)?.name ?? "";
  const { taskArn = "" } = await start(deployed, runnable, container, command);
  const id = lastPart(taskArn);
  const stream = streamIn(taskDefinition, container, id);
  const read = stream === null ? async () => undefined : reader(aws, stream, onLine);
  let stopping = false;
  for (let left = LATE_LOOKS, ended: Task | undefined; ; ) {
    if (signal.aborted && !stopping) {
      stopping = true;
      await aws.call("ecs", "StopTask", { cluster, task: taskArn, reason: "its run was stopped" });
    }
    const { tasks = [] } = await aws.call("ecs", "DescribeTasks", { cluster, tasks: [taskArn] });
    ended = tasks.find(({ lastStatus }) => lastStatus === "STOPPED") ?? ended;
    await read();
    if (ended !== undefined && left-- === 0) {
      const { exitCode, reason } = ended.containers?.find(({ name }) => name === container) ?? {};
      const why = reasonOf(ended.stoppedReason, reason);
      return { id, version: lastPart(runnable.task), exitCode: exitCode ?? null, reason: why };
    }
    await sleep(POLL_MS);
  }
}
