import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import { execa } from "execa";
import { afterEach, describe, expect, it, onTestFinished, vi } from "vitest";
import type { Answers } from "../../../lib/answers/schema.ts";
import { roomFor } from "../../../lib/deploy/doctor/checks/machine.ts";
import { CHECKS } from "../../../lib/deploy/doctor/checks.ts";
import type { Outcome, StagedSubject } from "../../../lib/deploy/doctor/types.ts";
import { temporaryFolder } from "../../support/cli.ts";
import { commitAll, habits } from "../../support/git.ts";
import { ask, subjectOf, type World } from "./one-check.ts";

const PACKAGE = '{ "engines": { "node": "*" }, "devDependencies": { "sst": "4.17.1" } }';
const SST = "node_modules/sst/package.json";

/** Programs that know the words that they are to be asked by, and no others. */
const DOCKER = `case "$*" in
  "info --format {{.ServerVersion}}") echo 29.0.1;;
  "buildx version") echo github.com/docker/buildx v0.29.1 abc;;
  *) exit 9;;
esac`;
const NPM = 'case "$*" in --version) echo 11.0.0;; *) exit 9;; esac';

afterEach(() => vi.unstubAllEnvs());

describe("the machine", () => {
  it.each<[string, string, World, Partial<Outcome>]>([
    ["node", "that suits", { files: { "package.json": PACKAGE } }, { result: "ok", evidence: process.version }],
    ["node", "of a repo that says nothing", {}, { result: "ok" }],
    [
      "node",
      "that does not suit",
      { files: { "package.json": '{ "engines": { "node": ">=99" } }' } },
      {
        result: "warning",
        evidence: `${process.version}, but the repo's packages want >=99`,
        remedy: "install the one of .nvmrc: nvm install",
      },
    ],
    [
      "packages",
      "without pnpm",
      { answers: { packageManager: "pnpm" } as Answers, programs: {} },
      { result: "failed", evidence: "pnpm is not installed", remedy: "install it: corepack enable" },
    ],
    [
      "packages",
      "that are not there",
      { programs: { npm: NPM }, files: { "package.json": PACKAGE } },
      { result: "failed", evidence: "the repo's packages are not installed", remedy: "npm install" },
    ],
    [
      "packages",
      "of another version",
      { programs: { npm: NPM }, files: { "package.json": PACKAGE, [SST]: '{ "version": "4.16.0" }' } },
      { result: "failed", evidence: "SST 4.16.0 is installed, but package.json wants 4.17.1", remedy: "npm install" },
    ],
    [
      "packages",
      "of whatever version, where package.json names none",
      { programs: { npm: NPM }, files: { [SST]: '{ "version": "4.16.0" }' } },
      { result: "ok", evidence: "npm 11.0.0, SST 4.16.0" },
    ],
    [
      "docker",
      "that is missing",
      { programs: {} },
      {
        result: "failed",
        evidence: "docker is not installed, and the repo builds images",
        remedy: "install Docker, or deploy from CI",
      },
    ],
    [
      "docker",
      "that answers",
      { programs: { docker: DOCKER } },
      { result: "ok", evidence: "29.0.1, github.com/docker/buildx v0.29.1" },
    ],
    [
      "docker",
      "that says what is wrong",
      { programs: { docker: "echo 'Cannot connect'; echo 'to the daemon' >&2; exit 1" } },
      { result: "failed", evidence: "Cannot connect to the daemon", remedy: "start Docker" },
    ],
    [
      "docker",
      "without buildx",
      { programs: { docker: DOCKER.replace("echo github.com", "exit 1 github.com") } },
      {
        result: "failed",
        evidence: "docker buildx is missing",
        remedy: "install the buildx plugin: https://docs.docker.com/build/",
      },
    ],
  ])("has %s %s", async (id, _, world, expected) =>
    expect(await ask(id, world)).toEqual(expect.objectContaining(expected)),
  );

  it("has packages that a shell of production leaves out", async () => {
    vi.stubEnv("NODE_ENV", "production");
    const { remedy } = await ask("packages", { programs: { npm: NPM }, files: { "package.json": PACKAGE } });
    expect(remedy).toBe("npm install in a shell without NODE_ENV, which leaves SST out");
  });

  it("has a Docker that does not answer, and is given up after ten seconds", async () => {
    const started = join(await temporaryFolder(), "started");
    const { subject } = await subjectOf({ programs: { docker: `: > '${started}'; exec /bin/sleep 60` } });
    const check = CHECKS.find(({ id }) => id === "docker");
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    onTestFinished(() => void vi.useRealTimers());
    let outcome: Outcome | undefined;
    const looking = check?.run(subject as StagedSubject, new AbortController().signal).then((found) => {
      outcome = found;
    });
    while (!existsSync(started)) await turn();
    vi.advanceTimersByTime(9_999);
    await turn();
    expect(outcome).toBeUndefined();
    vi.advanceTimersByTime(1);
    await looking;
    expect(outcome).toEqual({
      result: "failed",
      evidence: "the Docker daemon does not answer within 10 s",
      remedy: "restart Docker",
    });
  });

  const IN_GIT = "no-such-git";
  it.each<[string, string | null, Outcome]>([
    [
      "no repository",
      null,
      {
        result: "warning",
        evidence: "fatal: not a git repository (or any of the parent directories): .git",
        remedy: "git init, and commit what you deploy",
      },
    ],
    [
      "nothing committed",
      "echo '## No commits yet on main'; echo '?? a'",
      {
        result: "warning",
        evidence: "nothing is committed on main",
        remedy: "commit what you deploy",
      },
    ],
    [
      "one file that is not committed",
      "echo '## main...origin/main [ahead 1]'; echo ' M a'",
      {
        result: "warning",
        evidence: "1 uncommitted file on main",
        remedy: "commit, so that what runs can be found again",
      },
    ],
    ["all committed", "echo '## main'", { result: "ok", evidence: "main, nothing uncommitted" }],
    [
      IN_GIT,
      "",
      {
        result: "warning",
        evidence: "git is not installed",
        remedy: "install git: a deploy should be of a commit",
      },
    ],
  ])("has, by what git says, %s", async (what, says, expected) => {
    const { subject } = await subjectOf({});
    const path = await temporaryFolder();
    const script = says ?? `echo "${expected.evidence}" >&2; exit 128`;
    await mkdir(join(path, "programs"));
    if (what !== IN_GIT) await writeFile(join(path, "programs", "git"), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    vi.stubEnv("PATH", join(path, "programs"));
    const check = CHECKS.find(({ id }) => id === "git");
    expect(await check?.run(subject as StagedSubject, new AbortController().signal)).toEqual(expected);
  });

  it("has what is new and not committed, also where git is told not to look for it", async () => {
    const { subject } = await subjectOf({});
    await commitAll(subject.root);
    await writeFile(join(subject.root, "new.ts"), "");
    await habits("[status]", "showUntrackedFiles = no");
    const check = CHECKS.find(({ id }) => id === "git");
    const outcome = await check?.run(subject as StagedSubject, new AbortController().signal);
    expect(outcome?.evidence).toBe("1 uncommitted file on main");
  });

  it("has as much room as df says", async () => {
    const { subject } = await subjectOf({});
    const { stdout } = await execa("df", ["-Pk", subject.root]);
    const free = Number(stdout.split("\n").at(-1)?.split(/\s+/)[3]) / 1024 ** 2;
    const check = CHECKS.find(({ id }) => id === "disk");
    const outcome = await check?.run(subject as StagedSubject, new AbortController().signal);
    // Others write meanwhile.
    expect(Math.abs(Number.parseFloat(outcome?.evidence ?? "") / free - 1)).toBeLessThan(0.2);
  });

  // SST's platform and the packages take a gigabyte, images several more.
  it.each([
    [1.9, "failed", "1.9 GB free"],
    [2, "warning", "2.0 GB free"],
    [9.9, "warning", "9.9 GB free"],
    [10, "ok", "10 GB free"],
    [250.4, "ok", "250 GB free"],
  ])("has room: %d GB", (gigabytes, result, evidence) => {
    expect(roomFor(gigabytes)).toMatchObject({ result, evidence });
  });
});

describe("what GitHub knows", () => {
  const gh = (own: string, shared: string) =>
    `case "$*" in
      "auth status") echo in;;
      "variable list --env production --json name") ${own};;
      "variable list --json name") ${shared};;
      *) exit 9;;
    esac`;
  const list = (...names: string[]) => `echo '${JSON.stringify(names.map((name) => ({ name })))}'`;
  const none = (where: string): Outcome => ({
    result: "warning",
    evidence: `GitHub has no AWS_ROLE_ARN (${where})`,
    remedy: expect.stringMatching(/ ci production makes the role and sets it$/) as never,
  });
  const has: Outcome = { result: "ok", evidence: "GitHub has AWS_ROLE_ARN for production" };

  it.each<[string, string | null, Outcome]>([
    ["the stage's own role", gh(list("OTHER", "AWS_ROLE_ARN"), list()), has],
    ["one for all stages", gh("exit 1", list("AWS_ROLE_ARN")), has],
    ["others only", gh(list("OTHER"), list("AWS_REGION")), none("its environment production")],
    ["no such environment", gh("exit 1", list()), none("it has no environment production")],
    ["nothing that it tells", gh(list(), "echo no access >&2; exit 1"), { result: "skipped", evidence: "no access" }],
    ["nobody", "exit 1", { result: "skipped", evidence: "gh is not signed in: gh auth login" }],
    ["no gh", null, { result: "skipped", evidence: "gh is not installed: the README says which variables CI needs" }],
  ])("is %s", async (_, script, expected) => {
    expect(await ask("ci", { programs: script === null ? {} : { gh: script } })).toEqual(expected);
  });

  it("is nothing of Bitbucket's", async () => {
    expect(await ask("ci", { answers: { ci: "bitbucket" } as Answers, programs: {} })).toMatchObject({
      result: "skipped",
      evidence: expect.stringContaining("Bitbucket has no command line to ask"),
    });
  });
});
