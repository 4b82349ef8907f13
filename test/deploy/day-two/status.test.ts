import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import type { StageStatus } from "../../../lib/deploy/status/types.ts";
import { type Answers, AwsFault, noCredentials } from "../../support/aws/server.ts";
import { runHere } from "../../support/in-process.ts";
import { ago, DOWN, NOW, playedStage, running, written } from "../../support/played-stage.ts";
import { expectShown } from "../../support/shown.ts";
import { CTRL_C, hasScript, type } from "../../support/terminal.ts";

/** `space-sst status` of a stage in a played account: AWS is a server that answers what the test says. */

beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"], now: NOW }));

async function site(status: number): Promise<string> {
  const server = createServer((_, response) => response.writeHead(status).end());
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const shown = (text: string): string =>
  text
    .replace(/http:\/\/127\.0\.0\.1:\d+/g, "https://api-dev.acme.com")
    .replace(/in \d+ ms/g, "in 12 ms")
    .replace(/since \d{4}-\d\d-01/, "since 2026-01-01");

it("shows a stage that is well on one screen", async () => {
  const { root, server } = await playedStage({}, { "api.url": await site(200) });
  const { stdout, error } = await runHere("status", ["dev"], root, server.env);
  expect(error).toBeNull();
  expectShown("status", 1, shown(stdout));
  expect(server.asked("cloudwatch.DescribeAlarms")[0]?.input).toMatchObject({
    AlarmNames: ["shop-dev-service.api.unhealthy"],
  });
  expect(server.asked("cost.GetCostAndUsage")).toMatchObject([{ region: "us-east-1" }]);
});

it("says why a service is down, and what to type next", async () => {
  const { root, server } = await playedStage(DOWN, { "api.url": await site(503) });
  const { stdout, error } = await runHere("status", ["dev"], root, server.env);
  expect(error).toBeNull();
  expectShown("status", 0, shown(stdout));
});

const FAILED_RUN = written({
  night: [{ timestamp: Number(ago(61)), message: '{"level":"fatal","message":"no such table"}' }],
});

describe("what is not as it should be is seen", () => {
  const [{ services: [service] = [] } = {}] = [DOWN["ecs.DescribeServices"] as { services?: object[] }];
  const rows: [what: string, answers: Answers, line: string][] = [
    [
      "a service that somebody has deleted",
      { "ecs.DescribeServices": { services: [], failures: [{ reason: "MISSING" }] } },
      "ECS: it is not in the cluster: somebody has deleted it; a deploy makes it again",
    ],
    [
      "a deployment that failed",
      {
        ...DOWN,
        "ecs.DescribeServices": {
          services: [
            {
              ...service,
              deployments: [
                { status: "PRIMARY", rolloutState: "COMPLETED", taskDefinition: "task-definition/shop-dev-api:7" },
                {
                  status: "INACTIVE",
                  rolloutState: "FAILED",
                  rolloutStateReason: "tasks failed to start",
                  taskDefinition: "task-definition/shop-dev-api:8",
                },
              ],
            },
          ],
        } as never,
      },
      "shop-dev-api:8 failed: tasks failed to start",
    ],
    ["a scheduled task that has failed", FAILED_RUN, "✖ night, 1 h ago: no such table"],
    [
      "a scheduled task of an image, which writes as it likes",
      written({ night: [{ timestamp: Number(ago(61)), message: "\u001b[32mdone, 0 errors\u001b[39m" }] }),
      "✔ night, 1 h ago: done, 0 errors",
    ],
    ["a scheduled task that is new", written({}), "night: has not run yet"],
    [
      "a database without a backup",
      { "backup.ListRecoveryPointsByResource": { RecoveryPoints: [] } },
      "shop-dev-main: none yet",
    ],
    ["a restore test that never ran", { "backup.ListRestoreJobs": { RestoreJobs: [] } }, "restore test: – none yet"],
    [
      "a certificate that waits for its proof",
      { "acm.DescribeCertificate": { Certificate: { DomainName: "acme.com", Status: "PENDING_VALIDATION" } } },
      "acme.com: PENDING_VALIDATION",
    ],
    [
      "a stage that AWS counts no costs of",
      {
        "cost.GetCostAndUsage": {
          ResultsByTime: [{ Groups: [{ Keys: ["Stage$"], Metrics: { UnblendedCost: { Amount: "9", Unit: "USD" } } }] }],
        },
      },
      'this stage: not counted (RUNBOOK.md, "Costs")',
    ],
    [
      "a cost that may not be read",
      {
        "cost.GetCostAndUsage": new AwsFault(
          "AccessDeniedException",
          "User: arn:aws:iam::111111111111:user/ana is not authorized to perform: ce:GetCostAndUsage",
        ),
      },
      "the cost: AWS denies ce:GetCostAndUsage: let a policy of arn:aws:iam::111111111111:user/ana allow it.",
    ],
  ];
  it.each(rows)("%s", async (_, answers, line) => {
    const { root, server } = await playedStage(answers);
    const { stdout, error } = await runHere("status", ["dev"], root, server.env);
    expect(error).toBeNull();
    expect(stdout.split("\n").map((text) => text.trim())).toContain(line);
  });
});

describe("a scheduled task that has run, and then runs no more, is seen by the silence of its alarm", () => {
  const NIGHT = { Name: "LogGroupName", Value: "/shop/dev/night" };
  const missed = (StateValue: string, actions: string[], dimension = NIGHT) => ({
    "cloudwatch.DescribeAlarms": {
      MetricAlarms: [
        {
          AlarmName: "shop-dev-cron.night.missed",
          StateValue,
          StateReason: "Insufficient Data: 26 datapoints were unknown.",
          StateTransitionedTimestamp: ago(181),
          InsufficientDataActions: actions,
          Dimensions: [dimension],
        },
      ],
    },
  });
  const rows: [what: string, answers: Answers, rings: boolean][] = [
    ["it has run before", missed("INSUFFICIENT_DATA", ["topic"]), true],
    ["it has not run yet", { ...missed("INSUFFICIENT_DATA", ["topic"]), ...written({}) }, false],
    ["nobody is to hear of its silence", missed("INSUFFICIENT_DATA", []), false],
    ["it runs", missed("OK", ["topic"]), false],
    ["it is a function", missed("INSUFFICIENT_DATA", ["topic"], { Name: "FunctionName", Value: "night" }), true],
  ];
  it("and one whose last run has failed is not well, though nothing rings", async () => {
    const { root, server } = await playedStage(FAILED_RUN);
    const { stdout } = await runHere("status", ["dev", "--json"], root, server.env);
    expect(JSON.parse(stdout)).toMatchObject({ alarms: [], well: false, crons: [{ name: "night", well: false }] });
  });

  it.each(rows)("%s", async (_, answers, rings) => {
    const { root, server } = await playedStage(answers);
    const { stdout } = await runHere("status", ["dev", "--json"], root, server.env);
    const { alarms, well } = JSON.parse(stdout) as StageStatus;
    expect([alarms?.map(({ name }) => name), well]).toEqual([rings ? ["shop-dev-cron.night.missed"] : [], !rings]);
  });
});

it("is a document that a program can decide by", async () => {
  const { root, server } = await playedStage(DOWN);
  const { stdout, error } = await runHere("status", ["dev", "--json"], root, server.env);
  expect(error).toBeNull();
  expect(JSON.parse(stdout)).toMatchObject({
    stage: "dev",
    account: "111111111111",
    well: false,
    services: [
      {
        name: "api",
        well: false,
        version: "shop-dev-api:8",
        wanted: 2,
        running: 1,
        targets: { healthy: 1, all: 2, reasons: ["Target.ResponseCodeMismatch"] },
        failure: {
          id: "dead01",
          exitCode: 1,
          log: ["Connecting to the database", "Error: password authentication failed"],
        },
      },
    ],
    alarms: [{ name: "shop-dev-service.api.unhealthy" }],
    cost: { amount: 123.46, ofStage: 43.46, currency: "USD" },
    unknown: [],
  });
});

describe("refuses, with what to do", () => {
  const rows: [
    what: string,
    words: string[],
    answers: Answers,
    env: Record<string, string>,
    message: string | RegExp,
  ][] = [
    [
      "no stage, where nobody can be asked",
      [],
      {},
      {},
      /stage: is required: dev, staging, production, acme-staging, acme-production/,
    ],
    ["a stage that the repo has not", ["dve"], {}, {}, /"dve" is no stage of this repo \(did you mean "dev"\?\)/],
    [
      "a stage that is not deployed",
      ["staging"],
      {},
      {},
      "staging is not deployed in account 111111111111, us-east-1. Another account: AWS_PROFILE. A first deploy: npx space-sst deploy staging",
    ],
    [
      "another account",
      ["acme-production"],
      {},
      {},
      /^acme-production belongs to account 222222222222, but the credentials are for 111111111111 .*AWS_PROFILE/,
    ],
    [
      "no credentials",
      ["dev"],
      {},
      { ...noCredentials, AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "" },
      /^There are no AWS credentials here/,
    ],
    [
      "services that may not be read",
      ["dev"],
      {
        "ecs.DescribeServices": new AwsFault(
          "AccessDeniedException",
          "not authorized to perform: ecs:DescribeServices",
        ),
      },
      {},
      /^AWS denies ecs:DescribeServices/,
    ],
    [
      "flags that exclude each other",
      ["dev", "--all", "--watch", "--json"],
      {},
      {},
      /stage: --all is every stage\n {2}--watch: is for one stage\n {2}--watch: is for a terminal/,
    ],
    ["a profile for one stage", ["dev", "--profile", "x"], {}, {}, /--profile: is for --all/],
    ["a pattern that no stage fills", ["--all", "--profile", "{customer}"], {}, {}, /\{customer\} should be one of/],
  ];
  it.each(rows)("%s", async (_, words, answers, env, message) => {
    const { root, server } = await playedStage(answers);
    const { error } = await runHere("status", words, root, { ...server.env, ...env });
    if (typeof message === "string") expect(error?.message).toBe(message);
    else expect(error?.message).toMatch(message);
  });
});

it("is one line for every stage of every client, and what hides one hides no other", async () => {
  const { root, server } = await playedStage();
  const { stdout, error } = await runHere("status", ["--all", "--profile", "none"], root, server.env);
  expect(error).toBeNull();
  expectShown("status", 2, stdout);
});

it.skipIf(!hasScript)("looks again on a terminal until Ctrl-C, and asks once what costs money", async () => {
  const { root, server } = await playedStage();
  let looks = 0;
  server.answer({
    "ecs.DescribeServices": () => {
      looks++;
      return looks > 1 ? (DOWN["ecs.DescribeServices"] as never) : { services: [running()] };
    },
    "ecs.ListTasks": { taskArns: [] },
  });
  const { screen, status } = await type(
    root,
    ["status", "dev", "--watch"],
    [[/on its way to shop-dev-api:8/, CTRL_C]],
    server.env,
  );
  expect(status, screen).toBe(0);
  expect(screen).toMatch(/✔[^\n]* api +shop-dev-api:7 +2 of 2/);
  expect(screen).toContain("Ctrl-C ends it.");
  expect(looks).toBeGreaterThan(1);
  expect(server.asked("cost.GetCostAndUsage")).toHaveLength(1);
});
