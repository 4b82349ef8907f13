import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import { packageRoot } from "../../../lib/system/package-root.ts";
import { type Job, REPOS, type Step, workflowsOf } from "./rendered-workflows.ts";

/** What the steps of a workflow are given: an action by its parameters, a script by its variables. */

interface Place {
  /** deploy-stage, diff … */
  workflow: string;
  /** The repo is a folder of a bigger git repository. */
  inside: boolean;
  job: Job;
  step: Step;
}

const places: Place[] = Object.values(REPOS).flatMap((answers) =>
  workflowsOf(answers).flatMap(({ path, workflow }) =>
    Object.values(workflow.jobs).flatMap((job) =>
      (job.steps ?? []).map((step) => ({
        workflow: basename(path, ".yml").replace(/^shop-/, ""),
        inside: "workingDirectory" in answers,
        job,
        step,
      })),
    ),
  ),
);

const expression = (text: string) => `\${{ ${text} }}`;
const anyPath = (path: string) => expect.stringMatching(new RegExp(`^([a-z]+/)*${path.replaceAll(".", "\\.")}$`));

/** Every action with all that it is given. History is wanted where it is read; a cache only where nothing has a role. */
const GIVEN: Record<string, (place: Place) => object> = {
  "actions/checkout": ({ workflow }) => ({
    "persist-credentials": false,
    ...(["rehearse", "upgrade"].includes(workflow) ? { "fetch-depth": 0 } : {}),
  }),
  "actions/setup-node": ({ workflow, inside }) => ({
    "node-version-file": anyPath(".nvmrc"),
    ...(["ci", "rehearse"].includes(workflow)
      ? {
          cache: expect.stringMatching(/^p?npm$/),
          ...(inside
            ? { "cache-dependency-path": expect.stringMatching(/\/(package-lock\.json|pnpm-lock\.yaml)$/) }
            : {}),
        }
      : { "package-manager-cache": false }),
  }),
  "actions/cache": () => ({
    path: anyPath(".sst/platform"),
    key: expect.stringMatching(
      /^sst-platform-\$\{\{ runner\.os \}\}-\$\{\{ steps\.sst\.outputs\.version \}\}-\$\{\{ hashFiles\('([a-z]+\/)*sst\.config\.ts'\) \}\}$/,
    ),
  }),
  // A deploy of many images takes longer than the hour that AWS gives.
  "aws-actions/configure-aws-credentials": ({ workflow }) => ({
    "aws-region": "us-east-1",
    "role-to-assume": expression("vars.AWS_ROLE_ARN"),
    "role-session-name": `${workflow.replace("-stage", "")}-${expression("github.run_id")}`,
    ...(workflow === "deploy-stage" ? { "role-duration-seconds": 7200 } : {}),
  }),
  "docker/setup-buildx-action": () => ({}),
  "pnpm/action-setup": ({ inside }) => (inside ? { package_json_file: anyPath("package.json") } : {}),
};

describe("an action", () => {
  const used = places.filter(({ step }) => step.uses?.includes("@"));
  const name = ({ step }: Place) => step.uses?.split("@")[0] as string;

  it("is one of those that are known", () => {
    expect([...new Set(used.map(name))].sort()).toEqual(Object.keys(GIVEN).sort());
  });

  it.each(Object.entries(GIVEN))("%s is given what it needs, and nothing else", (action, given) => {
    for (const place of used.filter((one) => name(one) === action))
      expect(place.step.with ?? {}, place.workflow).toEqual(given(place));
  });
});

describe("an input", () => {
  const STAGE = { required: true };
  /** By workflow: whoever starts it says the stage, and nothing is lost unless somebody says so. */
  const INPUTS: Record<string, object> = {
    deploy: {
      stage: { ...STAGE, type: "environment", description: expect.any(String) },
      "allow-data-loss": { default: false, type: "boolean", description: expect.any(String) },
    },
    unlock: { stage: { ...STAGE, type: "environment", description: expect.any(String) } },
    "deploy-stage": {
      stage: { ...STAGE, type: "string" },
      "allow-data-loss": { default: false, type: "boolean" },
    },
    "diff-stage": {
      stage: { ...STAGE, type: "string" },
      "allow-data-loss": { required: true, type: "boolean" },
    },
  };

  it("is asked for where nothing else says it, in a form that GitHub checks", () => {
    const found = Object.values(REPOS).flatMap((answers) =>
      workflowsOf(answers).flatMap(({ path, workflow: { on } }) =>
        Object.values(on).flatMap((event) =>
          event?.inputs === undefined ? [] : [[basename(path, ".yml").replace(/^shop-/, ""), event.inputs] as const],
        ),
      ),
    );
    expect([...new Set(found.map(([name]) => name))].sort()).toEqual(Object.keys(INPUTS).sort());
    for (const [name, inputs] of found) expect(inputs, name).toEqual(INPUTS[name]);
  });
});

/** GitHub sets these. */
const BY_GITHUB = /^(GITHUB|RUNNER)_[A-Z_]+$/;
const variablesOf = (script: string) =>
  [...script.matchAll(/\$\{?([A-Z][A-Z_]+)\b/g)].map(([, name]) => name as string);
const readBy = (path: string) =>
  [...readFileSync(join(packageRoot, "templates", path), "utf8").matchAll(/process\.env\.([A-Z_]+)/g)].map(
    ([, name]) => name as string,
  );

/** What a step reads: its script, and the programs of the repo that it starts. */
function reads({ run = "" }: Step): string[] {
  const programs = [...run.matchAll(/\bnode (scripts\/[\w-]+\.mjs)/g)].map(([, path]) => path as string);
  return [...variablesOf(run), ...programs.flatMap(readBy)];
}

/** Read by programs that are not the repo's scripts: the command lines of GitHub and SST, and the program that SST deploys. */
const READ_BY_OTHERS = /^(GH_TOKEN|CLOUDFLARE_\w+|SST_\w+|RELEASE|ALLOW_PLAIN_HTTP)$/;

const told = (pairs: (place: Place) => string[]) => [
  ...new Set(places.flatMap((place) => pairs(place).map((name) => `${place.workflow}, ${place.step.name}: ${name}`))),
];

describe("a step that reads what another has put out", () => {
  const puts = ({ id, run = "" }: Step, at: string) => at.startsWith(`${id}.`) && run.includes(`${at.split(".")[1]}=`);

  it("comes after it", () => {
    const early = told(({ job, step }) => {
      const before = (job.steps ?? []).slice(0, (job.steps ?? []).indexOf(step));
      return [...JSON.stringify(step).matchAll(/\bsteps\.(\w+)\.outputs\.(\w+)/g)]
        .map(([, id, output]) => `${id}.${output}`)
        .filter((read) => !before.some((one) => puts(one, read)));
    });
    expect(early).toEqual([]);
  });
});

describe("a script", () => {
  it("is given every variable that it or its program reads", () => {
    const missing = told(({ job, step }) => {
      const given = { ...job.env, ...step.env };
      return reads(step).filter((name) => !BY_GITHUB.test(name) && !(name in given));
    });
    expect(missing).toEqual([]);
  });

  it("is given none that nobody reads", () => {
    const idle = told(({ job, step }) => {
      const inJob = (job.steps ?? []).flatMap(reads);
      return [
        ...Object.keys(step.env ?? {}).filter((name) => !reads(step).includes(name)),
        ...Object.keys(job.env ?? {}).filter((name) => !inJob.includes(name)),
      ].filter((name) => !READ_BY_OTHERS.test(name));
    });
    expect(idle).toEqual([]);
  });

  it("has the token and the account of Cloudflare where SST runs a program that has records there, and nowhere else", () => {
    const given = workflowsOf(REPOS.cloudflare as object).flatMap(({ path, workflow }) =>
      Object.values(workflow.jobs).flatMap((job) =>
        (job.steps ?? []).map((step) => {
          const names = Object.keys({ ...job.env, ...step.env })
            .filter((name) => name.startsWith("CLOUDFLARE_"))
            .sort();
          return {
            at: `${basename(path, ".yml")}: ${step.name ?? step.run}`,
            names,
            token: step.env?.CLOUDFLARE_API_TOKEN,
          };
        }),
      ),
    );
    expect(given.filter(({ token }) => token !== undefined)).toEqual(
      ["deploy-stage: See what would change", "deploy-stage: Deploy", "diff-stage: See what would change"].map(
        (at) => ({
          at,
          names: ["CLOUDFLARE_API_TOKEN", "CLOUDFLARE_DEFAULT_ACCOUNT_ID"],
          token: expression("secrets.CLOUDFLARE_API_TOKEN"),
        }),
      ),
    );
  });
});
