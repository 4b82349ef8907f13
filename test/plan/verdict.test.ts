import { describe, expect, it } from "vitest";
import { differencesOf, titleOf } from "../../lib/plan/differences.ts";
import { totalsOf } from "../../lib/plan/plan.ts";
import { partsOf } from "../../lib/plan/stages.ts";
import type { Plan, StagePlan } from "../../lib/plan/types.ts";
import { leftOutNote, verdictOf } from "../../lib/plan/verdict.ts";
import { SHOP, stage } from "../support/report.ts";

/** What a plan says of its stages together: whether a deploy may go ahead, what differs, and what they cost. */

const failing = (one: StagePlan, ...severities: ("mandatory" | "advisory")[]): StagePlan => ({
  ...one,
  controls: {
    ...one.controls,
    failed: severities.map((severity, index) => ({
      ...{ id: `C.${index}`, title: "", severity, why: "", fix: "", findings: [] },
    })),
  },
});
const [DEV, STAGING, PRODUCTION] = SHOP.stages as [StagePlan, StagePlan, StagePlan];
const judged = (more: Partial<Plan>) => verdictOf({ ...SHOP, ...more });

describe("a verdict", () => {
  it("is none where a deploy may go ahead", () => expect(judged({})).toBeNull());

  it("names every control that must hold, once, and counts each stage in which it does not", () => {
    const stages = [failing(DEV, "mandatory", "advisory", "mandatory"), failing(STAGING, "mandatory"), PRODUCTION];
    expect(judged({ stages, failed: { controls: 3, programs: 0 } })).toEqual({
      ...{ status: 3, message: "3 mandatory controls fail (C.0, C.2): the plan says where, and what to do" },
    });
    const one = [failing(DEV, "mandatory")];
    expect(judged({ stages: one, failed: { controls: 1, programs: 0 } })?.message).toMatch(
      /^1 mandatory control fails \(C\.0\)/,
    );
  });

  it("is of the program first where that does not run", () => {
    const broken = { ...failing(DEV, "mandatory"), errors: ["x is not defined", "y is not"] };
    expect(judged({ stages: [broken, STAGING], failed: { controls: 1, programs: 1 }, leftOut: ["a"] })).toEqual({
      status: 1,
      message: "the program does not run in 1 stage; mend it:\n  dev: x is not defined\n  dev: y is not",
    });
  });

  it("is that of a control before that of stages that are left out", () => {
    const left = { leftOut: ["acme-dev"] };
    expect(judged(left)?.status).toBe(4);
    expect(judged({ ...left, stages: [failing(DEV, "mandatory")], failed: { controls: 1, programs: 0 } })?.status).toBe(
      3,
    );
  });

  it.each([
    [3, "3 of 6 stages are not planned (a, b, c): --all plans every stage, a client's name its own"],
    [4, "4 of 7 stages are not planned (a, b, c and 1 more): --all plans every stage, a client's name its own"],
  ])("names the first three of %i stages that are left out", (count, note) => {
    expect(leftOutNote({ ...SHOP, leftOut: ["a", "b", "c", "d"].slice(0, count) })).toBe(note);
  });
});

it.each([
  ["production", null, "production"],
  ["acme-production", "acme", "production"],
  ["acme-labs-dev", "acme-labs", "dev"],
  ["preview", null, "preview"],
])("%s is of the client %s in %s", (name, client, environment) => {
  expect(partsOf(name)).toEqual({ client, environment });
});

it("adds up each owner's stages, and says where something has no known price", () => {
  const acme = stage("acme-production", "production", "acme", 1.006);
  const unknown = { ...acme, cost: { ...acme.cost, unknown: ["x"] } };
  expect(totalsOf([DEV, unknown, STAGING])).toEqual({
    owners: [
      { client: null, usd: 30.5, unknown: false },
      { client: "acme", usd: 1.01, unknown: true },
    ],
    all: { usd: 31.51, unknown: true },
  });
});

describe("what differs", () => {
  const made = (one: StagePlan, nodes: string, addresses: string, region = "eu-west-1"): StagePlan => ({
    ...one,
    region,
    layers: [
      {
        id: "data",
        title: "Data",
        count: 1,
        types: [],
        notable: [{ kind: "Cache", name: "main", settings: { nodes } }],
      },
    ],
    cost: {
      ...one.cost,
      lines: [
        ["ipv4", "Public IPv4 addresses", addresses],
        ["service:api", "Service api", `${nodes} tasks`],
      ].map(([id = "", label = "", detail = ""]) => ({
        id,
        label,
        detail,
        usd: 1,
        unknown: [],
        units: [],
        resources: [],
      })),
    },
  });
  const client = (name: string, environment: string) => stage(`${name}-${environment}`, environment, name, 1);

  it("is a row for each setting and each count that is not the same everywhere", () => {
    const { stages } = differencesOf([
      made(DEV, "1", "2 addresses"),
      made(STAGING, "1", "4 addresses", "us-east-1"),
      PRODUCTION,
    ]);
    expect(stages).toEqual({
      stages: ["dev", "staging", "production"],
      rows: [
        { what: "Region", values: ["eu-west-1", "us-east-1", "eu-west-1"] },
        { what: "Cache main: nodes", values: ["1", "1", "–"] },
        { what: "Public IPv4 addresses", values: ["2 addresses", "4 addresses", "–"] },
        // What production here has instead.
        { what: "x: x", values: ["–", "–", "x"] },
      ],
    });
  });

  it("of a client is told from the project's stage of its kind, else from that of the first client that has one", () => {
    const all = [
      made(DEV, "1", "2 addresses"),
      made(client("acme", "dev"), "2", "2 addresses"),
      client("acme", "staging"),
      client("globex", "staging"),
    ];
    expect(differencesOf(all).clients).toEqual([
      { stage: "acme-dev", comparedWith: "dev", rows: [{ what: "Cache main: nodes", here: "2", there: "1" }] },
      { stage: "globex-staging", comparedWith: "acme-staging", rows: [] },
    ]);
  });

  it.each([
    ["VPC", "vpc", "VPC"],
    ["ECS cluster", "cluster", "ECS cluster"],
    ["Database", "main", "Database main"],
    ["Backup plan", "", "Backup plan"],
  ])("%s %o is called %s", (kind, name, title) => {
    expect(titleOf({ kind, name, settings: {} })).toBe(title);
  });
});
