import { isObject } from "../simulate/engine/wire.ts";
import type { Stack } from "../simulate/stack.ts";
import type { PlainObject, Resource } from "../simulate/types.ts";
import type { Request } from "./access.ts";

/** Schedules that call an operation of AWS, and what of a stage they wake, or let sleep. */

type Scheduled = Pick<Resource, "inputs">;

interface Call {
  /** As in the ARN of the target: `rds:stopDBInstance`. */
  operation: string;
  input: PlainObject;
}

/** What a schedule calls; null for one that starts a task. */
export function callOf({ inputs: { target } }: Scheduled): Call | null {
  if (!isObject(target)) return null;
  const operation = /^arn:aws:scheduler:::aws-sdk:(.+)$/.exec(String(target.arn))?.[1];
  return operation === undefined ? null : { operation, input: JSON.parse(String(target.input ?? "{}")) as PlainObject };
}

/** By the operation: the input that names what it is called on, and whether that is awake then. */
const TURNS: Record<string, { named: string; awake(input: PlainObject): boolean }> = {
  "ecs:updateService": { named: "Service", awake: ({ DesiredCount }) => Number(DesiredCount) > 0 },
  "rds:startDBInstance": { named: "DbInstanceIdentifier", awake: () => true },
  "rds:stopDBInstance": { named: "DbInstanceIdentifier", awake: () => false },
  "route53:updateHealthCheck": { named: "HealthCheckId", awake: ({ Disabled }) => Disabled !== true },
};

export interface Turn {
  /** The name of a service or a database, or the id of a health check. */
  what: string;
  awake: boolean;
}

/** What a schedule wakes, or lets sleep; null where it does neither. */
export function turnOf(schedule: Scheduled): Turn | null {
  const call = callOf(schedule);
  const turn = call && TURNS[call.operation];
  return call && turn ? { what: String(call.input[turn.named]), awake: turn.awake(call.input) } : null;
}

/** What its role asks for. */
export function turnRequests(schedule: Resource, stack: Stack): Request[] {
  const [call, turn] = [callOf(schedule), turnOf(schedule)];
  if (call === null || turn === null) return [];
  const [service = "", operation = ""] = call.operation.split(":");
  const action = `${service}:${operation.charAt(0).toUpperCase()}${operation.slice(1)}`;
  const services = stack
    .of("aws:ecs/service:Service")
    .filter(({ inputs }) => inputs.name === turn.what)
    .map(({ outputs }) => String(outputs.arn).replace(/:service\/.*$/, `:service/${call.input.Cluster}/${turn.what}`));
  const databases = stack
    .of("aws:rds/instance:Instance")
    .filter(({ inputs }) => inputs.identifier === turn.what)
    .map(({ outputs }) => String(outputs.arn));
  const checks = stack
    .of("aws:route53/healthCheck:HealthCheck")
    .filter(({ id }) => id === turn.what)
    .map(({ outputs }) => String(outputs.arn));
  return [...services, ...databases, ...checks].map((resource) => ({ action, resource }));
}

/** What of a stage is stopped at night, as its schedules call it. */
export const asleep = (stack: Stack): string[] =>
  stack.of("aws:scheduler/schedule:Schedule").flatMap((schedule) => {
    const turn = turnOf(schedule);
    return turn?.awake === false ? [turn.what] : [];
  });

/** Whether something of a stage sleeps. */
export const sleeps = (stack: Stack): boolean => asleep(stack).length > 0;
