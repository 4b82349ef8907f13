import { describe, expect, test } from "vitest";
import { standard } from "../../lib/proof/controls/list.ts";
import { ask } from "../../lib/proof/controls/report.ts";
import { Stack } from "../../lib/proof/simulate/stack.ts";
import type { Simulation } from "../../lib/proof/simulate/types.ts";
import { KEPT } from "../../lib/resources/kept.ts";
import { rows } from "./rows/all.ts";
import { make, type Part, simulationOf } from "./rows/make.ts";
import { tunnel } from "./rows/reach.ts";

/** Every control finds what it is for: it lets the good stages of its row pass, and finds each bad one. */

/** What is no resource, and has tests of its own below. */
const ofTheStage = ["OWN.outputs", "WA.removal", "OWN.reach-tunnel"];

const control = (id: string) => {
  const found = standard.find((one) => one.id === id);
  if (!found) throw new Error(`there is no control ${id}`);
  return found;
};
const result = (id: string, simulation: Simulation) => ask(control(id), new Stack(simulation));

test("what must stay is what the program keeps: the types of the one table of it", () => {
  // A subnet group of a restore test, say, goes with it. One below a database is found there.
  const below = /:(SubnetGroup|ParameterGroup|ClusterParameterGroup|OptionGroup|Vpc|Subnet|DefaultSecurityGroup)$/;
  const stays = Object.keys(KEPT).filter((type) => KEPT[type]?.stays && !below.test(type));
  expect(control("OWN.keep").of).toEqual(stays);
});

test("every control has a row, an id of its own, and explains itself", () => {
  expect(standard.map(({ id }) => id).sort()).toEqual([...Object.keys(rows), ...ofTheStage].sort());
  for (const { title, why, fix } of standard) expect([title, why, fix].filter((text) => text.length < 10)).toEqual([]);
});

describe.each(Object.entries(rows))("%s", (id, { good, bad }) => {
  test.each(good.map((parts) => [parts]))("lets pass %j", (parts) => {
    expect(result(id, simulationOf(parts))).toMatchObject({ status: "passed", findings: [] });
  });

  test.each(bad.map((parts) => [parts]))("finds %j", (parts) => {
    const { status, findings } = result(id, simulationOf(parts));
    expect(status).toBe("failed");
    expect(findings.every(({ problem }) => problem.length > 5)).toBe(true);
  });

  test("is asked in the stages that it is for", () => {
    const asked = (stage: string) => bad.map((parts) => result(id, simulationOf(parts, { stage })).status);
    const elsewhere = control(id).when === "production" ? "not applicable" : "failed";
    expect(new Set(asked("acme-dev"))).toEqual(new Set([elsewhere]));
    expect(new Set(asked("acme-production"))).toEqual(new Set(["failed"]));
    expect(result(id, simulationOf([], { resources: [] })).status).toBe("not applicable");
  });

  test("what it looks at is as wide as it says", () => {
    if (control(id).scope !== undefined) return;
    // A deploy asks it of each resource before it is made, when nothing else is known.
    for (const parts of bad) expect(findsOneByOne(id, parts)).toBe(true);
    for (const parts of good) expect(findsOneByOne(id, parts)).toBe(false);
  });
});

const findsOneByOne = (id: string, parts: Part[]) =>
  parts.some((part) => result(id, simulationOf([part])).status === "failed");

describe("the stage as a whole", () => {
  test("secrets in outputs and in what is printed", () => {
    expect(result("OWN.outputs", simulationOf([])).status).toBe("passed");
    expect(
      result("OWN.outputs", simulationOf([], { outputs: { url: "redis://:MOCKSECRET@h" } })).findings,
    ).toHaveLength(1);
    expect(result("OWN.outputs", simulationOf([], { log: ["connecting with MOCKSECRET"] })).findings).toHaveLength(1);
  });

  test("protection and default tags", () => {
    const { app } = simulationOf([]);
    expect(result("WA.removal", simulationOf([])).status).toBe("passed");
    expect(result("WA.removal", simulationOf([], { app: { ...app, protect: false } })).findings).toHaveLength(1);
    expect(result("WA.removal", simulationOf([], { app: { ...app, removal: "remove" } })).findings).toHaveLength(1);
    expect(result("OWN.tags", simulationOf([], { app: { ...app, providers: {} } })).findings).toHaveLength(1);
  });

  test("the tunnel, which the program names", () => {
    const { outputs } = tunnel;
    expect(result("OWN.reach-tunnel", simulationOf(tunnel.good, { outputs })).status).toBe("passed");
    expect(tunnel.bad.map((parts) => result("OWN.reach-tunnel", simulationOf(parts, { outputs })).status)).toEqual(
      tunnel.bad.map(() => "failed"),
    );
    expect(result("OWN.reach-tunnel", simulationOf(tunnel.bad.flat())).status).toBe("not applicable");
  });

  test("what is looked up is not asked", () => {
    const parts = [make("aws:rds/instance:Instance")({}, { external: true })];
    expect(result("RDS.3", simulationOf(parts)).status).toBe("not applicable");
  });
});
