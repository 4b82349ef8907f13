import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { toDocument } from "../../lib/answers/document.ts";
import { toBlueprint } from "../../lib/answers/parse.ts";
import type { Answers } from "../../lib/answers/schema.ts";
import { groundOf } from "../../lib/questions/ground.ts";
import { likeness } from "../../lib/questions/like.ts";
import { storedAnswers } from "../../lib/questions/store.ts";
import { planRepo } from "../../lib/repo/changes.ts";
import { originals } from "../../lib/repo/originals.ts";
import { apply, type Conflict, resolve } from "../../lib/repo/workspace/index.ts";
import { git } from "../../lib/system/git.ts";
import { temporaryFolder } from "../support/cli.ts";

/** A repo in a folder of a bigger git repository: CI reads its files at the top of that. */

const OURS = ["ci", "deploy", "deploy-stage", "diff", "diff-stage", "rehearse", "unlock"];

/** A git repository with files that are committed, and a folder of it. */
async function bigger(files: Record<string, string>, folder = "platform/shop") {
  const top = await temporaryFolder();
  for (const [path, contents] of Object.entries({ ".gitignore": "/build/\n", ...files })) {
    await mkdir(dirname(join(top, path)), { recursive: true });
    await writeFile(join(top, path), contents);
  }
  const as = ["-c", "user.name=T", "-c", "user.email=t@example.com"];
  for (const words of [
    ["init", "--quiet"],
    ["add", "--all"],
    [...as, "commit", "--quiet", "--message", "all"],
  ])
    await git(top, words);
  return { top, root: join(top, folder) };
}

const kickoff = (root: string, answers: Partial<Answers> = {}) =>
  toBlueprint({ project: "shop", domain: "acme.com", ...groundOf(root), ...answers });

describe("a repo inside a bigger git repository", () => {
  it("has its workflows at the top, beside those that are there, and runs them in its folder", async () => {
    const theirs = { ".github/workflows/ci.yml": "name: Theirs\n", ".github/dependabot.yml": "version: 2\n" };
    const { top, root } = await bigger(theirs);
    const blueprint = kickoff(root);
    expect(blueprint.workingDirectory).toBe("platform/shop");
    await apply(root, await planRepo(root, blueprint, null));
    for (const [path, contents] of Object.entries(theirs))
      expect(await readFile(join(top, path), "utf8")).toBe(contents);
    expect(existsSync(join(root, ".github"))).toBe(false);

    const workflows = await Promise.all(
      OURS.map(async (name) => parse(await readFile(join(top, `.github/workflows/shop-${name}.yml`), "utf8"))),
    );
    for (const workflow of workflows) {
      expect(workflow.name).toMatch(/ \(shop\)$/);
      const jobs = Object.values(workflow.jobs) as { uses?: string; steps?: { run?: string; with?: object }[] }[];
      if (jobs.some(({ steps }) => steps?.some(({ run }) => run !== undefined)))
        expect(workflow.defaults).toEqual({ run: { "working-directory": "platform/shop" } });
      for (const { uses, steps = [] } of jobs) {
        if (uses !== undefined) expect(existsSync(join(top, uses))).toBe(true);
        for (const given of steps.map((step) => step.with ?? {}))
          for (const [key, value] of Object.entries(given))
            if (/file$|path$/.test(key)) expect(value).toMatch(/^platform\/shop\//);
      }
      for (const event of ["pull_request", "push"])
        if (workflow.on[event])
          expect(workflow.on[event].paths).toEqual(["platform/shop/**", ".github/workflows/shop-*"]);
    }

    // Again, and after another answer: what is at the top is this repo's as all else is.
    const again = async (answers: Partial<Answers>) =>
      (await planRepo(root, toBlueprint({ ...toDocument(blueprint), ...answers }), storedAnswers(root)))
        .filter(({ action }) => action !== "unchanged" && action !== "keep")
        .map(({ path, action }) => `${action} ${path}`);
    expect(await again({})).toEqual([]);
    expect(await again({ ci: "none" })).toEqual(
      expect.arrayContaining(OURS.map((name) => `delete ../../.github/workflows/shop-${name}.yml`)),
    );
  });

  it("has the one file of Bitbucket at the top; one that is there is a conflict, and is copied before it goes", async () => {
    const { top, root } = await bigger({ "bitbucket-pipelines.yml": "pipelines: {}\n" });
    const blueprint = kickoff(root, { ci: "bitbucket" });
    const changes = await planRepo(root, blueprint, null);
    const conflicts = changes.filter((change): change is Conflict => change.action === "conflict");
    expect(conflicts.map(({ path }) => path)).toEqual(["../../bitbucket-pipelines.yml"]);
    expect(await originals(root, conflicts)).toEqual([]);
    await writeFile(join(top, "bitbucket-pipelines.yml"), "pipelines: { custom: {} }\n");
    const [edited] = await originals(root, conflicts);
    expect(edited?.path).toBe("../../bitbucket-pipelines.yml.orig");

    await apply(
      root,
      resolve(await planRepo(root, blueprint, null), () => "overwrite"),
    );
    const { definitions, pipelines } = parse(await readFile(join(top, "bitbucket-pipelines.yml"), "utf8"), {
      merge: true,
    });
    expect(definitions.caches["sst-platform"].path).toBe("platform/shop/.sst/platform");
    const steps = [...pipelines["pull-requests"]["**"], ...pipelines.branches.main, ...pipelines.custom["unlock-dev"]];
    for (const { step } of steps) expect(step.script[0]).toBe("cd platform/shop");
    for (const { step } of pipelines["pull-requests"]["**"])
      expect(step.condition.changesets.includePaths).toEqual(["platform/shop/**", "bitbucket-pipelines.yml"]);
  });

  it("is what git says: not at the top, not where git leaves the folder out, not in a repository of its own", async () => {
    const { top, root } = await bigger({});
    expect(groundOf(root)).toEqual({ workingDirectory: "platform/shop" });
    expect(groundOf(top)).toEqual({});
    expect(groundOf(join(top, "build/shop"))).toEqual({});
    await mkdir(root, { recursive: true });
    expect(spawnSync("git", ["init", "--quiet"], { cwd: root }).status).toBe(0);
    expect(groundOf(root)).toEqual({});
    expect(likeness({ project: "shop", workingDirectory: "platform/shop", region: "us-east-1" })).toEqual({
      region: "us-east-1",
    });
  });

  it("is refused where the answers have it in another place: nothing is written above a folder that is not inside one", async () => {
    const { top, root } = await bigger({});
    const blueprint = kickoff(root);
    const elsewhere = [top, join(top, "platform"), join(top, "other/platform/shop"), await temporaryFolder()];
    for (const folder of elsewhere)
      await expect(planRepo(folder, blueprint, null)).rejects.toThrow(
        `${folder} is not the folder platform/shop of its git repository`,
      );
  });
});
