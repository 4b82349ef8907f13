import { setTimeout as pause } from "node:timers/promises";
import type { Aws } from "../../aws/client.ts";
import { Failure } from "../../errors.ts";
import type { Terminal } from "../../terminal/terminal.ts";
import { databaseStatus, idleOf, isDown, type Sleepers } from "./sleepers.ts";

/** Waking a stage, and letting it sleep, before its schedules do. */

const LOOK_SECONDS = 15;
/** AWS says that a start takes minutes, and may take longer where there is much to recover. */
const MOST_LOOKS = 120;
/** Of tasks, until the checks from outside may ask them: what has not come up by then is to be reported. */
const MOST_LOOKS_AT_TASKS = 40;

/** Starts a database, and waits until it answers; one that is on its way down is started once it is. */
async function startDatabase(aws: Aws, DBInstanceIdentifier: string): Promise<void> {
  let started = false;
  for (let look = 0; look < MOST_LOOKS; look++) {
    const status = await databaseStatus(aws, DBInstanceIdentifier);
    if (!isDown(status) && status !== "starting") return;
    if (status === "stopped" && !started) {
      await aws.call("rds", "StartDBInstance", { DBInstanceIdentifier });
      started = true;
    }
    await pause(LOOK_SECONDS * 1000);
  }
  throw new Failure(
    `database ${DBInstanceIdentifier} has not come up within ${(MOST_LOOKS * LOOK_SECONDS) / 60} minutes: RDS says what it does, in the console below Events`,
  );
}

/** Waits until a service has its tasks. */
async function awaitTasks(aws: Aws, { cluster, service, tasks }: Sleepers["services"][number]): Promise<void> {
  for (let look = 0; look < MOST_LOOKS_AT_TASKS; look++) {
    const { services: [found] = [] } = await aws.call("ecs", "DescribeServices", { cluster, services: [service] });
    if ((found?.runningCount ?? 0) >= tasks) return;
    await pause(LOOK_SECONDS * 1000);
  }
}

/** Switches the checks from outside on or off. */
const setChecks = (aws: Aws, checks: readonly string[], Disabled: boolean) =>
  Promise.all(checks.map((HealthCheckId) => aws.call("route53", "UpdateHealthCheck", { HealthCheckId, Disabled })));

async function offOf(aws: Aws, { checks }: Sleepers): Promise<string[]> {
  const found = await Promise.all(
    checks.map(async (HealthCheckId) => {
      const { HealthCheck } = await aws.call("route53", "GetHealthCheck", { HealthCheckId });
      return HealthCheck?.HealthCheckConfig?.Disabled === true ? [HealthCheckId] : [];
    }),
  );
  return found.flat();
}

/** What was asleep. */
export interface Woken {
  databases: string[];
  services: string[];
  checks: string[];
}

/** Databases first, then the tasks that ask them, and then who asks these from outside. Nothing is done to what is awake. */
export async function wake(aws: Aws, sleepers: Sleepers, terminal: Terminal): Promise<Woken> {
  const statuses = await Promise.all(
    sleepers.databases.map(async (name) => ({ name, status: await databaseStatus(aws, name) })),
  );
  const databases = statuses.filter(({ status }) => isDown(status) || status === "starting").map(({ name }) => name);
  if (databases.length > 0)
    await terminal.step(`Starting ${databases.join(", ")}, which takes some minutes`, () =>
      Promise.all(databases.map((name) => startDatabase(aws, name))),
    );
  const idle = await idleOf(aws, sleepers);
  for (const { cluster, service, tasks } of idle)
    await aws.call("ecs", "UpdateService", { cluster, service, desiredCount: tasks });
  const off = await offOf(aws, sleepers);
  if (off.length > 0) {
    await terminal.step("Waiting for the tasks, which then are asked from outside", () =>
      Promise.all(sleepers.services.map((service) => awaitTasks(aws, service))),
    );
    await setChecks(aws, off, false);
  }
  return { databases, services: idle.map(({ service }) => service), checks: off };
}

/** Who asks from outside first, then tasks, then the databases that they ask. */
export async function letSleep(aws: Aws, sleepers: Sleepers): Promise<void> {
  await setChecks(aws, sleepers.checks, true);
  for (const { cluster, service } of sleepers.services)
    await aws.call("ecs", "UpdateService", { cluster, service, desiredCount: 0 });
  for (const DBInstanceIdentifier of sleepers.databases)
    if ((await databaseStatus(aws, DBInstanceIdentifier)) === "available")
      await aws.call("rds", "StopDBInstance", { DBInstanceIdentifier });
}
