import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { estimate } from "../../lib/cost/estimate.ts";
import { NO_USAGE } from "../../lib/cost/usage.ts";
import { billOf } from "../../lib/plan/cost/bill.ts";
import { savingsOf } from "../../lib/plan/cost/savings.ts";
import { Resources } from "../../lib/plan/resources/index.ts";
import { standard } from "../../lib/proof/controls/list.ts";
import { ask } from "../../lib/proof/controls/report.ts";
import { partsOf } from "../../lib/proof/judges/alarms.ts";
import { Stack } from "../../lib/proof/simulate/stack.ts";
import type { PlainObject, Resource } from "../../lib/proof/simulate/types.ts";
import { differences } from "../../lib/render/docs/differences.ts";
import {
  brokenAsProduction,
  brokenControls,
  effects,
  type Repos,
  renderAll,
  runStages,
  type StageRun,
} from "../support/proof.ts";

/** Stages that sleep, run offline once: what stops and starts them, and what must not meet a database that is stopped. */

let repos: Repos;
let run: StageRun;
let staging: StageRun;

beforeAll(async () => {
  repos = await renderAll([
    {
      project: "shop",
      stages: ["dev", "staging", "production"],
      domain: "acme.com",
      capacity: "spot",
      architecture: "arm64",
      sleep: { timezone: "Europe/Berlin", stages: ["dev", "staging"] },
      services: [
        { name: "api", database: "main", cache: "main" },
        { name: "night", kind: "cron", database: "main" },
        { name: "mailer", kind: "worker", source: "node", queue: "sqs" },
      ],
      databases: [{ name: "main" }],
      caches: [{ name: "main" }],
      backup: { region: "us-west-2" },
      alerts: { email: "oncall@acme.com" },
    },
  ]);
  const [runs] = await runStages(repos, (stages) => stages.filter(({ stage }) => stage !== "production"));
  [run, staging] = runs as [StageRun, StageRun];
}, 300_000);

afterAll(() => repos?.dispose());

const SCHEDULE = "aws:scheduler/schedule:Schedule";
const of = (type: string, { simulation } = run): Resource[] => simulation.resources.filter((one) => one.type === type);
const finds = (id: string, change: (resources: Resource[]) => Resource[], { simulation } = run): string[] => {
  const control = standard.find((one) => one.id === id);
  const resources = change(structuredClone(simulation.resources) as Resource[]);
  if (control === undefined) throw new Error(id);
  return ask({ ...control, when: "always" }, new Stack({ ...simulation, resources })).findings.map(
    ({ problem }) => problem,
  );
};
const both = [
  ["dev", () => run],
  ["staging", () => staging],
] as const;

it.each(both)("keeps every control in %s, and all that is expected of a stage", (_, stage) => {
  const run = stage();
  expect(run.simulation.errors).toEqual([]);
  expect(brokenControls(run)).toEqual([]);
  const { wanted, actual } = effects(run);
  expect(actual).toEqual(wanted);
  const reasons = differences(run.view)?.reasons.flatMap(({ controls }) => controls) ?? [];
  expect(brokenAsProduction(run).filter((id) => !reasons.includes(id))).toEqual([]);
});

it("lets jobs wait until the morning, and tells of those that were put aside", () => {
  const alarms = of("aws:cloudwatch/metricAlarm:MetricAlarm", staging).map(({ name }) => name);
  expect(alarms.filter((name) => name.startsWith("queue."))).toEqual(["queue.mailer.failed"]);
});

it("is stopped and started by schedules, services inside the hours of databases", () => {
  const [database] = of("aws:rds/instance:Instance");
  const [service] = of("aws:ecs/service:Service");
  const found = of(SCHEDULE).map(({ name, inputs: { scheduleExpression, scheduleExpressionTimezone, target } }) => {
    const { arn, input } = target as PlainObject;
    return [name, scheduleExpression, scheduleExpressionTimezone, arn, input && JSON.parse(String(input))];
  });
  const stop = "arn:aws:scheduler:::aws-sdk:rds:stopDBInstance";
  const start = "arn:aws:scheduler:::aws-sdk:rds:startDBInstance";
  const update = "arn:aws:scheduler:::aws-sdk:ecs:updateService";
  const id = { DbInstanceIdentifier: database?.inputs.identifier };
  const [cluster] = of("aws:ecs/cluster:Cluster");
  const name = { Cluster: cluster?.inputs.name, Service: service?.inputs.name };
  const other = { ...name, Service: "MailerService" };
  const zone = "Europe/Berlin";
  expect(found.filter(([, , , arn]) => String(arn).includes("aws-sdk")).sort()).toEqual([
    ["api.sleep", "cron(0 19 * * ? *)", zone, update, { ...name, DesiredCount: 0 }],
    ["api.wake", "cron(20 7 ? * MON-FRI *)", zone, update, { ...name, DesiredCount: 1 }],
    ["mailer.sleep", "cron(0 19 * * ? *)", zone, update, { ...other, DesiredCount: 0 }],
    ["mailer.wake", "cron(20 7 ? * MON-FRI *)", zone, update, { ...other, DesiredCount: 1 }],
    ["main.database.sleep", "cron(10 19 * * ? *)", zone, stop, id],
    ["main.database.wake", "cron(0 7 ? * MON-FRI *)", zone, start, id],
  ]);
  // A deploy at night does not bring the tasks back.
  expect(service?.ignoreChanges).toContain("desiredCount");
});

it("is not asked from outside while it sleeps, and its alarms have nothing to ring for", () => {
  const [check] = of("aws:route53/healthCheck:HealthCheck", staging);
  const calls = of(SCHEDULE, staging).flatMap(({ name, inputs: { scheduleExpression, target } }) => {
    const { arn, input } = target as PlainObject;
    return String(arn).includes("route53") ? [[name, scheduleExpression, arn, JSON.parse(String(input))]] : [];
  });
  const update = "arn:aws:scheduler:::aws-sdk:route53:updateHealthCheck";
  expect(calls.sort()).toEqual([
    ["api.check.sleep", "cron(0 19 * * ? *)", update, { HealthCheckId: check?.id, Disabled: true }],
    // Twenty minutes after the tasks: what does not answer then is an outage.
    ["api.check.wake", "cron(40 7 ? * MON-FRI *)", update, { HealthCheckId: check?.id, Disabled: false }],
  ]);
  const alarms = Object.fromEntries(
    of("aws:cloudwatch/metricAlarm:MetricAlarm", staging).map(({ name, inputs }) => [name, inputs]),
  );
  expect(alarms["service.api.unreachable"]).toMatchObject({ treatMissingData: "notBreaching" });
  expect(alarms["service.api.no-tasks"]).toMatchObject({ evaluationPeriods: 10, treatMissingData: "notBreaching" });
  expect(partsOf({ inputs: alarms["service.api.no-tasks"] } as Resource).expression).toBe(
    "IF(wanted > 0, FILL(running, 0), 1)",
  );
  expect(of("aws:route53/healthCheck:HealthCheck", run)).toEqual([]);
});

it("runs its scheduled tasks, its backups and its maintenance while its database is there", () => {
  const task = of(SCHEDULE).find(({ inputs }) => (inputs.target as PlainObject).ecsParameters !== undefined);
  expect(task?.inputs).toMatchObject({
    scheduleExpression: "cron(0 8 ? * MON-FRI *)",
    scheduleExpressionTimezone: "Europe/Berlin",
  });
  // In UTC, while Berlin is one or two hours ahead and awake from 7 to 19.
  expect(of("aws:rds/instance:Instance")[0]?.inputs).toMatchObject({
    backupWindow: "07:00-08:00",
    maintenanceWindow: "wed:11:30-wed:12:30",
  });
  expect(of("aws:backup/plan:Plan")[0]?.inputs.rules).toMatchObject([
    { schedule: "cron(0 9 ? * MON,TUE,WED,THU,FRI *)" },
  ]);
  const missing = of("aws:cloudwatch/metricAlarm:MetricAlarm").find(({ name }) => name === "backup.missing");
  expect(missing?.inputs).toMatchObject({ period: 86_400, evaluationPeriods: 4 });
});

it.each(both)("%s costs in the plan what the answers say, line by line", (name, stage) => {
  const run = stage();
  const planned = billOf(new Resources(run.simulation), NO_USAGE);
  const answered = estimate(run.view).stages.find((one) => one.stage === name);
  const lines = (bill: { lines: { id: string; detail: string; usd: number | null }[] }) =>
    bill.lines.map(({ id, detail, usd }) => [id, detail, usd]);
  expect(lines(planned)).toEqual(lines(answered as NonNullable<typeof answered>));
  expect(planned.usd).toBe(answered?.usd);
});

it.each(both)("%s is offered sleep where it has none yet, for what it saves", (_, stage) => {
  const run = stage();
  const offered = (resources: Resource[]) => {
    const stage = new Resources({ ...run.simulation, resources });
    const bill = billOf(stage, NO_USAGE);
    return { bill, sleep: savingsOf(stage, bill, NO_USAGE).find(({ id }) => id === "sleep") };
  };
  const asleep = offered([...run.simulation.resources]);
  expect(asleep.sleep).toBeUndefined();
  const awake = offered(run.simulation.resources.filter(({ name }) => !/\.(wake|sleep)$/.test(name)));
  expect(awake.sleep?.usd).toBeGreaterThan(0);
  expect(awake.sleep?.usd).toBe(Math.round((awake.bill.usd - asleep.bill.usd) * 100) / 100);
});

describe("is noticed when", () => {
  const named = (name: string) => (one: Resource) => one.name === name;

  it("something that is stopped is never started again", () => {
    expect(finds("OWN.wakes", (all) => all)).toEqual([]);
    for (const [lost, what] of [
      ["api.wake", of("aws:ecs/service:Service")[0]?.inputs.name],
      ["main.database.wake", of("aws:rds/instance:Instance")[0]?.inputs.identifier],
    ])
      expect(finds("OWN.wakes", (all) => all.filter((one) => !named(String(lost))(one)))).toEqual([
        `nothing starts ${what} again`,
      ]);
  });

  it("what watches it would ring every night", () => {
    expect(finds("OWN.quiet", (all) => all, staging)).toEqual([]);
    expect(finds("OWN.quiet", (all) => all.filter(({ name }) => !name.startsWith("api.check.")), staging)).toEqual([
      "it rings every night",
    ]);
    const [plain] = of("aws:cloudwatch/metricAlarm:MetricAlarm", staging).flatMap((alarm) =>
      partsOf(alarm).parts.flatMap(([id, part]) => (id === "running" ? [part] : [])),
    );
    expect(finds("OWN.quiet", (all) => [...all, plain as Resource], staging)).toEqual(["it rings every night"]);
  });

  it("production sleeps", () => {
    expect(finds("OWN.awake", (all) => all)).toHaveLength(3);
    expect(finds("OWN.awake", (all) => all.filter(({ name }) => !name.endsWith(".sleep")))).toEqual([]);
  });

  it("its role may not do it, or others may take it on", () => {
    expect(finds("OWN.may-run", (all) => all)).toEqual([]);
    const without = finds(
      "OWN.may-run",
      (all) =>
        all.map((one) => (one.name === "SleepRole" ? { ...one, inputs: { ...one.inputs, inlinePolicies: [] } } : one)),
      staging,
    );
    expect(without.map((problem) => /may not (\S+)/.exec(problem)?.[1]).sort()).toEqual([
      "ecs:UpdateService",
      "ecs:UpdateService",
      "ecs:UpdateService",
      "ecs:UpdateService",
      "rds:StartDBInstance",
      "rds:StopDBInstance",
      "route53:UpdateHealthCheck",
      "route53:UpdateHealthCheck",
    ]);
  });
});
