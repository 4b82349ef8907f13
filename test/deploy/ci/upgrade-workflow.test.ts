import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { temporaryFolder } from "../../support/cli.ts";
import { commitAll, git } from "../../support/git.ts";
import { hasJq } from "../../support/jq.ts";
import { filesOf, REPOS, type Workflow } from "./rendered-workflows.ts";

/**
 * The steps of upgrade.yml, run: with git as it is, and with stand-ins for npm, npx and gh, which hide whether the registry and
 * GitHub answer like that.
 */

const [file] = filesOf(REPOS.full as object, "github").filter(({ path }) => path.endsWith("/upgrade.yml"));
const steps = (parse(String(file?.contents)) as Workflow).jobs.upgrade?.steps ?? [];
const [look, upgrade, open] = steps.flatMap(({ run }) => run ?? []) as [string, string, string];

async function machine(programs: Record<string, string>) {
  const folder = await temporaryFolder();
  const bin = join(folder, "bin");
  await mkdir(bin);
  for (const [name, body] of Object.entries(programs))
    await writeFile(join(bin, name), `#!/bin/sh\necho "${name} $*" >> "${folder}/calls"\n${body}\n`, { mode: 0o755 });
  const read = (name: string) => readFile(join(folder, name), "utf8").catch(() => "");
  const step = async (script: string, env: Record<string, string> = {}, cwd = folder) => {
    const { exitCode, stdout } = await execa("bash", ["--norc", "-e", "-o", "pipefail", "-c", script], {
      cwd,
      reject: false,
      env: {
        GIT_CONFIG_GLOBAL: "/dev/null",
        PATH: `${bin}:${process.env.PATH}`,
        RUNNER_TEMP: folder,
        GITHUB_OUTPUT: join(folder, "output"),
        ...env,
      },
    });
    return { exitCode, stdout, calls: (await read("calls")).split("\n").filter((line) => line !== "") };
  };
  return { folder, read, step };
}

describe.skipIf(!hasJq)("the workflow of the upgrade (skipped where jq is not installed)", () => {
  it.each([
    ["is due", 4, 0, "version=1.2.3\ndue=true\n"],
    ["is not due", 0, 0, "version=1.2.3\n"],
    ["cannot be looked for", 1, 1, ""],
  ])("says that one %s", async (_, status, exitCode, output) => {
    const { step, read } = await machine({ npm: "echo 1.2.3", npx: `exit ${status}` });
    expect(await step(look)).toMatchObject({
      exitCode,
      calls: ["npm view generator-space-sst@latest version", "npx --yes generator-space-sst@1.2.3 upgrade --check"],
    });
    expect(await read("output")).toBe(output);
  });

  const report = (unresolved: string[], more: object = {}) => ({
    from: "1.0.0",
    to: "1.2.3",
    unresolved,
    guessed: [],
    changelog: [{ version: "1.2.3", text: "Better." }],
    ...more,
  });

  it.each([
    [[], 1],
    [["infra/edge.ts"], 1],
    // A package.json with marks of a conflict is none.
    [["package.json"], 0],
  ])("brings the lockfile along where package.json is whole: conflicts in %j", async (unresolved, installs) => {
    const { step } = await machine({ npm: "", npx: `echo '${JSON.stringify(report(unresolved))}'` });
    const { exitCode, calls } = await step(upgrade, { VERSION: "1.2.3" });
    expect(exitCode).toBe(0);
    expect(calls[0]).toBe("npx --yes generator-space-sst@1.2.3 upgrade --branch space-sst-1.2.3 --json");
    expect(calls.slice(1)).toEqual(Array(installs).fill("npm install --package-lock-only --ignore-scripts"));
  });

  async function opened(
    unresolved: string[],
    path = "infra/edge.ts",
    more: { own?: string; there?: number; says?: object } = {},
  ) {
    const { folder, step, read } = await machine({ gh: `if [ "$2" = list ]; then echo ${more.there ?? 0}; fi` });
    const [repo, origin] = [join(folder, "repo"), join(folder, "origin.git")];
    await git(folder, "init", "--quiet", "--bare", origin);
    await mkdir(join(repo, path, ".."), { recursive: true });
    await writeFile(join(repo, "old.ts"), "old\n");
    await commitAll(repo);
    await git(repo, "remote", "add", "origin", origin);
    await writeFile(join(repo, path), "new\n");
    await writeFile(join(folder, "upgrade.json"), JSON.stringify(report(unresolved, more.says)));
    const ran = await step(open, { VERSION: "1.2.3", OWN_TOKEN: more.own ?? "false", GH_TOKEN: "t" }, repo);
    const pushed = await git(origin, "log", "--all", "--format=%D|%an <%ae>|%s", "--name-only");
    return { ...ran, pushed: pushed.split("\n").filter((line) => line !== ""), body: await read("body.md") };
  }

  it("pushes everything that has changed, and opens a pull request that says what it brings", async () => {
    const { exitCode, pushed, body, calls } = await opened([]);
    expect(exitCode).toBe(0);
    expect(pushed.slice(0, 2)).toEqual([
      // The one that GitHub knows as its own.
      "space-sst-1.2.3|github-actions[bot] <41898282+github-actions[bot]@users.noreply.github.com>|Upgrade to generator-space-sst 1.2.3",
      "infra/edge.ts",
    ]);
    expect(body).toBe("From 1.0.0 to 1.2.3. Generated files follow; your edits are merged.\n\n## 1.2.3\n\nBetter.\n");
    expect(calls.slice(0, -1)).toEqual([
      "gh pr list --head space-sst-1.2.3 --state all --json number --jq length",
      "gh auth setup-git",
    ]);
    expect(calls.at(-1)).toMatch(
      /^gh pr create --head space-sst-1\.2\.3 --title Upgrade to generator-space-sst 1\.2\.3 --body-file \S+$/,
    );
  });

  it("opens a draft where there is something to resolve, and names it", async () => {
    const { body, calls } = await opened(["infra/edge.ts"]);
    expect(body).toContain(
      "**Conflicts**, marked in these files for you to resolve on this branch:\n\n- `infra/edge.ts`\n",
    );
    expect(calls.at(-1)).toMatch(/ --draft$/);
  });

  it("says what is not known, and what each version brings", async () => {
    const changelog = ["1.2.3", "1.1.0"].map((version) => ({ version, text: `Of ${version}.` }));
    const { body } = await opened([], undefined, { says: { from: null, guessed: ["sst.config.ts"], changelog } });
    expect(body).toBe(
      [
        "From an unknown version to 1.2.3. Generated files follow; your edits are merged.",
        "\nWhat was rendered before is not known of these, so that every difference is a conflict:\n",
        "- `sst.config.ts`",
        "\n## 1.2.3\n\nOf 1.2.3.",
        "\n## 1.1.0\n\nOf 1.1.0.",
        "",
      ].join("\n"),
    );
  });

  it("does nothing where there is a pull request of that version already", async () => {
    expect(await opened([], undefined, { there: 1 })).toMatchObject({
      exitCode: 0,
      stdout: "There is a pull request for 1.2.3 already: nothing to do.",
      pushed: [],
    });
  });

  // GitHub refuses such a push of its own token.
  it.each([
    ["false", 1, 0],
    ["true", 0, 1],
  ])("changes workflows with a token of the owner's only: %s", async (own, exitCode, commits) => {
    const { pushed, ...ran } = await opened([], ".github/workflows/ci.yml", { own });
    expect(ran.exitCode).toBe(exitCode);
    expect(pushed.filter((line) => line.includes("Upgrade to"))).toHaveLength(commits);
    if (exitCode === 1) expect(ran.stdout).toContain("::error::1.2.3 changes workflows");
  });
});

interface Updates {
  "package-ecosystem": string;
  directory?: string;
  directories?: string[];
  schedule: object;
  cooldown: object;
  groups: Record<string, object>;
  ignore?: object[];
}

it("has Dependabot bring what is a week old, once a month, in one pull request for each kind", () => {
  const files = filesOf(REPOS.full as object, "github");
  const dependabot = files.find(({ path }) => path === ".github/dependabot.yml");
  const { version, updates } = parse(String(dependabot?.contents)) as { version: number; updates: Updates[] };
  expect(version).toBe(2);
  for (const { schedule, cooldown } of updates)
    expect({ schedule, cooldown }).toEqual({ schedule: { interval: "monthly" }, cooldown: { "default-days": 7 } });
  const [npm, actions, docker] = updates;
  expect(updates.map((one) => one["package-ecosystem"])).toEqual(["npm", "github-actions", "docker"]);
  expect(npm?.directories).toEqual(["/", "/infra/tasks/database"]);
  expect(actions?.directory).toBe("/");
  const dockerfiles = files.flatMap(({ path }) => (path.endsWith("/Dockerfile") ? [`/${dirname(path)}`] : []));
  expect(dockerfiles.length).toBeGreaterThan(0);
  expect([...(docker?.directories ?? [])].sort()).toEqual(dockerfiles.sort());
  for (const other of [actions, docker]) expect(Object.values(other?.groups ?? {})).toEqual([{ patterns: ["*"] }]);
  // The generator brings itself and SST: its proof knows the SST that it was tried on. A patch of SST comes by itself.
  expect(npm?.ignore).toEqual([
    { "dependency-name": "generator-space-sst" },
    { "dependency-name": "sst", "update-types": ["version-update:semver-major", "version-update:semver-minor"] },
  ]);
  expect(npm?.groups).toEqual({
    tools: { "dependency-type": "development", "exclude-patterns": ["sst"] },
    packages: { "dependency-type": "production" },
  });
});
