import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Ran, run, type Variables } from "./run.ts";

/** Git's own variables: which repository it works on is said by the folder alone, and nobody is asked. */
const variables = (): Variables => ({
  ...Object.fromEntries(
    Object.keys(process.env)
      .filter((name) => name.startsWith("GIT_"))
      .map((name) => [name, undefined]),
  ),
  GIT_TERMINAL_PROMPT: "0",
});

/** Runs git in a folder, with an input and variables of its own. A git that is missing has a status as any other: 127. */
export async function git(
  cwd: string,
  args: readonly string[],
  input: Buffer | string = "",
  env: Readonly<Record<string, string>> = {},
): Promise<Ran & { status: number }> {
  const ran = await run("git", args, { cwd, input, env: { ...variables(), ...env } });
  return { ...ran, status: ran.missing ? 127 : (ran.status ?? 1) };
}

/** The top of the git repository that a folder is in, which need not be there yet; null where it is in none. */
export function gitTopOf(folder: string): string | null {
  if (existsSync(join(folder, ".git"))) return folder;
  const outer = dirname(folder);
  return outer === folder ? null : gitTopOf(outer);
}

/** The id that git gives a file of these contents, where it stores them as they are (SHA-1, git's default). */
export const blobId = (contents: string | Buffer): string =>
  createHash("sha1")
    .update(`blob ${Buffer.byteLength(contents)}\0`)
    .update(contents)
    .digest("hex");
