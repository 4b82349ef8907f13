import { beforeEach, describe, expect, test, vi } from "vitest";

/** The function with which a deploy runs a task and waits for it, on a stand-in for ECS. */

interface Call {
  name: string;
  input: Record<string, unknown>;
}

const ecs = vi.hoisted(() => ({
  calls: [] as Call[],
  /** What each kind of call answers, one after the other; the last answer stays. An Error is thrown. */
  answers: {} as Record<string, unknown[]>,
  slept: 0,
}));

vi.mock("@aws-sdk/client-ecs", () => {
  const command = (name: string) =>
    class {
      name = name;
      input: Call["input"];
      constructor(input: Call["input"]) {
        this.input = input;
      }
    };
  return {
    DescribeTasksCommand: command("describe"),
    RunTaskCommand: command("run"),
    StopTaskCommand: command("stop"),
    ECSClient: class {
      async send({ name, input }: Call) {
        ecs.calls.push({ name, input });
        const answers = ecs.answers[name] ?? [{}];
        const answer = answers.length > 1 ? answers.shift() : answers[0];
        if (answer instanceof Error) throw answer;
        return answer;
      }
    },
  };
});
vi.mock("node:timers/promises", () => ({
  setTimeout: async (milliseconds: number) => {
    ecs.slept += milliseconds;
  },
}));

// @ts-expect-error: it is JavaScript, as Lambda runs it
const { handler } = await import("../../templates/infra/tasks/run-task.mjs");

const event = {
  cluster: "arn:aws:ecs:us-east-1:123456789012:cluster/shop-dev",
  taskDefinition: "arn:aws:ecs:us-east-1:123456789012:task-definition/shop-dev-api:7",
  container: "ApiService",
  command: ["node", "dist/migrate.js"],
  subnets: ["subnet-1", "subnet-2"],
  securityGroups: ["sg-1"],
  assignPublicIp: false,
  log: "/shop/dev/api",
};
const arn = "arn:aws:ecs:us-east-1:123456789012:task/shop-dev/0123abcd";
const startedAt = new Date(0);
const LOG = "aws logs tail '/shop/dev/api' --log-stream-names '/service/ApiService/0123abcd' --since 1d";
const WHAT = 'The task "node dist/migrate.js" of shop-dev-api:7';

const describing = (...tasks: object[]) => tasks.map((task) => ({ tasks: [task] }));
/** ECS lists what stands beside the container in any order. */
const stopped = (container: object, more: object = {}) => {
  const containers = [
    { name: "collector", exitCode: 2 },
    { name: "ApiService", ...container },
  ];
  return describing({ lastStatus: "STOPPED", startedAt, containers, ...more });
};
const named = (name: string, message = name) => Object.assign(new Error(message), { name });

/** Runs the function with so many seconds left at each look at the clock; the last stays. */
function run(...left: number[]): Promise<unknown> {
  const getRemainingTimeInMillis = () => 1000 * ((left.length > 1 ? left.shift() : left[0]) ?? 900);
  return handler(event, { getRemainingTimeInMillis });
}
const names = () => ecs.calls.map(({ name }) => name);

beforeEach(() => {
  ecs.calls = [];
  ecs.slept = 0;
  ecs.answers = { run: [{ tasks: [{ taskArn: arn }] }], describe: stopped({ exitCode: 0 }) };
});

describe("a task that ends well", () => {
  test("was started once, in the network of the service, with the command alone changed", async () => {
    await expect(run()).resolves.toEqual({ task: arn });
    expect(ecs.calls[0]).toEqual({
      name: "run",
      input: {
        cluster: event.cluster,
        taskDefinition: event.taskDefinition,
        launchType: "FARGATE",
        startedBy: "deploy",
        clientToken: expect.stringMatching(/^[0-9a-f]{64}$/),
        overrides: { containerOverrides: [{ name: "ApiService", command: ["node", "dist/migrate.js"] }] },
        networkConfiguration: {
          awsvpcConfiguration: {
            subnets: event.subnets,
            securityGroups: event.securityGroups,
            assignPublicIp: "DISABLED",
          },
        },
      },
    });
    expect(names()).toEqual(["run", "describe"]);
  });

  test("is the one that another call has started: twice the same call is one task", async () => {
    await run();
    await run();
    const [first, second] = ecs.calls.filter(({ name }) => name === "run").map(({ input }) => input.clientToken);
    expect(second).toBe(first);
    await handler({ ...event, triggers: { secret: "v2" } }, { getRemainingTimeInMillis: () => 900_000 });
    expect(ecs.calls.findLast(({ name }) => name === "run")?.input.clientToken).not.toBe(first);
  });

  test("is a new one where the last has ended before: a deploy is repeated after a failure", async () => {
    const before = { taskArn: `${arn}-before` };
    ecs.answers.run = [{ tasks: [before] }, { tasks: [{ taskArn: arn }] }];
    ecs.answers.describe = [
      ...stopped({ exitCode: 1 }, { stoppedAt: new Date(Date.now() - 60_000) }),
      ...stopped({ exitCode: 0 }, { stoppedAt: new Date(Date.now() + 60_000) }),
    ];
    await expect(run()).resolves.toEqual({ task: arn });
    const tokens = ecs.calls.filter(({ name }) => name === "run").map(({ input }) => input.clientToken);
    expect(new Set(tokens).size).toBe(2);
  });

  test("is waited for, from before ECS knows it until it has stopped", async () => {
    ecs.answers.describe = [
      { tasks: [], failures: [{ reason: "MISSING" }] },
      ...describing({ lastStatus: "PENDING" }, { lastStatus: "RUNNING", startedAt }),
      ...stopped({ exitCode: 0 }),
    ];
    await expect(run()).resolves.toEqual({ task: arn });
    expect(names()).toEqual(["run", "describe", "describe", "describe", "describe"]);
    expect(ecs.slept).toBe(9000);
  });
});

describe("the deploy fails, and says why, when the task", () => {
  test("fails: with its exit code, its reason and the place of its log", async () => {
    ecs.answers.describe = stopped({ exitCode: 1 }, { stoppedReason: "Essential container in task exited" });
    await expect(run()).rejects.toThrow(
      `${WHAT} ended with exit code 1 (Essential container in task exited). Its log: ${LOG}`,
    );
  });

  test("fails at once, before ECS has seen it run", async () => {
    ecs.answers.describe = stopped({ exitCode: 1 }, { startedAt: undefined });
    await expect(run()).rejects.toThrow(`${WHAT} ended with exit code 1 (no reason given). Its log: ${LOG}`);
  });

  test("runs out of memory", async () => {
    const reason = "OutOfMemoryError: Container killed due to memory usage";
    ecs.answers.describe = stopped({ exitCode: 137, reason }, { stoppedReason: "Essential container in task exited" });
    await expect(run()).rejects.toThrow(`exit code 137 (Essential container in task exited; ${reason}). Its log:`);
  });

  test("is killed from outside", async () => {
    ecs.answers.describe = stopped({}, { stoppedReason: "Task stopped by user" });
    await expect(run()).rejects.toThrow(`${WHAT} ended with no exit code (Task stopped by user). Its log: ${LOG}`);
  });

  test("never starts: it has no log, so none is named", async () => {
    const stoppedReason = "CannotPullContainerError: pull image manifest has been retried 1 time(s): not found";
    ecs.answers.describe = stopped({}, { startedAt: undefined, stopCode: "TaskFailedToStart", stoppedReason });
    await expect(run()).rejects.toThrow(new Error(`${WHAT} did not start: ${stoppedReason}`));
  });

  test("stops without a container or a reason", async () => {
    ecs.answers.describe = describing({ lastStatus: "STOPPED" });
    await expect(run()).rejects.toThrow(new Error(`${WHAT} did not start: no reason given`));
  });

  test("takes too long: it is stopped", async () => {
    ecs.answers.describe = describing({ lastStatus: "RUNNING", startedAt });
    await expect(run(60, 31, 29)).rejects.toThrow(
      /^The task .* was stopped because it still ran after \d+ minutes\. Its log: aws /,
    );
    // Not before half a minute is left.
    expect(names()).toEqual(["run", "describe", "describe", "describe", "stop"]);
    expect(ecs.calls.at(-1)).toEqual({
      name: "stop",
      input: { cluster: event.cluster, task: arn, reason: "took too long" },
    });
  });

  test("finds no place", async () => {
    ecs.answers.run = [{ tasks: [], failures: [{ reason: "RESOURCE:ENI" }] }];
    await expect(run()).rejects.toThrow(`${WHAT} could not be started: RESOURCE:ENI`);
    expect(names()).toEqual(["run"]);
  });

  test("is refused for good, and not before a minute has passed", async () => {
    ecs.answers.run = [named("AccessDeniedException", "not authorized to perform: ecs:RunTask")];
    await expect(run()).rejects.toThrow("not authorized to perform: ecs:RunTask");
    expect(ecs.slept).toBe(60_000);
  });

  test("cannot be found out about", async () => {
    ecs.answers.describe = [named("ClusterNotFoundException", "Cluster not found.")];
    await expect(run()).rejects.toThrow("Cluster not found.");
  });
});

test.each([
  named("AccessDeniedException"),
  named("ClientException", "ECS was unable to assume the role that was provided for this task."),
])("a role that is not known everywhere yet is waited for: %s", async (error) => {
  ecs.answers.run = [error, error, { tasks: [{ taskArn: arn }] }];
  await expect(run()).resolves.toEqual({ task: arn });
  expect(ecs.slept).toBe(10_000);
});
