import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { mostConnections } from "../../lib/proof/controls/connections.ts";
import type { Resource } from "../../lib/proof/simulate/types.ts";
import { packageRoot } from "../../lib/system/package-root.ts";

/** The infrastructure shares the connections that the control counts: each knows by itself how many there are. */

interface Kit {
  instanceConnections(family: string, instance: string): number;
  serverlessConnections(family: string, capacity: { min: string; max: string }): number;
}
// Its globals are SST's, so that its types are checked in a rendered repo.
const kit: Kit = await import(join(packageRoot, "templates/infra/kit/connections.ts"));

const database = (inputs: object) => ({ inputs }) as Resource;

/** As RDS shows them for instances of these classes, give or take what a version of its own processes takes. */
const SEEN = { "t4g.micro": [81, 64], "t4g.small": [190, 150], "t4g.medium": [410, 312], "r6g.large": [1_700, 1_300] };

describe.each(["postgres", "mysql"])("%s", (family) => {
  test.each(Object.entries(SEEN))("%s", (instance, seen) => {
    const known = seen[family === "postgres" ? 0 : 1] ?? 0;
    const connections = kit.instanceConnections(family, instance);
    expect(Math.abs(connections - known) / known).toBeLessThan(0.05);
    expect(mostConnections(database({ engine: family, instanceClass: `db.${instance}` }))).toBe(connections);
  });

  test.each([
    ["0 ACU", "2 ACU"],
    ["0.5 ACU", "8 ACU"],
    ["0.5 ACU", "64 ACU"],
    ["1 ACU", "32 ACU"],
  ])("Aurora from %s to %s", (min, max) => {
    const scaling = { minCapacity: Number.parseFloat(min), maxCapacity: Number.parseFloat(max) };
    const cluster = database({ engine: `aurora-${family}`, serverlessv2ScalingConfiguration: scaling });
    expect(mostConnections(cluster)).toBe(kit.serverlessConnections(family, { min, max }));
  });
});

test("a class that nobody has counted is taken for larger than all that are, and stops no deploy", () => {
  expect(kit.instanceConnections("postgres", "x2g.metal")).toBe(5_000);
  expect(kit.instanceConnections("mysql", "x2g.metal")).toBe(16_000);
});
