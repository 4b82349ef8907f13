import { appendFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { packageVersion } from "../../../lib/system/package-root.ts";
import { run, temporaryFolder } from "../../support/cli.ts";
import { tree } from "../../support/files.ts";
import { commitAll, git } from "../../support/git.ts";
import { clash, KICKOFF, NEXT, next, refused, replace, repo, TOP, upgrade } from "./two-versions.ts";

describe("an upgrade", () => {
  it("of a repo that nobody has edited is a fresh kickoff, byte for byte, and the second one changes nothing", async () => {
    const root = await repo();
    expect(await upgrade(root, "--check")).toMatchObject({
      exitCode: 4,
      stderr: `space-sst: an upgrade is due: from ${packageVersion} to ${NEXT}`,
    });
    const { exitCode, stdout, stderr } = await upgrade(root);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(stdout).toContain(`${packageVersion} → ${NEXT}: 1 new, 5 updated, 1 deleted.`);
    expect(stdout).toContain("- The network is firmer.");

    const cwd = await temporaryFolder();
    await run(KICKOFF, { cwd, program: next });
    const files = tree(root);
    expect(files).toEqual(tree(join(cwd, "shop")));

    await commitAll(root, "Upgrade");
    expect(await upgrade(root, "--check")).toMatchObject({ exitCode: 0 });
    expect((await upgrade(root)).stdout).toContain(`${NEXT}: nothing to change.`);
    expect(tree(root)).toEqual(files);
  });

  it("keeps edits, deletions and service code, and stages what it writes", async () => {
    const root = await repo(async (root) => {
      await appendFile(join(root, "infra/network.ts"), "// Mine.\n");
      await rm(join(root, "infra/naming.ts"));
      await appendFile(join(root, "services/api/src/main.ts"), "// Mine.\n");
    });
    await writeFile(join(root, "notes.txt"), "not in git\n");
    expect(await upgrade(root)).toMatchObject({ exitCode: 0 });
    const files = tree(root);
    expect(files["infra/network.ts"]).toMatch(/new in the network[\s\S]*\/\/ Mine\.\n$/);
    expect(files["services/api/src/main.ts"]).toMatch(/\/\/ Mine\.\n$/);
    expect(Object.keys(files)).not.toContain("infra/naming.ts");
    expect((await git(root, "status", "--short")).split("\n")).toEqual([
      "M  .space-sst/rendered",
      "M  .yo-rc.json",
      "M  infra/network.ts",
      "M  package.json",
      expect.stringMatching(/^R {2}vendor\/generator-space-sst-\S+ -> vendor\/generator-space-sst-9\.0\.0-\S+$/),
      "?? notes.txt",
    ]);
  });

  it("leaves a conflict in the index as git does, and is undone by the command that it prints", async () => {
    const root = await repo(clash);
    await writeFile(join(root, "notes.txt"), "not in git\n");
    const before = tree(root);
    const { exitCode, stdout } = await upgrade(root, "--branch", "upgrade");
    expect(exitCode).toBe(0);
    expect(stdout).toContain("! infra/network.ts has conflicts");
    expect(await git(root, "status", "--short")).toContain("UU infra/network.ts");
    expect(tree(root)["infra/network.ts"]).toContain(
      `${TOP}<<<<<<< yours\n// Mine.\n||||||| before\n=======\n// What is new in the network.\n>>>>>>> generated\n`,
    );
    const stages = await git(root, "ls-files", "--unmerged");

    // The same three trees, merged by git.
    const other = await temporaryFolder();
    await git(other, "clone", "--quiet", root, ".");
    await git(other, "switch", "--quiet", "--detach", "origin/main~1");
    await run(["upgrade"], { cwd: other, program: next });
    await commitAll(other, "Theirs");
    const theirs = await git(other, "rev-parse", "HEAD");
    await git(other, "switch", "--quiet", "main");
    await expect(git(other, "merge", theirs)).rejects.toThrow("Automatic merge failed");
    expect(stages).toBe(await git(other, "ls-files", "--unmerged"));

    const undo = stdout.trimEnd().split("\n").at(-1)?.trim() as string;
    expect(undo).toBe(
      "git reset --hard --quiet && git switch --quiet main && git branch --quiet --delete --force upgrade",
    );
    for (const words of undo.split(" && ")) await git(root, ...words.split(" ").slice(1));
    expect(tree(root)).toEqual(before);
    expect(await git(root, "status", "--short")).toBe("?? notes.txt");
    expect(await git(root, "branch", "--list")).toBe("* main");
  });
});

describe("an upgrade refuses", () => {
  it("what git could not take back, unless it is forced: then what was not committed comes back too", async () => {
    const root = await repo();
    await appendFile(join(root, "infra/naming.ts"), "// Not committed.\n");
    await refused(
      root,
      [],
      1,
      "not everything is committed (infra/naming.ts), and what undoes an upgrade resets the whole git repository: commit",
    );
    const before = tree(root);
    const { stdout } = await upgrade(root, "--force", "--json");
    const { undo } = JSON.parse(stdout);
    expect(tree(root)["infra/naming.ts"]).toContain("// Not committed.");
    for (const words of undo.split(" && ")) await git(root, ...words.split(" ").slice(1));
    expect(tree(root)).toEqual(before);
  });

  it("a rehearsal before it is written that there cannot be", async () => {
    await refused(await repo(), ["--rehearse"], 1, "SST is not installed in");
    await refused(await repo(clash), ["--rehearse"], 1, "its conflicts are for somebody to resolve first");
  });

  it("a repo of a newer version, and answers of a newer shape", async () => {
    const root = await repo();
    await upgrade(root);
    await commitAll(root);
    const before = tree(root);
    for (const words of [["upgrade"], ["cache", "main", "--yes"], ["--domain", "acme.com", "--yes"]]) {
      const { exitCode, stderr } = await run(words, { cwd: root });
      expect({ exitCode, stderr }).toEqual({
        exitCode: 1,
        stderr: `space-sst: ${root} is rendered by generator-space-sst ${NEXT}, which is newer than this ${packageVersion}: npm install --global generator-space-sst@${NEXT}`,
      });
    }
    expect(tree(root)).toEqual(before);
    await replace(join(root, ".yo-rc.json"), '"blueprint": 1', '"blueprint": 2');
    const { exitCode, stderr } = await upgrade(root);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`blueprint: is 2, of a newer version than generator-space-sst ${NEXT} reads (1)`);
  });
});

it("the other commands leave the version to the upgrade, before anything is asked", async () => {
  const root = await repo();
  for (const words of [["cache"], ["--domain", "acme.com", "--yes"], ["remove", "service", "api"]]) {
    const { exitCode, stderr } = await run(words, { cwd: root, program: next });
    expect({ exitCode, stderr }).toEqual({
      exitCode: 1,
      stderr: `space-sst: ${root} is rendered by generator-space-sst ${packageVersion}, and this is ${NEXT}: run \`space-sst upgrade\` first`,
    });
  }
});
