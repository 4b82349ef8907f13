import { availableParallelism } from "node:os";
import { join } from "node:path";
import { Failure } from "../../errors.ts";
import type { Simulation } from "../../proof/simulate/types.ts";
import { packageRoot } from "../../system/package-root.ts";
import { type ChildProcess, forkScript } from "../../system/run.ts";

/** A stage of a repo that is to be run. */
export interface Job {
  root: string;
  stage: string;
  /** The account that it belongs to, where that is known. */
  account?: string;
}

export interface Reply {
  simulation: Simulation;
  /** Why a deploy would be refused as the answers are; null where it would not. */
  refused: string | null;
}

type Message = Reply | { error: string; name: string };

/** More processes than this wait for the disk and the memory of each other. */
const MOST = 4;

/** The program that the processes run: built beside this one. */
export const childScript = join(packageRoot, "dist", "plan", "child.js");

/** Each process loads SDK and program anew, so that it should have more than one stage to run unless cores are idle. */
const processes = (stages: number): number => Math.max(1, Math.min(availableParallelism(), MOST, stages));

function ask(child: ChildProcess, job: Job): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const exited = (code: number | null) =>
      reject(new Failure(`the process that runs ${job.stage} ended with ${code}`));
    child.once("exit", exited);
    child.once("message", (message) => {
      child.off("exit", exited);
      const answer = message as Message;
      if (!("error" in answer)) resolve(answer);
      else reject(new Failure(answer.error));
    });
    child.send(job);
  });
}

/**
 * Runs stages of a repo offline, several at a time within the cores, and gives each result as soon as it is there.
 * @throws {Failure} where SST's platform is missing in the repo, or a process ends before its time
 */
export async function simulateStages(jobs: readonly Job[], done: (job: Job, reply: Reply) => void): Promise<void> {
  const queue = [...jobs];
  const children: ChildProcess[] = [];
  const work = async () => {
    const child = forkScript(childScript);
    children.push(child);
    for (let job = queue.shift(); job !== undefined; job = queue.shift()) done(job, await ask(child, job));
  };
  try {
    await Promise.all(Array.from({ length: processes(jobs.length) }, work));
  } finally {
    for (const child of children) child.kill();
  }
}
