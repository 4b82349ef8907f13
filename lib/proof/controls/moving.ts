import type { Stack } from "../simulate/stack.ts";
import type { Resource } from "../simulate/types.ts";
import type { Control } from "./control.ts";
import { isMysql } from "./rds.ts";

/** An input that AWS moves by itself. */
interface Moved {
  of: readonly string[];
  input: string;
  by: string;
  /** Whether AWS moves it here; left out: always. */
  moves?(resource: Resource, stack: Stack): boolean;
}

const service = "aws:ecs/service:Service";
const target = "aws:appautoscaling/target:Target";

/** A version that says no more than RDS keeps: PostgreSQL has its minor version after one number, MySQL after two. */
const namesMajorOnly = (database: Resource): boolean =>
  String(database.inputs.engineVersion ?? "").split(".").length <= (isMysql(database) ? 2 : 1);

const upgrades = ({ inputs }: Resource): boolean => inputs.autoMinorVersionUpgrade === true;

const MOVED: readonly Moved[] = [
  {
    of: [service],
    input: "desiredCount",
    by: "autoscaling",
    moves: ({ parent }, stack) => stack.of(target).some((one) => one.parent === parent),
  },
  {
    of: ["aws:elasticache/replicationGroup:ReplicationGroup"],
    input: "engineVersion",
    by: "ElastiCache",
    moves: upgrades,
  },
  {
    of: ["aws:rds/instance:Instance"],
    input: "engineVersion",
    by: "RDS",
    moves: (database) => upgrades(database) && !namesMajorOnly(database),
  },
  {
    of: ["aws:rds/cluster:Cluster"],
    input: "engineVersion",
    by: "RDS",
    moves: (database) => !namesMajorOnly(database),
  },
];

export const movingControls: Control[] = [
  {
    id: "OWN.moved",
    title: "what AWS moves by itself is not moved back",
    why: "a deploy in a peak would stop the tasks that were added for it, and an older version of a cache is a new, empty one",
    fix: "name it in `ignoreChanges`, as infra/kit does; of a database name the major version only",
    severity: "mandatory",
    when: "always",
    // A policy is not told what is ignored.
    scope: "program",
    of: MOVED.flatMap(({ of }) => of),
    problem: (resource, stack) =>
      MOVED.filter(({ of, input }) => of.includes(resource.type) && resource.inputs[input] !== undefined)
        .filter(({ input, moves }) => !resource.ignoreChanges?.includes(input) && (moves?.(resource, stack) ?? true))
        .map(({ input, by }) => `${by} moves its ${input}, and a deploy would move it back`),
  },
];
