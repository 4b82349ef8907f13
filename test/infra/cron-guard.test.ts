import { beforeEach, describe, expect, test, vi } from "vitest";

/** The function that keeps crons to their time, on a stand-in for ECS: how fast ECS tells of a task is not seen here. */

interface Task {
  taskArn: string;
  group?: string;
  desiredStatus: string;
  createdAt: Date;
}

const ecs = vi.hoisted(() => ({
  tasks: [] as Task[],
  /** What ECS does not list yet. */
  unlisted: [] as string[],
  stopped: [] as Record<string, unknown>[],
  described: [] as number[],
}));

const PAGE = 100;

vi.mock("@aws-sdk/client-ecs", () => {
  type Input = { cluster: string; nextToken?: string; tasks?: string[] };
  const answers: Record<string, (input: Input) => unknown> = {
    list({ nextToken = "0" }) {
      const listed = ecs.tasks.filter(
        ({ desiredStatus, taskArn }) => desiredStatus === "RUNNING" && !ecs.unlisted.includes(taskArn),
      );
      const from = Number(nextToken);
      return {
        taskArns: listed.slice(from, from + PAGE).map(({ taskArn }) => taskArn),
        ...(listed.length > from + PAGE ? { nextToken: String(from + PAGE) } : {}),
      };
    },
    describe({ tasks = [] }) {
      ecs.described.push(tasks.length);
      if (tasks.length > PAGE) throw new Error("InvalidParameterException: Tasks cannot be longer than 100.");
      return { tasks: ecs.tasks.filter(({ taskArn }) => tasks.includes(taskArn)) };
    },
    stop(input) {
      ecs.stopped.push({ ...input });
      return {};
    },
  };
  const command = (name: string) =>
    class {
      name = name;
      input: Input;
      constructor(input: Input) {
        this.input = input;
      }
    };
  return {
    ListTasksCommand: command("list"),
    DescribeTasksCommand: command("describe"),
    StopTaskCommand: command("stop"),
    ECSClient: class {
      async send({ name, input }: { name: string; input: Input }) {
        if (input.cluster !== "shop-dev") throw new Error("ClusterNotFoundException");
        return answers[name]?.(input);
      }
    },
  };
});

vi.stubEnv("CLUSTER", "shop-dev");
// @ts-expect-error: it is JavaScript, as Lambda runs it
const { handler } = await import("../../templates/infra/tasks/cron-guard.mjs");

const NOW = Date.UTC(2027, 0, 1, 3);
const task = (taskArn: string, group: string, minutesAgo: number, desiredStatus = "RUNNING"): Task => ({
  taskArn,
  group,
  desiredStatus,
  createdAt: new Date(NOW - minutesAgo * 60_000),
});
const tick = { source: "aws.events", detail: {} };
const starting = (taskArn: string) => ({ source: "aws.ecs", detail: { taskArn } });
/** What was stopped, and why. */
async function guard(event: object): Promise<Record<string, unknown>> {
  await handler(event);
  return Object.fromEntries(ecs.stopped.map(({ task, reason }) => [task, reason]));
}

beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
  vi.spyOn(console, "log").mockImplementation(() => undefined);
  Object.assign(ecs, { tasks: [], unlisted: [], stopped: [], described: [] });
  return () => vi.useRealTimers();
});

describe("a run of a cron", () => {
  test("is left alone up to its last minute, and stopped after it", async () => {
    ecs.tasks = [task("a", "cron:nightly:60", 60), task("b", "cron:weekly:60", 60.1)];
    expect(await guard(tick)).toEqual({ b: "A run of weekly may take 60 minutes" });
    expect(ecs.stopped[0]?.cluster).toBe("shop-dev");
  });

  test("does not begin beside the one before, also when ECS does not list it yet", async () => {
    ecs.tasks = [task("new", "cron:hourly:90", 0), task("old", "cron:hourly:90", 60), task("x", "cron:nightly:90", 0)];
    ecs.unlisted = ["new"];
    expect(await guard(starting("new"))).toEqual({ new: "The run of hourly before this one is not done" });
  });

  test("is the older one after its time was changed by a deploy, too", async () => {
    ecs.tasks = [task("old", "cron:hourly:90", 30), task("new", "cron:hourly:120", 0)];
    expect(await guard(tick)).toEqual({ new: expect.stringContaining("before this one") });
  });

  test("is one of two that a schedule has started at once, and both calls agree on which", async () => {
    ecs.tasks = [task("b", "cron:hourly:90", 0), task("a", "cron:hourly:90", 0)];
    expect(await guard(starting("a"))).toEqual({ b: expect.any(String) });
    ecs.stopped = [];
    ecs.unlisted = ["a"];
    expect(await guard(starting("a"))).toEqual({ b: expect.any(String) });
  });

  test("begins when the one before is about to end", async () => {
    ecs.tasks = [task("old", "cron:hourly:60", 61, "STOPPED"), task("new", "cron:hourly:60", 0)];
    expect(await guard(starting("old"))).toEqual({});
  });
});

test("nothing else of the cluster is stopped: services, and what somebody runs by hand", async () => {
  ecs.tasks = [
    task("service", "service:api", 9_999),
    task("hand", "family:shop-dev-nightly", 9_999),
    task("nearly", "cron:nightly", 9_999),
    task("run", "cron:nightly:60", 1),
  ];
  expect(await guard(tick)).toEqual({});
});

test("it finds a run among more tasks than ECS lists or describes at a time", async () => {
  ecs.tasks = [
    ...Array.from({ length: 230 }, (_, i) => task(`service-${i}`, "service:api", 10)),
    task("late", "cron:nightly:60", 61),
  ];
  expect(Object.keys(await guard(tick))).toEqual(["late"]);
  expect(ecs.described).toEqual([100, 100, 31]);
});
