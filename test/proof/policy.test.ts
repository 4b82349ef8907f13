import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { standard } from "../../lib/proof/controls/list.ts";
import { type Simulation, simulate } from "../../lib/proof/simulate/simulate.ts";
import type { PlainObject, Resource } from "../../lib/proof/simulate/types.ts";
import { OWN, withOwnControls } from "../support/own-control.ts";
import { installPolicy, type Pack, startPolicy } from "../support/policy.ts";
import { linkPackages, renderRepo } from "../support/repo.ts";

/**
 * The policy pack of a rendered repo, started as Pulumi starts it and asked over gRPC as Pulumi's engine asks it, about
 * the resources of an offline run. That the engine itself finds and starts it is in test/rehearse/policy.full.ts.
 */

const waiver = { control: "RDS.23", reason: "moved in May", until: "2999-12-31" };
let root: string;
let pack: Pack;
let simulation: Simulation;
const waive = (...waivers: object[]) => writeFile(join(root, "infra", "waivers.json"), JSON.stringify(waivers));

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "space-sst-policy-"));
  await renderRepo(
    {
      project: "shop",
      stages: ["production"],
      domain: "acme.com",
      services: [{ name: "api", database: "main", cache: "main", secrets: ["JWT_SECRET"] }],
      databases: [{ name: "main" }],
      caches: [{ name: "main" }],
      backup: { region: "us-west-2" },
      alerts: { email: "oncall@acme.com" },
    },
    root,
  );
  await linkPackages(root);
  await installPolicy(join(root, "policy"));
  await waive(waiver);
  simulation = await simulate({ root, stage: "production" });
  pack = await startPolicy(join(root, "policy"));
}, 300_000);

afterAll(async () => {
  pack?.stop();
  await rm(root, { recursive: true, force: true });
});

const named = (name: string): Resource => {
  const found = simulation.resources.find((resource) => resource.name === name);
  if (!found) throw new Error(`there is no ${name}`);
  return found;
};
const changed = (name: string, inputs: PlainObject, more: Partial<Resource> = {}): Resource => {
  const resource = named(name);
  return {
    ...resource,
    inputs: { ...resource.inputs, ...inputs },
    outputs: { ...resource.outputs, ...inputs },
    ...more,
  };
};
const instead = (resource: Resource) =>
  simulation.resources.map((other) => (other.urn === resource.urn ? resource : other));

test("it serves the whole list, but for what only an offline run knows", async () => {
  const served = standard.filter(({ scope }) => scope !== "program").map(({ id, severity }) => [id, severity]);
  expect(await pack.info()).toEqual({
    ...Object.fromEntries(served),
    waived: "advisory",
    "waived-stage": "advisory",
  });
});

describe("before a resource is made", () => {
  test("it lets every resource of production pass", async () => {
    const found = [];
    for (const resource of simulation.resources) found.push(...(await pack.analyze(resource)));
    expect(found).toEqual([]);
  });

  test.each([
    ["MainDatabaseInstance", { deletionProtection: false }, "RDS.8", "mandatory", "deletion protection is off"],
    ["MainDatabaseInstance", { skipFinalSnapshot: true }, "WA.snapshot", "mandatory", "no snapshot is taken"],
    ["MainDatabaseInstance", { multiAz: false }, "RDS.5", "advisory", "it is in one zone"],
    ["MainCacheCluster", { authToken: "" }, "ElastiCache.6", "mandatory", "it asks for no password"],
  ])("%s with %j breaks %s", async (name, inputs, policy, level, problem) => {
    const resource = changed(name, inputs);
    expect(await pack.analyze(resource)).toEqual([
      { policy, level, urn: resource.urn, message: expect.stringContaining(`${name}: ${problem}`) },
    ]);
  });

  test("what Pulumi itself protects", async () => {
    const found = await pack.analyze(changed("MainDatabaseInstance", {}, { protect: false }));
    expect(found).toMatchObject([{ policy: "OWN.protect", level: "mandatory" }]);
  });

  test("production only is asked in production only", async () => {
    const { urn, ...rest } = changed("MainDatabaseInstance", { deletionProtection: false, multiAz: false });
    expect(await pack.analyze({ ...rest, urn: urn.replace(":production::", ":acme-dev::") })).toEqual([]);
  });

  test("a value that is known only later is no violation", async () => {
    // What Pulumi sends instead of a text that does not exist yet.
    const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
    expect(
      await pack.analyze(changed("MainDatabaseInstance", { kmsKeyId: unknown, deletionProtection: unknown })),
    ).toEqual([]);
  });

  test("what is waived is shown, and stops nothing", async () => {
    expect(await pack.analyze(changed("MainDatabaseInstance", { port: 5432 }))).toMatchObject([
      {
        policy: "waived",
        level: "advisory",
        message: expect.stringContaining(
          "RDS.23 MainDatabaseInstance: it listens on the usual port. Waived until 2999",
        ),
      },
    ]);
  });
});

describe("at the end", () => {
  test("it lets production pass", async () => {
    expect(await pack.analyzeStack(simulation.resources)).toEqual([]);
  });

  test("it finds what one resource does not show", async () => {
    const { resources } = simulation;
    const without = resources.filter(({ type }) => type !== "aws:backup/vaultLockConfiguration:VaultLockConfiguration");
    expect(await pack.analyzeStack(without)).toMatchObject([
      { policy: "WA.lock", level: "mandatory", urn: named("CopiesVaultUsWest2").urn },
      { policy: "WA.lock", level: "mandatory", urn: named("Vault").urn },
    ]);
    const closed = changed("DatabaseAccess", { ingress: [] });
    expect(await pack.analyzeStack(instead(closed))).toMatchObject(
      ["ApiGrantRun", "ApiMigrationRun", "ApiServiceService"].map((name) => ({
        policy: "OWN.reach-store",
        urn: named(name).urn,
      })),
    );
    const unsafe = changed("MainDatabaseInstance", { vpcSecurityGroupIds: [] });
    expect(await pack.analyzeStack(instead(unsafe))).toContainEqual(
      expect.objectContaining({ policy: "OWN.db-sg", urn: unsafe.urn }),
    );
  });
});

test("it serves the control that the repo's owner has added", async () => {
  await withOwnControls(root, OWN, async () => {
    const own = await startPolicy(join(root, "policy"));
    try {
      expect(await own.info()).toMatchObject({ "SHOP.1": "mandatory", "RDS.8": "mandatory" });
      const logs = simulation.resources.find(({ name }) => name === "FlowLogs") as Resource;
      expect(await own.analyze(logs)).toEqual([
        {
          policy: "SHOP.1",
          level: "mandatory",
          urn: logs.urn,
          message:
            "a log group says which team it belongs to: somebody has to answer for it\nFlowLogs: no team has it. tag it with Team",
        },
      ]);
    } finally {
      own.stop();
    }
  });
});

test("with a waiver that has expired it does not start, and says why in one line", async () => {
  await waive({ ...waiver, until: "2020-01-01" });
  const problem = "infra/waivers.json: waiver 1 (RDS.23) has expired on 2020-01-01";
  await expect(startPolicy(join(root, "policy"))).rejects.toThrow(`ended with 1: ${problem}`);
});
