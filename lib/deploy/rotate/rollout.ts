import { setTimeout as sleep } from "node:timers/promises";
import { lastPart } from "../../aws/arn.ts";
import { Failure } from "../../errors.ts";
import { UNVERIFIED } from "../deploy.ts";
import { lookAt } from "../rolling/look.ts";
import { restart } from "../rolling/rollback.ts";
import { currentOf } from "../rolling/versions.ts";
import type { Check } from "../verify.ts";
import type { Context } from "./rotation.ts";

/** New tasks read the new credential. The old one is needed until the last task that has read it has ended. */

const POLL_MS = 5_000;
/** ECS describes so many at a time. */
const MOST = 100;

/** Tasks of a service, or of a scheduled task, that have not ended: those that are stopping still finish what they began. */
async function tasksOf({ deployed }: Context, service: string): Promise<string[]> {
  const { aws, cluster, project, stage } = deployed;
  const found: string[] = [];
  for (const desiredStatus of ["RUNNING", "STOPPED"] as const) {
    const input = { cluster, family: `${project}-${stage.stage}-${service}`, desiredStatus };
    for await (const { taskArns = [] } of aws.pages("ecs", "ListTasks", input)) found.push(...taskArns);
  }
  return alive(deployed, found);
}

async function alive({ aws, cluster }: Context["deployed"], arns: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (let first = 0; first < arns.length; first += MOST) {
    const { tasks = [] } = await aws.call("ecs", "DescribeTasks", { cluster, tasks: arns.slice(first, first + MOST) });
    for (const { taskArn = "", lastStatus } of tasks) if (lastStatus !== "STOPPED") found.push(taskArn);
  }
  return found;
}

/**
 * Replaces the tasks that run now, and waits until all of them have ended.
 * @throws {Failure} where new ones do not serve, or an old one goes on
 */
export async function replaceTasks(context: Context, services: readonly string[]): Promise<Check[]> {
  const { deployed, terminal, wait, signal } = context;
  const old = (await Promise.all(services.map((service) => tasksOf(context, service)))).flat();
  const running = deployed.services.filter(({ name }) => services.includes(name));
  const restarted = await Promise.all(
    running.map(async (expected) =>
      restart(deployed, expected, await currentOf(deployed.aws, deployed.cluster, expected)),
    ),
  );
  const checks = await lookAt(deployed, restarted, wait, terminal);
  const failed = checks.filter(({ result }) => result === "failed").map(({ what }) => what);
  const valid = "Both credentials are valid until the rotation is typed again and ends";
  if (failed.length > 0)
    throw new Failure(`new tasks do not serve: ${failed.join(", ")}, see above. ${valid}`, { status: UNVERIFIED });
  await terminal.step("Waiting for the last task with the old credential", async () => {
    let left = await alive(deployed, old);
    for (const end = Date.now() + wait * 1000; left.length > 0; left = await alive(deployed, left)) {
      signal.throwIfAborted();
      if (Date.now() > end)
        throw new Failure(
          `a task still has the old credential and goes on: ${left.map(lastPart).join(", ")}. ${valid}; --wait waits longer`,
          { status: UNVERIFIED },
        );
      await sleep(POLL_MS);
    }
  });
  return checks;
}
