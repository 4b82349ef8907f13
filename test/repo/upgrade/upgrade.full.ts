import { appendFile, mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { packageVersion } from "../../../lib/system/package-root.ts";
import { run, temporaryFolder } from "../../support/cli.ts";
import { tree } from "../../support/files.ts";
import { commitAll, git } from "../../support/git.ts";
import { clash, NEXT, refused, repo, upgrade } from "./two-versions.ts";

describe("an upgrade", () => {
  it("works in a folder of a larger repository", async () => {
    const whole = await temporaryFolder();
    const root = join(whole, "infra", "shop");
    await mkdir(join(whole, "infra"));
    await rename(await repo(clash), root);
    // Its own history goes: what was rendered is found in none.
    await rm(join(root, ".git"), { recursive: true });
    await commitAll(whole);
    const { exitCode, stdout } = await upgrade(root);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("What was rendered before is not known of infra/network.ts");
    expect(await git(whole, "status", "--short")).toContain("AA infra/shop/infra/network.ts");
    expect(await git(root, "diff", "--cached", "--name-only", "--diff-filter=M")).toContain("infra/naming.ts");
  });

  it("finds what was rendered in a folder, where a shallow clone has no history", async () => {
    const root = await repo(clash);
    await appendFile(join(root, "infra/network.ts"), "// Mine at the end.\n");
    await commitAll(root);
    const [clone, other] = [await temporaryFolder(), await temporaryFolder()];
    await git(clone, "clone", "--quiet", "--depth", "1", `file://${root}`, ".");
    const { stdout } = await upgrade(clone, "--dry-run", "--json");
    expect(JSON.parse(stdout)).toMatchObject({ guessed: ["infra/network.ts"], unresolved: ["infra/network.ts"] });
    await run(["before", "--answers", join(clone, ".yo-rc.json")], { cwd: other });
    const exact = await upgrade(clone, "--base", join(other, "before"), "--json");
    expect(JSON.parse(exact.stdout)).toMatchObject({ guessed: [], unresolved: ["infra/network.ts"] });
    expect((await git(clone, "ls-files", "--unmerged")).split("\n").length).toBe(3);
    expect(tree(clone)["infra/network.ts"]).toMatch(/>>>>>>> generated\n(?!.*<<<<<<<)[\s\S]*\/\/ Mine at the end\.\n$/);
  });

  it("shows what it would do with --dry-run, and writes nothing", async () => {
    const root = await repo(clash);
    const before = tree(root);
    const { exitCode, stdout } = await upgrade(root, "--dry-run", "--branch", "upgrade");
    expect(exitCode).toBe(0);
    expect(stdout).toContain("+>>>>>>> generated");
    expect(stdout).toMatch(/^merge +\+\d+ -\d+ +infra\/network\.ts +conflict markers to resolve$/m);
    expect(tree(root)).toEqual(before);
    expect(await git(root, "status", "--short")).toBe("");
    expect(await git(root, "branch", "--list")).toBe("* main");
  });

  it("says everything in one document with --json", async () => {
    const root = await repo(clash);
    const { stdout } = await upgrade(root, "--json", "--branch", "upgrade");
    expect(JSON.parse(stdout)).toMatchObject({
      from: packageVersion,
      to: NEXT,
      branch: "upgrade",
      undo: expect.stringContaining("git reset --hard"),
      unresolved: ["infra/network.ts"],
      guessed: [],
      changelog: [{ version: NEXT, text: "### Templates\n\n- The network is firmer." }],
    });
  });

  it("a repo that has lost its record is upgraded too", async () => {
    const root = await repo(clash);
    await rm(join(root, ".space-sst"), { recursive: true });
    await commitAll(root);
    expect(await upgrade(root, "--check")).toMatchObject({ exitCode: 4 });
    expect(await upgrade(root)).toMatchObject({ exitCode: 0 });
    expect(tree(root)["infra/network.ts"]).toContain("// Mine.");
  });
});

describe("an upgrade refuses", () => {
  it("a folder without git, a repository without a commit, a file that git does not have", async () => {
    const root = await repo();
    await rm(join(root, ".git"), { recursive: true });
    await refused(root, [], 1, "is in no git repository");
    await git(root, "init", "--quiet");
    await refused(root, [], 1, "has no commit yet");
    await commitAll(root);
    await git(root, "rm", "--quiet", "--cached", "infra/naming.ts");
    await git(root, "commit", "--quiet", "--message", "Out");
    await refused(root, [], 1, "git does not have infra/naming.ts, which would change");
    expect(await upgrade(root, "--force")).toMatchObject({ exitCode: 0 });
  });

  it("a branch that is there, and a name that is none", async () => {
    const root = await repo();
    await refused(root, ["--branch", "main"], 2, '--branch: there is a branch "main" already');
    await refused(root, ["--branch", "a..b"], 2, '--branch: "a..b" is no name for a branch');
  });
});
