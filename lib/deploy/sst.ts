import { createWriteStream, existsSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { Failure } from "../errors.ts";
import { misplaced } from "../proof/simulate/place.ts";
import { inTurn } from "../system/in-turn.ts";
import { start } from "../system/run.ts";
import type { Finished, SstError, SstEvent } from "./events.ts";
import { followEngine } from "./follow.ts";
import { sstParser } from "./parse.ts";

/** Runs the repo's own SST. Only one run at a time in a folder: SST's files below `.sst` are not per stage. */

export type Verb = "deploy" | "diff" | "refresh" | "unlock" | "remove";

export interface SstOptions {
  /** Folder of the repo. */
  root: string;
  stage: string;
  verb: Verb;
  /** More words for SST's command line, such as `--policy`, `policy`. */
  words?: readonly string[];
  /** Variables in addition to those of this process; undefined takes one away. */
  env?: Readonly<Record<string, string | undefined>>;
  onEvent?: (event: SstEvent) => void;
  /** Aborted: SST is asked to stop cleanly, as by one Ctrl-C. */
  signal?: AbortSignal;
}

export type Status =
  /**
   * Exit status 0, and SST's own word for it. Neither is enough: after a Ctrl-C SST can print "Complete" and exit with 1, and where
   * a signal has ended its engine it prints "Interrupted" and exits with 0 (`pkg/project/run.go`, at its end).
   */
  | "complete"
  | "failed"
  /** It was asked to stop and stopped cleanly: the lock is gone. */
  | "interrupted"
  /** Nothing was done: the stage is locked. */
  | "locked"
  /** The process ended without a word: the lock is probably still there. */
  | "killed";

export interface Outcome {
  status: Status;
  errors: SstError[];
  /** The outputs of the stage after a deploy that is complete; otherwise empty. */
  outputs: Readonly<Record<string, unknown>>;
  /** The file with everything that SST has printed, relative to the repo. */
  log: string;
  seconds: number;
}

/** A run that has begun. */
export interface SstRun {
  /** The file with everything that SST prints, relative to the repo. */
  log: string;
  outcome: Promise<Outcome>;
  /** As Ctrl-C: the first asks SST to finish what it has begun, a second one has Pulumi give up at once. */
  interrupt: () => void;
  /** Ends SST at once: the stage stays locked. */
  kill: () => void;
}

/** `deploy-dev-20260131T093000Z.log` */
const logName = ({ verb, stage }: SstOptions, now: Date): string =>
  `${verb}-${stage}-${now.toISOString().replace(/[-:]|\.\d+/g, "")}.log`;

const UNEXPECTED = "Unexpected error occurred";

/** What SST does not say itself, where nobody has stopped it. */
export const ENGINE_ENDED = "something else has ended SST's engine before it was done";

/** What SST keeps to itself is in its own log: `level=ERROR msg="exited with error" err="…"`. */
async function hiddenError(root: string): Promise<string | null> {
  const log = await readFile(join(root, ".sst", "log", "sst.log"), "utf8").catch(() => "");
  const last = log.split("\n").findLast((line) => line.includes('msg="exited with error"')) ?? "";
  const [, quoted, plain] = /err=(?:("(?:[^"\\]|\\.)*")|(\S+))/.exec(last) ?? [];
  try {
    return quoted === undefined ? (plain ?? null) : String(JSON.parse(quoted));
  } catch {
    return quoted ?? null;
  }
}

async function readOutputs(root: string): Promise<Record<string, unknown>> {
  try {
    return JSON.parse(await readFile(join(root, ".sst", "outputs.json"), "utf8")) ?? {};
  } catch {
    return {};
  }
}

/**
 * SST looks for a free port from 13557 on, and listens there a moment later (`pkg/server/server.go`): of two that begin at the same
 * moment on one machine, one ends its engine. So the next one begins when the one before says that it is ready, or has ended. One
 * that installs its platform first, which takes a minute, is waited for no longer.
 */
export const sstTurn = inTurn(13_556, 30_000);

const binOf = (root: string): string => join(root, "node_modules", ".bin", "sst");

/** Whether the repo's packages are installed. */
export const hasSst = (root: string): boolean => existsSync(binOf(root));

/** @throws {Failure} where the repo has no SST of its own, or is where SST cannot run it */
export function requireSst(root: string): void {
  const wrong = misplaced(root);
  if (wrong !== null) throw new Failure(`${wrong.problem}: ${wrong.remedy}`);
  if (!hasSst(root))
    throw new Failure(`SST is not installed in ${root}: install the repo's packages first (npm install, pnpm install)`);
}

/** The SST of the repo. @throws {Failure} where it is not installed */
export function sstOf(root: string): string {
  requireSst(root);
  return binOf(root);
}

/**
 * Starts SST. It gets a process group of its own, so that a Ctrl-C at the terminal reaches only us, and signals go to the
 * whole group: the `sst` of the npm package is a script that swallows them (`bin/sst.mjs`).
 * @throws {Failure} where the repo has no SST, or SST cannot run it
 */
export async function startSst(options: SstOptions): Promise<SstRun> {
  const { root, stage, verb, words = [], env = {}, onEvent = () => undefined, signal } = options;
  requireSst(root);
  const folder = join(root, ".sst", "log");
  await mkdir(folder, { recursive: true });
  const started = new Date();
  const path = join(folder, logName(options, started));
  const log = createWriteStream(path, { mode: 0o600 });
  const stopFollowing = await followEngine(root, stage, onEvent);

  const next = await sstTurn();
  const { child } = await start(binOf(root), [verb, "--stage", stage, ...words], {
    cwd: root,
    // Which stage it is says the command line alone.
    env: { ...env, NO_COLOR: "1", FORCE_COLOR: undefined, SST_STAGE: undefined },
  });
  void child.then(next, next);

  const parser = sstParser();
  const seen = { errors: [] as SstError[], last: null as Finished | null, locked: false };
  const sent = new Set<NodeJS.Signals>();
  const take = (event: SstEvent) => {
    if (event.type === "error") seen.errors.push(event.error);
    if (event.type === "finished") seen.last = event;
    if (event.type === "locked") seen.locked = true;
    if (event.type === "ready") next();
    onEvent(event);
  };
  const read = async (stream: Readable, name: "stdout" | "stderr") => {
    for await (const line of createInterface({ input: stream })) {
      log.write(`${line}\n`);
      for (const event of parser.line(line, name)) take(event);
    }
  };

  let isOver = false;
  const send = (name: NodeJS.Signals) => {
    // Its group may outlive it; once nobody is left, its number may be that of another group.
    if (child.pid === undefined || isOver) return;
    sent.add(name);
    try {
      process.kill(-child.pid, name);
    } catch {
      // It has just ended by itself.
    }
  };
  const interrupt = () => send("SIGINT");
  if (signal?.aborted) interrupt();
  signal?.addEventListener("abort", interrupt, { once: true });

  const finish = async (): Promise<Outcome> => {
    const [result] = await Promise.all([child, read(child.stdout, "stdout"), read(child.stderr, "stderr")]);
    isOver = true;
    signal?.removeEventListener("abort", interrupt);
    await stopFollowing();
    for (const event of parser.end()) take(event);
    await new Promise((done) => log.end(done));
    const { last } = seen;
    const errors = last !== null && last.errors.length > 0 ? last.errors : seen.errors;
    for (const error of errors) {
      if (error.message.startsWith(UNEXPECTED)) error.message = (await hiddenError(root)) ?? error.message;
    }
    // `unlock` runs no engine. A diff with --json has no last word either, and nothing tells a part of it from the whole: not here.
    const complete = result.exitCode === 0 && (last?.result === "complete" || verb === "unlock");
    if (last?.result === "interrupted" && !sent.has("SIGINT") && errors.length === 0)
      errors.push({ resource: null, message: ENGINE_ENDED });
    const spoke = last !== null || seen.errors.length > 0;
    const killed = result.exitCode === undefined || sent.has("SIGKILL") || (!spoke && !sent.has("SIGINT"));
    const ended: Status = killed ? "killed" : sent.has("SIGINT") ? "interrupted" : "failed";
    const status = complete ? "complete" : seen.locked ? "locked" : ended;
    return {
      status,
      errors,
      outputs: complete && verb === "deploy" ? await readOutputs(root) : {},
      log: relative(root, path),
      seconds: (Date.now() - started.getTime()) / 1000,
    };
  };
  return { log: relative(root, path), outcome: finish(), interrupt, kill: () => send("SIGKILL") };
}

/** Runs SST to its end. */
export const runSst = async (options: SstOptions): Promise<Outcome> => (await startSst(options)).outcome;
