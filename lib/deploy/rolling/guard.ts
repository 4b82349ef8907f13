import { lastPart } from "../../aws/arn.ts";
import type { Aws } from "../../aws/client.ts";
import { releaseIn, stackOf } from "../../aws/sst/state.ts";
import { Failure } from "../../errors.ts";
import type { Terminal } from "../../terminal/terminal.ts";
import { type Expected, expectedOf } from "../expected.ts";
import { headOf } from "../fleet/checkout.ts";
import { moveTo } from "./rollback.ts";
import { currentOf } from "./versions.ts";

/** A rollback is outside the program: the next deploy ends it. This says so first, and sees that it is so. */

interface RolledBack {
  /** The service, as in the answers. */
  name: string;
  /** The ECS service. */
  service: string;
  /** ARN of what the program has: the version that it was taken back from. */
  task: string;
  /** The version that it was taken back to. */
  to: string;
}

async function rolledBack(aws: Aws, { cluster, services }: Expected): Promise<RolledBack[]> {
  const found = await Promise.all(
    services.map(async (expected) => {
      const current = await currentOf(aws, cluster, expected).catch(() => null);
      return current?.rolledBack && current.task !== expected.task ? [{ ...expected, to: current.name }] : [];
    }),
  );
  return found.flat();
}

interface Deploy {
  root: string;
  aws: Aws;
  terminal: Terminal;
  project: string;
  stage: string;
  /** Somebody wants the version that was rolled back once more. */
  insists: boolean;
}

/**
 * Says what this deploy takes back. Where it would bring the very version that was rolled back, it is refused.
 * @throws {Failure}
 */
export async function sayRolledBack({ root, aws, terminal, project, stage, insists }: Deploy): Promise<void> {
  const stack = await stackOf(aws, project, stage);
  if (stack === null) return;
  const found = await rolledBack(aws, expectedOf(stack.outputs));
  if (found.length === 0) return;
  for (const { name, to, task } of found)
    terminal.print(
      `${terminal.paint("yellow", "!")} ${name} was rolled back from ${lastPart(task)} to ${to}. This deploy ends it.`,
    );
  const head = process.env.RELEASE ?? (await headOf(root))?.id;
  const release = releaseIn(stack);
  if (release === null || release !== head || insists) return;
  const names = found.map(({ name }) => name).join(", ");
  throw new Failure(
    `${names} was rolled back, and ${release.slice(0, 12)} is what it was taken back from: revert what is wrong, commit, and deploy that. Nothing was done. To deploy it once more: --after-rollback`,
  );
}

/** A service that a deploy has not changed would stay rolled back: it is brought to what the program has. */
export async function endRollbacks(aws: Aws, expected: Expected, terminal: Terminal): Promise<void> {
  for (const { name, service, task } of await rolledBack(aws, expected)) {
    terminal.print(`${name} goes on from its rollback to ${lastPart(task)}, which this deploy has left as it was.`);
    await moveTo({ aws, cluster: expected.cluster }, service, task);
  }
}
