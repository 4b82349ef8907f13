import { describe, expect, it } from "vitest";
import { evidenceFor } from "../../lib/deploy/evidence.ts";
import { eventsOf, mainContainer, reasonOf, type StoppedTask, stoppedTask } from "../../lib/deploy/tasks.ts";
import { type Answers, AwsFault } from "../support/aws/server.ts";
import { deployedIn } from "../support/deployed.ts";
import { TASK } from "../support/sst/world.ts";

/** Which of the tasks that ended is the one that matters, and what is known of it. */

const OPTIONS = { "awslogs-group": "/shop/dev/api", "awslogs-stream-prefix": "/service" };
const definition = (options: object | null = OPTIONS): Answers => ({
  "ecs.DescribeTaskDefinition": {
    taskDefinition: {
      containerDefinitions: [
        { name: "collector" },
        { name: "ApiService", ...(options === null ? {} : { logConfiguration: { options } }) },
      ],
    } as never,
  },
});

const task = (id: string, minute: number, more: object = {}) => ({
  taskArn: `arn:aws:ecs:us-east-1:1:task/shop-dev/${id}`,
  taskDefinitionArn: TASK(7),
  stoppedAt: new Date(Date.UTC(2026, 0, 31, 9, minute)),
  stoppedReason: "Essential container in task exited",
  containers: [{ name: "ApiService", exitCode: 1 }],
  ...more,
});

async function last(tasks: object[], more: Answers = {}, version?: string): Promise<StoppedTask | null> {
  const { deployed } = await deployedIn({
    "ecs.ListTasks": ({ input }) => ({
      taskArns: input.desiredStatus === "STOPPED" ? tasks.map((_, i) => `${i}`) : [],
    }),
    "ecs.DescribeTasks": { tasks: tasks as never },
    "logs.GetLogEvents": { events: [{ message: "last words \n" }] },
    ...definition(),
    ...more,
  });
  return stoppedTask(deployed.aws, "shop-dev", "ApiService", version);
}

describe("the task that is shown", () => {
  const replaced = { stoppedReason: "Scaling activity initiated by (deployment ecs-svc/2)" };
  const rows: [what: string, tasks: object[], version: string | undefined, id: string | undefined][] = [
    ["is the newest, however they are listed", [task("a", 1), task("c", 3), task("b", 2)], undefined, "c"],
    ["is none that a newer version has replaced", [task("a", 1), task("b", 2, replaced)], undefined, "a"],
    ["is one of the version that is meant", [task("a", 1), task("b", 2, { taskDefinitionArn: TASK(8) })], TASK(7), "a"],
    [
      "is one that has ended at some time rather than none",
      [task("a", 1), task("b", 0, { stoppedAt: undefined })],
      undefined,
      "a",
    ],
    ["is none where all were replaced", [task("a", 1, replaced)], undefined, undefined],
    ["is none where none has ended", [], undefined, undefined],
  ];
  it.each(rows)("%s", async (_, tasks, version, id) => {
    expect((await last(tasks, {}, version))?.id).toBe(id);
  });
});

describe("the container that is shown", () => {
  const rows: [what: string, containers: object[], shown: Partial<StoppedTask>][] = [
    [
      "is the one that failed",
      [
        { name: "collector", exitCode: 0 },
        { name: "ApiService", exitCode: 137 },
      ],
      { exitCode: 137, reason: "Essential container in task exited" },
    ],
    [
      "is the one that ECS gives a reason for",
      [
        { name: "collector", exitCode: 0 },
        { name: "ApiService", reason: "CannotPullContainerError" },
      ],
      { exitCode: null, reason: "Essential container in task exited; CannotPullContainerError" },
    ],
    [
      "is the first where none failed",
      [
        { name: "ApiService", exitCode: 0 },
        { name: "collector", exitCode: 0 },
      ],
      { exitCode: 0 },
    ],
    ["is none where ECS knows none", [], { exitCode: null, log: [], logCommand: null }],
  ];
  it.each(rows)("%s", async (_, containers, shown) => {
    expect(await last([task("a", 1, { containers })])).toMatchObject({ version: "shop-dev-api:7", ...shown });
  });
});

describe("its log", () => {
  const logged = { log: ["last words"], logCommand: "space-sst logs dev api --since 1d" };
  const none = { log: [], logCommand: null };
  const denied = new AwsFault("AccessDeniedException", "no");
  const rows: [what: string, answers: Answers, shown: Partial<StoppedTask>][] = [
    ["is where its container writes", {}, logged],
    [
      "is not shown where it may not be read, and the command is",
      { "logs.GetLogEvents": denied },
      { ...logged, log: [] },
    ],
    ["is none where the container has none", definition(null), none],
    ["is none where it has a group and no stream", definition({ "awslogs-group": "/shop/dev/api" }), none],
    ["is none where it has a stream and no group", definition({ "awslogs-stream-prefix": "/service" }), none],
    ["is none where its task definition is not known", { "ecs.DescribeTaskDefinition": denied }, none],
  ];
  it.each(rows)("%s", async (_, answers, shown) => {
    expect(await last([task("a", 1)], answers)).toMatchObject({ id: "a", ...shown });
  });

  it("is read from its end", async () => {
    const { deployed, server } = await deployedIn({ "logs.GetLogEvents": {} });
    const message = "Its log: aws logs tail '/shop/dev/api' --log-stream-names 's/1' --since 1d";
    const said = { error: { resource: null, message }, message, id: null, cause: null, next: [], more: 0 };
    expect(await evidenceFor(said, deployed.aws)).toEqual({ lines: [], log: [] });
    expect(server.asked("logs.GetLogEvents").map(({ input }) => input)).toEqual([
      { logGroupName: "/shop/dev/api", logStreamName: "s/1", limit: 15, startFromHead: false },
    ]);
  });
});

it("an error that names neither a log nor a service has no evidence, and AWS is not asked", async () => {
  const { deployed, server } = await deployedIn({});
  const said = { error: { resource: null, message: "x" }, message: "x", id: null, cause: null, next: [], more: 0 };
  expect(await evidenceFor(said, deployed.aws)).toEqual({ lines: [], log: [] });
  expect(server.requests).toEqual([]);
});

it("a task without a log is shown with how it ended", async () => {
  const { deployed } = await deployedIn({
    "ecs.ListTasks": { taskArns: ["1"] },
    "ecs.DescribeTasks": { tasks: [task("dead01", 1, { containers: [], stoppedReason: undefined })] },
    ...definition(null),
    "ecs.DescribeServices": { services: [{ events: ["4", "3", "2", "1"].map((message) => ({ message })) }] },
  });
  const message = "waiting for ECS Service (arn:aws:ecs:us-east-1:1:service/shop-dev/ApiService) update";
  const said = { error: { resource: null, message }, message, id: null, cause: null, next: [], more: 0 };
  expect(await evidenceFor(said, deployed.aws)).toEqual({
    lines: ["Task dead01 of shop-dev-api:7 stopped: no reason given", "ECS: 4", "ECS: 3", "ECS: 2"],
    log: [],
  });
  expect(await eventsOf(deployed.aws, "shop-dev", "ApiService", 1)).toEqual(["4"]);
});

it("says each reason once, and that there is none", () => {
  expect(reasonOf("gone", undefined, "gone", "", "really")).toBe("gone; really");
  expect(reasonOf(undefined, "")).toBe("no reason given");
});

it("a task is there for its first container that it cannot do without, which it cannot where nobody says", () => {
  const beside = { name: "beside", essential: false };
  expect(mainContainer({ containerDefinitions: [beside, { name: "api" }, { name: "b" }] } as never)?.name).toBe("api");
  expect(mainContainer({ containerDefinitions: [beside, { name: "api", essential: true }] } as never)?.name).toBe(
    "api",
  );
  expect(mainContainer({ containerDefinitions: [beside] } as never)).toBeUndefined();
});
