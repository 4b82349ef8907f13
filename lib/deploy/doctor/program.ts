import { execa } from "execa";

export interface ProgramResult {
  /** Null where it is not installed, or was stopped. */
  status: number | null;
  missing: boolean;
  stdout: string;
  /** What it printed on either stream, on one line. */
  output: string;
}

/** Runs a program to look at what it says; never throws. It is stopped by the signal. */
export async function program(
  command: string,
  words: readonly string[],
  { cwd, signal }: { cwd: string; signal: AbortSignal },
): Promise<ProgramResult> {
  const result = await execa(command, words, {
    cwd,
    stdin: "ignore",
    all: true,
    reject: false,
    cancelSignal: signal,
    forceKillAfterDelay: 500,
    // Ctrl-C at the terminal is for doctor, which then stops the program: one that dies first would look like an answer.
    detached: true,
    env: { NO_COLOR: "1" },
  });
  const { code } = result as { code?: string };
  return {
    status: result.exitCode ?? null,
    missing: code === "ENOENT",
    stdout: result.stdout ?? "",
    output: (result.all ?? "").replace(/\s+/g, " ").trim(),
  };
}
