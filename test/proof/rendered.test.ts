import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Answers } from "../../lib/blueprint/schema.ts";
import { packageRoot } from "../../lib/package-root.ts";
import { simulate } from "../../templates/infra/testing/simulate.ts";
import { linkPackages, renderRepo } from "../support/repo.ts";

/** What a rendered repo brings along to check itself, run in the repo: its own types, its own tests, its own settings. */

const answers: Answers = {
  project: "shop",
  stages: ["dev", "production"],
  domain: "acme.com",
  services: [
    { name: "api", database: "main", cache: "main", secrets: ["JWT_SECRET"] },
    { name: "web", kind: "web" },
    { name: "nightly", kind: "cron", database: "main" },
  ],
  databases: [{ name: "main" }],
  caches: [{ name: "main" }],
  backup: { region: "us-west-2" },
  alerts: { email: "oncall@acme.com" },
  clients: [{ name: "acme", account: "111111111111", domain: "acme.example" }],
};

let root: string;
const bin = (name: string) => join(packageRoot, "node_modules", ".bin", name);
const run = (name: string, ...args: string[]) =>
  execa(bin(name), args, { cwd: root, reject: false, all: true, env: { NO_COLOR: "1", FORCE_COLOR: "0" } });

/** Changes a file for the length of some work. */
async function changed(path: string, from: string, to: string, work: () => Promise<void>): Promise<void> {
  const file = join(root, path);
  const before = await readFile(file, "utf8");
  expect(before).toContain(from);
  await writeFile(file, before.replace(from, to));
  try {
    await work();
  } finally {
    await writeFile(file, before);
  }
}

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "space-sst-rendered-"));
  await renderRepo(answers, root);
  await linkPackages(root);
}, 300_000);

afterAll(() => rm(root, { recursive: true, force: true }));

test("its types are right", async () => {
  const { all, exitCode } = await run("tsc", "--noEmit");
  expect(all).toBe("");
  expect(exitCode).toBe(0);
});

test("its own test runs every stage", async () => {
  const { all, exitCode } = await run("vitest", "run", "--reporter=verbose");
  expect(exitCode, all).toBe(0);
  for (const stage of ["dev", "production", "acme-production"]) expect(all).toContain(`${stage} > the program runs`);
  expect(all).not.toMatch(/warn/i);
});

test("its own test finds what an edit breaks, and says why and what to do", async () => {
  await changed("infra/components/container.ts", 'user: "1000:1000"', 'user: "root"', async () => {
    const { all, exitCode } = await run("vitest", "run");
    expect(exitCode).toBe(1);
    expect(all).toContain("containers run as a normal user on a read-only file system");
    expect(all).toContain("a process that is taken over can then change neither the image nor the host: keep user");
    expect(all).toContain("TaskDefinition ApiServiceTask: it runs as root");
  });
});

test("its own test shows a failing program in one line", async () => {
  await changed(
    "infra/services/api.ts",
    "export const",
    'if ($app.stage === "dev") throw new Error("not today");\nexport const',
    async () => {
      const { all, exitCode } = await run("vitest", "run");
      expect(exitCode).toBe(1);
      expect(all).toMatch(/not today \(infra\/services\/api\.ts:\d+\)/);
    },
  );
});

test("in sst dev the developer's machine takes the place of services, databases, caches and migrations", async () => {
  const { errors, resources } = await simulate({ root, stage: "dev", dev: true });
  expect(errors).toEqual([]);
  const made = new Set(resources.map(({ type }) => type));
  const missing = ["ecs/service:Service", "ecs/taskDefinition:TaskDefinition", "scheduler/schedule:Schedule"];
  missing.push("rds/instance:Instance", "elasticache/replicationGroup:ReplicationGroup");
  missing.push("lambda/function:Function", "lambda/invocation:Invocation", "secretsmanager/secret:Secret");
  expect(missing.filter((type) => made.has(`aws:${type}`))).toEqual([]);
  const commands = resources
    .filter(({ type }) => type === "sst:sst:DevCommand")
    .map(({ outputs }) => (outputs._dev as { command: string }).command);
  for (const name of ["api", "web", "nightly"]) expect(commands).toContain(`node scripts/dev.mjs ${name}`);
});
