import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { blobId, git, gitTopOf } from "../../lib/system/git.ts";
import { temporaryFolder } from "../support/cli.ts";
import { commitAll, git as ownGit } from "../support/git.ts";

let folder: string;
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => void vi.unstubAllEnvs());

const printed = async (...words: Parameters<typeof git>) => (await git(...words)).stdout.toString().trim();

describe("git", () => {
  it("works on the folder that it is given, whatever its own variables say, and asks nobody", async () => {
    await commitAll(folder);
    // Git takes each of them for more than what is written into the command.
    const misleading = { GIT_DIR: "/elsewhere/.git", GIT_CONFIG_PARAMETERS: "'user.name=Eva'", GIT_TRACE: "1" };
    for (const [name, value] of Object.entries(misleading)) vi.stubEnv(name, value);
    expect(await git(folder, ["log", "--format=%s"])).toMatchObject({ status: 0, stderr: "", output: "Work\n" });
    expect(await printed(folder, ["-c", "user.name=Ana", "config", "user.name"])).toBe("Ana");
    const shell = ["-c", "alias.asks=!env", "asks"];
    const seen = (await printed(folder, shell, "", { GIT_INDEX_FILE: "own" })).split("\n");
    expect(seen).toContain("GIT_TERMINAL_PROMPT=0");
    expect(seen).toContain("GIT_INDEX_FILE=own");
    expect(seen.filter((line) => line.startsWith("GIT_TRACE"))).toEqual([]);
  });

  it("reads what it is given, and has its own status", async () => {
    expect(await printed(folder, ["hash-object", "--stdin"], "a\n")).toBe(blobId("a\n"));
    expect(await git(folder, ["rev-parse", "--verify", "HEAD"])).toMatchObject({ status: 128, missing: false });
  });

  it("that is missing has the status that a shell gives it", async () => {
    vi.stubEnv("PATH", folder);
    expect(await git(folder, ["status"])).toMatchObject({ status: 127, missing: true });
  });

  it("that was stopped has failed", async () => {
    const kill = ["-c", "alias.dies=!kill -9 $PPID", "dies"];
    expect((await git(folder, kill)).status).toBe(1);
  });
});

it("knows the id of a file as git does, of bytes and of letters of more than one", async () => {
  const contents = ["", "é\n", Buffer.from([0, 255, 10])];
  for (const [index, content] of contents.entries()) {
    const file = join(folder, String(index));
    await writeFile(file, content);
    expect(blobId(content)).toBe(await ownGit(folder, "hash-object", "--no-filters", file));
  }
});

it("finds the repository that a folder is in, or will be", async () => {
  await mkdir(join(folder, "outer", ".git"), { recursive: true });
  await mkdir(join(folder, "alone"));
  await mkdir(join(folder, "outer", "inner", ".git"), { recursive: true });
  const outer = join(folder, "outer");
  expect(gitTopOf(outer)).toBe(outer);
  expect(gitTopOf(join(outer, "not", "there", "yet"))).toBe(outer);
  expect(gitTopOf(join(outer, "inner", "a"))).toBe(join(outer, "inner"));
  expect(gitTopOf(join(folder, "alone"))).toBeNull();
});
