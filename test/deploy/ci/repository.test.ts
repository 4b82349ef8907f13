import { chmod, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { subjectPrefix } from "../../../lib/deploy/ci/gh.ts";
import { findRepository } from "../../../lib/deploy/ci/inputs.ts";
import { readRemote, slugOf } from "../../../lib/deploy/ci/repository.ts";
import { temporaryFolder } from "../../support/cli.ts";
import { git } from "../../support/git.ts";
import { viewOf } from "../../support/view.ts";

const read = (url: string) => {
  const found = readRemote(url);
  return found === undefined ? undefined : `${found.host} ${slugOf(found)}`;
};

describe("the repository that a git remote names", () => {
  it.each([
    ["git@github.com:acme/shop.git", "github acme/shop"],
    ["https://github.com/Acme-Inc/shop.app.git\n", "github Acme-Inc/shop.app"],
    ["https://token@github.com/acme/shop", "github acme/shop"],
    ["https://GitHub.com/acme/shop/", "github acme/shop"],
    ["ssh://git@github.com:22/acme/shop.git", "github acme/shop"],
    ["ssh://git@github.com/acme/shop", "github acme/shop"],
    ["ssh://git@ssh.github.com:443/acme/shop.git", "github acme/shop"],
    ["git+ssh://git@github.com/acme/shop.git", "github acme/shop"],
    ["git@bitbucket.org:acme/shop.git", "bitbucket acme/shop"],
    ["git@bitbucket.org:Acme/Shop.git", "bitbucket acme/shop"],
    ["ssh://git@altssh.bitbucket.org:443/acme/shop.git", "bitbucket acme/shop"],
    ["https://anna@bitbucket.org/acme/shop.git", "bitbucket acme/shop"],
  ])("%s", (url, expected) => {
    expect(read(url)).toBe(expected);
  });

  it.each([
    "https://gitlab.com/acme/shop.git",
    "git@constructor:acme/shop.git",
    "https://github.com.evil.example/acme/shop",
    "git@evil.example:github.com/acme/shop",
    "https://evil.example/github.com/acme/shop",
    "/srv/git/shop.git",
    "https://github.com/acme",
    "https://github.com/acme/shop/tree/main",
    "git@github.com:acme/sh*op.git",
    "",
  ])("is not known for %s", (url) => {
    expect(read(url)).toBeUndefined();
  });
});

/** Puts a program of this name before all others. It answers, and that is all it does. */
async function standIn(name: string, says: string): Promise<void> {
  const bin = await temporaryFolder();
  await writeFile(join(bin, name), `#!/bin/sh\n${says}\n`);
  await chmod(join(bin, name), 0o755);
  vi.stubEnv("PATH", `${bin}:${process.env.PATH}`);
  onTestFinished(() => void vi.unstubAllEnvs());
}

describe.skipIf(process.platform === "win32")("what only others know", () => {
  it.each([
    ["git@github-work:acme/shop.git", "github.com", { host: "github", owner: "acme", name: "shop" }],
    ["ssh://git@work/acme/shop.git", "github.com", { host: "github", owner: "acme", name: "shop" }],
    ["git@github-work:acme/shop.git", "git.example", undefined],
    ["https://github-work/acme/shop.git", "github.com", undefined],
  ])("%s is where SSH says that its host is, %s", async (url, hostname, expected) => {
    await standIn("ssh", `[ "$1" = -G ] && printf 'user git\\nhostname ${hostname}\\nport 22\\n'`);
    const root = await temporaryFolder();
    await git(root, "init", "--quiet");
    await git(root, "remote", "add", "origin", url);
    const found = findRepository(
      root,
      viewOf({ project: "shop", ci: "github", services: [{ name: "api" }] }),
      undefined,
    );
    if (expected === undefined) await expect(found).rejects.toThrow('git has no remote "origin" at github.com');
    else expect(await found).toEqual(expected);
  });

  it("a subject has the repository's name as GitHub writes it, not as the remote does", async () => {
    await standIn(
      "gh",
      `case "$*" in *customization/sub*) echo '{"use_default":true}';; "api repos/ACME/SHOP --jq .full_name") echo Acme/shop;; esac`,
    );
    expect(await subjectPrefix({ host: "github", owner: "ACME", name: "SHOP" })).toBe("repo:Acme/shop");
  });
});
