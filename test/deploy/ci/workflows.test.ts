import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { actionlint, checkSchema, lintWorkflows, schemaChecker } from "../../support/linters.ts";
import { deployWith, LAST_WORDS } from "./last-word.ts";
import { filesOf, REPOS, workflowsOf } from "./rendered-workflows.ts";

const all = Object.entries(REPOS).flatMap(([repo, answers]) =>
  workflowsOf(answers).map((file) => ({ ...file, title: `${repo}: ${file.path}` })),
);
const steps = all.flatMap(({ title, workflow }) =>
  Object.values(workflow.jobs).flatMap((job) => (job.steps ?? []).map((step) => ({ title, step }))),
);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "space-sst-ci-"));
  for (const [repo, answers] of Object.entries(REPOS)) {
    for (const { path, contents } of [...filesOf(answers, "github"), ...filesOf(answers, "bitbucket")]) {
      if (!/^\.github\/|^bitbucket-pipelines/.test(path)) continue;
      const file = join(folder, repo, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, contents);
    }
    // actionlint finds the root of a repo by it, and with it the workflows that are called.
    await mkdir(join(folder, repo, ".git"));
  }
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const inEvery = (path: string) => Object.keys(REPOS).map((repo) => join(folder, repo, path));

describe("workflows", () => {
  it.skipIf(actionlint === undefined)("are right for actionlint (skipped where it is not installed)", async () => {
    for (const repo of Object.keys(REPOS)) {
      const files = workflowsOf(REPOS[repo] as object).map(({ path }) => join(folder, repo, path));
      expect(await lintWorkflows(files), repo).toBe("");
    }
  });

  it.skipIf(schemaChecker === undefined)(
    "fit the schemas (skipped where check-jsonschema is not installed)",
    async () => {
      const files = Object.entries(REPOS).flatMap(([repo, answers]) =>
        workflowsOf(answers).map(({ path }) => join(folder, repo, path)),
      );
      expect(await checkSchema("github-workflows", files)).toBe("");
      expect(await checkSchema("dependabot", inEvery(".github/dependabot.yml"))).toBe("");
      expect(await checkSchema("bitbucket-pipelines", inEvery("bitbucket-pipelines.yml"))).toBe("");
    },
  );

  it("use actions by the hash of a commit, with the release that it is", () => {
    const used = all.flatMap(({ contents }) => [...contents.matchAll(/uses: (?!\.\/)(.*)/g)].map(([, ref]) => ref));
    expect([...new Set(used)].filter((ref) => !/^[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(ref ?? ""))).toEqual([]);
  });

  it("leave no token behind for what runs later", () => {
    const checkouts = steps.filter(({ step }) => step.uses?.startsWith("actions/checkout@"));
    expect(checkouts.length).toBeGreaterThan(0);
    expect(checkouts.filter(({ step }) => step.with?.["persist-credentials"] !== false)).toEqual([]);
  });

  it("put nothing into a shell that somebody else may write: titles, branches, inputs come as variables", () => {
    expect(steps.filter(({ step }) => /\$\{\{/.test(step.run ?? ""))).toEqual([]);
  });

  it("hold no key, and no secrets but the token of Cloudflare, and one that may push a newer version", () => {
    for (const { title, path, contents } of all) {
      expect(contents, title).not.toMatch(/AWS_ACCESS_KEY_ID|AWS_SECRET_ACCESS_KEY|AKIA/);
      const secrets = new Set([...contents.matchAll(/secrets\.(\w+)/g)].map(([, name]) => name));
      const allowed = path.endsWith("upgrade.yml")
        ? ["UPGRADE_TOKEN"]
        : title.startsWith("cloudflare")
          ? ["CLOUDFLARE_API_TOKEN"]
          : [];
      expect(
        [...secrets].filter((name) => !allowed.includes(String(name))),
        title,
      ).toEqual([]);
    }
  });

  it("may read the repository, and more only where a job asks AWS, reads a label or opens a pull request", () => {
    for (const { title, path, workflow } of all) {
      expect(workflow.permissions, title).toEqual({ contents: "read" });
      const allowed = path.endsWith("upgrade.yml")
        ? ["contents: write", "pull-requests: write"]
        : ["contents: read", "pull-requests: read", "id-token: write"];
      for (const [name, { permissions }] of Object.entries(workflow.jobs))
        for (const [scope, access] of Object.entries(permissions ?? {}))
          expect(allowed, `${title} ${name}`).toContain(`${scope}: ${access}`);
    }
  });

  it("end by themselves, and no deploy is cancelled by the next one", () => {
    for (const { title, workflow } of all) {
      for (const [name, job] of Object.entries(workflow.jobs))
        if (job.steps) expect(job["timeout-minutes"], `${title} ${name}`).toBeGreaterThan(0);
      if (/deploy-stage|unlock/.test(title))
        expect(Object.values(workflow.jobs)[0]?.concurrency, title).toMatchObject({ "cancel-in-progress": false });
    }
  });

  it("look at what would change before every deploy, with the same program", () => {
    for (const { title, workflow } of all.filter(({ path }) => path.endsWith("deploy-stage.yml"))) {
      const runs = (workflow.jobs.deploy?.steps ?? []).flatMap(({ run }) => run ?? []);
      const at = (text: string) => runs.findIndex((run) => run.includes(text));
      expect(at("scripts/diff.mjs"), title).toBeGreaterThan(-1);
      expect(at("diff-gate.mjs"), title).toBeGreaterThan(at("scripts/diff.mjs"));
      expect(at("sst deploy"), title).toBeGreaterThan(at("diff-gate.mjs"));
    }
  });

  it("hide nothing that a tool says when it fails", () => {
    for (const { title, contents } of all)
      expect(contents.match(/\bsst (diff|deploy|unlock|remove|secret)\b[^\n]*[^>]>\s*[^>&\s]/g), title).toBeNull();
  });

  it("are the same for two hundred clients as for none: GitHub lists the stages", () => {
    const paths = (answers: object) => workflowsOf(answers).map(({ path, contents }) => ({ path, contents }));
    const { clients: _, ...without } = REPOS["two hundred clients"] as { clients: object };
    expect(paths(REPOS["two hundred clients"] as object)).toEqual(paths(without));
  });
});

describe("pipelines", () => {
  interface Step {
    deployment?: string;
    trigger?: string;
    oidc?: boolean;
    services?: string[];
    runtime?: { cloud: { version: string } };
    script: string[];
  }
  type Item = { step?: Step; variables?: object[] };
  const pipelines = Object.entries(REPOS).map(([repo, answers]) => {
    const file = filesOf(answers, "bitbucket").find(({ path }) => path === "bitbucket-pipelines.yml") as {
      contents: string;
    };
    return { repo, contents: file.contents, pipelines: parse(file.contents, { merge: true }).pipelines };
  });

  it("deploy production only when somebody says so, and every stage only behind the gate", () => {
    for (const { repo, pipelines: all } of pipelines) {
      const lists = [...Object.values(all.branches ?? {}), ...Object.values(all.custom)] as Item[][];
      for (const { step } of lists.flat()) {
        if (!step?.script.some((line) => line.includes("sst deploy"))) continue;
        expect(step.oidc, repo).toBe(true);
        if (step.deployment?.endsWith("production")) expect(step.trigger, repo).toBe("manual");
        const at = (text: string) => step.script.findIndex((line) => line.includes(text));
        expect(at("diff-gate.mjs"), repo).toBeGreaterThan(at("scripts/diff.mjs"));
        expect(at("sst deploy"), repo).toBeGreaterThan(at("diff-gate.mjs"));
      }
    }
  });

  it.skipIf(process.platform === "win32").each(LAST_WORDS)("deploying %s", async (_, says, ends, status) => {
    const { pipelines: all } = pipelines.find(({ repo }) => repo === "full") as (typeof pipelines)[number];
    const script = (all.branches.main as Item[]).flatMap(({ step }) => step?.script ?? []);
    const [first, last] = [script.indexOf("set -o pipefail"), script.findIndex((line) => line.startsWith("grep"))];
    const lines = script.slice(first, last + 1).join("\n");
    expect(lines).toContain("sst deploy");
    // Bitbucket ends a step with the first line that fails.
    const ran = await deployWith(["-e"], (folder) => lines.replaceAll("/tmp/", `${folder}/`), [says, ends]);
    expect(ran).toEqual({ status, shown: expect.stringContaining("~  Deploy") });
  });

  it("build images where the runner lets a builder be started", () => {
    const building = pipelines.flatMap(({ pipelines: all }) =>
      ([...Object.values(all.branches ?? {}), ...Object.values(all.custom)] as Item[][])
        .flat()
        .flatMap(({ step }) => (step?.services?.includes("docker") ? [step] : [])),
    );
    expect(building.length).toBeGreaterThan(0);
    expect(building.filter(({ runtime }) => runtime?.cloud.version !== "3")).toEqual([]);
  });

  it("hold no key", () => {
    for (const { contents } of pipelines) expect(contents).not.toMatch(/AWS_ACCESS_KEY_ID|AWS_SECRET|AKIA/);
  });
});
