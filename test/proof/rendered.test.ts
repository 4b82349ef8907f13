import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
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
  expect(all).toMatch(/^production: \d{3} controls passed, 0 waived, \d+ not applicable$/m);
  expect(all).not.toMatch(/warn/i);
});

describe("its own test names the control that an edit breaks, the resource, and what to do", () => {
  test.each([
    [
      "a container is root",
      "infra/components/container.ts",
      'user: "1000:1000"',
      'user: "root"',
      "ECS.20 (containers run as a normal user) TaskDefinition ApiServiceTask: it runs as root. keep it as harden()",
    ],
    [
      "no snapshot is taken of a database that is deleted",
      "infra/components/rds.ts",
      "skipFinalSnapshot: !settings.keepData,",
      "skipFinalSnapshot: true,",
      "WA.snapshot (a database that is deleted leaves a snapshot) Instance MainDatabaseInstance: no snapshot is taken",
    ],
    [
      "a port is opened to the world",
      "infra/access.ts",
      "ingress: [fromInside(ports.postgres)],",
      'ingress: [{ protocol: "tcp", fromPort: 5433, toPort: 5433, cidrBlocks: ["0.0.0.0/0"] }],',
      "EC2.18 (only ports 80 and 443 are open to the world) SecurityGroup DatabaseAccess: 5433-5433 is open to everybody",
    ],
    [
      "a password is in the environment of a container",
      "infra/components/container.ts",
      "...connections.map((connection) => connection.environment),",
      "...connections.map((connection) => ({ ...connection.environment, ...connection.secrets })),",
      "OWN.env (no secret is in the environment of a container in the clear) TaskDefinition ApiServiceTask: a secret is in",
    ],
    [
      "a role reads every secret",
      "infra/components/container.ts",
      '{ actions: ["secretsmanager:GetSecretValue"], resources: secrets },',
      '{ actions: ["secretsmanager:GetSecretValue"], resources: ["*"] },',
      "OWN.execrole (a container reads its own secrets only) Role ApiServiceExecutionRole: it reads every secret",
    ],
  ])("%s", async (_, path, from, to, finding) => {
    await changed(path, from, to, async () => {
      const { all, exitCode } = await run("vitest", "run");
      expect(exitCode).toBe(1);
      expect(all).toContain(finding);
    });
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
