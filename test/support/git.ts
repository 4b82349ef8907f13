import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { vi } from "vitest";
import { temporaryFolder } from "./cli.ts";

/** Git as somebody who has nothing configured has it. */
export const SOMEBODY = {
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_SYSTEM: "/dev/null",
  GIT_AUTHOR_NAME: "Ana",
  GIT_AUTHOR_EMAIL: "ana@example.com",
  GIT_COMMITTER_NAME: "Ana",
  GIT_COMMITTER_EMAIL: "ana@example.com",
};

/** Runs git in a folder, and gives what it prints. */
export const git = async (cwd: string, ...words: string[]): Promise<string> =>
  (await execa("git", words, { cwd, env: SOMEBODY })).stdout;

/** Commits everything that is in a folder; makes it a repository where it is none. */
export async function commitAll(cwd: string, message = "Work"): Promise<void> {
  await git(cwd, "init", "--quiet", "--initial-branch", "main");
  await git(cwd, "add", "--all");
  await git(cwd, "commit", "--quiet", "--allow-empty", "--message", message);
}

/** Git as somebody has it who has told it how to do things: until environments are as they were. */
export async function habits(...lines: string[]): Promise<void> {
  const home = await temporaryFolder();
  await writeFile(join(home, ".gitconfig"), `${lines.join("\n")}\n`);
  vi.stubEnv("HOME", home);
  vi.stubEnv("XDG_CONFIG_HOME", join(home, ".config"));
}
