import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { beforeAll, describe, expect, it } from "vitest";
import { awsServer } from "../../support/aws/server.ts";
import { run, temporaryFolder } from "../../support/cli.ts";
import { ACCOUNT, changesIn, playedIam } from "./account.ts";

/** A rendered repo, with a remote. */
async function makeRepo(cwd: string, ...answers: string[]): Promise<string> {
  const { exitCode, stderr } = await run(["--project", "shop", "--yes", ...answers], { cwd });
  expect(stderr).toBe("");
  expect(exitCode).toBe(0);
  await execa("git", ["init", "--quiet"], { cwd });
  await execa("git", ["remote", "add", "origin", "git@github.com:Acme/shop.git"], { cwd });
  return cwd;
}

/** The command writes nothing into the repo: most tests share one. */
let shared: string;
beforeAll(async () => {
  shared = await mkdtemp(join(tmpdir(), "space-sst-ci-"));
  await makeRepo(
    shared,
    "--domain",
    "acme.com",
    "--service",
    "api",
    "--client",
    "acme,account=111111111111,domain=client.com",
  );
  return () => rm(shared, { recursive: true, force: true });
});

const subject = ["--subject", "repo:Acme@12/shop@34"];

describe("space-sst ci", () => {
  it("shows trust and permissions, and asks nobody, in a dry run", async () => {
    const aws = await awsServer();
    const cwd = shared;
    const { stdout, exitCode } = await run(["ci", "production", "--diff", "--dry-run", "--json"], {
      cwd,
      env: aws.env,
    });
    expect(exitCode).toBe(0);
    const { repository, dryRun, stages } = JSON.parse(stdout);
    expect([repository, dryRun, aws.requests]).toEqual(["Acme/shop", true, []]);
    const [deploy, diff] = stages[0].roles;
    expect(deploy).toMatchObject({
      name: "shop-production-deploy",
      arn: "arn:aws:iam::ACCOUNT_ID:role/ci/shop-production-deploy",
      session: 7200,
    });
    expect(deploy.trust.Statement[0]).toMatchObject({
      Action: "sts:AssumeRoleWithWebIdentity",
      Condition: {
        StringEquals: {
          "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
          "token.actions.githubusercontent.com:sub": "repo:Acme/shop:environment:production",
        },
      },
    });
    expect(diff.trust.Statement[0].Condition.StringEquals["token.actions.githubusercontent.com:sub"]).toBe(
      "repo:Acme/shop:environment:production-diff",
    );
    expect(JSON.stringify([deploy.trust, diff.trust])).not.toContain("*");
  });

  it("makes provider, role and policies once, and changes nothing when it runs again", async () => {
    const aws = await awsServer(playedIam().answers);
    const cwd = shared;
    const first = await run(["ci", "production", "--diff", ...subject], { cwd, env: aws.env });
    expect([first.exitCode, first.stderr]).toEqual([0, ""]);
    expect(first.stdout).toContain("created   provider token.actions.githubusercontent.com");
    expect(first.stdout).toContain("created   role     shop-production-deploy");
    expect(first.stdout).toContain("created   policy   shop-production-diff-1");
    expect(first.stdout).toContain(
      `gh variable set AWS_ROLE_ARN --repo Acme/shop --env production --body arn:aws:iam::${ACCOUNT}:role/ci/shop-production-deploy`,
    );
    expect(first.stdout).toContain("gh variable set DIFF_STAGES --repo Acme/shop --body production");
    expect(first.stdout).toContain("repos/Acme/shop/environments/production -f 'reviewers[][type]=User'");
    const [role] = aws.asked("iam.CreateRole");
    expect(role?.input).toMatchObject({ Path: "/ci/", RoleName: "shop-production-deploy", MaxSessionDuration: "7200" });
    expect(String(role?.input.AssumeRolePolicyDocument)).toContain('"repo:Acme@12/shop@34:environment:production"');
    const before = aws.requests.length;
    const again = await run(["ci", "production", "--diff", "--json", ...subject], { cwd, env: aws.env });
    const { stages } = JSON.parse(again.stdout);
    expect(new Set(stages[0].made.map(({ action }: { action: string }) => action))).toEqual(new Set(["unchanged"]));
    expect(changesIn(aws.requests.slice(before))).toEqual([]);
  });

  it("asks GitHub how its tokens begin, and sets the variables with gh", async () => {
    const aws = await awsServer(playedIam().answers);
    const cwd = shared;
    const folder = await temporaryFolder();
    const log = join(folder, "gh.log");
    const bin = join(folder, "bin");
    await mkdir(bin);
    await writeFile(join(folder, "package.json"), '{"type": "module"}');
    await writeFile(
      join(bin, "gh"),
      `#!${process.execPath}
import { appendFileSync } from "node:fs";
const words = process.argv.slice(2);
appendFileSync(${JSON.stringify(log)}, words.join(" ") + "\\n");
const line = words.join(" ");
if (line.includes("customization/sub")) console.log(JSON.stringify({ use_default: true, use_immutable_subject: true, sub_claim_prefix: "repo:Acme@12/shop@34" }));
else if (line === "api --silent repos/Acme/shop/environments/dev-diff") { console.error("gh: Not Found (HTTP 404)"); process.exit(1); }
else if (line.startsWith("variable get")) console.log("staging");
`,
    );
    await chmod(join(bin, "gh"), 0o755);
    const PATH = `${bin}:${process.env.PATH}`;
    const { exitCode, stderr, stdout } = await run(["ci", "dev", "--diff", "--set-variables"], {
      cwd,
      env: { ...aws.env, PATH },
    });
    expect([exitCode, stderr]).toEqual([0, ""]);
    expect(String(aws.asked("iam.CreateRole")[0]?.input.AssumeRolePolicyDocument)).toContain(
      "repo:Acme@12/shop@34:environment:dev",
    );
    const said = (await readFile(log, "utf8")).split("\n");
    expect(said).toContain("api --method PUT --silent repos/Acme/shop/environments/dev-diff");
    expect(said).not.toContain("api --method PUT --silent repos/Acme/shop/environments/dev");
    expect(said).toContain(
      `variable set AWS_ROLE_ARN --repo Acme/shop --env dev --body arn:aws:iam::${ACCOUNT}:role/ci/shop-dev-deploy`,
    );
    expect(said).toContain("variable set DIFF_STAGES --repo Acme/shop --body staging dev");
    expect(stdout).not.toContain("gh variable set");
  });

  it("ties a role to Bitbucket's repository and deployment", async () => {
    const cwd = await makeRepo(await temporaryFolder(), "--ci", "bitbucket", "--service", "api");
    const uuid = (digit: string) => `${digit.repeat(8)}-0000-4000-8000-000000000000`;
    const flags = [
      "--workspace-uuid",
      uuid("a"),
      "--repository-uuid",
      `{${uuid("b")}}`,
      "--environment-uuid",
      uuid("c"),
    ];
    const { stdout } = await run(["ci", "dev", "--repository", "acme/shop", "--dry-run", "--json", ...flags], { cwd });
    const [{ roles, trust }] = JSON.parse(stdout).stages;
    const provider = "api.bitbucket.org/2.0/workspaces/acme/pipelines-config/identity/oidc";
    expect(trust.provider).toBe(provider);
    expect(roles[0].trust.Statement[0].Condition).toEqual({
      StringEquals: { [`${provider}:aud`]: `ari:cloud:bitbucket::workspace/${uuid("a")}` },
      StringLike: { [`${provider}:sub`]: `{${uuid("b")}}:{${uuid("c")}}:*` },
    });
  });

  it.each([
    [
      "a stage that there is not",
      ["productin"],
      2,
      'stage: "productin" is no stage of this repo (did you mean "production"?); stages: dev, staging, production, acme-staging, acme-production',
    ],
    ["no stage", [], 2, "stage: is required: dev, staging, production, acme-staging, acme-production"],
    ["a wildcard", ["dev", "--subject", "repo:Acme/*"], 2, "is not how a subject begins"],
    ["no gh", ["dev"], 1, "gh, GitHub's command line, is not installed"],
  ])("refuses %s", async (_, words, status, message) => {
    const aws = await awsServer(playedIam().answers);
    const cwd = shared;
    const { exitCode, stderr, stdout } = await run(["ci", ...words], {
      cwd,
      env: { ...aws.env, PATH: "/usr/bin:/bin" },
    });
    expect(stderr + stdout).toContain(message);
    expect(exitCode).toBe(status);
    expect(changesIn(aws.requests)).toEqual([]);
  });
});
