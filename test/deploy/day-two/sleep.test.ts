import { describe, expect, it, vi } from "vitest";
import type { Answers } from "../../support/aws/server.ts";
import { runHere } from "../../support/in-process.ts";
import { playedStage, running } from "../../support/played-stage.ts";
import { expectShown } from "../../support/shown.ts";

/**
 * `space-sst wake` and `sleep` in a played account: ECS and RDS are a server that keeps what it is told. A database takes three
 * looks to come up there; how long AWS takes is hidden.
 */

// Nobody waits between two looks.
vi.mock("node:timers/promises", () => ({ setTimeout: async () => undefined }));

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

  it("asks it from outside although its tasks do not come up: that is to be heard of", async () => {
    const { root, server, did } = await stage(0, "available", CHECKED);
    server.answer({ "ecs.DescribeServices": { services: [{ ...running(), desiredCount: 0, runningCount: 0 }] } });
    expect((await runHere("wake", ["dev"], root, server.env)).error).toBeNull();
    expect(did).toEqual(["ApiService 2", "check 0a1b2c3d on at 2"]);
  });

  it("waits for a database that is on its way down", async () => {
    const { root, server, did } = await stage(0, "stopping");
    expect((await runHere("wake", ["dev"], root, server.env)).error).toBeNull();
    expect(did).toEqual(["start shop-dev-main", "ApiService 2"]);
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

  it("is refused where nothing would wake the stage again", async () => {
    const { root, server, did } = await stage(2, "available", []);
    expect((await runHere("sleep", ["dev"], root, server.env)).error?.message).toMatch(
      /^dev has no schedule that would wake it again/,
    );
    expect(did).toEqual([]);
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
    expect(did).toEqual([]);
  });
});
