import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Deployed } from "../../../lib/deploy/deployed.ts";
import { asleepUntil, sleepersOf } from "../../../lib/deploy/sleep/sleepers.ts";
import type { Answers } from "../../support/aws/server.ts";
import { deployedIn } from "../../support/deployed.ts";
import { runHere } from "../../support/in-process.ts";
import { playedStage, running } from "../../support/played-stage.ts";
import { expectShown } from "../../support/shown.ts";

/**
 * `space-sst wake` and `sleep` in a played account: ECS and RDS are a server that keeps what it is told. A database takes three
 * looks to come up there; how long AWS takes is hidden.
 */

// Nobody waits between two looks: how long it would have been is kept.
const pauses = vi.hoisted((): number[] => []);
vi.mock("node:timers/promises", () => ({ setTimeout: async (ms: number) => void pauses.push(ms) }));
beforeEach(() => void pauses.splice(0));

/** How long was waited, in minutes, and between two looks, in milliseconds. */
const waited = () => ({ minutes: pauses.reduce((sum, ms) => sum + ms, 0) / 60_000, looks: [...new Set(pauses)] });

const schedule = (operation: string, input: object, expression: string) => ({
  type: "aws:scheduler/schedule:Schedule",
  outputs: {
    scheduleExpression: expression,
    scheduleExpressionTimezone: "Europe/Berlin",
    target: { arn: `arn:aws:scheduler:::aws-sdk:${operation}`, input: JSON.stringify(input) },
  },
});

const API = { Cluster: "shop-dev", Service: "ApiService" };
const MAIN = { DbInstanceIdentifier: "shop-dev-main" };
const SCHEDULES = [
  schedule("ecs:updateService", { ...API, DesiredCount: 2 }, "cron(20 7 ? * MON-FRI *)"),
  schedule("ecs:updateService", { ...API, DesiredCount: 0 }, "cron(0 19 * * ? *)"),
  schedule("rds:startDBInstance", MAIN, "cron(0 7 ? * MON-FRI *)"),
  schedule("rds:stopDBInstance", MAIN, "cron(10 19 * * ? *)"),
];

/** Of a stage that is asked from outside, too. */
const CHECK = { HealthCheckId: "0a1b2c3d" };
const CHECKED = [
  ...SCHEDULES,
  schedule("route53:updateHealthCheck", { ...CHECK, Disabled: false }, "cron(40 7 ? * MON-FRI *)"),
  schedule("route53:updateHealthCheck", { ...CHECK, Disabled: true }, "cron(0 19 * * ? *)"),
];

/** A stage at some state, and what was done to it, in order. */
function played(tasks: number, database: string): { answers: Answers; did: string[] } {
  const did: string[] = [];
  let [count, status, looks] = [tasks, database, 0];
  let disabled = tasks === 0;
  const answers: Answers = {
    "ecs.DescribeServices": () => ({ services: [{ ...running(), desiredCount: count, runningCount: count }] }),
    "route53.GetHealthCheck": () => ({ HealthCheck: { HealthCheckConfig: { Disabled: disabled } } }),
    "route53.UpdateHealthCheck": ({ input }) => {
      disabled = String(input.body).includes("<Disabled>true</Disabled>");
      did.push(`check ${input.HealthCheckId} ${disabled ? "off" : "on"} at ${count}`);
      return {};
    },
    "ecs.UpdateService": ({ input }) => {
      count = Number(input.desiredCount);
      did.push(`${input.service} ${count}`);
      return {};
    },
    "rds.DescribeDBInstances": () => {
      if (status === "starting" && looks++ > 2) status = "available";
      if (status === "stopping" && looks++ > 2) status = "stopped";
      return { DBInstances: { DBInstance: [{ DBInstanceIdentifier: "shop-dev-main", DBInstanceStatus: status }] } };
    },
    "rds.StartDBInstance": ({ input }) => {
      [status, looks] = ["starting", 0];
      did.push(`start ${input.DBInstanceIdentifier}`);
      return {};
    },
    "rds.StopDBInstance": ({ input }) => {
      did.push(`stop ${input.DBInstanceIdentifier} at ${count}`);
      return {};
    },
  };
  return { answers, did };
}

const stage = async (tasks: number, database: string, schedules = SCHEDULES) => {
  const { answers, did } = played(tasks, database);
  return { did, ...(await playedStage(answers, {}, schedules)) };
};

describe("wake", () => {
  it("starts databases, and then as many tasks as in the morning", async () => {
    const { root, server, did } = await stage(0, "stopped");
    const { error, stdout } = await runHere("wake", ["dev"], root, server.env);
    expect(error).toBeNull();
    expect(did).toEqual(["start shop-dev-main", "ApiService 2"]);
    expectShown("wake", 0, stdout);
  });

  it("asks it from outside again, once its tasks run", async () => {
    const { root, server, did } = await stage(0, "stopped", CHECKED);
    const { error, stdout } = await runHere("wake", ["dev", "--json"], root, server.env);
    expect(error).toBeNull();
    expect(did).toEqual(["start shop-dev-main", "ApiService 2", "check 0a1b2c3d on at 2"]);
    expect(JSON.parse(stdout)).toMatchObject({ services: ["ApiService"], checks: ["0a1b2c3d"] });
  });

  it("waits for all of its tasks before it is asked from outside", async () => {
    const { root, server, did } = await stage(0, "available", CHECKED);
    let looks = 0;
    server.answer({
      "ecs.DescribeServices": () => {
        // The first look finds it idle; one task comes up, and then the other.
        const runningCount = Math.min(Math.max(looks++ - 1, 0), 2);
        did.push(`look ${runningCount}`);
        return { services: [{ ...running(), desiredCount: looks === 1 ? 0 : 2, runningCount }] };
      },
    });
    expect((await runHere("wake", ["dev"], root, server.env)).error).toBeNull();
    expect(did).toEqual(["look 0", "ApiService 2", "look 0", "look 1", "look 2", "check 0a1b2c3d on at 2"]);
  });

  it("asks it from outside although its tasks do not come up: that is to be heard of", async () => {
    const { root, server, did } = await stage(0, "available", CHECKED);
    server.answer({ "ecs.DescribeServices": { services: [{ ...running(), desiredCount: 0, runningCount: 0 }] } });
    expect((await runHere("wake", ["dev"], root, server.env)).error).toBeNull();
    expect(did).toEqual(["ApiService 2", "check 0a1b2c3d on at 2"]);
    expect(waited()).toEqual({ minutes: 10, looks: [15_000] });
  });

  it("waits for a database that is on its way down", async () => {
    const { root, server, did } = await stage(0, "stopping");
    expect((await runHere("wake", ["dev"], root, server.env)).error).toBeNull();
    expect(did).toEqual(["start shop-dev-main", "ApiService 2"]);
  });

  it("waits for a database that somebody has started, and starts it no second time", async () => {
    const { root, server, did } = await stage(0, "starting");
    const { error, stdout } = await runHere("wake", ["dev", "--json"], root, server.env);
    expect(error).toBeNull();
    expect(did).toEqual(["ApiService 2"]);
    expect(JSON.parse(stdout)).toMatchObject({ databases: ["shop-dev-main"] });
  });

  it("says so where a database does not come up in half an hour, and starts no task that would ask it", async () => {
    const { root, server, did } = await stage(0, "stopped");
    const down = { DBInstances: { DBInstance: [{ DBInstanceStatus: "stopped" }] } };
    server.answer({ "rds.DescribeDBInstances": down });
    expect((await runHere("wake", ["dev"], root, server.env)).error?.message).toBe(
      "database shop-dev-main has not come up within 30 minutes: RDS says what it does, in the console below Events",
    );
    expect(did).toEqual(["start shop-dev-main"]);
    expect(waited()).toEqual({ minutes: 30, looks: [15_000] });
  });

  it("leaves alone what is awake, and what was scaled up", async () => {
    const { root, server, did } = await stage(4, "backing-up", CHECKED);
    const { error, stdout } = await runHere("wake", ["dev", "--json"], root, server.env);
    expect(error).toBeNull();
    expect(JSON.parse(stdout)).toEqual({ stage: "dev", deployed: true, databases: [], services: [], checks: [] });
    expect(did).toEqual([]);
  });
});

describe("sleep", () => {
  it("takes the tasks away, stops databases, and says until when", async () => {
    const { root, server, did } = await stage(2, "available");
    const { error, stdout } = await runHere("sleep", ["dev", "--json"], root, server.env);
    expect(error).toBeNull();
    expect(did).toEqual(["ApiService 0", "stop shop-dev-main at 0"]);
    expect(JSON.parse(stdout)).toEqual({ stage: "dev", until: expect.stringMatching(/^(Mon )?07:20 Europe\/Berlin$/) });
  });

  it("is not asked from outside any more, before its tasks go", async () => {
    const { root, server, did } = await stage(2, "available", CHECKED);
    const { error, stdout } = await runHere("sleep", ["dev", "--json"], root, server.env);
    expect(error).toBeNull();
    expect(did).toEqual(["check 0a1b2c3d off at 2", "ApiService 0", "stop shop-dev-main at 0"]);
    expect(JSON.parse(stdout)).toEqual({ stage: "dev", until: expect.stringMatching(/^(Mon )?07:20 Europe\/Berlin$/) });
  });

  it.each(["stopped", "stopping", "starting", "modifying"])("stops no database that is %s", async (status) => {
    const { root, server, did } = await stage(2, status);
    server.answer({ "rds.DescribeDBInstances": { DBInstances: { DBInstance: [{ DBInstanceStatus: status }] } } });
    expect((await runHere("sleep", ["dev"], root, server.env)).error).toBeNull();
    expect(did).toEqual(["ApiService 0"]);
  });

  it("is refused where nothing would wake the stage again", async () => {
    const { root, server, did } = await stage(2, "available", []);
    expect((await runHere("sleep", ["dev"], root, server.env)).error?.message).toMatch(
      /^dev has no schedule that would wake it again/,
    );
    expect(did).toEqual([]);
  });
});

describe("what sleeps", () => {
  const WAKES = { expression: "cron(20 7 ? * MON-FRI *)", timezone: "Europe/Berlin" };
  const nothing = { services: [], databases: [], checks: [], wakes: null };
  const task = { type: "aws:scheduler/schedule:Schedule", outputs: { target: { arn: "arn:aws:ecs:x:1:cluster/y" } } };
  const utc = { ...SCHEDULES[0], outputs: { ...SCHEDULES[0]?.outputs, scheduleExpressionTimezone: undefined } };
  const rows: [what: string, resources: object[], sleepers: object][] = [
    ["is nothing in a stage without schedules", [], nothing],
    ["is no task of a schedule, and nothing that is only let sleep", [task, SCHEDULES[1] as object], nothing],
    [
      "is what a schedule wakes, at the hour of the tasks",
      [...CHECKED].reverse(),
      {
        services: [{ cluster: "shop-dev", service: "ApiService", tasks: 2 }],
        databases: ["shop-dev-main"],
        checks: ["0a1b2c3d"],
        wakes: WAKES,
      },
    ],
    [
      "is a database alone, at its own hour",
      [SCHEDULES[2] as object],
      { ...nothing, databases: ["shop-dev-main"], wakes: { ...WAKES, expression: "cron(0 7 ? * MON-FRI *)" } },
    ],
    ["is a check alone, which has no hour of its own", [CHECKED[4] as object], { ...nothing, checks: ["0a1b2c3d"] }],
    ["wakes by UTC where no zone is said", [utc], { services: [{ tasks: 2 }], wakes: { ...WAKES, timezone: "UTC" } }],
  ];
  it.each(rows)("%s", (_, resources, sleepers) => {
    expect(sleepersOf({ resources: resources as Deployed["resources"] })).toMatchObject(sleepers);
  });

  it.each([
    [0, "available", true],
    [2, "stopped", true],
    [2, "stopping", true],
    [2, "starting", false],
    [2, "available", false],
  ])("with %i tasks and a database that is %s: %s", async (tasks, database, asleep) => {
    const { deployed } = await deployedIn(played(tasks, database).answers);
    const sleepers = sleepersOf({ resources: SCHEDULES as unknown as Deployed["resources"] });
    const until = await asleepUntil(deployed.aws, sleepers, new Date("2026-01-30T23:00:00Z"));
    expect(until).toBe(asleep ? "Mon 07:20 Europe/Berlin" : null);
  });
});

describe("what is said of it", () => {
  const UNTIL = /until (Mon )?07:20 Europe\/Berlin/;
  const line = (text: string) => text.trimEnd().split("\n").at(-1)?.replace(UNTIL, "until 07:20 Europe/Berlin");

  it.each([
    ["sleep", [2, "available"], "dev sleeps until 07:20 Europe/Berlin. npx space-sst wake dev wakes it."],
    ["wake", [4, "available"], "dev is awake."],
    [
      "wake",
      [0, "stopped"],
      "dev is awake: shop-dev-main, ApiService, 1 check from outside. It sleeps again in the evening.",
    ],
  ] as const)("%s %j", async (command, [tasks, database], said) => {
    const { root, server } = await stage(tasks, database, CHECKED);
    const { error, stdout } = await runHere(command, ["dev"], root, server.env);
    expect([error, line(stdout)]).toEqual([null, said]);
  });

  it("a stage that is not deployed has nothing to wake, which is no failure", async () => {
    const { root, server } = await stage(0, "stopped");
    const { error, stdout } = await runHere("wake", ["staging"], root, server.env);
    expect([error, line(stdout)]).toEqual([null, "staging is not deployed: there is nothing to wake."]);
    const json = await runHere("wake", ["staging", "--json"], root, server.env);
    const none = { databases: [], services: [], checks: [] };
    expect(JSON.parse(json.stdout)).toEqual({ stage: "staging", deployed: false, ...none });
    const elsewhere = await runHere("wake", ["acme-staging"], root, server.env);
    expect(elsewhere.error).toMatchObject({ kind: "wrong-account" });
    expect((await runHere("sleep", ["staging"], root, server.env)).error).toMatchObject({ kind: "not-deployed" });
  });
});

describe("while it sleeps", () => {
  it("status says until when, and finds nothing wrong", async () => {
    const { root, server } = await stage(0, "stopped");
    const { stdout, error } = await runHere("status", ["dev"], root, server.env);
    expect(error).toBeNull();
    expect(stdout).toMatch(
      /✔ dev in account [^\n]*\n {2}asleep until (Mon )?07:20 Europe\/Berlin; .*wake dev wakes it\n/,
    );
  });

  it.each([
    ["restart", ["dev", "api"]],
    ["rollback", ["dev", "api"]],
    ["run", ["dev", "api", "--", "node", "dist/migrate.js"]],
  ] as const)("%s says so, and how to wake it", async (command, words) => {
    const { root, server, did } = await stage(0, "stopped");
    expect((await runHere(command, [...words], root, server.env)).error?.message).toMatch(
      /^dev sleeps until (Mon )?07:20 Europe\/Berlin\. To wake it: .*wake dev$/,
    );
    expect((await runHere(command, [...words], root, server.env)).error).toMatchObject({ code: 1, kind: "asleep" });
    expect(did).toEqual([]);
  });
});
