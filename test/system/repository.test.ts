import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { describe, expect, it } from "vitest";
import { bin, run, temporaryFolder } from "../support/cli.ts";
import { commitAll, git } from "../support/git.ts";

/** Git says to what it starts, such as a hook, in which repository it is: a command that works on another one is not misled. */
async function fromAnother(): Promise<{ cwd: string; env: Record<string, string> }> {
  const cwd = await temporaryFolder();
  const other = join(cwd, "other");
  await mkdir(other);
  await commitAll(other);
  await git(other, "remote", "add", "origin", "git@github.com:wrong/other.git");
  return {
    cwd,
    env: { GIT_DIR: join(other, ".git"), GIT_WORK_TREE: other, GIT_INDEX_FILE: join(other, ".git", "index") },
  };
}

/** A stand-in for a package manager: it writes its environment down, and installs nothing. */
async function standInNpm(folder: string): Promise<string> {
  const path = join(folder, "bin");
  await mkdir(path);
  await writeFile(join(path, "npm"), `#!/bin/sh\nenv > "${path}/npm.env"\n`);
  await chmod(join(path, "npm"), 0o755);
  return path;
}

describe("a command that git has started for another repository", () => {
  it("makes the new repo's own git repository, and installs as if git had not", async () => {
    const { cwd, env } = await fromAnother();
    const path = await standInNpm(cwd);
    const words = [bin, "shop", "--project", "shop", "--preset", "minimal", "--yes"];
    const { exitCode, stderr } = await execa(process.execPath, words, {
      cwd,
      env: { ...env, PATH: `${path}:${process.env.PATH}` },
      reject: false,
    });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(await git(join(cwd, "shop"), "rev-parse", "--show-toplevel")).toBe(join(cwd, "shop"));
    expect(await readFile(join(path, "npm.env"), "utf8")).not.toMatch(/^GIT_(DIR|WORK_TREE|INDEX_FILE)=/m);
  });

  it("lets CI of the repo it works on in, and no other", async () => {
    const { cwd, env } = await fromAnother();
    const shop = join(cwd, "shop");
    await run(["shop", "--project", "shop", "--preset", "minimal", "--ci", "github", "--yes"], { cwd });
    await commitAll(shop);
    await git(shop, "remote", "add", "origin", "git@github.com:right/shop.git");
    const { stdout } = await run(["ci", "dev", "--dry-run", "--json"], { cwd: shop, env });
    const { repository, stages } = JSON.parse(stdout);
    expect(repository).toBe("right/shop");
    expect(JSON.stringify(stages)).not.toContain("wrong/other");
  });
});
