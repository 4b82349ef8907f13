import { appendFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { run, temporaryFolder } from "../support/cli.ts";
import { copyTree, tree } from "../support/files.ts";
import { kickedOff } from "../support/kicked-off.ts";

const repo = () => kickedOff("--preset", "saas", "--project", "shop", "--yes");

const MAILER = [
  "service",
  "mailer",
  "--kind",
  "worker",
  "--source",
  "node",
  "--cache",
  "main",
  "--secrets",
  "SMTP_URL",
];

describe("space-sst service", () => {
  it("adds a service as if it had been there from the start", async () => {
    const cwd = await repo();
    const { exitCode, stdout } = await run([...MAILER, "--yes"], { cwd });
    expect(exitCode).toBe(0);
    expect(stdout).toContain("npx sst secret set MailerSmtpUrl");
    const fresh = await temporaryFolder();
    await run(["shop", "--answers", join(cwd, ".yo-rc.json")], { cwd: fresh });
    expect(tree(cwd)).toEqual(tree(join(fresh, "shop")));
  });

  it("and `remove` gives back the starting tree, byte for byte", async () => {
    const cwd = await repo();
    const start = tree(cwd);
    await run([...MAILER, "--database", "mails", "--database-engine", "mysql", "--yes"], { cwd });
    expect(Object.keys(tree(cwd))).toEqual(
      expect.arrayContaining(["infra/databases/mails.ts", "services/mailer/src/main.ts"]),
    );
    const { exitCode } = await run(["remove", "service", "mailer", "--lose-data", "--yes"], { cwd });
    expect(exitCode).toBe(0);
    expect(tree(cwd)).toEqual(start);
  });

  it("keeps what the owner edited, in generated files and in code", async () => {
    const cwd = await repo();
    await appendFile(join(cwd, "RUNBOOK.md"), "\nCall Ana first.\n");
    await writeFile(join(cwd, "services/api/src/mine.ts"), "export {};\n");
    await run([...MAILER, "--yes"], { cwd });
    const files = tree(cwd);
    expect(files["RUNBOOK.md"]).toMatch(/mailer[\s\S]*Call Ana first\.\n$/);
    expect(files["services/api/src/mine.ts"]).toBe("export {};\n");
  });

  it("is refused the second time, and nothing changes", async () => {
    const cwd = await repo();
    await run([...MAILER, "--yes"], { cwd });
    const files = tree(cwd);
    const { exitCode, stderr } = await run([...MAILER, "--yes"], { cwd });
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: expect.stringContaining('there is a service called "mailer" already'),
    });
    expect(tree(cwd)).toEqual(files);
  });

  it("shows the exact difference with --dry-run, and writes nothing", async () => {
    const cwd = await repo();
    const files = tree(cwd);
    const { stdout } = await run([...MAILER, "--dry-run"], { cwd });
    expect(stdout).toContain('+import "./services/mailer";');
    expect(tree(cwd)).toEqual(files);
  });

  it("finds its repo from a folder inside", async () => {
    const cwd = await repo();
    const { exitCode } = await run([...MAILER, "--yes"], { cwd: join(cwd, "services/api") });
    expect(exitCode).toBe(0);
    expect(await readFile(join(cwd, "infra/services/mailer.ts"), "utf8")).toContain('worker("mailer"');
  });

  it.each([
    ["outside a repo", ["service", "x", "--yes"], 1, "is not a repo of space-sst"],
    ["an unknown command flag", ["service", "x", "--knd", "api"], 2, 'did you mean "kind"?'],
  ])("refuses %s", async (_, words, status, message) => {
    const { exitCode, stderr } = await run(words, { cwd: await temporaryFolder() });
    expect(stderr).toContain(message);
    expect(exitCode).toBe(status);
  });

  it.each([
    ["without a name where nobody can be asked", ["service", "--yes"], "name: is required"],
    [
      "a database that is not there",
      ["service", "x", "--database", "mian", "--yes"],
      'there is no database called "mian" (did you mean "main"?)',
    ],
    [
      "an engine without a name",
      ["service", "x", "--database-engine", "mysql", "--yes"],
      "--database-engine: needs --database",
    ],
  ])("refuses %s", async (_, words, message) => {
    const cwd = await repo();
    const files = tree(cwd);
    const { exitCode, stderr } = await run(words, { cwd });
    expect(stderr).toContain(message);
    expect(exitCode).toBe(2);
    expect(tree(cwd)).toEqual(files);
  });
});

describe("space-sst database, cache, bucket and stage", () => {
  it("add what they are named after", async () => {
    const cwd = await repo();
    const code = Object.keys(tree(cwd)).filter((path) => path.startsWith("services/web/"));
    expect(await run(["cache", "pages", "--services", "web", "--yes"], { cwd })).toMatchObject({ exitCode: 0 });
    expect(
      await run(["database", "pages", "--engine", "aurora-postgres", "--services", "web", "--yes"], { cwd }),
    ).toMatchObject({ exitCode: 0 });
    const { stdout } = await run(["bucket", "pages", "--services", "web", "--yes"], { cwd });
    expect(stdout).toContain("web is given BUCKET_NAME and BUCKET_REGION");
    const files = tree(cwd);
    expect(files["infra/services/web.ts"]).toContain("connect: [pagesDatabase, pagesCache, pagesBucket]");
    // Service code is written once, as a whole.
    expect(Object.keys(files).filter((path) => path.startsWith("services/web/"))).toEqual(code);
    const { exitCode, stderr } = await run(["stage", "staging", "--yes"], { cwd });
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: expect.stringContaining('there is a stage "staging" already'),
    });
  });

  it("stage adds an environment in its place", async () => {
    const cwd = await temporaryFolder();
    await run(["--preset", "minimal", "--project", "shop", "--stages", "dev,production", "--yes"], { cwd });
    expect(await run(["stage", "staging", "--yes"], { cwd })).toMatchObject({ exitCode: 0 });
    expect(JSON.parse(await readFile(join(cwd, ".yo-rc.json"), "utf8"))["generator-space-sst"].stages).toEqual([
      "dev",
      "staging",
      "production",
    ]);
  });
});

describe("space-sst remove", () => {
  it("loses no data unless it is told to", async () => {
    const cwd = await repo();
    const files = tree(cwd);
    const { exitCode, stderr } = await run(["remove", "cache", "main", "--yes"], { cwd });
    expect(stderr).toContain("caches.main: needs --lose-data: the next deploy deletes it and all that is in it");
    expect(exitCode).toBe(2);
    expect(tree(cwd)).toEqual(files);
    const { stdout } = await run(["remove", "cache", "main", "--lose-data", "--yes"], { cwd });
    expect(stdout).toContain("api, worker lost its cache");
    expect(Object.keys(tree(cwd)).filter((path) => path.includes("cache"))).not.toContain("infra/caches/main.ts");
  });

  it("takes a private service from those that call it, and says who they are", async () => {
    const cwd = await repo();
    const added = await run(["service", "billing", "--private", "yes", "--callers", "api,worker", "--yes"], { cwd });
    expect(added.stdout).toContain("api is given BILLING_URL; its code is yours, and does not use it yet.");
    const files = tree(cwd);
    expect(files["infra/services/api.ts"]).toContain("connect: [mainDatabase, mainCache, billingEndpoint]");
    expect(files["infra/services/billing.ts"]).toContain('privateService("billing", {');
    const refused = await run(["service", "x", "--private", "yes", "--callers", "wab", "--yes"], { cwd });
    expect(refused.stderr).toContain('--callers: no service "wab" can call it: there are api, web, worker, nightly');
    const { stdout } = await run(["remove", "service", "billing", "--yes"], { cwd });
    expect(stdout).toContain("api, worker may not call it any more: the code still asks for BILLING_URL");
    expect(tree(cwd)["infra/services/api.ts"]).toContain("connect: [mainDatabase, mainCache],");
  });

  it("keeps code that its owner has edited, unless it is told to delete it", async () => {
    const cwd = await repo();
    await appendFile(join(cwd, "services/nightly/src/main.ts"), "// mine\n");
    const copy = await temporaryFolder();
    copyTree(cwd, copy);

    const { stdout } = await run(["remove", "service", "nightly", "--yes"], { cwd });
    expect(stdout).toContain("services/nightly stays: you have edited 1 of its files");
    expect(tree(cwd)["services/nightly/src/main.ts"]).toMatch(/\/\/ mine\n$/);

    await run(["remove", "service", "nightly", "--delete-code", "--yes"], { cwd: copy });
    expect(Object.keys(tree(copy)).filter((path) => path.startsWith("services/nightly/"))).toEqual([]);
  });
});
