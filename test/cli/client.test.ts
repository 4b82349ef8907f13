import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { AwsFault, awsServer, noCredentials } from "../support/aws/server.ts";
import { run, temporaryFolder } from "../support/cli.ts";
import { tree } from "../support/files.ts";
import { kickedOff } from "../support/kicked-off.ts";

const repo = () => kickedOff("--preset", "saas", "--project", "shop", "--yes");

const ACME = ["client", "acme", "--account", "111111111111", "--domain", "acme.com"];
const SIZES = ["--size", "production.database.instance=t4g.large", "--size", "production.logDays=731"];
const clientFile = async (cwd: string, name: string) =>
  JSON.parse(await readFile(join(cwd, `clients/${name}.json`), "utf8"));

describe("space-sst client", () => {
  it("adds a client as if it had been there from the start", async () => {
    const cwd = await repo();
    const { exitCode, stdout } = await run([...ACME, ...SIZES, "--region", "eu-west-1"], { cwd });
    expect({ exitCode, stdout }).toEqual({
      exitCode: 0,
      stdout: expect.stringMatching(
        /acme-staging and acme-production deploy into account 111111111111 in eu-west-1[\s\S]*AWS_PROFILE=acme npx space-sst deploy acme-staging/,
      ),
    });
    expect(await clientFile(cwd, "acme")).toEqual({
      account: "111111111111",
      region: "eu-west-1",
      domain: "acme.com",
      certificate: null,
      backup: { region: "eu-central-1", retentionDays: 35, copyRetentionDays: 35 },
      stages: ["staging", "production"],
      network: 1,
      sizes: { production: { logDays: 731, database: { instance: "t4g.large" } } },
    });
    const fresh = await temporaryFolder();
    await run(["shop", "--answers", join(cwd, ".yo-rc.json")], { cwd: fresh });
    expect(tree(cwd)).toEqual(tree(join(fresh, "shop")));
  });

  it("gives every client addresses of its own, and makes its stages part of the documents", async () => {
    const cwd = await repo();
    await run(ACME, { cwd });
    const { exitCode } = await run(
      ["client", "globex", "--account", "222222222222", "--domain", "globex.io", "--backup-region", "none"],
      { cwd },
    );
    expect(exitCode).toBe(0);
    expect(await clientFile(cwd, "globex")).toMatchObject({ network: 2, backup: null });
    const files = tree(cwd);
    expect(files["README.md"]).toContain("`globex-production` | 222222222222");
  });

  it("changes the same four files whether it is the second or the two hundredth", async () => {
    for (const count of [1, 199]) {
      const cwd = await temporaryFolder();
      const clients = Array.from({ length: count }, (_, n) => ({
        name: `c${n}`,
        account: String(100_000_000_000 + n),
        domain: `c${n}.example.com`,
      }));
      await writeFile(join(cwd, "answers.json"), JSON.stringify({ project: "shop", clients }));
      await run(["shop", "--answers", "answers.json"], { cwd });
      const { stdout } = await run([...ACME, "--json"], { cwd: join(cwd, "shop") });
      const changes: { path: string; action: string }[] = JSON.parse(stdout).changes;
      const changed = changes.filter(({ action }) => action !== "unchanged").map(({ path }) => path);
      expect(changed.sort()).toEqual([".space-sst/rendered", ".yo-rc.json", "README.md", "clients/acme.json"]);
      expect((await clientFile(join(cwd, "shop"), "acme")).network).toBe(count + 1);
    }
  });

  it("keeps its sizes when the repo is rendered again, and shows only those that mean something", async () => {
    const cwd = await repo();
    await run([...ACME, ...SIZES, "--size", "staging.cache.node=t4g.small"], { cwd });
    await run(["remove", "cache", "main", "--lose-data", "--yes"], { cwd });
    expect((await clientFile(cwd, "acme")).sizes).toEqual({
      production: { logDays: 731, database: { instance: "t4g.large" } },
    });
    await run(["cache", "main", "--services", "api,worker", "--yes"], { cwd });
    expect((await clientFile(cwd, "acme")).sizes.staging).toEqual({ cache: { node: "t4g.small" } });
  });

  it("names every problem by its flag, and writes nothing", async () => {
    const cwd = await repo();
    const files = tree(cwd);
    const { exitCode, stderr } = await run(
      [
        ...["client", "--account", "12", "--region", "us-west-2", "--backup-region", "us-west-2"],
        ...["--stages", "production", "--size", "dev.logDays=31"],
      ],
      { cwd },
    );
    expect(exitCode).toBe(2);
    for (const problem of [
      "name: is required",
      '--account: "12": use the 12 digits of an AWS account',
      "--domain: is required",
      "--backup-region: the backup region should differ from the client's region, us-west-2",
      "--size dev.logDays: 31: CloudWatch keeps logs for",
    ])
      expect(stderr).toContain(problem);
    expect(tree(cwd)).toEqual(files);
  });

  it("refuses a certificate of another account, a stage that the client does not have, a setting that does not exist", async () => {
    const cwd = await repo();
    await writeFile(
      join(cwd, "acme.yml"),
      "account: '111111111111'\ndomain: acme.com\ncertificate: arn:aws:acm:us-east-1:222222222222:certificate/01234567-89ab-cdef-0123-456789abcdef\nsizes: { dev: { logDays: 30 } }\n",
    );
    const { stderr } = await run(["client", "acme", "--answers", "acme.yml"], { cwd });
    expect(stderr).toContain("--certificate: is in account 222222222222, but the client's is 111111111111");
    expect(stderr).toContain('--size dev: "acme" has no dev stage');
    const unknown = await run([...ACME, "--size", "production.cache.nod=t4g.small"], { cwd });
    expect({ exitCode: unknown.exitCode, stderr: unknown.stderr }).toEqual({
      exitCode: 2,
      stderr: expect.stringContaining(
        'no such setting as "production.cache.nod" (did you mean "production.cache.node"?)',
      ),
    });
  });
});

describe("space-sst remove client", () => {
  it("refuses while its stages may stand, and says which and where", async () => {
    const cwd = await repo();
    await run(ACME, { cwd });
    const files = tree(cwd);
    const { exitCode, stderr } = await run(["remove", "client", "acme", "--yes"], { cwd, env: noCredentials });
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: expect.stringMatching(
        /--stage-gone: is needed: acme-staging and acme-production may still stand in account 111111111111/,
      ),
    });
    expect(tree(cwd)).toEqual(files);
  });

  it("asks AWS where it can: refuses what stands, and needs no word for what is gone", async () => {
    const cwd = await repo();
    await run(ACME, { cwd });
    let resources = [{ type: "pulumi:pulumi:Stack" }, { type: "aws:ec2/vpc:Vpc" }];
    const server = await awsServer({
      "sts.GetCallerIdentity": { Account: "111111111111", Arn: "arn:aws:iam::111111111111:user/ana", UserId: "ana" },
      "ssm.GetParameter": { Parameter: { Name: "/sst/bootstrap", Value: '{"state":"sst-state-abc"}' } },
      "s3.GetObject": ({ input }) =>
        input.Key === "app/shop/acme-production.json"
          ? Buffer.from(JSON.stringify({ version: 3, checkpoint: { latest: { resources } } }))
          : new AwsFault("NoSuchKey", "The specified key does not exist.", 404),
    });
    const remove = () => run(["remove", "client", "acme", "--yes"], { cwd, env: server.env });
    const refused = await remove();
    expect({ exitCode: refused.exitCode, stderr: refused.stderr }).toEqual({
      exitCode: 2,
      stderr: expect.stringContaining("--stage-gone: is needed: acme-production stands in account 111111111111"),
    });
    // What `sst remove` leaves.
    resources = [{ type: "pulumi:pulumi:Stack" }];
    expect((await remove()).exitCode).toBe(0);
    expect(tree(cwd)).not.toHaveProperty("clients/acme.json");
  });

  it("does not take another account's word", async () => {
    const cwd = await repo();
    await run(ACME, { cwd });
    const server = await awsServer({ "sts.GetCallerIdentity": { Account: "999999999999", Arn: "a", UserId: "u" } });
    const { exitCode, stderr } = await run(["remove", "client", "acme", "--yes"], { cwd, env: server.env });
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: expect.stringContaining(
        "may still stand in account 111111111111: acme belongs to account 111111111111, but the credentials are for 999999999999 (a)",
      ),
    });
  });

  it("gives back the starting tree, byte for byte, and says what stays in AWS", async () => {
    const cwd = await repo();
    const start = tree(cwd);
    await run([...ACME, ...SIZES], { cwd });
    const { exitCode, stdout } = await run(["remove", "client", "acme", "--stage-gone", "--yes"], { cwd });
    expect(exitCode).toBe(0);
    for (const said of [
      "space-sst destroy acme-staging",
      "final snapshots",
      "/sst/passphrase/shop/",
      "hosted zone of acme.com",
    ])
      expect(stdout).toContain(said);
    expect(tree(cwd)).toEqual(start);
  });

  it("leaves the addresses of the others as they are, and gives them to nobody else", async () => {
    const cwd = await repo();
    await run(ACME, { cwd });
    await run(["client", "globex", "--account", "222222222222", "--domain", "globex.io"], { cwd });
    await run(["remove", "client", "acme", "--stage-gone", "--yes"], { cwd });
    expect((await clientFile(cwd, "globex")).network).toBe(2);
    await run(["client", "initech", "--account", "333333333333", "--domain", "initech.com"], { cwd });
    expect((await clientFile(cwd, "initech")).network).toBe(1);
  });
});
