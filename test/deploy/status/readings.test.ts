import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Deployed } from "../../../lib/deploy/deployed.ts";
import { READINGS } from "../../../lib/deploy/status/readings.ts";
import type { Readings } from "../../../lib/deploy/status/types.ts";
import { type Answers, AwsFault } from "../../support/aws/server.ts";
import { deployedIn, resource } from "../../support/deployed.ts";
import { ACCOUNT } from "../../support/sst/stage.ts";

/** What is read of a stage beside its services, question by question. */

// The last half hour of a month.
beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"], now: Date.parse("2026-01-31T23:30:00Z") }));

const arn = (service: string, rest: string, region = "us-east-1") => `arn:aws:${service}:${region}:${ACCOUNT}:${rest}`;
const DATABASE = resource("aws:rds/instance:Instance", { arn: arn("rds", "db:shop-dev-main") });
const CLUSTER = resource("aws:rds/cluster:Cluster", { arn: arn("rds", "cluster:shop-dev-orders") });
const CACHE = resource("aws:elasticache/replicationGroup:ReplicationGroup", { replicationGroupId: "shop-dev-cache" });
const CERTIFICATE = "aws:acm/certificate:Certificate";

async function read(key: keyof Readings, answers: Answers, resources: Deployed["resources"] = []) {
  const { deployed, server } = await deployedIn(answers, { resources });
  const value = await READINGS.find((reading) => reading.key === key)?.read(deployed);
  return { value, server };
}

describe("backups", () => {
  const point = (Status: string, day: number) => ({ Status, CreationDate: new Date(Date.UTC(2026, 0, day)) });

  it("are the newest that is complete, of instances and of clusters, however they are listed", async () => {
    const { value, server } = await read(
      "backups",
      {
        "backup.ListRecoveryPointsByResource": {
          RecoveryPoints: [point("COMPLETED", 3), point("COMPLETED", 9), point("PARTIAL", 20), point("COMPLETED", 5)],
        },
      },
      [CLUSTER, DATABASE],
    );
    expect(value).toEqual([
      { database: "shop-dev-main", backup: "2026-01-09T00:00:00.000Z" },
      { database: "shop-dev-orders", backup: "2026-01-09T00:00:00.000Z" },
    ]);
    expect(server.asked("backup.ListRecoveryPointsByResource")).toHaveLength(2);
  });

  it("that are not complete are none", async () => {
    const answers = { "backup.ListRecoveryPointsByResource": { RecoveryPoints: [point("EXPIRED", 3)] } };
    expect((await read("backups", answers, [DATABASE])).value).toEqual([{ database: "shop-dev-main", backup: null }]);
  });
});

describe("the restore test", () => {
  const PLAN = resource("aws:backup/restoreTestingPlan:RestoreTestingPlan", { arn: arn("backup", "plan") });
  const job = (day: number, Status: string, StatusMessage?: string) => ({
    Status,
    ...(StatusMessage === undefined ? {} : { StatusMessage }),
    CreationDate: new Date(Date.UTC(2026, 0, day)),
  });

  it("is the newest, with what AWS says of it", async () => {
    const RestoreJobs = [job(4, "COMPLETED"), job(18, "FAILED", "no space"), job(11, "COMPLETED")];
    expect((await read("restoreTest", { "backup.ListRestoreJobs": { RestoreJobs } }, [PLAN])).value).toEqual({
      at: "2026-01-18T00:00:00.000Z",
      result: "FAILED: no space",
    });
  });

  it("is not asked for in a stage that has none", async () => {
    expect((await read("restoreTest", {})).value).toBeNull();
  });
});

describe("certificates", () => {
  const expiring = (NotAfter: string): Answers => ({
    "acm.DescribeCertificate": {
      Certificate: { DomainName: "acme.com", Status: "ISSUED", NotAfter: new Date(NotAfter) },
    },
  });

  it("are those that the stage has made and those of its load balancer, each once and in its own region", async () => {
    const [made, given] = [arn("acm", "certificate/1", "us-east-1"), arn("acm", "certificate/2", "eu-west-1")];
    const { value, server } = await read("certificates", expiring("2026-02-10T00:00:00Z"), [
      resource(CERTIFICATE, { arn: made }),
      resource("aws:lb/listener:Listener", { certificateArn: made }),
      resource("aws:lb/listener:Listener", { certificateArn: given }),
      // The listener of plain HTTP has none.
      resource("aws:lb/listener:Listener", { certificateArn: "" }),
    ]);
    expect(value).toHaveLength(2);
    expect(server.requests.map(({ region, input }) => [region, input.CertificateArn]).sort()).toEqual([
      ["eu-west-1", given],
      ["us-east-1", made],
    ]);
  });

  it.each([
    ["2026-02-01T23:30:00Z", 1],
    ["2026-02-01T23:29:59Z", 0],
    ["2026-01-31T23:29:59Z", -1],
  ])("that end at %s have %i days left", async (end, daysLeft) => {
    const { value } = await read("certificates", expiring(end), [resource(CERTIFICATE, { arn: arn("acm", "c/1") })]);
    expect(value).toEqual([{ domain: "acme.com", status: "ISSUED", daysLeft }]);
  });
});

describe("maintenance", () => {
  const waiting = (ResourceIdentifier: string, Action: string) => ({
    ResourceIdentifier,
    PendingMaintenanceActionDetails: { PendingMaintenanceAction: { Action } },
  });

  it("is that of the stage's own databases, on every page, and what its caches wait for", async () => {
    const { value, server } = await read(
      "maintenance",
      {
        "rds.DescribePendingMaintenanceActions": ({ input }) =>
          input.Marker === undefined
            ? {
                PendingMaintenanceActions: {
                  ResourcePendingMaintenanceActions: [waiting(arn("rds", "db:somebody-elses"), "os-upgrade")],
                },
                Marker: "more",
              }
            : {
                PendingMaintenanceActions: {
                  ResourcePendingMaintenanceActions: [waiting(arn("rds", "cluster:shop-dev-orders"), "system-update")],
                },
              },
        "elasticache.DescribeUpdateActions": {
          UpdateActions: { UpdateAction: [{ ReplicationGroupId: "shop-dev-cache", ServiceUpdateName: "valkey-8" }] },
        },
      },
      [CLUSTER, CACHE],
    );
    expect(value).toEqual([
      { what: "shop-dev-orders", action: "system-update", at: null },
      { what: "shop-dev-cache", action: "valkey-8", at: null },
    ]);
    // What was done already, or stopped, waits for nothing.
    expect(Object.values(server.asked("elasticache.DescribeUpdateActions")[0]?.input ?? {}).sort()).toEqual([
      "not-applied",
      "scheduled",
      "shop-dev-cache",
    ]);
  });

  it("is asked only of what there is", async () => {
    const { value, server } = await read("maintenance", {});
    expect({ value, asked: server.requests }).toEqual({ value: [], asked: [] });
  });
});

describe("the cost", () => {
  const group = (key: string, Amount: string, Unit = "EUR") => ({
    Keys: [key],
    Metrics: { UnblendedCost: { Amount, Unit } },
  });

  it.each([
    ["2026-01-31T23:30:00Z", "2026-01-01", "2026-02-01"],
    // The end is not counted, and AWS refuses a period without a day.
    ["2026-02-01T00:00:00Z", "2026-02-01", "2026-02-02"],
  ])("at %s is that of the month until now", async (now, Start, End) => {
    vi.setSystemTime(new Date(now));
    const { value, server } = await read("cost", { "cost.GetCostAndUsage": { ResultsByTime: [] } });
    expect(value).toEqual({ amount: 0, ofStage: null, currency: "USD", from: Start });
    expect(server.asked("cost.GetCostAndUsage")).toMatchObject([
      {
        region: "us-east-1",
        input: {
          TimePeriod: { Start, End },
          Granularity: "MONTHLY",
          Metrics: ["UnblendedCost"],
          GroupBy: [{ Type: "TAG", Key: "Stage" }],
        },
      },
    ]);
  });

  it("is the sum of all parts in cents, and the stage's own of those with its tag", async () => {
    const Groups = [group("Stage$", "10.001"), group("Stage$shop-dev", "2.004"), group("Stage$shop-production", "30")];
    const ResultsByTime = [{ Groups }, { Groups: [group("Stage$shop-dev", "1.5")] }];
    expect((await read("cost", { "cost.GetCostAndUsage": { ResultsByTime } })).value).toEqual({
      amount: 43.51,
      ofStage: 3.5,
      currency: "EUR",
      from: "2026-01-01",
    });
  });
});

it("scheduled tasks are those of the stage's schedules, by name, each with what it wrote last", async () => {
  const group = (of: string | undefined) =>
    resource("aws:scheduler/schedule:Schedule", { target: { ecsParameters: { group: of } } });
  const written = { timestamp: Date.parse("2026-01-31T03:00:00Z") };
  const messages: Record<string, string> = {
    "/shop/dev/night": '{"level":"ERROR","message":"no such table"}',
    "/shop/dev/day": '{"level":"warn","message":"slow"}',
  };
  const { value } = await read(
    "crons",
    {
      "logs.DescribeLogStreams": ({ input }) => ({
        logStreams: messages[String(input.logGroupName)] === undefined ? [] : [{ logStreamName: "newest" }],
      }),
      "logs.GetLogEvents": ({ input }) => ({
        events: [{ ...written, message: messages[String(input.logGroupName)] ?? "" }],
      }),
    },
    // One that wakes the stage is none, nor is somebody else's group.
    [group("cron:night:60"), group("cron:day:5"), group("cron:new:5"), group(undefined), group("of cron:x:1")],
  );
  const at = "2026-01-31T03:00:00.000Z";
  expect(value).toEqual([
    { name: "day", well: true, at, said: "slow" },
    { name: "new", well: true, at: null, said: null },
    { name: "night", well: false, at, said: "no such table" },
  ]);
});

describe("alarms", () => {
  const alarm = (name: string, region = "us-east-1") =>
    resource("aws:cloudwatch/metricAlarm:MetricAlarm", { arn: arn("cloudwatch", `alarm:${name}`, region) });

  it("are asked for by their names where they are, no more than CloudWatch takes at a time", async () => {
    const many = Array.from({ length: 101 }, (_, i) => `shop-dev-${i}`);
    const { value, server } = await read(
      "alarms",
      {
        "cloudwatch.DescribeAlarms": ({ input }) => {
          const names = input.AlarmNames as string[];
          if (names.length > 100) return new AwsFault("ValidationError", "at most 100");
          return {
            MetricAlarms: names.map((AlarmName) => ({
              AlarmName,
              StateValue: /-(0|100|site)$/.test(AlarmName) ? "ALARM" : "OK",
            })),
          };
        },
      },
      [...many.map((name) => alarm(name, "eu-west-1")), alarm("shop-dev-site")],
    );
    expect(value).toEqual(
      ["shop-dev-0", "shop-dev-100", "shop-dev-site"].map((name) => ({ name, since: null, reason: "" })),
    );
    const asked = server.requests.map(({ region, input }) => `${region} ${(input.AlarmNames as string[]).length}`);
    expect(asked.sort()).toEqual(["eu-west-1 1", "eu-west-1 100", "us-east-1 1"]);
  });
});
