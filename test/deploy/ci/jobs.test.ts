import { describe, expect, it } from "vitest";
import { LONGEST_SESSION } from "../../../lib/deploy/ci/roles.ts";
import type { Run } from "../../support/actions/runs.ts";
import { deploysIn, diffsIn, pull, push, repositoryWith, stepWith, withCommand } from "./github.ts";
import { REPOS } from "./rendered-workflows.ts";

/** What a job of a workflow does, step by step, on which machine and with which rights. */

const SHOP = {
  services: [{ name: "api", database: "main", source: "node" }],
  databases: [{ name: "main" }],
  domain: "acme.com",
};
const github = (answers: object) => {
  const { workflows, runs, chosen } = repositoryWith(answers);
  const first = (found: readonly Run[]) => found[0] as Run;
  return {
    workflows,
    check: first(withCommand(runs(push("main")), / check$/)),
    deploy: first(deploysIn(runs(push("main")))),
    byHand: first(deploysIn(chosen("deploy.yml", { stage: "dev", "allow-data-loss": false }))),
    stopped: first(
      chosen("deploy.yml", { stage: "dev" }, { isCancelled: true }).filter(({ environment }) => environment),
    ),
    diff: first(diffsIn(runs(pull("main")))),
    unlock: first(chosen("unlock.yml", { stage: "dev" })),
    rehearse: first(withCommand(runs(pull("main")), /rehearse/)),
    upgrade: (due: string, secrets = {}) =>
      first(chosen("upgrade.yml", {}, { outputs: { look: { due, version: "1.2.3" } }, secrets })),
  };
};
const shop = github(SHOP);

/** What a step is: an action, or what it is called or runs. */
const brief = ({ steps }: Run) => steps.map(({ name, run, uses }) => uses?.replace(/@.*/, "") ?? name ?? run);

describe("a job", () => {
  const START = ["actions/checkout", "actions/setup-node"];
  const LENT = "aws-actions/configure-aws-credentials";
  const LOOK = ["See what would change", "Refuse the loss of data"];

  // The packages' own scripts run before there is a role.
  it.each<[string, Run, string[]]>([
    [
      "checks, with the platform of its SST",
      shop.check,
      [...START, "Find the SST version", "actions/cache", "npm ci", "npm run check", "npm run test:services"],
    ],
    [
      "deploys what was pushed",
      shop.deploy,
      [
        ...[...START, "docker/setup-buildx-action", "npm ci", LENT],
        ...["See what would change", "Read the label of the pull request", "Refuse the loss of data", "Deploy"],
      ],
    ],
    [
      "deploys what was chosen",
      shop.byHand,
      [...START, "docker/setup-buildx-action", "npm ci", LENT, ...LOOK, "Deploy"],
    ],
    ["says how to unlock what was stopped", shop.stopped, ["Say how to unlock"]],
    ["looks at what a pull request changes", shop.diff, [...START, "npm ci", LENT, ...LOOK]],
    ["unlocks", shop.unlock, [...START, "npm ci", LENT, 'npx sst unlock --stage "$STAGE"']],
    [
      "rehearses",
      shop.rehearse,
      [
        ...[...START, "npm ci", "npm run platform", "Say what it costs a month"],
        ...["Download the engine that SST deploys with", "Rehearse the deploy"],
      ],
    ],
    [
      "upgrades",
      shop.upgrade("true"),
      [...START, "See whether an upgrade is due", "Upgrade on a branch", "Open the pull request"],
    ],
    ["upgrades nothing that is not due", shop.upgrade(""), [...START, "See whether an upgrade is due"]],
  ])("%s", (_, run, steps) => {
    expect(brief(run)).toEqual(steps);
  });

  it("wakes a stage that may sleep before it deploys", () => {
    const { deploy } = github({ ...SHOP, sleep: {} });
    expect(brief(deploy).slice(-3)).toEqual(["Refuse the loss of data", "Wake it, if it sleeps", "Deploy"]);
    expect(stepWith(deploy, / wake /)?.run).toBe('npx space-sst wake "$STAGE"');
  });

  it("has pnpm before Node, whose cache asks for it", () => {
    const pnpm = github({ ...SHOP, packageManager: "pnpm" });
    for (const run of [pnpm.check, pnpm.deploy, pnpm.diff, pnpm.unlock, pnpm.rehearse, pnpm.upgrade("")])
      expect(brief(run).slice(0, 3), run.job).toEqual(["actions/checkout", "pnpm/action-setup", "actions/setup-node"]);
  });

  it("builds no images where there are none", () => {
    expect(brief(github({ services: [{ name: "web", kind: "static" }] }).deploy)).not.toContain(
      "docker/setup-buildx-action",
    );
  });

  it.each([
    ["x86_64", SHOP, "ubuntu-24.04"],
    // Emulated, a build takes many times as long.
    ["arm64", { ...SHOP, architecture: "arm64" }, "ubuntu-24.04-arm"],
    [
      "arm64, where nothing is built,",
      { ...SHOP, services: [{ name: "web", kind: "static" }], databases: [] },
      "ubuntu-24.04",
    ],
  ])("for %s deploys from a machine of that kind", (_, answers, machine) => {
    expect(github(answers).deploy.machine).toBe(machine);
  });

  it("ends before its role does, and costs no hour where it hangs", () => {
    const USUAL_SESSION = 3600;
    const minutes = (run: Run) => run.minutes ?? Number.POSITIVE_INFINITY;
    expect(minutes(shop.deploy) * 60).toBeLessThan(LONGEST_SESSION);
    for (const run of [shop.diff, shop.unlock]) expect(minutes(run) * 60).toBeLessThan(USUAL_SESSION);
    for (const run of [shop.check, shop.rehearse, shop.upgrade("")]) expect(minutes(run)).toBeLessThanOrEqual(30);
  });

  it.each<[string, Run[], Record<string, string>]>([
    ["checks or rehearses may read", [shop.check, shop.rehearse], { contents: "read" }],
    ["looks or unlocks is lent a role", [shop.diff, shop.unlock], { contents: "read", "id-token": "write" }],
    [
      "deploys reads labels, too",
      [shop.deploy, shop.byHand],
      { contents: "read", "id-token": "write", "pull-requests": "read" },
    ],
    ["upgrades pushes a branch", [shop.upgrade("")], { contents: "write", "pull-requests": "write" }],
  ])("that %s, and no more", (_, runs, permissions) => {
    for (const run of runs) expect(run.permissions, run.job).toEqual(permissions);
  });
});

describe("what a step is told", () => {
  const given = (run: Run, command: RegExp) => stepWith(run, command)?.env;
  const QUIET = { SST_TELEMETRY_DISABLED: "1" };

  it("is the stage, and that SST is to tell nobody of it", () => {
    expect(given(shop.deploy, /sst deploy/)).toEqual({ STAGE: "staging", RELEASE: "0a1b2c3", ...QUIET });
    expect(given(shop.diff, /diff\.mjs/)).toEqual({ STAGE: "staging", ...QUIET });
    expect(given(shop.unlock, /sst unlock/)).toEqual({ STAGE: "dev", ...QUIET });
    expect(given(shop.rehearse, /sst version/)).toEqual({ SST_NO_BUN: "true", ...QUIET });
  });

  it("is whether production may do without a certificate, where that is a question", () => {
    const { chosen } = repositoryWith(REPOS["plain production"] as object);
    const vars = { ALLOW_PLAIN_HTTP: "true" };
    const [deploy] = deploysIn(chosen("deploy.yml", { stage: "production" }, { vars })) as [Run];
    expect(given(deploy, /diff\.mjs/)).toMatchObject(vars);
    expect(given(shop.deploy, /diff\.mjs/)).not.toHaveProperty("ALLOW_PLAIN_HTTP");
  });

  it("is who may write records at Cloudflare, which is asked of the repository's secrets", () => {
    const { runs, chosen } = repositoryWith(REPOS.cloudflare as object);
    const event = {
      vars: { DIFF_STAGES: "staging", CLOUDFLARE_DEFAULT_ACCOUNT_ID: "account" },
      secrets: { CLOUDFLARE_API_TOKEN: "token" },
    };
    const told = [
      ...deploysIn(runs({ ...push("develop"), ...event })),
      ...deploysIn(chosen("deploy.yml", { stage: "dev" }, event)),
      ...diffsIn(runs({ ...pull("main"), ...event })),
    ];
    const cloudflare = { CLOUDFLARE_API_TOKEN: "token", CLOUDFLARE_DEFAULT_ACCOUNT_ID: "account" };
    expect(told.map((run) => given(run, /diff\.mjs/))).toEqual(Array(3).fill(expect.objectContaining(cloudflare)));
  });

  it.each([
    ["its own", { UPGRADE_TOKEN: "of the owner" }, { GH_TOKEN: "of the owner", OWN_TOKEN: true }],
    ["GitHub's", {}, { GH_TOKEN: "of GitHub", OWN_TOKEN: false }],
  ])("that opens a pull request is %s token, which the steps before do not have", (_, secrets, token) => {
    const run = shop.upgrade("true", secrets);
    expect(given(run, /gh pr create/)).toEqual({ VERSION: "1.2.3", ...token });
    expect(given(run, /upgrade --branch/)).toEqual({ VERSION: "1.2.3" });
    expect(given(run, /upgrade --check/)).toEqual({});
  });
});

describe("a workflow", () => {
  const on = (name: string) => shop.workflows.get(`.github/workflows/${name}.yml`)?.on;
  const { runs } = repositoryWith(SHOP);

  it.each([
    ["opened", ["check", "staging/diff", "production/diff", "staging", "production"]],
    ["synchronize", ["check", "staging/diff", "production/diff", "staging", "production"]],
    ["reopened", ["check", "staging/diff", "production/diff", "staging", "production"]],
    // The label that lets data be lost counts as soon as it is there, and is none once it is gone.
    ["labeled", ["staging/diff", "production/diff", "staging", "production"]],
    ["unlabeled", ["staging/diff", "production/diff", "staging", "production"]],
    ["closed", []],
  ])("of a pull request that was %s runs %j", (action, jobs) => {
    expect(runs(pull("main", { action })).map(({ job }) => job)).toEqual(jobs);
  });

  it("upgrades once a month, not at the hour at which all the world does, and by hand", () => {
    const { schedule, ...others } = on("upgrade") ?? {};
    expect(schedule).toEqual([{ cron: expect.stringMatching(/^[1-9]\d? \d+ 1 \* \*$/) }]);
    expect(Object.keys(others)).toEqual(["workflow_dispatch"]);
  });
});
