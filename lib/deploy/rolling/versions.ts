import { lastPart } from "../../aws/arn.ts";
import type { Aws } from "../../aws/client.ts";
import { Failure } from "../../errors.ts";
import type { Deployed } from "../deployed.ts";
import type { ServiceExpected } from "../expected.ts";

/** The versions of a service, as ECS keeps them: revisions of its task definition, and when each was brought up. */

export interface Version {
  /** Family and revision: `shop-dev-api:7`. */
  name: string;
  /** ARN of the task definition. */
  task: string;
  /** When its deployment was done, ISO 8601. */
  at: string | null;
}

/** ECS describes so many revisions of a service at a time. */
const MOST = 20;

/** The tag that names the version that a copy is of. */
export const COPY_OF = "space-sst:copy-of";

export const revisionOf = (name: string): number => Number(/:(\d+)$/.exec(name)?.[1] ?? 0);

/** The version that ECS goes to now. */
export interface Current {
  task: string;
  /** The version that it is: of a copy that was made to roll back, the one that it is a copy of. */
  name: string;
  rolledBack: boolean;
}

/**
 * What a service runs, or is on its way to.
 * @throws {Failure} where ECS has no such service
 */
export async function currentOf(aws: Aws, cluster: string, { name, service }: ServiceExpected): Promise<Current> {
  const { services = [] } = await aws.call("ecs", "DescribeServices", { cluster, services: [service] });
  const task = services.find(({ status }) => status === "ACTIVE")?.taskDefinition;
  if (task === undefined) throw new Failure(`${name} does not run: there is no ECS service ${service} in ${cluster}`);
  const { tags = [] } = await aws.call("ecs", "DescribeTaskDefinition", { taskDefinition: task, include: ["TAGS"] });
  const copyOf = tags.find(({ key }) => key === COPY_OF)?.value;
  return { task, name: copyOf ?? lastPart(task), rolledBack: copyOf !== undefined };
}

/**
 * The versions that a service has run, the newest first, without copies. ECS remembers 90 days of them.
 * @throws {AwsFailure}
 */
export async function versionsOf({ aws, cluster }: Deployed, { service }: ServiceExpected): Promise<Version[]> {
  const input = { cluster, service, status: ["SUCCESSFUL" as const] };
  const done = new Map<string, Date | undefined>();
  for await (const { serviceDeployments = [] } of aws.pages("ecs", "ListServiceDeployments", input))
    for (const { targetServiceRevisionArn = "", finishedAt } of serviceDeployments)
      if (!done.has(targetServiceRevisionArn)) done.set(targetServiceRevisionArn, finishedAt);
  const arns = [...done.keys()];
  const versions = new Map<string, Version>();
  for (let first = 0; first < arns.length; first += MOST) {
    const serviceRevisionArns = arns.slice(first, first + MOST);
    const { serviceRevisions = [] } = await aws.call("ecs", "DescribeServiceRevisions", { serviceRevisionArns });
    for (const { taskDefinition: task = "", serviceRevisionArn = "" } of serviceRevisions) {
      const name = lastPart(task);
      if (!versions.has(name))
        versions.set(name, { name, task, at: done.get(serviceRevisionArn)?.toISOString() ?? null });
    }
  }
  return [...versions.values()].sort((a, b) => revisionOf(b.name) - revisionOf(a.name));
}
