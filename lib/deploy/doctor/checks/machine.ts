import { readFile, statfs } from "node:fs/promises";
import { join } from "node:path";
import { satisfies } from "semver";
import { buildsImages } from "../../../answers/stages.ts";
import { misplaced } from "../../../proof/simulate/place.ts";
import { amount } from "../../../system/amount.ts";
import { git } from "../../../system/git.ts";
import { limited } from "../../../system/limit.ts";
import { withoutMark } from "../../../system/mark.ts";
import { run } from "../../../system/run.ts";
import { typed } from "../../../system/typed.ts";
import { type Check, failed, type Outcome, ok, type Subject, skipped, warning } from "../types.ts";

interface Manifest {
  version?: string;
  engines?: { node?: string };
  devDependencies?: Record<string, string>;
}

async function manifest(...path: string[]): Promise<Manifest | null> {
  const text = await readFile(join(...path, "package.json"), "utf8").catch(() => null);
  return text === null ? null : JSON.parse(withoutMark(text));
}

/** Looks at what a program says. Ctrl-C is for doctor, which then stops the program: one that dies first would look like an answer. */
async function program(command: string, words: readonly string[], options: { cwd: string; signal: AbortSignal }) {
  const { status, missing, stdout, output } = await run(command, words, {
    ...options,
    detached: true,
    env: { NO_COLOR: "1" },
  });
  return { status, missing, stdout: stdout.toString().trim(), output: output.replace(/\s+/g, " ").trim() };
}

const GB = 1024 ** 3;

/** SST's platform and the packages take 1 GB; images and their layers several more. */
const LEAST_GB = 2;
const ENOUGH_GB = 10;

const place: Check = {
  id: "place",
  title: "Folder",
  when: ({ root }) => misplaced(root) !== null,
  run: async ({ root }) => {
    const wrong = misplaced(root);
    return wrong === null ? ok(root) : failed(wrong.problem, wrong.remedy);
  },
};

const node: Check = {
  id: "node",
  title: "Node",
  run: async ({ root }) => {
    const range = (await manifest(root))?.engines?.node ?? "*";
    return satisfies(process.version, range)
      ? ok(process.version)
      : // Some package of the repo says so. Most do not mind.
        warning(`${process.version}, but the repo's packages want ${range}`, "install the one of .nvmrc: nvm install");
  },
};

const packages: Check = {
  id: "packages",
  title: "Packages",
  run: async ({ root, view }, signal) => {
    const { name } = view.pm;
    const manager = await program(name, ["--version"], { cwd: root, signal });
    if (manager.missing)
      return failed(
        `${name} is not installed`,
        `install it: ${name === "pnpm" ? "corepack enable" : "it comes with Node"}`,
      );
    const wanted = (await manifest(root))?.devDependencies?.sst;
    const { version } = (await manifest(root, "node_modules", "sst")) ?? {};
    const without = process.env.NODE_ENV === "production" ? " in a shell without NODE_ENV, which leaves SST out" : "";
    const remedy = `${name} install${without}`;
    if (version === undefined) return failed("the repo's packages are not installed", remedy);
    if (wanted !== undefined && !satisfies(version, wanted))
      return failed(`SST ${version} is installed, but package.json wants ${wanted}`, remedy);
    return ok(`${name} ${manager.stdout}, SST ${version}`);
  },
};

const state: Check = {
  id: "git",
  title: "Git",
  run: async ({ root }) => {
    const asked = ["status", "--porcelain", "--branch", "--untracked-files=normal"];
    const { status, stdout, stderr } = await git(root, asked);
    if (status === 127) return warning("git is not installed", "install git: a deploy should be of a commit");
    if (status !== 0) return warning(stderr.split("\n")[0] ?? "", "git init, and commit what you deploy");
    const [head = "", ...changes] = stdout
      .toString()
      .split("\n")
      .filter((line) => line !== "");
    const branch = head.replace(/^## (No commits yet on )?/, "").split("...")[0];
    if (head.startsWith("## No commits yet"))
      return warning(`nothing is committed on ${branch}`, "commit what you deploy");
    return changes.length === 0
      ? ok(`${branch}, nothing uncommitted`)
      : warning(
          `${amount(changes.length, "uncommitted file")} on ${branch}`,
          "commit, so that what runs can be found again",
        );
  },
};

const docker: Check = {
  id: "docker",
  title: "Docker",
  when: ({ view }: Subject) => buildsImages(view),
  run: async ({ root }, signal) => {
    const limit = limited(10_000, signal);
    const words = ["info", "--format", "{{.ServerVersion}}"];
    const daemon = await program("docker", words, { cwd: root, signal: limit.signal });
    limit.end();
    if (daemon.missing)
      return failed("docker is not installed, and the repo builds images", "install Docker, or deploy from CI");
    if (daemon.status === null) return failed("the Docker daemon does not answer within 10 s", "restart Docker");
    if (daemon.status !== 0) return failed(daemon.output, "start Docker");
    const buildx = await program("docker", ["buildx", "version"], { cwd: root, signal });
    return buildx.status === 0
      ? ok(`${daemon.stdout}, ${buildx.stdout.split(" ").slice(0, 2).join(" ")}`)
      : failed("docker buildx is missing", "install the buildx plugin: https://docs.docker.com/build/");
  },
};

/** Whether a deploy has room in so many gigabytes. */
export function roomFor(free: number): Outcome {
  const evidence = `${free.toFixed(free < ENOUGH_GB ? 1 : 0)} GB free`;
  const remedy = "make room: docker system prune";
  if (free < LEAST_GB) return failed(evidence, remedy);
  return free < ENOUGH_GB ? warning(evidence, remedy) : ok(evidence);
}

const disk: Check = {
  id: "disk",
  title: "Disk",
  run: async ({ root }) => {
    const { bavail, bsize } = await statfs(root);
    return roomFor((bavail * bsize) / GB);
  },
};

/** What GitHub knows of the stage: the role that CI deploys with. */
const ci: Check = {
  id: "ci",
  title: "CI variables",
  when: ({ view }: Subject) => view.ci !== "none",
  stage: true,
  run: async ({ root, view, stage }, signal) => {
    if (view.ci === "bitbucket")
      return skipped("Bitbucket has no command line to ask: see Repository settings, Deployments, AWS_ROLE_ARN");
    const gh = (...words: string[]) => program("gh", words, { cwd: root, signal });
    const login = await gh("auth", "status");
    if (login.missing) return skipped("gh is not installed: the README says which variables CI needs");
    if (login.status !== 0) return skipped("gh is not signed in: gh auth login");
    const [own, shared] = await Promise.all([
      gh("variable", "list", "--env", stage.stage, "--json", "name"),
      gh("variable", "list", "--json", "name"),
    ]);
    if (shared.status !== 0) return skipped(shared.output);
    const listed = [own, shared].flatMap(({ status, stdout }) => (status === 0 ? JSON.parse(stdout) : []));
    const names = new Set((listed as { name: string }[]).map(({ name }) => name));
    if (names.has("AWS_ROLE_ARN")) return ok(`GitHub has AWS_ROLE_ARN for ${stage.stage}`);
    const where = own.status === 0 ? `its environment ${stage.stage}` : `it has no environment ${stage.stage}`;
    return warning(
      `GitHub has no AWS_ROLE_ARN (${where})`,
      `${typed(`ci ${stage.stage}`, root)} makes the role and sets it`,
    );
  },
};

export const MACHINE: readonly Check[] = [place, node, packages, state, docker, disk];
export const PIPELINE: readonly Check[] = [ci];
