import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { Answers } from "../../lib/answers/schema.ts";
import { simulate } from "../../lib/proof/simulate/simulate.ts";
import { packageRoot } from "../../lib/system/package-root.ts";
import { OWN, WAIVED, withOwnControls } from "../support/own-control.ts";
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

// A test of a repo runs programs, some of them several.
vi.setConfig({ testTimeout: 180_000 });

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
  for (const stage of ["dev", "production", "acme-production"])
    expect(all).toContain(`${stage} runs, and keeps the controls`);
  expect(all).toMatch(/^production: \d{3} controls passed, 0 waived, \d+ not applicable$/m);
  expect(all).not.toMatch(/warn/i);
});

/** Edits that break something, and how the test names it: the control, the resource, what is wrong, what to do. */
const rootUser = {
  path: "infra/kit/container-definition.ts",
  from: "const user = { uid: 1000, gid: 1000 };",
  to: "const user = { uid: 0, gid: 0 };",
  finding:
    "ECS.20 (containers run as a normal user) TaskDefinition ApiServiceTask: it runs as root. keep it as harden()",
};
const BROKEN = [
  rootUser,
  {
    path: "infra/kit/rds.ts",
    from: "skipFinalSnapshot: !settings.keepData,",
    to: "skipFinalSnapshot: true,",
    finding:
      "WA.snapshot (a database that is deleted leaves a snapshot) Instance MainDatabaseInstance: no snapshot is taken",
  },
  {
    path: "infra/access.ts",
    from: "ingress: [fromInside(ports.postgres)],",
    to: 'ingress: [{ protocol: "tcp", fromPort: 5433, toPort: 5433, cidrBlocks: ["0.0.0.0/0"] }],',
    finding:
      "EC2.18 (only ports 80 and 443 are open to the world) SecurityGroup DatabaseAccess: 5433-5433 is open to everybody",
  },
  {
    path: "infra/kit/container.ts",
    from: "...connections.map((connection) => connection.environment),",
    to: "...connections.map((connection) => ({ ...connection.environment, ...connection.secrets })),",
    finding:
      "OWN.env (no secret is in the environment of a container in the clear) TaskDefinition ApiServiceTask: a secret is in",
  },
  {
    path: "infra/kit/container.ts",
    from: '{ actions: ["secretsmanager:GetSecretValue"], resources: secrets },',
    to: '{ actions: ["secretsmanager:GetSecretValue"], resources: ["*"] },',
    finding:
      "OWN.execrole (a container reads its own secrets only) Role ApiServiceExecutionRole: it reads every secret",
  },
];

type Edit = Pick<typeof rootUser, "path" | "from" | "to">;

/** Breaks one thing after the other, and repairs them all when the work is done. */
const broken = (edits: readonly Edit[], work: () => Promise<void>): Promise<void> => {
  const [first, ...rest] = edits;
  return first === undefined ? work() : changed(first.path, first.from, first.to, () => broken(rest, work));
};

/** A program that fails in dev. */
const FAILING = {
  path: "infra/services/api.ts",
  from: "export const",
  to: 'if ($app.stage === "dev") throw new Error("not today");\nexport const',
};

test("its own test names every control that edits break, the owner's too, and shows a failing program in one line", async () => {
  await withOwnControls(root, OWN, () =>
    broken([...BROKEN, FAILING], async () => {
      const { all, exitCode } = await run("vitest", "run");
      expect(exitCode).toBe(1);
      for (const { finding } of BROKEN) expect(all).toContain(finding);
      expect(all).toMatch(/^production: \d+ controls passed, [6-9] failed, 0 waived, \d+ not applicable$/m);
      expect(all).toContain(
        "SHOP.1 (a log group says which team it belongs to) LogGroup FlowLogs: no team has it. tag it with Team",
      );
      expect(all).toMatch(/not today \(infra\/services\/api\.ts:\d+\)/);
      // CONTROLS.md does not know it yet.
      expect(all).toContain("+ | SHOP.1 | a log group says which team it belongs to | mandatory | every stage |");
    }),
  );
});

test("its own test lets pass what is waived, and says so; the owner's control stands in CONTROLS.md", async () => {
  const waivers = [{ control: "ECS.20", reason: "until the image is rebuilt", until: "2999-12-31" }, ...WAIVED];
  await withOwnControls(root, OWN, () =>
    changed("infra/waivers.json", "[]", JSON.stringify(waivers), () =>
      broken([rootUser], async () => {
        const { all, exitCode } = await run("vitest", "run", "--update");
        expect(exitCode, all).toBe(0);
        expect(all).toContain(
          "waived until 2999-12-31: ECS.20 TaskDefinition ApiServiceTask: it runs as root. until the image is rebuilt",
        );
        expect(all).toContain("waived until 2999-12-31: SHOP.1 LogGroup FlowLogs");
        expect(all).toMatch(/^production: \d+ controls passed, 2 waived, \d+ not applicable$/m);
        expect((await run("tsc", "--noEmit")).all).toBe("");
        expect(await readFile(join(root, "CONTROLS.md"), "utf8")).toContain(
          "## Your own\n\n| Control | What must hold | Severity | Checked in |\n| --- | --- | --- | --- |\n" +
            "| SHOP.1 | a log group says which team it belongs to | mandatory | every stage |\n",
        );
      }),
    ),
  );
  // Without it, CONTROLS.md says too much.
  const { all, exitCode } = await run("vitest", "run", "--testNamePattern=CONTROLS.md");
  expect(exitCode).toBe(1);
  expect(all).toContain("SHOP.1");
  expect((await run("vitest", "run", "--testNamePattern=CONTROLS.md", "--update")).exitCode).toBe(0);
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
