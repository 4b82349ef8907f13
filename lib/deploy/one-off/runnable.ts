import { Failure } from "../../errors.ts";
import { type Deployed, valuesOf } from "../deployed.ts";

/** What a one-off task is a copy of: the version of a service that runs now, and the network that it runs in. */
export interface Runnable {
  /** ARN of the task definition, with its revision. */
  task: string;
  network: { subnets: string[]; securityGroups: string[]; assignPublicIp: "ENABLED" | "DISABLED" };
}

/**
 * The version that a service runs. While a deploy is under way that is still the old one.
 * @throws {Failure} where ECS has no such service
 */
async function ofService({ aws, cluster }: Deployed, name: string, service: string): Promise<Runnable> {
  const { services = [] } = await aws.call("ecs", "DescribeServices", { cluster, services: [service] });
  const found = services.find(({ status }) => status === "ACTIVE");
  const { deployments = [], networkConfiguration } = found ?? {};
  const runs =
    deployments.find(({ rolloutState }) => rolloutState === "COMPLETED") ??
    deployments.find(({ status }) => status === "PRIMARY");
  const {
    subnets = [],
    securityGroups = [],
    assignPublicIp = "DISABLED",
  } = networkConfiguration?.awsvpcConfiguration ?? {};
  if (runs?.taskDefinition === undefined)
    throw new Failure(`${name} does not run: there is no ECS service ${service} in ${cluster}`);
  return { task: runs.taskDefinition, network: { subnets, securityGroups, assignPublicIp } };
}

/** What a schedule of EventBridge starts, as SST's state has it. */
interface Target {
  ecsParameters?: {
    taskDefinitionArn?: string;
    networkConfiguration?: { subnets?: string[]; securityGroups?: string[]; assignPublicIp?: boolean };
  };
}

/** `shop-dev-report` of `arn:aws:ecs:…:task-definition/shop-dev-report:3` */
const familyOf = (arn: string): string => (arn.split("/").at(-1) ?? "").replace(/:\d+$/, "");

/** The version that a scheduled task runs at its next time. */
function ofSchedule(deployed: Deployed, name: string): Runnable | null {
  const family = `${deployed.project}-${deployed.stage.stage}-${name}`;
  const targets = valuesOf(deployed, "schedule") as (Target | undefined)[];
  const parameters = targets
    .map((target) => target?.ecsParameters)
    .find((found) => familyOf(found?.taskDefinitionArn ?? "") === family);
  if (parameters === undefined) return null;
  const { taskDefinitionArn: task = "", networkConfiguration = {} } = parameters;
  const { subnets = [], securityGroups = [], assignPublicIp = false } = networkConfiguration;
  return { task, network: { subnets, securityGroups, assignPublicIp: assignPublicIp ? "ENABLED" : "DISABLED" } };
}

async function runs(deployed: Deployed, name: string): Promise<Runnable> {
  const expected = deployed.services.find((service) => service.name === name);
  if (expected !== undefined) return ofService(deployed, name, expected.service);
  const found = ofSchedule(deployed, name);
  if (found === null) throw new Failure(`${name} is not in ${deployed.stage.stage} yet: a deploy makes it`);
  return found;
}

/** The newest revision of a task definition: that of a deploy that has failed, too. */
async function newestOf({ aws }: Deployed, task: string): Promise<string> {
  const { taskDefinition } = await aws.call("ecs", "DescribeTaskDefinition", { taskDefinition: familyOf(task) });
  return taskDefinition?.taskDefinitionArn ?? task;
}

/**
 * What a one-off task of a service, or of a scheduled task, is a copy of.
 * @param newest the newest version that is registered, instead of the one that runs
 * @throws {Failure} where the stage does not run it
 */
export async function runnableOf(deployed: Deployed, name: string, newest: boolean): Promise<Runnable> {
  const found = await runs(deployed, name);
  return newest ? { ...found, task: await newestOf(deployed, found.task) } : found;
}
