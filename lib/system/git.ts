import { spawn } from "node:child_process";
import { createHash } from "node:crypto";

/** What a git process gave. */
export interface GitResult {
  /** Its exit status; 127 where there is no git. */
  status: number;
  stdout: Buffer;
  stderr: string;
}

/** A git process knows nothing of the repository that this one may have been started from (as in a hook), and asks nobody. */
export const gitEnvironment = (): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("GIT_"))),
  GIT_TERMINAL_PROMPT: "0",
});

/** Runs git in a folder, with an input and variables of its own. Never throws: a git that is missing is a status as any other. */
export const git = (
  cwd: string,
  args: readonly string[],
  input: Buffer | string = "",
  env: Readonly<Record<string, string>> = {},
): Promise<GitResult> =>
  new Promise((resolve) => {
    const child = spawn("git", args, { cwd, env: { ...gitEnvironment(), ...env }, stdio: "pipe" });
    const [out, err]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => err.push(chunk));
    child.on("error", (error) => resolve({ status: 127, stdout: Buffer.alloc(0), stderr: error.message }));
    child.on("close", (status) =>
      resolve({ status: status ?? 1, stdout: Buffer.concat(out), stderr: Buffer.concat(err).toString() }),
    );
    // A git that ends early reads no more of it.
    child.stdin.on("error", () => undefined);
    child.stdin.end(input);
  });

/** The id that git gives a file of these contents, where it stores them as they are (SHA-1, git's default). */
export const blobId = (contents: Buffer): string =>
  createHash("sha1").update(`blob ${contents.length}\0`).update(contents).digest("hex");
