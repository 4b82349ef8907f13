import { appendFile, chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { packageVersion } from "../../../lib/system/package-root.ts";
import { run, temporaryFolder } from "../../support/cli.ts";
import { copyTree } from "../../support/files.ts";
import { commitAll, git } from "../../support/git.ts";
import { hasJq } from "../../support/jq.ts";
import { type Differences, otherVersion } from "../../support/versions.ts";

/** The steps of the rendered workflow, run on a real clone; npm, npx and gh are stand-ins, git and jq are not. */

interface Step {
  id?: string;
  if?: string;
  run?: string;
}

const LINE = "// What is new.\n";
const folders: string[] = [];
let bin: string;
let next: string;
let pristine: string;

/** A version that the registry has: only its repos ask there for newer ones. */
async function published(version: string, differences: Differences): Promise<string> {
  const made = await otherVersion(version, differences);
  folders.push(made.folder);
  await writeFile(join(made.folder, "dist", "published"), "");
  return made.bin;
}

beforeAll(async () => {
  bin = await published(packageVersion, {});
  next = await published("9.0.0", {
    "templates/infra/naming.ts": (text) => `${text}${LINE}`,
    "CHANGELOG.md": (text) => `${text}\n## 9.0.0\n\n- Names are new.\n`,
  });
  pristine = await mkdtemp(join(tmpdir(), "space-sst-pristine-"));
  folders.push(pristine);
  await run(["shop", "--preset", "minimal", "--project", "shop", "--yes"], { cwd: pristine, program: bin });
});
afterAll(() => Promise.all(folders.map((path) => rm(path, { recursive: true }))));

async function program(path: string, lines: string): Promise<void> {
  await writeFile(path, `#!/bin/sh\n${lines}\n`);
  await chmod(path, 0o755);
}

/** Runs the workflow in a clone of a repo, as GitHub would with these variables. */
async function workflow({ latest, env = {}, edit = async () => {} }: Situation) {
  const cwd = await temporaryFolder();
  copyTree(pristine, cwd);
  await edit(join(cwd, "shop"));
  await commitAll(join(cwd, "shop"));
  await git(cwd, "clone", "--quiet", "--bare", "shop", "origin.git");
  await git(cwd, "clone", "--quiet", "origin.git", "work");
  for (const name of ["bin", "temporary"]) await mkdir(join(cwd, name));
  await program(join(cwd, "bin", "npm"), '[ "$1" = view ] && echo 9.0.0; exit 0');
  await program(join(cwd, "bin", "npx"), `shift 2; exec "${process.execPath}" "${latest}" "$@"`);
  await program(join(cwd, "bin", "gh"), `echo "$*" >> "${cwd}/gh"; [ "$2" = list ] && echo "\${PROPOSED:-0}"; exit 0`);
  const { jobs } = parse(await readFile(join(cwd, "work/.github/workflows/upgrade.yml"), "utf8"));
  let outcome = { exitCode: 0, all: "" };
  for (const { run: script, if: condition } of jobs.upgrade.steps as Step[]) {
    if (script === undefined || outcome.exitCode !== 0) continue;
    const output = await readFile(join(cwd, "output"), "utf8").catch(() => "");
    if (condition !== undefined && !output.includes("due=true")) continue;
    const { exitCode = 1, all } = await execa("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", script], {
      cwd: join(cwd, "work"),
      env: {
        PATH: `${join(cwd, "bin")}${delimiter}${process.env.PATH}`,
        GITHUB_OUTPUT: join(cwd, "output"),
        RUNNER_TEMP: join(cwd, "temporary"),
        VERSION: "9.0.0",
        OWN_TOKEN: "false",
        GIT_CONFIG_GLOBAL: "/dev/null",
        ...env,
      },
      all: true,
      reject: false,
    });
    outcome = { exitCode, all: outcome.all + all };
  }
  const read = (path: string) => readFile(join(cwd, path), "utf8").catch(() => "");
  const branches = await git(join(cwd, "origin.git"), "branch", "--list");
  return { ...outcome, cwd, gh: await read("gh"), body: await read("temporary/body.md"), branches };
}

interface Situation {
  latest: string;
  env?: Record<string, string>;
  edit?: (root: string) => Promise<void>;
}

describe.skipIf(!hasJq)("the rendered workflow (skipped where jq is not installed)", () => {
  it("opens a pull request with what changed, from a branch that is the upgrade", async () => {
    const { exitCode, all, cwd, gh, body, branches } = await workflow({ latest: next });
    expect({ exitCode, all }).toMatchObject({ exitCode: 0 });
    expect(branches).toContain("space-sst-9.0.0");
    expect(gh).toContain("pr create --head space-sst-9.0.0 --title Upgrade to generator-space-sst 9.0.0");
    expect(gh).not.toContain("--draft");
    expect(body).toMatch(/^From \S+ to 9\.0\.0\.[\s\S]*## 9\.0\.0\n\n- Names are new\.\n$/);
    const changed = await git(join(cwd, "origin.git"), "diff", "--name-only", "main", "space-sst-9.0.0");
    expect(changed.split("\n")).toEqual([".space-sst/rendered", ".yo-rc.json", "infra/naming.ts", "package.json"]);
  });

  it("opens a draft where there are conflicts, and names them", async () => {
    const edit = (root: string) => appendFile(join(root, "infra/naming.ts"), "// Mine.\n");
    const { exitCode, gh, body } = await workflow({ latest: next, edit });
    expect(exitCode).toBe(0);
    expect(gh).toContain("--draft");
    expect(body).toContain("for you to resolve on this branch:\n\n- `infra/naming.ts`\n");
  });

  it("does nothing where no upgrade is due, or one was proposed before", async () => {
    expect(await workflow({ latest: bin })).toMatchObject({ exitCode: 0, gh: "", branches: "* main" });
    const again = await workflow({ latest: next, env: { PROPOSED: "1" } });
    expect(again).toMatchObject({ exitCode: 0, branches: "* main" });
    expect(again.all).toContain("There is a pull request for 9.0.0 already");
  });

  it("says what it needs before GitHub refuses: a token of its own for changed workflows", async () => {
    const other = await published("9.0.0", {
      "dist/templates.js": (text) => text.replace("name: Unlock", "name: Unlock a stage"),
    });
    const { exitCode, all, branches } = await workflow({ latest: other });
    expect(all).toContain("::error::9.0.0 changes workflows");
    expect({ exitCode, branches }).toEqual({ exitCode: 1, branches: "* main" });
    expect(await workflow({ latest: other, env: { OWN_TOKEN: "true" } })).toMatchObject({ exitCode: 0 });
  });
});
