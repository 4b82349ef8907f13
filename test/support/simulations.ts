import { type ChildProcess, fork } from "node:child_process";
import { mkdtemp } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { inject } from "vitest";
import type { Simulation } from "../../lib/proof/simulate/simulate.ts";
import type { StageOf } from "../../lib/proof/simulate/stages.ts";
import { packageRoot } from "../../lib/system/package-root.ts";

/**
 * A program makes promises by the hundred thousand, most of them for a moment: V8's own room for these is full all the time. With
 * this much a process has 900 MB, and needs a fifth less of the processor than with half of it.
 */
const ROOM = ["--max-semi-space-size=128"];

/** A repo and the stages of it that are run. */
export interface Job {
  root: string;
  /** With `dev`, as `sst dev` runs it; with `preview`, as the first `sst diff`. A large one may take longer. */
  stages: (StageOf & { dev?: boolean; preview?: boolean; timeout?: number })[];
}

/** What the processes run, as one file. */
async function script(): Promise<string> {
  const folder = await mkdtemp(join(inject("shared"), "simulations-"));
  const outfile = join(folder, "child.mjs");
  await build({
    entryPoints: [join(packageRoot, "test", "support", "simulations-child.ts")],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    sourcemap: "inline",
  });
  return outfile;
}

let written: Promise<string> | undefined;

/** Those that wait for work. They stay for the next test file of this process, and end with it. */
const idle: ChildProcess[] = [];

async function begun(): Promise<ChildProcess> {
  written ??= script();
  const child = fork(await written, { serialization: "advanced", execArgv: ROOM });
  child.unref();
  child.channel?.unref();
  return child;
}

/** Beside those of other test files, which run at the same time where there are more cores. */
const PROCESSES = Math.min(availableParallelism(), 2);

/** A few processes take job after job: each loads the AWS provider once. */
export async function simulateAll(jobs: readonly Job[]): Promise<Simulation[][]> {
  const results: Simulation[][] = new Array(jobs.length);
  const queue = [...jobs.entries()];
  const work = async () => {
    const child = idle.pop() ?? (await begun());
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      results[next[0]] = await ask(child, next[1]);
    }
    idle.push(child);
  };
  await Promise.all(Array.from({ length: Math.min(PROCESSES, jobs.length) }, work));
  return results;
}

const ask = (child: ChildProcess, job: Job): Promise<Simulation[]> =>
  new Promise((resolve, reject) => {
    const exited = (code: number | null) => reject(new Error(`the process of ${job.root} ended with ${code}`));
    child.once("exit", exited);
    child.once("message", (message) => {
      child.off("exit", exited);
      const answer = message as { simulations: Simulation[] } | { error: string };
      if ("error" in answer) reject(new Error(answer.error));
      else resolve(answer.simulations);
    });
    child.send(job);
  });
