import { beforeEach, describe, expect, it, vi } from "vitest";
import type { StateResource } from "../../../lib/aws/sst/state.ts";
import type { Deployed } from "../../../lib/deploy/deployed.ts";
import type { DestroyOptions, DestroyResult } from "../../../lib/deploy/destroy/destroy.ts";
import { type Destruction, destructionOf } from "../../../lib/deploy/destroy/destruction.ts";
import { destroyDocument } from "../../../lib/deploy/destroy/document.ts";
import { type Guard, guardsOf } from "../../../lib/deploy/destroy/guards.ts";
import { destructionLines, endLines, guardText } from "../../../lib/deploy/destroy/lines.ts";
import type { Outcome } from "../../../lib/deploy/sst.ts";
import { Failure } from "../../../lib/errors.ts";
import { Terminal } from "../../../lib/terminal/terminal.ts";
import { ACCOUNT } from "../../support/sst/stage.ts";

/** What destroying a stage takes away, leaves and asks for first, resource by resource of SST's state. */

beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"], now: Date.parse("2026-01-31T23:30:00Z") }));

const resource = (type: string, name: string, more: Partial<StateResource> = {}): StateResource => ({
  urn: `urn:pulumi:dev::shop::${type}::${name}`,
  type,
  ...more,
});
const standing = (resources: StateResource[], outputs = {}, client: object | null = null) =>
  ({
    project: "shop",
    stage: { stage: "dev", environment: "dev", client, region: "us-east-1", domain: null },
    identity: { account: ACCOUNT, arn: "arn:aws:iam::111111111111:user/ana" },
    resources,
    outputs,
  }) as unknown as Deployed;

const BALANCER = "aws:lb/loadBalancer:LoadBalancer";
const BUCKET = "aws:s3/bucket:Bucket";
const VPC = "aws:ec2/vpc:Vpc";
const SECRET = "aws:secretsmanager/secret:Secret";
const DATABASE = "aws:rds/instance:Instance";

const waiver = (control: string, name?: string): Guard => ({
  resource: name ?? null,
  file: "infra/waivers.json",
  remedy: JSON.stringify({
    control,
    ...(name === undefined ? {} : { resource: name }),
    reason: "dev is destroyed",
    // Two weeks: who copies it today has time to be asked why.
    until: "2026-02-14",
  }),
});

describe("what has to be lifted first", () => {
  const protectedBy = { inputs: { enableDeletionProtection: true } };
  const rows: [what: string, resources: StateResource[], outputs: object, guards: Guard[]][] = [
    ["is nothing where nothing is protected", [resource(BALANCER, "Alb", { protect: false })], { _protect: false }, []],
    ["is nothing where the stage does not say so itself", [], { _protect: "true" }, []],
    [
      "is the stage's own protection",
      [],
      { _protect: true },
      [
        { resource: null, file: "sst.config.ts", remedy: 'protect: production && input?.stage !== "dev",' },
        waiver("WA.removal"),
      ],
    ],
    ["is what Pulumi protects", [resource(DATABASE, "Main", { protect: true })], {}, [waiver("OWN.protect", "Main")]],
    ["is a load balancer that AWS protects", [resource(BALANCER, "Alb", protectedBy)], {}, [waiver("ELB.6", "Alb")]],
    ["is none that stays", [resource(BALANCER, "Alb", { ...protectedBy, retainOnDelete: true })], {}, []],
    ["is none that AWS does not protect", [resource(BALANCER, "Alb", { inputs: {} })], {}, []],
    ["is nothing else with such an input", [resource(VPC, "Vpc", protectedBy)], {}, []],
  ];
  it.each(rows)("%s", (_, resources, outputs, guards) => {
    expect(guardsOf(standing(resources, outputs))).toEqual(guards);
  });

  it("is read file by file, and only those that there are", () => {
    const again = { deploy: "space-sst deploy dev", destroy: "space-sst destroy dev" };
    const text = (resources: StateResource[], outputs = {}) =>
      guardText("dev", destructionOf(standing(resources, outputs)), again).split("\n");
    const end =
      "Then space-sst deploy dev, which takes the protection away and deletes nothing, and space-sst destroy dev";
    const waived = text([resource(DATABASE, "Main", { protect: true })]);
    expect([waived[1], waived.at(-1), waived.join().includes("sst.config.ts")]).toEqual([
      "  infra/waivers.json",
      end,
      false,
    ]);
    expect(text([], { _protect: true }).slice(1, 4)).toEqual([
      "  sst.config.ts",
      '    protect: production && input?.stage !== "dev",',
      "  infra/waivers.json",
    ]);
  });
});

describe("what is lost", () => {
  const one = (type: string, more: Partial<StateResource>) =>
    destructionOf(standing([resource(type, "It", more)])).losses;
  const rows: [what: string, type: string, more: Partial<StateResource>, loss: object | undefined][] = [
    ["a secret comes back for some days", SECRET, { inputs: { recoveryWindowInDays: 7 } }, { days: 7, snapshot: null }],
    ["a secret is gone at once", SECRET, { inputs: { recoveryWindowInDays: 0 } }, { days: null, snapshot: null }],
    ["a database leaves a snapshot", DATABASE, { inputs: { finalSnapshotIdentifier: "last" } }, { snapshot: "last" }],
    [
      "a database is to leave none",
      DATABASE,
      { inputs: { finalSnapshotIdentifier: "last", skipFinalSnapshot: true } },
      { snapshot: null },
    ],
    [
      "it is called as AWS calls it",
      DATABASE,
      { id: "db-1", outputs: { identifier: "shop-dev-main" } },
      { id: "shop-dev-main" },
    ],
    ["it is called by its id where AWS gives it no name", DATABASE, { id: "db-1" }, { id: "db-1", name: "It" }],
    ["it stays", DATABASE, { retainOnDelete: true }, undefined],
    ["it is only looked up", DATABASE, { external: true }, undefined],
    ["it holds nothing", VPC, {}, undefined],
  ];
  it.each(rows)("%s", (_, type, more, loss) => {
    const [found] = one(type, more);
    if (loss === undefined) expect(found).toBeUndefined();
    else expect(found).toMatchObject(loss);
  });

  it("is what is missed most first, and else by its name", () => {
    const resources = [resource(SECRET, "A"), resource(DATABASE, "C"), resource(DATABASE, "B"), resource(VPC, "D")];
    const { losses, goes } = destructionOf(standing(resources));
    expect([losses.map(({ name }) => name), goes]).toEqual([["B", "C", "A"], 4]);
  });
});

it("what stays is what is kept now, and what an earlier run has kept and the state does not have any more", () => {
  const kept = (type: string, name: string) => resource(type, name, { retainOnDelete: true });
  const now = [kept(BUCKET, "Files"), resource(VPC, "Vpc")];
  const before = [
    ...now,
    kept(DATABASE, "Main"),
    resource(DATABASE, "Deleted"),
    kept("sst:aws:Vpc", "Part"),
    { ...kept(DATABASE, "Other"), external: true },
  ];
  const { stays, goes } = destructionOf(standing(now), before);
  expect([stays.map(({ name }) => name), goes]).toEqual([["Main", "Files"], 1]);
});

const terminal = new Terminal({ env: {} });
const lines = (resources: StateResource[]) => {
  const deployed = standing(resources);
  return [...destructionLines(deployed, destructionOf(deployed), terminal)];
};

it("four of a kind are named, and more are counted", () => {
  const some = (count: number) => ["A", "B", "C", "D", "E"].slice(0, count).map((name) => resource(DATABASE, name));
  expect(lines(some(4)).join("\n")).toContain("A, B, C, D\n");
  expect(lines(some(5)).join("\n")).toContain("A, B, C, D and 1 more");
});

it("says that nothing stays, and costs nothing", () => {
  const text = lines([resource(VPC, "Vpc")]);
  expect(text).toEqual([
    "Destroy dev of shop",
    `  account   ${ACCOUNT} (arn:aws:iam::111111111111:user/ana)`,
    "  region    us-east-1",
    "  goes      1 resource",
    "  stays     nothing",
    "  costs     $0.00 a month now; then nothing",
  ]);
});

const outcome: Outcome = { status: "complete", errors: [], outputs: {}, log: "x.log", seconds: 61.6 };
const destroyed: DestroyResult = { status: "destroyed", outcome, diagnosis: null, error: null };
const NOTHING: Destruction = destructionOf(standing([]));

it("the end says what is left to do: for a client, too, and by which CI", () => {
  const end = (ci: string, client: object | null) => {
    const options = { deployed: standing([], {}, client), view: { ci }, terminal, root: "/nowhere" };
    return [...endLines(options as unknown as DestroyOptions, NOTHING, destroyed)];
  };
  const alone = end("none", null);
  expect([alone[1], alone.at(-1)]).toEqual(["✔ dev is destroyed.", "It took 1 min 1 s. Log: x.log"]);
  expect(alone.join("\n")).toMatch(/ {2}besides {3}SST's bucket sst-state-… keeps the stage's secret values:/);
  expect(alone.join("\n")).not.toMatch(/IAM|stays|costs|remove client/);
  expect(end("github", { name: "acme" }).join("\n")).toMatch(
    /and IAM\s+the roles that CI[\s\S]*\n {2}next {6}.*remove client acme\n/,
  );
});

describe("the document", () => {
  const document = (destruction: Destruction, result: DestroyResult | null) =>
    destroyDocument({ root: "/repo", deployed: standing([]) } as DestroyOptions, destruction, result);

  it("of what is only planned has no run", () => {
    expect(document(NOTHING, null)).toEqual({
      root: "/repo",
      stage: "dev",
      account: ACCOUNT,
      region: "us-east-1",
      status: "planned",
      seconds: 0,
      log: null,
      goes: 0,
      losses: [],
      stays: [],
      monthly: { usd: 0, afterUsd: 0, afterByUse: [] },
      guards: [],
      error: null,
    });
    expect(document({ ...NOTHING, guards: [waiver("ELB.6", "Alb")] }, null)).toMatchObject({ status: "protected" });
  });

  it("of a run has what came of it, and why", () => {
    expect(document(NOTHING, destroyed)).toMatchObject({ status: "destroyed", seconds: 62, log: "x.log", error: null });
    const error = new Failure("it is broken");
    const unknown: DestroyResult = { ...destroyed, status: "killed", error };
    expect(document(NOTHING, unknown)).toMatchObject({
      status: "killed",
      error: { message: "it is broken", id: null, cause: null, next: [] },
    });
    const said = { resource: null, message: "" };
    const diagnosis = { error: said, message: "", id: "dependency", cause: "in use", next: ["remove it"], more: 0 };
    expect(document(NOTHING, { ...unknown, status: "failed", diagnosis })).toMatchObject({
      error: { message: "it is broken", id: "dependency", cause: "in use", next: ["remove it"] },
    });
  });
});
