import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { render } from "../../../lib/render/render.ts";
import { temporaryFolder } from "../../support/cli.ts";
import { type Event, type Pipelines, runStep, type Step, start } from "../../support/pipelines/runs.ts";
import { viewOf } from "../../support/view.ts";

/**
 * Who deploys what, when and as whom: the pipelines, started by events as Bitbucket starts them, and their scripts run. The
 * programs that these call are stand-ins: what they do is shown where they are tested.
 */

const file = render(
  viewOf({
    project: "shop",
    ci: "bitbucket",
    services: [{ name: "api", database: "main" }],
    databases: [{ name: "main" }],
    domain: "acme.com",
    backup: { region: "us-west-2" },
    clients: [{ name: "globex", account: "222222222222", domain: "globex.example" }],
  }),
).find(({ path }) => path === "bitbucket-pipelines.yml");
const { pipelines } = parse(file?.contents ?? "", { merge: true }) as { pipelines: Pipelines };

const of = (event: Event) => start(pipelines, event);
const brief = ({ name, deployment, trigger }: Step): string =>
  [name, ...(deployment === undefined ? [] : [`in ${deployment}`]), ...(trigger === "manual" ? ["by hand"] : [])].join(
    ", ",
  );

async function checkout(): Promise<string> {
  const folder = await temporaryFolder();
  await mkdir(join(folder, "clients"));
  await writeFile(join(folder, "clients", "globex.json"), '{ "account": "222222222222" }');
  return folder;
}

/** Runs the step that deploys or unlocks. */
async function run(
  event: Event,
  name: RegExp,
  { failing, role = "arn:role" }: { failing?: string; role?: string } = {},
) {
  const { steps, env } = of(event);
  const step = steps.find((one) => name.test(one.name));
  if (step === undefined) throw new Error(`no step is called ${name}`);
  return runStep(step, { ...env, AWS_ROLE_ARN: role }, await checkout(), failing);
}

describe("a push", () => {
  it.each([
    ["develop", ["Check", "Deploy dev, in dev"]],
    ["main", ["Check", "Deploy staging, in staging", "Deploy production, in production, by hand"]],
    ["feature/new", []],
    ["production", []],
  ])("to %s runs %j", (push, steps) => {
    expect(of({ push }).steps.map(brief)).toEqual(steps);
  });

  it("asks AWS in no step that only checks", () => {
    expect(of({ push: "main" }).steps.map(({ oidc }) => oidc === true)).toEqual([false, true, true]);
  });
});

describe("a pull request", () => {
  const { steps } = of({ pull: "feature/new", into: "main" });

  it("is checked and rehearsed, without AWS and without a deployment", () => {
    expect(steps.map(brief)).toEqual(["Check", "Rehearse dev", "Rehearse staging", "Rehearse production"]);
    expect(steps.filter(({ oidc, deployment }) => oidc === true || deployment !== undefined)).toEqual([]);
    // What it is compared with is in the history.
    expect(steps.slice(1).map(({ clone }) => clone?.depth)).toEqual(["full", "full", "full"]);
  });

  it.skipIf(process.platform === "win32").each([
    ["develop", ["dev"]],
    ["main", ["staging", "production"]],
    ["feature/other", []],
  ])("into %s rehearses %j", async (into, stages) => {
    const event = { pull: "feature/new", into };
    const rehearsed: string[] = [];
    for (const step of of(event).steps.slice(1)) {
      const { status, called } = await runStep(step, of(event).env, await checkout());
      expect(status).toBe(0);
      for (const line of called) {
        const [, stage] = /^npm run rehearse -- (\S+) --since FETCH_HEAD$/.exec(line) ?? [];
        if (stage === undefined) continue;
        rehearsed.push(stage);
        // It is compared with what was fetched just before, and priced.
        expect(called.slice(-3, -1)).toEqual([
          `git fetch origin ${into}`,
          `npm run plan -- ${stage} --since FETCH_HEAD`,
        ]);
      }
    }
    expect(rehearsed).toEqual(stages);
  });

  it.skipIf(process.platform === "win32")("is rehearsed although its price cannot be said", async () => {
    const event = { pull: "feature/new", into: "develop" };
    const [, step] = of(event).steps;
    const { status, called } = await runStep(step as Step, of(event).env, await checkout(), "*run\\ plan*");
    expect(status).toBe(0);
    expect(called.at(-1)).toBe("npm run rehearse -- dev --since FETCH_HEAD");
  });
});

describe.skipIf(process.platform === "win32")("a step that deploys", () => {
  const staging = { push: "main" };
  const AS = "STAGE=staging";
  const ROLE = "AWS_ROLE_ARN=arn:role";
  const LENT = `${ROLE} AWS_SESSION_TOKEN=of arn:role`;

  it("looks at what would change, and then deploys its stage at its commit, with the role of its deployment", async () => {
    expect(await run(staging, /Deploy staging/)).toEqual({
      status: 0,
      called: [
        `node scripts/assume-role.mjs ${AS} ${ROLE}`,
        `npm ci ${AS} ${LENT}`,
        expect.stringMatching(`^node scripts/diff.mjs .*/changes.json ${AS} ${LENT}$`),
        expect.stringMatching(`^node scripts/diff-gate.mjs .*/changes.json ${AS} ${LENT}$`),
        `npx sst deploy --stage staging ${AS} RELEASE=0a1b2c3 ${LENT}`,
      ],
    });
  });

  it.each(["*assume-role*", "*diff.mjs*", "*diff-gate.mjs*", "npm\\ ci*"])(
    "deploys nothing where %s fails",
    async (failing) => {
      const { status, called } = await run(staging, /Deploy staging/, { failing });
      expect(status).toBe(1);
      expect(called.filter((line) => line.includes("sst deploy"))).toEqual([]);
    },
  );

  it("fails where the deploy does", async () => {
    expect(await run(staging, /Deploy staging/, { failing: "*sst\\ deploy*" })).toMatchObject({ status: 1 });
  });
});

describe.skipIf(process.platform === "win32")("by hand", () => {
  it.each(["dev", "staging", "production"])(
    "%s is deployed after the checks, production once more by hand",
    async (stage) => {
      const event = { custom: `deploy-${stage}`, variables: { ALLOW_DATA_LOSS: "true" } };
      const last = `Deploy ${stage}, in ${stage}${stage === "production" ? ", by hand" : ""}`;
      expect(of(event).steps.map(brief)).toEqual(["Check", last]);
      const { called } = await run(event, /Deploy/);
      expect(called.at(-1)).toContain(`npx sst deploy --stage ${stage} `);
      expect(called.find((line) => line.includes("diff-gate"))).toContain("ALLOW_DATA_LOSS=true");
    },
  );

  it("data is lost only where somebody says so", async () => {
    expect(of({ custom: "deploy-production" }).env).toEqual({ ALLOW_DATA_LOSS: "false" });
    expect(() => of({ custom: "deploy-production", variables: { ALLOW_DATA_LOSS: "yes" } })).toThrow("not allowed");
  });

  it("a client's stage is deployed and unlocked in the client's account", async () => {
    const role = "arn:aws:iam::222222222222:role/ci/shop-globex-production-deploy";
    const as = `STAGE=globex-production AWS_ROLE_ARN=${role} AWS_SESSION_TOKEN=of ${role}`;
    const variables = { CLIENT: "globex" };
    const deployed = await run({ custom: "deploy-clients-production", variables }, /Deploy/, { role: "" });
    expect(deployed.called.at(-1)).toBe(
      `npx sst deploy --stage globex-production ${as.replace(" ", " RELEASE=0a1b2c3 ")} ALLOW_DATA_LOSS=false`,
    );
    const unlocked = await run({ custom: "unlock-clients-production", variables }, /Unlock/, { role: "" });
    expect(unlocked.called.at(-1)).toBe(`npx sst unlock --stage globex-production ${as}`);
  });

  it.each(["dev", "staging", "production"])("%s is unlocked as itself, and nothing is deployed", async (stage) => {
    const { called } = await run({ custom: `unlock-${stage}` }, /Unlock/);
    const as = `STAGE=${stage} AWS_ROLE_ARN=arn:role`;
    expect(called).toEqual([
      `node scripts/assume-role.mjs ${as}`,
      `npm ci ${as} AWS_SESSION_TOKEN=of arn:role`,
      `npx sst unlock --stage ${stage} ${as} AWS_SESSION_TOKEN=of arn:role`,
    ]);
  });
});

it("every pipeline by hand does something, and only those that there are", () => {
  const names = Object.keys(pipelines.custom ?? {});
  expect(names.sort()).toEqual(
    ["deploy", "unlock"].flatMap((what) =>
      ["clients-production", "clients-staging", "dev", "production", "staging"].map((stage) => `${what}-${stage}`),
    ),
  );
  for (const custom of names) expect(of({ custom }).steps.length, custom).toBeGreaterThan(0);
});
