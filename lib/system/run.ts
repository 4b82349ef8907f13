import { type ChildProcess, execFileSync, fork, spawn } from "node:child_process";
import { constants } from "node:os";
import type { Options, ResultPromise } from "execa";
import { Failure } from "../errors.ts";

export type { ChildProcess } from "node:child_process";

/**
 * The one door to other programs. They are started without a shell, and know nothing of the repository that this process
 * may have been started from (git sets these variables in a hook, an alias, `rebase --exec`): a command works on the
 * folder that it says.
 */

/** Variables that name a repository: those of `git rev-parse --local-env-vars`, but for the configuration. */
const OF_A_REPOSITORY = [
  "GIT_ALTERNATE_OBJECT_DIRECTORIES",
  "GIT_COMMON_DIR",
  "GIT_DIR",
  "GIT_GRAFT_FILE",
  "GIT_IMPLICIT_WORK_TREE",
  "GIT_INDEX_FILE",
  "GIT_NAMESPACE",
  "GIT_NO_REPLACE_OBJECTS",
  "GIT_OBJECT_DIRECTORY",
  "GIT_PREFIX",
  "GIT_REPLACE_REF_BASE",
  "GIT_SHALLOW_FILE",
  "GIT_WORK_TREE",
];

/** Variables in addition to those of this process; undefined takes one away. */
export type Variables = Readonly<Record<string, string | undefined>>;

const environment = (more: Variables = {}): NodeJS.ProcessEnv => ({
  ...process.env,
  ...Object.fromEntries(OF_A_REPOSITORY.map((name) => [name, undefined])),
  ...more,
});

export interface RunOptions {
  cwd: string;
  env?: Variables;
  /** What it reads from standard input; without one it has none. */
  input?: string | Buffer;
  /** Stops it. */
  signal?: AbortSignal;
  /** Milliseconds after which it is stopped. */
  timeout?: number;
  /** Out of the reach of a Ctrl-C at the terminal, which is for this process. */
  detached?: boolean;
}

/** What a program gave. */
export interface Ran {
  /** Null where it is not installed, or was stopped. */
  status: number | null;
  /** It is not installed. */
  missing: boolean;
  stdout: Buffer;
  stderr: string;
  /** What it printed on either stream, in its order. */
  output: string;
  /** Why it could not be started or did not end by itself, in a line. */
  problem: string;
}

const text = (output: Uint8Array | undefined): string => Buffer.from(output ?? []).toString();

/** Runs a program to its end, whatever that is. Never throws: what went wrong is in what it gives. */
export async function run(
  command: string,
  words: readonly string[],
  { cwd, env, input, signal, timeout, detached = false }: RunOptions,
): Promise<Ran> {
  const { execa } = await import("execa");
  const child = execa(command, words, {
    cwd,
    env: environment(env),
    encoding: "buffer",
    maxBuffer: Number.POSITIVE_INFINITY,
    all: true,
    stripFinalNewline: false,
    reject: false,
    detached,
    forceKillAfterDelay: 500,
    ...(input === undefined ? { stdin: "ignore" as const } : { input }),
    ...(signal === undefined ? {} : { cancelSignal: signal }),
    ...(timeout === undefined ? {} : { timeout }),
  });
  // Where it could not be started, Node would signal a process, or a whole group, by whatever number stands there.
  if (child.pid === undefined) child.kill = () => false;
  const result = await child;
  return {
    status: result.exitCode ?? null,
    missing: result.code === "ENOENT",
    stdout: Buffer.from(result.stdout ?? []),
    stderr: text(result.stderr),
    output: text(result.all),
    problem: result.failed ? (result.shortMessage ?? "") : "",
  };
}

/** What a program answers in a line, for who cannot wait; null where it has no answer. */
export function answerOf(command: string, words: readonly string[], env: Variables = {}): string | null {
  try {
    return execFileSync(command, words, {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
      env: environment(env),
    }).trim();
  } catch {
    return null;
  }
}

/** A program that has begun, for who reads what it prints as it comes. */
export type Running = ResultPromise<{ buffer: false; reject: false; stdin: "ignore" }>;

/** Starts a program in a process group of its own, which outlives this process if it must. */
export async function start(
  command: string,
  words: readonly string[],
  { cwd, env }: Pick<RunOptions, "cwd" | "env">,
): Promise<{ child: Running }> {
  const { execa } = await import("execa");
  const options = { buffer: false, reject: false, stdin: "ignore" } as const satisfies Options;
  const process = { cwd, env: environment(env), detached: true, cleanup: false };
  return { child: execa(command, words, { ...process, ...options }) };
}

/** Starts a script of this package as a process that is sent messages; what it prints belongs to nobody. */
export const forkScript = (script: string): ChildProcess =>
  fork(script, { serialization: "advanced", stdio: ["ignore", "ignore", "inherit", "ipc"], env: environment() });

/** Starts a script whose output goes where this process says what is wrong; it gets these variables and no others. */
export const startScript = (script: string, words: readonly string[], env: NodeJS.ProcessEnv): ChildProcess =>
  spawn(process.execPath, [script, ...words], { stdio: ["ignore", 2, "inherit"], env });

/**
 * Runs a program that somebody sits before: it has this process's terminal. Ctrl-C is for it alone.
 * @returns its exit status, or 128 and more where a signal has ended it
 * @throws {Failure} where it cannot be started
 */
export async function attend(
  command: string,
  words: readonly string[],
  { cwd, env }: Pick<RunOptions, "cwd" | "env">,
): Promise<number> {
  const child = spawn(command, words, { cwd, env: environment(env), stdio: "inherit" });
  return new Promise((resolve, reject) => {
    child.on("error", ({ message }) => reject(new Failure(`${command} cannot be started: ${message}`)));
    child.on("exit", (code, signal) => resolve(code ?? 128 + constants.signals[signal as NodeJS.Signals]));
  });
}
