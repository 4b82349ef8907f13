import { containersOf, objects, type Stack } from "../simulate/stack.ts";
import type { Resource } from "../simulate/types.ts";
import type { Control } from "./control.ts";
import { get, mostTasks } from "./look.ts";
import { databases, isMysql } from "./rds.ts";

const SIZES = ["micro", "small", "medium", "large", "xlarge"];

/** GiB of a class such as db.t4g.medium: each size has twice as much as the one before it. */
function memoryOf(instanceClass: string): number | undefined {
  const [, family = "", times = "1", size = ""] = /^db\.([a-z])[^.]*\.(\d*)(\w+)$/.exec(instanceClass) ?? [];
  const index = SIZES.indexOf(size);
  return index < 0 ? undefined : 2 ** index * Number(times || 1) * (family === "r" ? 2 : 1);
}

/** Aurora Serverless: ACU and connections, as AWS's user guide has them. */
const POSTGRES_ACU = { 1: 189, 4: 823, 8: 1_669, 16: 3_360, 32: 5_000 };
const MYSQL_ACU = { 1: 90, 4: 135, 8: 1_000, 16: 2_000, 32: 3_000, 64: 4_000, 128: 5_000 };

/** How many connections a database takes by default; undefined for a class that is not known. */
export function mostConnections(database: Resource): number | undefined {
  const mysql = isMysql(database);
  const memory = memoryOf(String(database.inputs.instanceClass ?? ""));
  if (memory !== undefined) {
    const left = (memory * 0.95 - 0.2) * 1024 ** 3;
    return Math.floor(Math.min(mysql ? left / 12_582_880 : left / 9_531_392, mysql ? 16_000 : 5_000));
  }
  const scaling = (key: string) => Number(get(database.inputs, `serverlessv2ScalingConfiguration.${key}`));
  const max = scaling("maxCapacity");
  if (Number.isNaN(max)) return undefined;
  const steps = Object.entries(mysql ? MYSQL_ACU : POSTGRES_ACU).filter(([acu]) => Number(acu) <= max);
  const most = steps.at(-1)?.[1] ?? 45;
  return scaling("minCapacity") < 1 ? Math.min(most, 2_000) : most;
}

/** The connections that one task may open to a database; 0 where it does not know it. One without a pool opens one. */
function poolOf(definition: Resource, database: Resource): number {
  const hosts = [database.outputs.address, database.outputs.endpoint];
  return containersOf(definition)
    .map(({ environment }) => new Map(objects(environment).map(({ name, value }) => [String(name), value])))
    .filter((environment) => hosts.includes(environment.get("DB_HOST") ?? ""))
    .reduce((sum, environment) => sum + Number(environment.get("DB_POOL_SIZE") ?? 1), 0);
}

/** How often a task definition runs at a time: twice as many while a deploy replaces a service's tasks. */
function tasksOf({ outputs, id }: Resource, stack: Stack): number {
  const arns = [outputs.arn, id];
  const services = stack
    .of("aws:ecs/service:Service")
    .filter(({ inputs }) => arns.includes(inputs.taskDefinition ?? ""));
  return services.length === 0 ? 1 : services.reduce((sum, service) => sum + 2 * mostTasks(service, stack), 0);
}

/** The connections that the stage's tasks may open to a database, in the middle of a deploy. */
export const wantedConnections = (database: Resource, stack: Stack): number =>
  stack
    .of("aws:ecs/taskDefinition:TaskDefinition")
    .map((definition) => poolOf(definition, database) * tasksOf(definition, stack))
    .reduce((sum, connections) => sum + connections, 0);

/** What the services of a stage share. */
export const connectionControls: Control[] = [
  {
    id: "OWN.pools",
    title: "all tasks together open no more connections than their database takes",
    why: "the one too many is refused, most likely during a deploy, when there are twice as many tasks",
    fix: "take a larger class of database in infra/stage.ts, or a smaller `max` for its services",
    severity: "mandatory",
    when: "always",
    scope: "stage",
    of: databases,
    problem: (database, stack) => {
      const most = mostConnections(database);
      const wanted = wantedConnections(database, stack);
      return most !== undefined && wanted > most ? `it takes ${most}, they may open ${wanted}` : undefined;
    },
  },
];
