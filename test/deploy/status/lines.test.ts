import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { allLines, allStatuses, type Line } from "../../../lib/deploy/status/all.ts";
import { statusLines } from "../../../lib/deploy/status/lines.ts";
import { NOTHING } from "../../../lib/deploy/status/status.ts";
import type { DeploymentStatus, ServiceStatus, StageStatus } from "../../../lib/deploy/status/types.ts";
import { Terminal } from "../../../lib/terminal/terminal.ts";
import { awsServer } from "../../support/aws/server.ts";
import { temporaryFolder } from "../../support/cli.ts";
import { ACCOUNT, SHOP } from "../../support/sst/stage.ts";
import { viewOf } from "../../support/view.ts";

/** What people read of a status, whatever it is. What a stage usually looks like is in docs/status.md. */

beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"], now: Date.parse("2026-01-31T09:30:00Z") }));

const deployment = (over: Partial<DeploymentStatus>): DeploymentStatus => ({
  version: "shop-dev-api:8",
  status: "PRIMARY",
  rollout: "COMPLETED",
  wanted: 2,
  running: 2,
  failed: 0,
  since: null,
  reason: null,
  ...over,
});
const service = (over: Partial<ServiceStatus>): ServiceStatus => ({
  name: "api",
  well: true,
  version: "shop-dev-api:8",
  since: "2026-01-31T07:30:00Z",
  wanted: 2,
  running: 2,
  targets: null,
  deployments: [],
  failure: null,
  events: [],
  ...over,
});
const STATUS: StageStatus = {
  stage: "dev",
  account: ACCOUNT,
  region: "us-east-1",
  release: null,
  well: true,
  ...NOTHING,
  services: [],
  unknown: [],
};

const shown = (over: Partial<StageStatus>): string =>
  [...statusLines({ ...STATUS, ...over }, new Terminal({ env: {} }), (words) => `space-sst ${words}`)].join("\n");

it("a stage of which nothing is known is one line", () => {
  expect(shown({})).toBe(`✔ dev in account ${ACCOUNT}, us-east-1`);
});

it("a stage that sleeps says until when, and asks nobody to look into logs", () => {
  expect(shown({ asleepUntil: "07:20 UTC", services: [service({ well: false, running: 0 })] })).toBe(
    [
      `✔ dev in account ${ACCOUNT}, us-east-1`,
      "  asleep until 07:20 UTC; space-sst wake dev wakes it",
      "",
      "  service  version         tasks   healthy  since",
      "✖ api      shop-dev-api:8  0 of 2  –        2 h",
    ].join("\n"),
  );
});

it("why services are not well stands below each, and one command shows what all of them say", () => {
  const failure = { id: "dead01", version: "shop-dev-api:8", reason: "OutOfMemory", exitCode: null, logCommand: "x" };
  const services = [
    service({
      well: false,
      deployments: [
        deployment({ rollout: "FAILED" }),
        deployment({ version: "shop-dev-api:7", status: "ACTIVE", running: 1 }),
      ],
      targets: { healthy: 1, all: 2, reasons: ["Target.Timeout"] },
      failure: { ...failure, log: ["last words"] },
    }),
    service({
      name: "web",
      well: false,
      deployments: [deployment({ rollout: "IN_PROGRESS", running: 1 }), deployment({})],
      events: ["is waiting"],
    }),
    service({ name: "jobs", deployments: [deployment({ rollout: "IN_PROGRESS" })], events: ["unread"] }),
  ];
  expect(shown({ well: false, release: "0123456789abcdef", services })).toBe(
    [
      `✖ dev in account ${ACCOUNT}, us-east-1, version 0123456789ab`,
      "",
      "  service  version         tasks   healthy  since",
      "✖ api      shop-dev-api:8  2 of 2  1 of 2   2 h",
      "    shop-dev-api:8 failed: no reason given",
      "    shop-dev-api:7 runs until then: 1 of 2 tasks",
      "    the load balancer: Target.Timeout",
      "    Task dead01 of shop-dev-api:8 stopped: OutOfMemory",
      "      | last words",
      "✖ web      shop-dev-api:8  2 of 2  –        2 h",
      "    on its way to shop-dev-api:8: 1 of 2 tasks run",
      "    ECS: is waiting",
      "✔ jobs     shop-dev-api:8  2 of 2  –        2 h",
      "",
      "What they say: space-sst logs dev api web --since 1h",
    ].join("\n"),
  );
});

it("everything else has a title, and what is not there has none", () => {
  const text = shown({
    lock: { created: "2026-01-31T09:28:00Z", command: "" },
    alarms: [{ name: "down", since: null, reason: "0 of 2" }],
    crons: [{ name: "night", well: false, at: "2026-01-31T09:00:00Z", said: "no such table" }],
    backups: [],
    restoreTest: { at: null, result: "none yet" },
    certificates: [
      { domain: "acme.com", status: "ISSUED", daysLeft: 0 },
      { domain: "acme.io", status: "PENDING_VALIDATION", daysLeft: null },
    ],
    maintenance: [
      { what: "main", action: "os-upgrade", at: null },
      { what: "cache", action: "valkey", at: "2026-02-01T03:00:00Z" },
    ],
    cost: { amount: 12.3, ofStage: 1, currency: "EUR", from: "2026-01-01" },
    unknown: [{ what: "backups", why: "AWS denies it" }],
  });
  expect(text.split("\n").slice(1)).toEqual([
    "",
    "Under way",
    "  sst deploy, for 2 min",
    "",
    "Alarms that ring",
    "  ✖ down, for –: 0 of 2",
    "",
    "Scheduled tasks",
    "  ✖ night, 30 min ago: no such table",
    "",
    "Backups",
    "  restore test: – none yet",
    "",
    "Certificates",
    "  acme.com: 0 days left (ISSUED)",
    "  acme.io: PENDING_VALIDATION",
    "",
    "Maintenance that waits",
    "  main: os-upgrade",
    "  cache: valkey, by 2026-02-01",
    "",
    "Cost",
    "  12.30 EUR since 2026-01-01, all of the account",
    "  1.00 EUR of it are this stage",
    "",
    "Not known",
    "  backups: AWS denies it",
  ]);
});

describe("all stages", () => {
  const lines: Line[] = [
    {
      ...STATUS,
      release: "0123456789abcdef",
      services: [service({}), service({ well: false })],
      addresses: [],
      alarms: [{ name: "down", since: null, reason: "" }],
      well: false,
      lock: { created: "", command: "" },
    },
    { ...STATUS, stage: "staging", addresses: [{ url: "", ok: true, evidence: "" }], asleepUntil: "07:20 UTC" },
    { ...STATUS, stage: "production", lock: { created: "", command: "remove" }, asleepUntil: "07:20 UTC" },
    { stage: "acme-production", region: "us-east-1", why: "not deployed" },
  ];
  const table = (of: Line[]) => allLines(of, new Terminal({ env: {} })).map((line) => line.trimEnd());

  it("are one table, with what is not known or does not stand", () => {
    expect(table(lines)).toEqual([
      "All stages are in us-east-1.",
      "",
      "  stage            account       version       services  addresses  alarms",
      "✖ dev              111111111111  0123456789ab  1 of 2    –          1",
      "    sst deploy runs",
      "✔ staging          111111111111  –             –         1 of 1     ?",
      "    asleep until 07:20 UTC",
      "✔ production       111111111111  –             –         ?          ?",
      "    sst remove runs",
      "  acme-production  –",
      "    not deployed",
    ]);
  });

  it("have their region beside them where it is not the same for all", () => {
    expect(table([STATUS, { stage: "acme-production", region: "eu-west-1", why: "x" }])).toEqual([
      "  stage            account       version  services  addresses  alarms  region",
      "✔ dev              111111111111  –        –         ?          ?       us-east-1",
      "  acme-production  –                                                   eu-west-1",
      "    x",
    ]);
  });

  it("are asked with the credentials of each: the project's own by the environment, a client's by its profile", async () => {
    const server = await awsServer({
      "sts.GetCallerIdentity": ({ accessKey }) => ({ Account: accessKey.slice(4), Arn: "arn", UserId: "x" }),
    });
    const config = join(await temporaryFolder(), "config");
    await writeFile(
      config,
      "[profile acme]\naws_access_key_id = AKIA222222222222\naws_secret_access_key = test\nregion = sa-east-1\n",
    );
    const env = { ...server.env, AWS_CONFIG_FILE: config, AWS_ACCESS_KEY_ID: `AKIA${ACCOUNT}` };
    for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
    const clients = [{ name: "acme", account: "222222222222", domain: "acme.io", region: "eu-west-1" }];
    await allStatuses(viewOf({ ...SHOP, clients }), "{client}");
    const asked = server.asked("sts.GetCallerIdentity").map(({ accessKey, region }) => `${accessKey} ${region}`);
    expect([...new Set(asked)].sort()).toEqual([`AKIA${ACCOUNT} us-east-1`, "AKIA222222222222 eu-west-1"]);
  });
});
