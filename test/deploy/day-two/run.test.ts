import { beforeEach, describe, expect, it, vi } from "vitest";
import { type Answers, AwsFault } from "../../support/aws/server.ts";
import { runHere } from "../../support/in-process.ts";
import { DOWN, playedStage, running } from "../../support/played-stage.ts";
import { expectShown } from "../../support/shown.ts";
import { ACCOUNT } from "../../support/sst/stage.ts";
import { TASK } from "../../support/sst/world.ts";

/** `space-sst run` in a played account: ECS and CloudWatch are a server that plays a task from its start to its end. */

// Nobody waits between two looks: how long it would have been is kept.
const pauses = vi.hoisted((): number[] => []);
vi.mock("node:timers/promises", () => ({ setTimeout: async (ms: number) => void pauses.push(ms) }));
beforeEach(() => void pauses.splice(0));

const ARN = `arn:aws:ecs:us-east-1:${ACCOUNT}:task/shop-dev/0123abcd`;

/** A task that is looked at three times: it starts, it writes, it ends. */
function task(
  container: { exitCode?: number; reason?: string },
  stoppedReason = "Essential container in task exited",
): Answers {
  let looks = 0;
  // ECS lists what stands beside the container in any order.
  const containers = [
    { name: "collector", exitCode: 2 },
    { name: "ApiService", ...container },
  ];
  const lines = [
    ["f/0", []],
    ["f/1", [{ message: "1 migration is new" }]],
    ["f/2", [{ message: "CreateOrders is applied" }]],
  ] as const;
  return {
    "ecs.DescribeTaskDefinition": DOWN["ecs.DescribeTaskDefinition"],
    "ecs.RunTask": { tasks: [{ taskArn: ARN, lastStatus: "PROVISIONING" }] },
    "ecs.StopTask": { task: { taskArn: ARN } },
    "ecs.DescribeTasks": () => {
      looks++;
      return {
        tasks: [
          looks < 3
            ? { taskArn: ARN, lastStatus: "RUNNING" }
            : { taskArn: ARN, lastStatus: "STOPPED", stoppedReason, containers },
        ],
      };
    },
    "logs.GetLogEvents": ({ input }) => {
      if (looks === 1) return new AwsFault("ResourceNotFoundException", "The specified log stream does not exist.");
      const at = lines.findIndex(([token]) => token === input.nextToken);
      const [nextForwardToken, events] = lines[Math.min(at + 1, lines.length - 1)] as (typeof lines)[number];
      return { events: at + 1 < lines.length ? events : [], nextForwardToken };
    },
  };
}

it("runs the version that runs now, in the service's network, and gives its output and exit status", async () => {
  const { root, server } = await playedStage(task({ exitCode: 0 }));
  const ran = await runHere("run", ["dev", "api", "--", "node", "dist/migrate.js", "--version"], root, server.env);
  expect(ran.error).toBeNull();
  expect(ran.stdout).toBe("1 migration is new\nCreateOrders is applied\n");
  expectShown("run", 0, `${ran.stderr}${ran.stdout}`);
  expect(server.asked("ecs.RunTask").map(({ input }) => input)).toMatchObject([
    {
      cluster: "shop-dev",
      taskDefinition: TASK(7),
      launchType: "FARGATE",
      // By these it is found in the account, and counted in the stage's costs.
      startedBy: "space-sst-run",
      enableECSManagedTags: true,
      propagateTags: "TASK_DEFINITION",
      overrides: { containerOverrides: [{ name: "ApiService", command: ["node", "dist/migrate.js", "--version"] }] },
      networkConfiguration: {
        awsvpcConfiguration: { subnets: ["subnet-1"], securityGroups: ["sg-1"], assignPublicIp: "DISABLED" },
      },
    },
  ]);
  expect(server.asked("logs.GetLogEvents")[0]?.input).toMatchObject({
    logGroupName: "/shop/dev/api",
    logStreamName: "/service/ApiService/0123abcd",
    startFromHead: true,
  });
});

it("gives what CloudWatch has only after the end, each line once, and waits no longer than it must", async () => {
  const played = task({ exitCode: 0 });
  let reads = 0;
  const { root, server } = await playedStage({
    ...played,
    "logs.GetLogEvents": ({ input }) =>
      ++reads < 5 || input.nextToken !== undefined
        ? { events: [], nextForwardToken: input.nextToken as string }
        : { events: [{ message: "late \n" }], nextForwardToken: "f/1" },
  });
  const { stdout } = await runHere("run", ["dev", "api", "--", "true"], root, server.env);
  expect(stdout).toBe("late\n");
  // It runs for two looks, ends at the third, and its log is read twice more.
  expect(server.asked("ecs.DescribeTasks")).toHaveLength(5);
  // ECS lets one look that often without a word of throttling, and nobody waits longer for a line.
  expect(pauses).toEqual([2000, 2000, 2000, 2000]);
});

it("runs the version that ECS goes to where none has come up yet", async () => {
  const { services: [service] = [] } = DOWN["ecs.DescribeServices"] as { services?: { deployments: object[] }[] };
  const deployments = service?.deployments.map((one) => ({ ...one, rolloutState: "IN_PROGRESS" })) ?? [];
  const { root, server } = await playedStage({
    ...task({ exitCode: 0 }),
    "ecs.DescribeServices": { services: [{ ...service, deployments: deployments.toReversed() }] } as never,
  });
  await runHere("run", ["dev", "api", "--", "true"], root, server.env);
  expect(server.asked("ecs.RunTask")[0]?.input.taskDefinition).toBe(TASK(8));
});

it("runs the old version while a new one does not come up", async () => {
  const { root, server } = await playedStage({ ...DOWN, ...task({ exitCode: 0 }) });
  const { stdout, error } = await runHere("run", ["dev", "api", "--json", "--", "true"], root, server.env);
  expect(error).toBeNull();
  expect(JSON.parse(stdout)).toEqual({
    stage: "dev",
    service: "api",
    task: "0123abcd",
    version: "shop-dev-api:7",
    exitCode: 0,
    reason: "Essential container in task exited",
    output: ["1 migration is new", "CreateOrders is applied"],
  });
});

it("runs the version of a deploy that failed, where the newest is asked for", async () => {
  const played = task({ exitCode: 0 });
  const { taskDefinition } = DOWN["ecs.DescribeTaskDefinition"] as { taskDefinition: object };
  const { root, server } = await playedStage({
    ...played,
    "ecs.DescribeTaskDefinition": { taskDefinition: { ...taskDefinition, taskDefinitionArn: TASK(8) } },
  });
  await runHere("run", ["dev", "api", "--newest", "--", "node", "dist/migrate.js"], root, server.env);
  expect(server.asked("ecs.DescribeTaskDefinition")[0]?.input).toEqual({ taskDefinition: "shop-dev-api" });
  expect(server.asked("ecs.RunTask")[0]?.input.taskDefinition).toBe(TASK(8));
});

it("runs a scheduled task by hand, as its schedule would", async () => {
  const networkConfiguration = { subnets: ["subnet-2"], securityGroups: ["sg-2"], assignPublicIp: true };
  const schedule = {
    type: "aws:scheduler/schedule:Schedule",
    outputs: { target: { ecsParameters: { taskDefinitionArn: TASK(3, "night"), networkConfiguration } } },
  };
  const { root, server } = await playedStage(task({ exitCode: 0 }), {}, [schedule]);
  expect((await runHere("run", ["dev", "night"], root, server.env)).error).toBeNull();
  expect(server.asked("ecs.RunTask")[0]?.input).toMatchObject({
    taskDefinition: TASK(3, "night"),
    networkConfiguration: { awsvpcConfiguration: { ...networkConfiguration, assignPublicIp: "ENABLED" } },
  });
  expect(server.asked("ecs.RunTask")[0]?.input.overrides).toBeUndefined();
});

describe("ends as the task ends", () => {
  const rows: [what: string, answers: Answers, status: number, message: string][] = [
    [
      "with its exit code",
      task({ exitCode: 3 }),
      3,
      "task 0123abcd of shop-dev-api:7 ended with exit code 3: Essential container in task exited",
    ],
    [
      "with the reason why it never ran",
      task(
        { reason: "CannotPullContainerError: pull image manifest has been retried 1 time(s)" },
        "Task failed to start",
      ),
      1,
      "task 0123abcd of shop-dev-api:7 did not run: Task failed to start; CannotPullContainerError: pull image manifest has been retried 1 time(s)",
    ],
    [
      "with what ECS says where it is not started",
      { ...task({}), "ecs.RunTask": { tasks: [], failures: [{ reason: "RESOURCE:FARGATE" }] } },
      1,
      "ECS does not start the task: RESOURCE:FARGATE",
    ],
    [
      "with what ECS says more of it",
      { ...task({}), "ecs.RunTask": { tasks: [], failures: [{ detail: "no capacity" }] } },
      1,
      "ECS does not start the task: no capacity",
    ],
    [
      "with that ECS says nothing",
      { ...task({}), "ecs.RunTask": {} },
      1,
      "ECS does not start the task: no reason given",
    ],
    [
      "with a log that may not be read",
      {
        ...task({}),
        "logs.GetLogEvents": new AwsFault("AccessDeniedException", "not authorized to perform: logs:GetLogEvents"),
      },
      1,
      expect.stringMatching(/^AWS denies logs:GetLogEvents/),
    ],
    [
      "with that its service is gone",
      { ...task({}), "ecs.DescribeServices": { services: [{ ...running(), status: "DRAINING" }] } },
      1,
      "api does not run: there is no ECS service ApiService in shop-dev",
    ],
  ];
  it.each(rows)("%s", async (_, answers, code, message) => {
    const { root, server } = await playedStage(answers);
    const { error } = await runHere("run", ["dev", "api", "--", "false"], root, server.env);
    expect(error).toMatchObject({ code, message });
  });
});

it("stops the task when it is stopped", async () => {
  const { root, server } = await playedStage(task({ exitCode: 143 }, "its run was stopped"));
  server.answer({
    "ecs.RunTask": () => {
      process.emit("SIGTERM");
      return { tasks: [{ taskArn: ARN }] };
    },
  });
  const { error } = await runHere("run", ["dev", "api", "--", "sleep", "1000"], root, server.env);
  expect(error).toMatchObject({ code: 130, message: "Stopped: task 0123abcd of shop-dev-api:7 has ended." });
  expect(server.asked("ecs.StopTask").map(({ input }) => input.task)).toEqual([ARN]);
});

describe("refuses, with what to do, before anything runs", () => {
  const rows: [what: string, words: string[], message: RegExp][] = [
    ["no command", ["dev", "api"], /--: what is to run is missing: npx space-sst run dev api -- node/],
    ["no service", ["dev", "--", "true"], /service: is required: api, worker, night/],
    [
      "a service that is none",
      ["dev", "apo", "--", "true"],
      /"apo" is none of the services \(did you mean "api"\?\): api, worker, night/,
    ],
    [
      "a service that is not deployed yet",
      ["dev", "worker", "--", "true"],
      /^worker is not in dev yet: a deploy makes it/,
    ],
    [
      "production without its name",
      ["production", "api", "--", "true"],
      /production is confirmed by its name: --confirm production/,
    ],
    [
      "another name than production's",
      ["dev", "api", "--confirm", "production", "--", "true"],
      /--confirm: says "production", and the stage is dev/,
    ],
  ];
  it.each(rows)("%s", async (_, words, message) => {
    const { root, server } = await playedStage();
    expect((await runHere("run", words, root, server.env)).error?.message).toMatch(message);
    expect(server.asked("ecs.RunTask")).toEqual([]);
  });
});
