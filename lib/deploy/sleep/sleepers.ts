import { nextStart } from "../../answers/sleep/times.ts";
import type { Aws } from "../../aws/client.ts";
import { callOf, turnOf } from "../../proof/judges/sleep.ts";
import type { PlainObject } from "../../proof/simulate/types.ts";
import type { Deployed } from "../deployed.ts";
import { STATE } from "../state-types.ts";

/** What of a stage sleeps at night, as the schedules say that SST's state has: whoever wakes it does what they do. */

export interface Sleepers {
  services: { cluster: string; service: string; tasks: number }[];
  databases: string[];
  /** Checks from outside, which are switched off. */
  checks: string[];
  /** When its tasks, or else its databases, are woken: an expression of EventBridge Scheduler, and its time zone. */
  wakes: { expression: string; timezone: string } | null;
}

type Found = Omit<Sleepers, "wakes">;

/** By the operation that wakes it: how something is remembered. */
const WAKERS: Record<string, (found: Found, what: string, input: PlainObject) => unknown> = {
  "ecs:updateService": ({ services }, service, { Cluster, DesiredCount }) =>
    services.push({ cluster: String(Cluster), service, tasks: Number(DesiredCount) }),
  "rds:startDBInstance": ({ databases }, database) => databases.push(database),
  "route53:updateHealthCheck": ({ checks }, check) => checks.push(check),
};
/** Whose hour is that of the stage. */
const HOURS = ["ecs:updateService", "rds:startDBInstance"];

/** What sleeps; nothing in a stage that is always awake. */
export function sleepersOf({ resources }: Pick<Deployed, "resources">): Sleepers {
  const [type] = STATE.schedule;
  const found: Found = { services: [], databases: [], checks: [] };
  const hours = new Map<string, NonNullable<Sleepers["wakes"]>>();
  for (const { outputs = {} } of resources.filter((resource) => resource.type === type)) {
    const schedule = { inputs: outputs as PlainObject };
    const [call, turn] = [callOf(schedule), turnOf(schedule)];
    if (call === null || turn === null || !turn.awake) continue;
    WAKERS[call.operation]?.(found, turn.what, call.input);
    hours.set(call.operation, {
      expression: String(outputs.scheduleExpression),
      timezone: String(outputs.scheduleExpressionTimezone ?? "UTC"),
    });
  }
  const [wakes = null] = HOURS.flatMap((operation) => hours.get(operation) ?? []);
  return { ...found, wakes };
}

/** Of a database: `available`, `stopped`, `starting`. */
export async function databaseStatus(aws: Aws, DBInstanceIdentifier: string): Promise<string> {
  const { DBInstances = [] } = await aws.call("rds", "DescribeDBInstances", { DBInstanceIdentifier });
  return DBInstances[0]?.DBInstanceStatus ?? "unknown";
}

/** Those of its services that run no task. */
export async function idleOf(aws: Aws, { services }: Sleepers): Promise<Sleepers["services"]> {
  const found = await Promise.all(
    services.map(async (one) => {
      const { services: [service] = [] } = await aws.call("ecs", "DescribeServices", {
        cluster: one.cluster,
        services: [one.service],
      });
      return service?.desiredCount === 0 ? [one] : [];
    }),
  );
  return found.flat();
}

/** A database that is on its way down cannot be asked either. */
export const isDown = (status: string): boolean => status === "stopped" || status === "stopping";

/** Until when a stage sleeps: `07:20 Europe/Berlin`; null where it is awake. */
export async function asleepUntil(aws: Aws, sleepers: Sleepers, now = new Date()): Promise<string | null> {
  if (sleepers.wakes === null) return null;
  const [idle, statuses] = await Promise.all([
    idleOf(aws, sleepers),
    Promise.all(sleepers.databases.map((database) => databaseStatus(aws, database))),
  ]);
  const { expression, timezone } = sleepers.wakes;
  return idle.length > 0 || statuses.some(isDown) ? nextStart(expression, timezone, now) : null;
}
