import type { Aws } from "../../aws/client.ts";
import { Failure } from "../../errors.ts";
import type { Deployed } from "../deployed.ts";
import type { ServiceExpected } from "../expected.ts";
import { registerCopy } from "../task-copy.ts";
import { COPY_OF, type Current, revisionOf, type Version, versionsOf } from "./versions.ts";

/** Going back to an earlier version of a service, without the repo and without SST. */

const known = (versions: readonly Version[]): string =>
  versions
    .map(({ name, at }) => `${revisionOf(name)}${at === null ? "" : ` (${at.slice(0, 16).replace("T", " ")})`}`)
    .join(", ");

/**
 * The version to go back to: the one that is given, else the newest before the one that runs.
 * @param to a revision, `7` or `shop-dev-api:7`
 * @throws {Failure} where there is none
 */
export async function targetOf(
  deployed: Deployed,
  service: ServiceExpected,
  current: Current,
  to: string | undefined,
): Promise<Version> {
  const now = revisionOf(current.name);
  const all = await versionsOf(deployed, service);
  const others = all.filter(({ name }) => revisionOf(name) !== now);
  const wanted =
    to === undefined
      ? all.find(({ name }) => revisionOf(name) < now)
      : others.find(({ name }) => name === to || `${revisionOf(name)}` === to);
  if (wanted !== undefined) return wanted;
  if (to === undefined)
    throw new Failure(
      `${service.name} has no version before ${current.name}, as far as ECS remembers (90 days): revert the commit and deploy`,
    );
  throw new Failure(
    `${service.name} has run no version "${to}" in the last 90 days, or runs it now. ${others.length === 0 ? "There is no other" : `There are: ${known(others)}`}`,
  );
}

/**
 * A copy of an earlier version as the newest one. The earlier one cannot be run any more: the deploy that replaced it took it out
 * of use. The image, settings and roles are its own; secrets have the values of today.
 * @returns ARN of the copy
 */
async function copyOf(aws: Aws, { task, name }: Version): Promise<string> {
  const { taskDefinition, tags = [] } = await aws.call("ecs", "DescribeTaskDefinition", {
    taskDefinition: task,
    include: ["TAGS"],
  });
  if (taskDefinition?.family === undefined) throw new Failure(`ECS does not know ${name} any more`);
  return registerCopy(aws, taskDefinition, {
    tags: [...tags.filter(({ key }) => key !== COPY_OF), { key: COPY_OF, value: name }],
  });
}

/** Brings a service to a version that ECS can run as it is. */
export async function moveTo(
  { aws, cluster }: Pick<Deployed, "aws" | "cluster">,
  service: string,
  task: string,
): Promise<void> {
  await aws.call("ecs", "UpdateService", { cluster, service, taskDefinition: task });
}

/**
 * Brings a service back to an earlier version.
 * @returns the service as it has to be now
 */
export async function rollBack(
  deployed: Deployed,
  expected: ServiceExpected,
  version: Version,
): Promise<ServiceExpected> {
  const task = await copyOf(deployed.aws, version);
  await moveTo(deployed, expected.service, task);
  return { ...expected, task };
}

/** Starts new tasks of the version that a service runs. */
export async function restart(
  { aws, cluster }: Deployed,
  expected: ServiceExpected,
  { task }: Current,
): Promise<ServiceExpected> {
  await aws.call("ecs", "UpdateService", { cluster, service: expected.service, forceNewDeployment: true });
  return { ...expected, task };
}
