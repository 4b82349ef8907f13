import { describe, expect, it } from "vitest";
import { evaluate } from "../../support/actions/expression.ts";
import type { Event, Run } from "../../support/actions/runs.ts";
import { deploysIn, diffsIn, pull, push, repositoryWith, stepWith, VARIABLES } from "./github.ts";
import { deployWith, LAST_WORDS } from "./last-word.ts";

/** Who deploys what, when, where and with which rights: the workflows, run on events of GitHub as GitHub decides them. */

const {
  workflows,
  runs: of,
  chosen,
} = repositoryWith({
  services: [{ name: "api", database: "main" }],
  databases: [{ name: "main" }],
  domain: "acme.com",
  backup: { region: "us-west-2" },
});
const environments = (runs: Run[]) => runs.map(({ environment }) => environment);
const byHand = (stage: string, isLossAllowed = false) =>
  deploysIn(chosen("deploy.yml", { stage, "allow-data-loss": isLossAllowed }));
const unlocked = (stage: string) => chosen("unlock.yml", { stage });

const DEPLOY = `npx sst deploy --stage "$STAGE" | tee "$RUNNER_TEMP/deploy.log"
grep --quiet --extended-regexp '^✓  (Complete|No changes)' "$RUNNER_TEMP/deploy.log"
`;

describe("a push", () => {
  it.each([
    ["develop", ["dev"]],
    ["main", ["staging", "production"]],
    ["feature/new", []],
    ["production", []],
  ])("to %s deploys %j", (branch, stages) => {
    expect(environments(deploysIn(of(push(branch))))).toEqual(stages);
  });

  it("is checked first, and checks again nowhere else", () => {
    const jobs = of(push("main")).map(({ job }) => job);
    expect(jobs).toEqual(["check/check", "staging/deploy", "production/deploy"]);
    // People approve production in its environment, and see it on staging before.
    expect(workflows.get(".github/workflows/deploy.yml")?.jobs.production?.needs).toEqual(["check", "staging"]);
  });

  it("deploys as the environment's role, one at a time, and says which commit it is", () => {
    const [run] = deploysIn(of(push("main"))) as [Run];
    expect(run).toMatchObject({
      environment: "staging",
      group: "stage-staging",
      permissions: { contents: "read", "id-token": "write", "pull-requests": "read" },
    });
    expect(run.steps.find(({ uses }) => uses?.startsWith("aws-actions/"))?.with).toMatchObject({
      "role-to-assume": "arn:role",
      "role-session-name": "deploy-7",
    });
    expect(stepWith(run, /sst deploy/)).toMatchObject({
      run: DEPLOY,
      shell: "bash",
      env: { STAGE: "staging", RELEASE: "0a1b2c3" },
    });
    expect(
      run.steps.map(({ run: command }) => command ?? "").filter((command) => /diff|sst deploy/.test(command)),
    ).toEqual([
      'node scripts/diff.mjs "$RUNNER_TEMP/changes.json"',
      'node scripts/diff-gate.mjs "$RUNNER_TEMP/changes.json"',
      DEPLOY,
    ]);
  });

  it.each([
    ["true", true],
    ["false", false],
    ["", false],
  ])("may lose data when its merged pull request has the label: %j", (allowed, expected) => {
    const [run] = deploysIn(of(push("main", allowed))) as [Run];
    expect(stepWith(run, /diff-gate/)?.env.ALLOW_DATA_LOSS).toBe(expected);
    // What is open has been merged by nobody.
    expect(stepWith(run, /allow-data-loss/)?.run).toContain("select(.merged_at != null)");
  });
});

describe.skipIf(process.platform === "win32")("the step that deploys", () => {
  it.each(LAST_WORDS)("%s", async (_, says, ends, status) => {
    // As GitHub starts a step whose shell is "bash".
    const ran = await deployWith(["--noprofile", "--norc", "-eo", "pipefail"], () => DEPLOY, [says, ends]);
    expect(ran).toEqual({ status, shown: expect.stringContaining("~  Deploy") });
  });
});

describe("a pull request", () => {
  const diffs = (event: Event) => diffsIn(of(event));

  it.each([
    ["develop", ["dev-diff"]],
    ["main", ["staging-diff", "production-diff"]],
    ["feature/new", []],
  ])("to %s is compared with %j, and deploys nothing", (base, stages) => {
    expect(environments(diffs(pull(base)))).toEqual(stages);
    expect(deploysIn(of(pull(base)))).toEqual([]);
  });

  it.each([
    ["of a fork", { from: "mallory/shop" }],
    ["of Dependabot", { user: "dependabot[bot]" }],
    ["of a stage that nobody has made a role for", { vars: { ...VARIABLES, DIFF_STAGES: "" } }],
  ])("%s gets no role", (_, options) => {
    const runs = of(pull("main", options));
    expect(diffs(pull("main", options))).toEqual([]);
    expect(runs.filter(({ permissions }) => permissions["id-token"] !== undefined)).toEqual([]);
    // It is checked and rehearsed all the same.
    expect(runs.map(({ job }) => job)).toEqual(["check", "staging", "production"]);
  });

  it.each([
    [["allow-data-loss"], true],
    [["allow"], false],
    [[], false],
  ])("with the labels %j may lose data: %s", (labels, expected) => {
    const [run] = diffs(pull("main", { labels })) as [Run];
    expect(stepWith(run, /diff-gate/)?.env.ALLOW_DATA_LOSS).toBe(expected);
  });
});

it.each([
  ["a push", of(push("main")), []],
  ["a deploy by hand", byHand("production"), []],
  ["an unlock", unlocked("production"), []],
  ["a pull request", of(pull("main")), ["check", "staging", "production"]],
])("the next one of %s ends what asks AWS nothing, and nothing else", (_, runs, cancelled) => {
  expect(runs.filter(({ isCancelled }) => isCancelled).map(({ job }) => job)).toEqual(cancelled);
});

describe("by hand", () => {
  it.each(["dev", "production", "acme-production"])("%s is deployed in its own environment", (stage) => {
    const [run, ...more] = byHand(stage) as [Run];
    expect(more).toEqual([]);
    expect(run).toMatchObject({ environment: stage, group: `stage-${stage}` });
    expect(stepWith(run, /diff-gate/)?.env.ALLOW_DATA_LOSS).toBe(false);
  });

  it("data may be lost when that was ticked", () => {
    const [run] = byHand("production", true) as [Run];
    expect(stepWith(run, /diff-gate/)?.env.ALLOW_DATA_LOSS).toBe(true);
  });

  it("a stage is deployed after the checks, and whatever was pushed, none is deployed that was not chosen", () => {
    expect(workflows.get(".github/workflows/deploy.yml")?.jobs.chosen?.needs).toEqual(["check"]);
    expect(chosen("deploy.yml", { stage: "dev" }).map(({ job }) => job)).toEqual(["check/check", "chosen/deploy"]);
  });

  it("a stage is unlocked as itself, and not while it is deployed", () => {
    const runs = unlocked("production");
    expect(environments(runs)).toEqual(["production"]);
    expect(runs[0]?.group).toBe(byHand("production")[0]?.group);
    expect(stepWith(runs[0] as Run, /sst unlock/)?.env.STAGE).toBe("production");
  });
});

it.each([
  ["'a' == 'A' && !('b' == 'c')", true],
  ["github.x.*.name", ["one", "two"]],
  ["contains(github.x.*.name, 'two') || false", true],
  ["github.nothing.there || 'else'", "else"],
  ["github.a != github.b && 'then' || 'else'", "then"],
  ["github.n", 5],
  ["github.nothing == '' && github.nothing == null && github.n == '5' && github.n != ''", true],
  ["github.a != ''", true],
])("%s is %j", (text, expected) => {
  expect(evaluate(text, { github: { x: [{ name: "one" }, { name: "two" }], a: "1", b: "2", n: 5 } })).toEqual(expected);
});
