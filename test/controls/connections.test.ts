import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { mostConnections } from "../../lib/proof/controls/connections.ts";
import type { Resource } from "../../lib/proof/simulate/types.ts";
import { packageRoot } from "../../lib/system/package-root.ts";

/** The infrastructure shares the connections that the control counts: each knows by itself how many there are. */

interface Kit {
  Pools: new (most: number) => { share(tasks: number): string };
  instanceConnections(family: string, instance: string): number;
  serverlessConnections(family: string, capacity: { min: string; max: string }): number;
}
// Its globals are SST's, so that its types are checked in a rendered repo.
const kit: Kit = await import(join(packageRoot, "templates/infra/kit/connections.ts"));

const database = (inputs: object) => ({ inputs }) as Resource;

/** As RDS shows them for instances of these classes, give or take what a version of its own processes takes. */
const SEEN = { "t4g.micro": [81, 64], "t4g.small": [190, 150], "t4g.medium": [410, 312], "r6g.large": [1_700, 1_300] };

/** Of every size, with the memory of its family: t and m have half of what r has. */
const CLASSES = [
  ...["t4g.micro", "t4g.small", "t4g.medium", "t4g.large", "t4g.xlarge", "t4g.2xlarge"],
  ...["m7g.large", "m7g.xlarge", "m7g.2xlarge", "m7g.4xlarge", "m7g.8xlarge", "m7g.12xlarge", "m7g.16xlarge"],
  ...["r7g.large", "r7g.xlarge", "r7g.2xlarge", "r7g.4xlarge", "r7g.8xlarge", "r7i.24xlarge"],
];

/** Connections of PostgreSQL and of MySQL, as AWS's user guide of Aurora has them, at the edges of its table. */
const SERVERLESS: readonly [min: number, max: number, postgres: number, mysql: number][] = [
  [0, 0.5, 45, 45],
  [0, 1, 189, 90],
  [1, 3.5, 189, 90],
  [1, 4, 823, 135],
  [1, 7.5, 823, 135],
  [1, 8, 1_669, 1_000],
  [1, 16, 3_360, 2_000],
  // With a minimum below one, 2,000 are the most.
  [0.5, 16, 2_000, 2_000],
  [0.5, 256, 2_000, 2_000],
  [1, 31.5, 3_360, 2_000],
  [1, 32, 5_000, 3_000],
  [1, 64, 5_000, 4_000],
  [1, 128, 5_000, 5_000],
  [1, 256, 5_000, 5_000],
];

describe.each(["postgres", "mysql"])("%s", (family) => {
  test.each(Object.entries(SEEN))("%s", (instance, seen) => {
    const known = seen[family === "postgres" ? 0 : 1] ?? 0;
    const connections = kit.instanceConnections(family, instance);
    expect(Math.abs(connections - known) / known).toBeLessThan(0.05);
    expect(mostConnections(database({ engine: family, instanceClass: `db.${instance}` }))).toBe(connections);
  });

  test.each(CLASSES)("%s takes what the control counts", (instance) => {
    const counted = mostConnections(database({ engine: family, instanceClass: `db.${instance}` }));
    expect(kit.instanceConnections(family, instance)).toBe(counted);
  });

  test.each(SERVERLESS)("Aurora from %s to %s ACU", (min, max, ...known) => {
    const scaling = { minCapacity: min, maxCapacity: max };
    const cluster = database({ engine: `aurora-${family}`, serverlessv2ScalingConfiguration: scaling });
    const capacity = { min: `${min} ACU`, max: `${max} ACU` };
    const connections = kit.serverlessConnections(family, capacity);
    expect(connections).toBe(known[family === "postgres" ? 0 : 1]);
    expect(mostConnections(cluster)).toBe(connections);
  });
});

describe("the connections of a database, shared among the tasks of its services", () => {
  // Of Pulumi only what waits until all services have asked: here they have.
  const globals = globalThis as { $util?: object };
  beforeEach(() => {
    globals.$util = { output: () => ({ apply: (then: () => string) => ({ toString: then }) }) };
  });
  afterEach(() => {
    delete globals.$util;
  });

  test.each([
    // Nine tenths of 81 for twice the tasks, in the middle of a deploy.
    ["one service", 81, [4], "9"],
    ["two", 81, [4, 2], "6"],
    ["more would make no task faster", 5_000, [4], "10"],
    ["one is the least", 81, [100], "1"],
  ])("%s", (_, most, tasks, each) => {
    const pools = new kit.Pools(most);
    const shares = tasks.map((one) => pools.share(one));
    expect(shares.map(String)).toEqual(tasks.map(() => each));
  });
});

test("a class that nobody has counted is taken for larger than all that are, and stops no deploy", () => {
  expect(kit.instanceConnections("postgres", "x2g.metal")).toBe(5_000);
  expect(kit.instanceConnections("mysql", "x2g.metal")).toBe(16_000);
});
