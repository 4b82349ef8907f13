import { lastPart } from "../../aws/arn.ts";
import { AT_ONCE, type Aws } from "../../aws/client.ts";
import type { Output } from "../../aws/services.ts";
import { pool } from "../../system/pool.ts";
import type { Deployed } from "../deployed.ts";
import type { ServiceExpected } from "../expected.ts";
import { stoppedTask } from "../tasks.ts";
import type { DeploymentStatus, ServiceStatus } from "./types.ts";

type EcsService = NonNullable<Output<"ecs", "DescribeServices">["services"]>[number];

/** ECS describes so many services at a time. */
const MOST = 10;
const EVENTS = 3;

const moment = (at: Date | undefined): string | null => at?.toISOString() ?? null;

const deploymentsOf = ({ deployments = [] }: EcsService): DeploymentStatus[] =>
  deployments.map((one) => ({
    version: lastPart(one.taskDefinition),
    status: one.status ?? "",
    rollout: one.rolloutState ?? "",
    wanted: one.desiredCount ?? 0,
    running: one.runningCount ?? 0,
    failed: one.failedTasks ?? 0,
    since: moment(one.createdAt),
    reason: one.rolloutStateReason || null,
  }));

/** What the load balancer thinks of the service's tasks. */
async function targetsOf(aws: Aws, { loadBalancers = [] }: EcsService): Promise<ServiceStatus["targets"]> {
  const groups = loadBalancers.flatMap(({ targetGroupArn }) => targetGroupArn ?? []);
  if (groups.length === 0) return null;
  const answers = await Promise.all(
    groups.map((TargetGroupArn) => aws.call("elb", "DescribeTargetHealth", { TargetGroupArn })),
  );
  // One that drains has no more requests to answer.
  const states = answers
    .flatMap(({ TargetHealthDescriptions = [] }) =>
      TargetHealthDescriptions.map(({ TargetHealth = {} }) => TargetHealth),
    )
    .filter(({ State }) => State !== "draining");
  const unhealthy = states.filter(({ State }) => State !== "healthy");
  const reasons = unhealthy.map(({ Description, Reason, State = "" }) => Description ?? Reason ?? State);
  return { healthy: states.length - unhealthy.length, all: states.length, reasons: [...new Set(reasons)] };
}

/** No service of that name is in the cluster any more. */
const gone = ({ name, task }: ServiceExpected): ServiceStatus => ({
  name,
  well: false,
  version: lastPart(task),
  since: null,
  wanted: 0,
  running: 0,
  targets: null,
  deployments: [],
  failure: null,
  events: ["it is not in the cluster: somebody has deleted it; a deploy makes it again"],
});

async function statusOf({ aws, cluster }: Deployed, expected: ServiceExpected, found: EcsService | undefined) {
  if (found === undefined || found.status !== "ACTIVE") return gone(expected);
  const [deployments, targets] = [deploymentsOf(found), await targetsOf(aws, found)];
  const primary = deployments.find(({ status }) => status === "PRIMARY");
  const [wanted, running] = [found.desiredCount ?? 0, found.runningCount ?? 0];
  const settled = deployments.length === 1 && primary?.rollout !== "IN_PROGRESS" && primary?.rollout !== "FAILED";
  const well = settled && running >= wanted && (targets === null || targets.healthy >= wanted);
  return {
    name: expected.name,
    well,
    version: primary?.version ?? lastPart(found.taskDefinition),
    since: primary?.since ?? null,
    wanted,
    running,
    targets,
    deployments,
    failure: well ? null : await stoppedTask(aws, cluster, expected.service),
    events: well ? [] : (found.events ?? []).slice(0, EVENTS).map(({ message = "" }) => message),
  };
}

/**
 * How every service of a stage does.
 * @throws {AwsFailure}
 */
export async function serviceStatuses(deployed: Deployed): Promise<ServiceStatus[]> {
  const { aws, cluster, services } = deployed;
  const found = new Map<string | undefined, EcsService>();
  for (let first = 0; first < services.length; first += MOST) {
    const names = services.slice(first, first + MOST).map(({ service }) => service);
    const answer = await aws.call("ecs", "DescribeServices", { cluster, services: names });
    for (const one of answer.services ?? []) found.set(one.serviceName, one);
  }
  return pool(services, AT_ONCE, (expected) => statusOf(deployed, expected, found.get(expected.service)));
}
