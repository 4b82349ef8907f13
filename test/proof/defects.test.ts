import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import type { Stage } from "../../lib/answers/stages.ts";
import { standard } from "../../lib/proof/controls/list.ts";
import { ask } from "../../lib/proof/controls/report.ts";
import { Stack } from "../../lib/proof/simulate/stack.ts";
import {
  brokenControls,
  effects,
  expectations,
  type Repos,
  renderAll,
  runWays,
  type StageRun,
} from "../support/proof.ts";
import { accessDefects } from "./defects/access.ts";
import { alertDefects } from "./defects/alerts.ts";
import type { Defect } from "./defects/damage.ts";
import { givenDefects } from "./defects/given.ts";
import { networkDefects } from "./defects/network.ts";
import { sleepDefects } from "./defects/sleep.ts";
import { valueDefects } from "./defects/values.ts";
import { whoseDefects } from "./defects/whose.ts";
import { heard } from "./heard.ts";
import { INCIDENTS } from "./incidents.ts";
import { programsIn, storesIn } from "./on-this-machine.ts";

/**
 * What a careless change would do to a stage, done to its resources: a control must find it, or an expectation. Each row
 * says which. The stage itself is run once.
 */

const DEFECTS = [
  ...networkDefects,
  ...alertDefects,
  ...accessDefects,
  ...valueDefects,
  ...whoseDefects,
  ...givenDefects,
  ...sleepDefects,
];

let repos: Repos;
let run: StageRun;
let onThisMachine: StageRun;

beforeAll(async () => {
  repos = await renderAll([
    {
      project: "shop",
      stages: ["dev", "production"],
      domain: "shop.example",
      services: [
        { name: "api", database: "main", cache: "main", secrets: ["JWT_SECRET"], calls: ["billing"] },
        { name: "billing", private: true, database: "main", calls: ["ledger"] },
        { name: "ledger", private: true, source: "node", calls: ["billing"] },
        { name: "office", database: "legacy", jobs: ["resizer"] },
        { name: "reports", database: "warehouse" },
        { name: "resizer", kind: "worker", source: "node", queue: "sqs", backlog: 20, min: 0 },
        { name: "mailer", kind: "worker", source: "node", cache: "main", backlog: 100, email: "noreply" },
        { name: "nightly", kind: "cron", database: "main", calls: ["billing", "office"] },
      ],
      databases: [
        { name: "main" },
        { name: "legacy", engine: "mysql" },
        { name: "warehouse", engine: "aurora-postgres" },
      ],
      caches: [{ name: "main" }],
      backup: { region: "us-west-2", copyRetentionDays: 90 },
      alerts: { email: "oncall@shop.example" },
    },
  ]);
  const only = (name: string) => (stages: Stage[]) => stages.filter(({ stage }) => stage === name);
  const [[runs], [devRuns]] = await runWays(repos, { choose: only("production") }, { choose: only("dev"), dev: true });
  run = runs?.[0] as StageRun;
  onThisMachine = devRuns?.[0] as StageRun;
}, 300_000);

afterAll(() => repos?.dispose());

/** Whether a control finds something in a stage, or an answer has led to something else. */
function finds(by: string, stageRun: StageRun): boolean {
  const control = standard.find(({ id }) => id === by);
  if (control !== undefined) return ask(control, new Stack(stageRun.simulation)).findings.length > 0;
  const { wanted, actual } = effects(
    stageRun,
    expectations.filter(({ answer }) => answer === by),
  );
  expect(Object.keys(wanted)).toEqual([by]);
  return !isDeepStrictEqual(actual, wanted);
}

function damaged({ damage }: Defect): StageRun {
  const simulation = structuredClone(run.simulation);
  const of = (type: string, name: RegExp) => {
    const found = simulation.resources.filter((one) => one.type === type && name.test(one.name));
    if (found.length === 0) throw new Error(`no ${type} is called ${name}`);
    return found;
  };
  damage({
    each: (type, name, change) => {
      for (const resource of of(type, name)) change(resource.inputs, resource);
    },
  });
  return { ...run, simulation };
}

test("nothing is found in what the generator makes", () => {
  expect(run.simulation.errors).toEqual([]);
  expect(brokenControls(run)).toEqual([]);
  const { wanted, actual } = effects(run);
  expect(actual).toEqual(wanted);
});

describe("is noticed when", () => {
  test.each(DEFECTS.map((defect) => [defect.what, defect] as const))("%s", (_, defect) => {
    expect(finds(defect.by, run)).toBe(false);
    expect(finds(defect.by, damaged(defect))).toBe(true);
  });
});

describe("in sst dev", () => {
  test("nothing is in AWS that runs, holds data, is watched or costs by the hour but for what leads in", () => {
    const { simulation } = onThisMachine;
    expect(simulation.errors).toEqual([]);
    const needless =
      /rds|elasticache|ecs\/(service|task)|lambda|scheduler|backup|budgets|metricAlarm|dashboard|logMetric|secretsmanager|ec2\/instance|ecr|docker-build|appautoscaling|healthCheck|wafv2/;
    const made = simulation.resources.filter(({ type }) => !type.startsWith("sst:"));
    expect(made.filter(({ type }) => needless.test(type)).map(({ name }) => name)).toEqual([]);
    expect(made.map(({ type }) => type)).toContain("aws:lb/loadBalancer:LoadBalancer");
    expect(simulation.outputs).toEqual({});
  });

  test("each service runs on this machine, with what its settings here do not say", () => {
    const told = "ENVIRONMENT=dev LOG_LEVEL=info STAGE=dev";
    expect(programsIn(onThisMachine.simulation)).toEqual({
      ApiServiceDev:
        "node scripts/dev.mjs api in .: ENVIRONMENT=dev JWT_SECRET=MOCKSECRET/ApiJwtSecret LOG_LEVEL=info STAGE=dev",
      BillingServiceDev: `node scripts/dev.mjs billing in .: ${told}`,
      LedgerServiceDev: `node scripts/dev.mjs ledger in .: ${told}`,
      MailerServiceDev: `node scripts/dev.mjs mailer in .: ${told}`,
      NightlyCron: `node scripts/dev.mjs nightly in . when asked: ${told}`,
      OfficeServiceDev: `node scripts/dev.mjs office in .: ${told}`,
      ReportsServiceDev: `node scripts/dev.mjs reports in .: ${told}`,
      ResizerServiceDev: `node scripts/dev.mjs resizer in .: ${told}`,
    });
  });

  test("stores are the containers of this machine, entered as docker-compose.yml says", async () => {
    const compose = parse(await readFile(join(repos.root, "000", "docker-compose.yml"), "utf8"));
    const portOf = (name: string) => String(compose.services[name].ports[0]).split(":")[1];
    expect(storesIn(onThisMachine.simulation)).toEqual({
      LegacyDatabaseDev: `root@${portOf("legacy-database")}/mysql`,
      MainCacheDev: portOf("main-cache"),
      MainDatabaseDev: `postgres@${portOf("main-database")}/postgres`,
      WarehouseDatabaseDev: `postgres@${portOf("warehouse-database")}/postgres`,
    });
  });
});

test.each(INCIDENTS)("it is heard when $happens", (incident) => {
  expect(heard(incident, new Stack(run.simulation))).toEqual(incident.rings);
});

test("every alarm, and every event that people are told of, is rung by something that happens", () => {
  const stack = new Stack(run.simulation);
  const rung = new Set(INCIDENTS.flatMap(({ rings }) => Object.keys(rings)).map(kindOf));
  // One that starts a task tells nobody.
  const alarms = stack
    .of("aws:cloudwatch/metricAlarm:MetricAlarm")
    .filter(({ inputs }) => /:sns:/.test(JSON.stringify(inputs.alarmActions)))
    .map(({ name }) => kindOf(name));
  const told = stack
    .of("aws:cloudwatch/eventTarget:EventTarget")
    .filter(({ inputs }) => /:sns:/.test(String(inputs.arn)));
  const events = told.map(({ inputs }) => String(inputs.rule).replace(/^shop-production-/, ""));
  expect([...new Set([...alarms, ...events.map(kindOf)])].filter((kind) => !rung.has(kind)).sort()).toEqual([]);
});

/** `service.api.cpu` and `service.billing.cpu` are of one kind. */
function kindOf(name: string): string {
  const parts = name.split(".");
  return [parts[0], parts.at(-1)].join(".");
}
