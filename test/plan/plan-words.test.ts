import { describe, expect, it } from "vitest";
import { pageOf } from "../../lib/plan/report/page.ts";
import { pictured } from "../../lib/plan/report/report.ts";
import { linesOf } from "../../lib/plan/text/plan.ts";
import type { Plan, StagePlan } from "../../lib/plan/types.ts";
import { IDENTITY, SHOP, stage } from "../support/report.ts";

/** A plan in which everything is to be said, as a terminal and as a report say it. */

const [DEV, STAGING, PRODUCTION] = SHOP.stages as [StagePlan, StagePlan, StagePlan];
const control = (id: string, severity: "mandatory" | "advisory") => ({
  ...{
    id,
    severity,
    title: `${id} holds`,
    why: `why ${id}`,
    fix: `mend ${id}`,
    findings: [`Bucket of ${id}: is open`],
  },
});
const inputs = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    ...{
      path: `input${index}`,
      before: index === 0 ? null : "a",
      after: index === 1 ? null : "b",
      replaces: index === count - 1,
    },
  }));
const change = (action: "deleted" | "replaced" | "changed" | "added", type: string, name: string, more = {}) => ({
  ...{ action, type, name, urn: name, stateful: false, protect: false, inputs: [], ...more },
});

const FULL: StagePlan = {
  ...PRODUCTION,
  refused: "Production has no domain",
  layers: [
    {
      ...{ id: "data", title: "Data", count: 9 },
      types: [
        ["S3 bucket", 3],
        ["Policy", 2],
        ["Elastic IP address", 1],
        ["Alias", 1],
        ["Gateway", 1],
        ["KMS key", 1],
      ].map(([label, count]) => ({ type: String(label), label: String(label), count: Number(count) })),
      notable: [
        { kind: "Database", name: "main", settings: { engine: "postgres 17", "Multi-AZ": "yes" } },
        { kind: "VPC", name: "vpc", settings: {} },
      ],
    },
  ],
  controls: {
    passed: 7,
    failed: [control("S3.1", "mandatory"), control("WA.1", "advisory")],
    waived: [{ id: "W.1", title: "W.1 holds", reason: "it moves, until 2026-12-31", findings: [] }],
  },
  cost: {
    ...PRODUCTION.cost,
    ...{ region: "eu-west-1", usd: 1234.5 },
    lines: [
      {
        id: "database:main",
        label: "Database main",
        detail: "db.x.large, 20 GB",
        usd: 4.6,
        unknown: ["db.x.large"],
        units: [],
        resources: [],
      },
      { id: "nat", label: "NAT gateways", detail: "2 gateways", usd: 65.7, unknown: [], units: [], resources: [] },
      { id: "own", label: "Own", detail: "1 thing", usd: null, unknown: ["thing"], units: [], resources: [] },
    ],
    ...{
      unknown: ["Database main: db.x.large", "Own: thing"],
      byUse: ["logs ($0.50 a GB)", "mail ($0.10 a thousand)"],
    },
    savings: [{ id: "arm", what: "run it on Arm", how: "--architecture arm64", price: "images for Arm", usd: 11.44 }],
  },
  changes: [
    change("deleted", "aws:s3/bucket:Bucket", "Files", { stateful: true, protect: true }),
    change("replaced", "aws:rds/instance:Instance", "Main", { stateful: true, inputs: inputs(7) }),
    change("changed", "aws:ecs/service:Service", "Api", { inputs: inputs(4) }),
    change("added", "aws:sqs/queue:Queue", "Jobs", { stateful: true }),
  ],
  costChange: -12.5,
};
const SAME: StagePlan = { ...DEV, changes: [], costChange: 0 };
const BROKEN: StagePlan = { ...STAGING, errors: ["x is not defined in infra/api.ts:3"] };
const PLAN: Plan = {
  ...SHOP,
  stages: [SAME, BROKEN, FULL, stage("acme-production", "production", "acme", 3)],
  since: { revision: "main", commit: "0123456789abcdef" },
  failed: { controls: 1, programs: 1 },
  assumptions: ["730 hours a month."],
  prices: { collected: "2026-11-22", hoursPerMonth: 730 },
  sst: "4.17.1",
  generator: "0.1.0",
  totals: {
    owners: [
      { client: null, usd: 1265, unknown: true },
      { client: "acme", usd: 3, unknown: false },
    ],
    all: { usd: 1268, unknown: true },
  },
  differences: {
    stages: { stages: ["dev", "production"], rows: [{ what: "NAT gateways", values: ["–", "2 gateways"] }] },
    clients: [
      {
        stage: "acme-production",
        comparedWith: "production",
        rows: [{ what: "Region", here: "us-east-1", there: "eu-west-1" }],
      },
      { stage: "globex-production", comparedWith: "production", rows: [] },
    ],
  },
};

describe("a plan with everything in it", () => {
  it("on a terminal", () => {
    const pen = { width: 100, paint: (_: string, text: string) => text };
    expect(linesOf(PLAN, pen).join("\n")).toMatchInlineSnapshot(`
      "
      ────────────────────────────────────────────────────────────────────────────────────────────────────
      dev   eu-west-1   1 resource   $10.00 a month

        x                    1 resource:
          x                         x x

        Controls   3 passed, 0 failed, 0 waived

        Cost a month, prices of x
          Total     $10.00
          By use     x: not counted
          Save $1.00
            x: x. It costs: x.

        Changes    none since main (01234567)

      ────────────────────────────────────────────────────────────────────────────────────────────────────
      staging   eu-west-1   1 resource   $20.50 a month
        x is not defined in infra/api.ts:3

      ────────────────────────────────────────────────────────────────────────────────────────────────────
      production   eu-west-1   9 resources   $1,234.50 + unknown a month

        Refused: Production has no domain

        Data                 9 resources: 3 S3 buckets, 2 policies, 1 Elastic IP address, 1 alias, 1
                             gateway, 1 more kind
          Database main             engine postgres 17 · Multi-AZ yes
          VPC

        Controls   7 passed, 1 failed, 1 advised, 1 waived
          ✖ failed: S3.1 holds
              Bucket of S3.1: is open
              why S3.1: mend S3.1
          ! advised: WA.1 holds
              Bucket of WA.1: is open
              why WA.1: mend WA.1
          – waived: W.1 holds (it moves, until 2026-12-31)

        Cost a month, prices of eu-west-1
          Database main    db.x.large, 20 GB  $4.60 + ?
          NAT gateways     2 gateways            $65.70
          Own              1 thing              unknown
          Total + unknown                     $1,234.50
          No known price, not in the total:
            Database main: db.x.large
            Own: thing
          By use     logs ($0.50 a GB); mail ($0.10 a thousand): not counted
          Save $11.44
            run it on Arm: --architecture arm64. It costs: images for Arm.

        Changes    1 deleted, 1 replaced, 1 changed, 1 added since main (01234567)
                   $12.50 less a month
          - deleted S3 bucket Files: it holds data; Pulumi protects it
          ± replaced RDS instance Main: it holds data
              input6: a → b (replaces)
              input0: … → b
              input1: a → …
              input2: a → b
              3 more inputs
          ~ changed ECS service Api
              input3: a → b (replaces)
              input0: … → b
              input1: a → …
              input2: a → b
          + added SQS queue Jobs

      ────────────────────────────────────────────────────────────────────────────────────────────────────
      acme-production   eu-west-1   1 resource   $3.00 a month

        x                    1 resource:
          x                         x x

        Controls   3 passed, 0 failed, 0 waived

        Cost a month, prices of x
          Total     $3.00
          By use     x: not counted
          Save $1.00
            x: x. It costs: x.

        What differs  dev  production
        NAT gateways  –    2 gateways

        acme-production, compared with production
          Region                    us-east-1 (eu-west-1)

        globex-production, compared with production
          the same

        730 hours a month.
        Prices collected 2026-11-22. SST 4.17.1, run offline: AWS was not asked.

        Stage                 Resources  Failed controls  Changes          USD a month
        dev                           1                0        0               $10.00
        staging                       1                0        0               $20.50
        production                    9                1        4  $1,234.50 + unknown
        acme-production               1                0        0                $3.00
        shop, its own stages                                       $1,265.00 + unknown
        acme, all stages                                                         $3.00
        All                          12                1        4  $1,268.00 + unknown"
    `);
  });

  it("in colour where something is to be looked at", () => {
    const pen = { width: 100, paint: (style: string, text: string) => `‹${style}›${text}` };
    const painted = linesOf(PLAN, pen).filter((line) => /‹(red|yellow|green)›/.test(line));
    expect(painted.map((line) => line.trim()).join("\n")).toMatchInlineSnapshot(`
      "‹green›    Save $1.00
      ‹red›  x is not defined in infra/api.ts:3
      ‹yellow›  Refused: Production has no domain
      ‹red›✖ failed: S3.1 holds
      ‹yellow›! advised: WA.1 holds
      ‹yellow›    No known price, not in the total:
      ‹yellow›      Database main: db.x.large
      ‹yellow›      Own: thing
      ‹green›    Save $11.44
      ‹red›    - deleted S3 bucket Files: it holds data; Pulumi protects it
      ‹red›    ± replaced RDS instance Main: it holds data
      ‹yellow›    ~ changed ECS service Api
      ‹green›    + added SQS queue Jobs
      ‹green›    Save $1.00"
    `);
  });

  it("as a report", () => {
    const page = pageOf(PLAN, new Map(), { ...IDENTITY, author: "Ada" });
    const read = page
      .replace(/<style>[\s\S]*?<\/style>|<svg[\s\S]*?<\/svg>/g, "")
      .replace(/<(?:\/tr|\/li|\/h\d|\/p|\/dd|\/summary|\/caption|\/div)>/g, "\n")
      .replace(/<[^>]+>/g, " ")
      .split("\n")
      .map((line) => line.replace(/\s+/g, " ").trim())
      .filter((line) => line !== "");
    expect(read.join("\n")).toMatchInlineSnapshot(`
      "shop: infrastructure plan, 3 February 2026
      Infrastructure plan
      shop
      What will run in AWS for shop, what it costs a month, and which controls it keeps.
      Project shop
      Made 3 February 2026, 04:05 UTC, by Ada
      Revision not in git
      Compared with main (0123456789)
      Prices of AWS, collected 2026-11-22
      Made with generator-space-sst 0.1.0, SST 4.17.1
      In short
      $1,268.00 + unknown a month for all 4 stages
      $15,216.00 + unknown a year
      1 mandatory control fails
      Stages and their prices
      Stage Region Resources Failed controls USD a month
      production what users use eu-west-1 9 1 $1,234.50 + unknown
      staging the rehearsal for production eu-west-1 1 0 $20.50
      dev where developers try things eu-west-1 1 0 $10.00
      acme-production what users use eu-west-1 1 0 $3.00
      shop, its own stages 11 1 $1,265.00 + unknown
      acme, all stages 1 0 $3.00
      All 4 stages 12 1 $1,268.00 + unknown
      production: 1 mandatory control fails; a deploy is refused until that is mended.
      730 hours a month.
      production what users use
      $1,234.50 + unknown a month in eu-west-1
      9 resources in AWS
      7 of 9 controls pass
      A deploy is refused as it is: Production has no domain
      What a deploy would change
      What a deploy would change in production: $12.50 less a month
      Resource Change Inputs
      S3 bucket Files holds data deleted
      RDS instance Main holds data replaced input6: a → b (replaces); input0: … → b; input1: a → …; input2: a → b; input3: a → b; input4: a → b; and 1 more
      ECS service Api changed input3: a → b (replaces); input0: … → b; input1: a → …; input2: a → b
      SQS queue Jobs holds data added
      What it costs a month
      What production costs a month, at prices of eu-west-1
      What How much of it USD a month
      Database main keeps the data db.x.large, 20 GB $4.60 + unknown
      NAT gateways the way out to the internet for what has no public address 2 gateways $65.70
      Own 1 thing unknown
      Total $1,234.50 + unknown
      No known price, not in the total: Database main: db.x.large; Own: thing.
      What is billed by use is not counted: see the details at the end.
      Ways to save, those first that take least away
      $11.44 a month: run it on Arm (--architecture arm64). It costs: images for Arm.
      Security and reliability controls
      7 pass , 1 fail , 1 advised , 1 waived .
      Fails : S3.1 holds. why S3.1: mend S3.1.
      Bucket of S3.1: is open
      Advised : WA.1 holds. why WA.1: mend WA.1.
      Bucket of WA.1: is open
      Waived: W.1 holds. it moves, until 2026-12-31.
      staging the rehearsal for production
      The program does not run:
      x is not defined in infra/api.ts:3
      dev where developers try things
      $10.00 a month in eu-west-1
      1 resource in AWS
      3 of 3 controls pass
      What it costs a month
      What dev costs a month, at prices of x
      What How much of it USD a month
      Total $10.00
      What is billed by use is not counted: see the details at the end.
      Ways to save, those first that take least away
      $1.00 a month: x (x). It costs: x.
      Security and reliability controls
      3 pass , 0 fail , 0 advised , 0 waived .
      acme-production what users use
      $3.00 a month in eu-west-1
      1 resource in AWS
      3 of 3 controls pass
      What it costs a month
      What acme-production costs a month, at prices of x
      What How much of it USD a month
      Total $3.00
      What is billed by use is not counted: see the details at the end.
      Ways to save, those first that take least away
      $1.00 a month: x (x). It costs: x.
      Security and reliability controls
      3 pass , 0 fail , 0 advised , 0 waived .
      What differs
      What differs between stages
      Setting dev production
      NAT gateways – 2 gateways
      acme-production and production
      acme-production, compared with production
      Setting acme-production production
      Region us-east-1 eu-west-1
      globex-production and production
      Their settings are the same.
      Details
      What is in production
      Data databases, caches and files; 9 resources
      Data of production
      Resource Settings
      main Database engine postgres 17 · Multi-AZ yes
      vpc VPC
      What is in dev
      x ; 1 resource
      x of dev
      Resource Settings
      x x x x
      What is in acme-production
      x ; 1 resource
      x of acme-production
      Resource Settings
      x x x x
      Billed by use, and not counted
      Of one stage or another; where stages are in several regions, with the price of each.
      logs ($0.50 a GB)
      mail ($0.10 a thousand)
      x
      The plan comes from the program itself, which was run without AWS. What AWS has today was not asked. Made by generator-space-sst 0.1.0."
    `);
    // What loses data stands out.
    expect([...page.matchAll(/<tr class="bad">[\s\S]*?<\/tr>/g)]).toHaveLength(2);
  });

  it.each([
    [2, [], "all 2 stages"],
    [1, [], "the only stage"],
    [1, ["staging"], "1 of 2 stages"],
  ])("of %i stages, without %j, says so of its price", (count, leftOut, words) => {
    const page = pageOf({ ...PLAN, stages: PLAN.stages.slice(0, count), leftOut }, new Map(), IDENTITY);
    expect(page).toContain(`a month for ${words}<`);
  });

  it("is pictured by the project's last stage, else by the last there is", () => {
    expect(pictured(PLAN)).toBe("production");
    expect(pictured({ ...PLAN, stages: PLAN.stages.slice(-1) })).toBe("acme-production");
  });
});
