import { appendFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { Change } from "../../lib/plan/types.ts";
import { commitAll, git } from "../support/git.ts";
import { planOf, preset, repoOf, runPlan, stageOf } from "../support/plan.ts";

const replaceIn = async (file: string, from: string | RegExp, to: string) => {
  const before = await readFile(file, "utf8");
  const after = before.replace(from, to);
  expect(after).not.toBe(before);
  await writeFile(file, after);
};

const brief = (changes: Change[] | null) =>
  changes?.map(({ action, type, name }) => `${action} ${type.replace(/^.*:/, "")} ${name}`);

describe("what a deploy would change", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await repoOf(preset("saas", { domain: "acme.com" }));
    await commitAll(folder);
    await git(folder, "tag", "first");
  });
  const changes = async (...words: string[]) => {
    const plan = await planOf(folder, "production", ...words);
    return { since: plan.since, changes: stageOf(plan, "production").changes };
  };

  it("is nothing since the last commit where nothing is edited", async () => {
    const found = await changes();
    expect(found.since).toEqual({ revision: "HEAD", commit: expect.stringMatching(/^[0-9a-f]{40}$/) });
    expect(found.changes).toEqual([]);
  });

  it("is what was edited, with what holds data in front, and with secrets unsaid", async () => {
    await replaceIn(join(folder, "infra", "stage.ts"), /"t4g.small"/g, '"t4g.medium"');
    await replaceIn(join(folder, "infra", "stage.ts"), /logDays: 365/g, "logDays: 400");
    const found = await changes();
    expect(brief(found.changes)?.[0]).toBe("changed ReplicationGroup MainCacheCluster");
    expect(found.changes?.[0]).toMatchObject({
      stateful: true,
      protect: true,
      inputs: [{ path: "nodeType", before: "cache.t4g.small", after: "cache.t4g.medium", replaces: false }],
    });
    expect(
      new Set(
        brief(found.changes)
          ?.slice(1)
          .map((line) => line.split(" ").slice(0, 2).join(" ")),
      ),
    ).toEqual(new Set(["changed LogGroup", "changed BucketLifecycleConfiguration"]));
    await git(folder, "checkout", "--quiet", "--", ".");
  });

  it("says what is made anew and what goes, and warns of what holds data", async () => {
    await appendFile(
      join(folder, "infra", "network.ts"),
      '\nnew aws.sqs.Queue("Jobs", { name: named("queue", "jobs") });\n',
    );
    await commitAll(folder);
    await git(folder, "checkout", "--quiet", "first", "--", "infra/network.ts");
    const instance = join(folder, "infra", "kit", "rds-instance.ts");
    await replaceIn(
      instance,
      "publiclyAccessible: false,",
      'publiclyAccessible: false, availabilityZone: "us-east-1a",',
    );
    await appendFile(
      join(folder, "infra", "network.ts"),
      '\nnew aws.sns.Topic("News", { name: named("topic", "news") });\n',
    );
    const found = await changes();
    expect(brief(found.changes)?.slice(0, 2)).toEqual(["deleted Queue Jobs", "replaced Instance MainDatabaseInstance"]);
    expect(brief(found.changes)).toContain("added Topic News");
    expect(found.changes?.[1]?.inputs).toEqual([
      { path: "availabilityZone", before: null, after: "us-east-1a", replaces: true },
    ]);
    const { stdout } = await runPlan(folder, ["production"]);
    expect(stdout).toContain("- deleted SQS queue Jobs: it holds data");
    expect(stdout).toContain("± replaced RDS instance MainDatabaseInstance: it holds data; Pulumi protects it");
    expect(stdout).not.toContain("MOCKSECRET");
  });

  it("says nothing of a stage whose program does not run, now or then", async () => {
    const program = join(folder, "infra", "tunnel.ts");
    await commitAll(folder);
    await appendFile(program, '\nthrow new Error("half an edit");\n');
    expect((await changes()).changes).toBeNull();
    await commitAll(folder);
    await replaceIn(program, '\nthrow new Error("half an edit");\n', "");
    expect((await changes()).changes).toBeNull();
    await commitAll(folder);
  });

  it("leaves the repo, its index and its worktrees as they are", async () => {
    const before = await git(folder, "status", "--porcelain");
    await changes("--since", "first");
    expect(await git(folder, "status", "--porcelain")).toBe(before);
    expect((await git(folder, "worktree", "list")).split("\n")).toHaveLength(1);
  });

  it("shows a stage that a revision does not have as new, and refuses a revision that git does not know", async () => {
    const { exitCode, stderr } = await runPlan(folder, ["production", "--since", "nowhere"]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('git knows no revision "nowhere"');
    await git(folder, "rm", "--quiet", "--force", "--cached", "-r", ".");
    await git(folder, "commit", "--quiet", "--allow-empty", "--message", "empty");
    const found = await changes();
    expect(new Set(found.changes?.map(({ action }) => action))).toEqual(new Set(["added"]));
  });

  it("is null where there is no git", async () => {
    const plain = await repoOf(preset("minimal"));
    const plan = await planOf(plain, "dev");
    expect(plan.since).toBeNull();
    expect(stageOf(plan, "dev").changes).toBeNull();
  });
});
