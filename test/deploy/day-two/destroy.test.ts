import { existsSync } from "node:fs";
import { chmod, copyFile, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Guard } from "../../../lib/deploy/destroy/guards.ts";
import { resourceOf } from "../../../lib/deploy/engine-log.ts";
import { packageRoot } from "../../../lib/system/package-root.ts";
import { runHere } from "../../support/in-process.ts";
import { playedStage } from "../../support/played-stage.ts";
import { expectShown } from "../../support/shown.ts";
import { callsOf, failing, type Step, settles } from "../../support/sst/stage.ts";

/**
 * `space-sst destroy` in a played account, with a stand-in for SST. Hidden: what SST and its engine do about a state;
 * test/rehearse/stage.full.ts and day-two.full.ts show that.
 */

const urn = (type: string, name: string) => `urn:pulumi:dev::shop::${type}::${name}`;

const resource = (type: string, name: string, more: { external?: boolean } & Record<string, unknown> = {}) => ({
  ...more,
  urn: urn(type, name),
  type,
});

const ECS = resource("aws:ecs/service:Service", "ApiServiceService");
const KEY = "aws:kms/key:Key";
const DATABASE = "aws:rds/instance:Instance";
const MAIN = {
  inputs: {
    instanceClass: "db.t4g.medium",
    engine: "postgres",
    storageType: "gp3",
    allocatedStorage: 20,
    multiAz: false,
    backupRetentionPeriod: 30,
  },
  outputs: { identifier: "shop-dev-main" },
};
const CACHE = resource("aws:elasticache/replicationGroup:ReplicationGroup", "MainCacheCluster", {
  inputs: { finalSnapshotIdentifier: "shop-production-main-cache-final-0a1b2c" },
});

/** All of it goes. */
const GOES = [
  resource("pulumi:providers:aws", "default"),
  resource("aws:ec2/vpc:Vpc", "Vpc", { external: true }),
  ECS,
  resource(DATABASE, "MainDatabaseInstance", MAIN),
  resource("aws:secretsmanager/secret:Secret", "ApiSecret", { inputs: { recoveryWindowInDays: 7 } }),
  resource("aws:cloudwatch/logGroup:LogGroup", "ApiServiceLogs", { outputs: { name: "/shop/dev/api" } }),
];

/** What a production keeps once it is let go. */
const STAYS = [
  ECS,
  CACHE,
  resource(DATABASE, "MainDatabaseInstance", {
    ...MAIN,
    outputs: { identifier: "shop-production-main" },
    retainOnDelete: true,
  }),
  resource(KEY, "Key", { id: "27d7756f", retainOnDelete: true }),
  resource("aws:backup/vault:Vault", "Vault", { id: "shop-production-ff5063", retainOnDelete: true }),
  resource("aws:ec2/vpc:Vpc", "VpcVpc", { retainOnDelete: true }),
];

/** What SST and its engine say when all of it goes. SST says so of what stays, too. */
const removing = (stage: string | undefined, resources: NonNullable<World["resources"]>): Step[] => [
  "~  Remove",
  "",
  ...resources.flatMap(({ type, urn, external }): Step[] => {
    const { name, type: shown } = resourceOf(urn) ?? { name: "", type: "" };
    return external ? [] : [`|  Deleted     ${name} ${shown} (2.3s)`, settles("delete", type, name, stage)];
  }),
  "",
  "✓  Removed    ",
  { exit: 0 },
];

interface World {
  resources?: ReturnType<typeof resource>[];
  /** What SST does. */
  remove?: Step[];
  outputs?: Record<string, unknown>;
  /** SST has left something. */
  left?: object[];
  lock?: object;
  /** Records and snapshots of SST's earlier runs. */
  kept?: Record<string, Buffer>;
}

const checkpoint = (resources: object[]) => Buffer.from(JSON.stringify({ checkpoint: { latest: { resources } } }));

/** A stage of which SST's state has these resources, until SST has run. */
async function destroy(
  words: string[],
  { resources = GOES, remove = removing(words[0], resources), outputs = {}, left = [], lock, kept = {} }: World = {},
) {
  const { root, server, objects } = await playedStage();
  const bin = join(root, "node_modules", ".bin");
  await mkdir(bin, { recursive: true });
  await copyFile(join(packageRoot, "test", "support", "sst", "replay.mjs"), join(bin, "sst"));
  await chmod(join(bin, "sst"), 0o755);
  await writeFile(join(root, "scenario.json"), JSON.stringify({ remove }));
  const stack = {
    urn: urn("pulumi:pulumi:Stack", "shop-dev"),
    type: "pulumi:pulumi:Stack",
    outputs: { cluster: "shop-dev", ...outputs },
  };
  const before = checkpoint([stack, ...resources]);
  objects.clear();
  for (const [key, body] of Object.entries(kept)) objects.set(key, body);
  const hasRun = () => existsSync(join(root, "calls.jsonl"));
  objects.get = (key) => {
    if (/^app\/shop\/(dev|production)\.json$/.test(key)) return hasRun() ? checkpoint(left) : before;
    if (key.startsWith("lock/") && lock !== undefined) return Buffer.from(JSON.stringify(lock));
    return kept[key];
  };
  const ran = await runHere("destroy", words, root, server.env);
  return { ...ran, calls: await callsOf(root), root };
}

/** Runs take as long as they take, and say so every now and then. */
const timeless = (text: string): string =>
  text
    .replace(/\d{8}T\d{6}Z/g, "20260131T093000Z")
    .replace(/^( {2}\d+ s: .*\n)+(?= {2}\d+ s: )/gm, "")
    .replace(/^ {2}\d+ s: /gm, "  26 s: ")
    .replace(/^It took \d+ s\./gm, "It took 26 s.");

it("says what goes and what that costs, takes the stage away, and sees that SST knows nothing of it any more", async () => {
  const { stdout, error, calls } = await destroy(["dev", "--confirm", "dev"]);
  expect(error).toBeNull();
  expect(calls).toMatchObject([{ args: ["remove", "--stage", "dev"] }]);
  expectShown("destroy", 0, timeless(stdout));
});

it("names what stays by what AWS calls it, and what it goes on costing", async () => {
  const { stdout, error } = await destroy(["production", "--confirm", "production"], { resources: STAYS });
  expect(error).toBeNull();
  expectShown("destroy", 1, timeless(stdout));
});

const PROTECTED = {
  resources: [
    ...STAYS.map((one) =>
      one === CACHE || ("retainOnDelete" in one && one.type === DATABASE) ? { ...one, protect: true } : one,
    ),
    resource("aws:lb/loadBalancer:LoadBalancer", "AlbLoadBalancer", { inputs: { enableDeletionProtection: true } }),
  ],
  outputs: { _protect: true },
};

describe("what is protected", () => {
  it("is not touched, and the owner reads what he writes in which file", async () => {
    const { error, calls } = await destroy(["production", "--confirm", "production"], PROTECTED);
    expect(error).toMatchObject({ code: 1, kind: "protected" });
    expectShown("destroy", 2, `${error?.message.replace(/"until": "[\d-]+"/g, '"until": "2026-02-14"')}\n`);
    expect(calls).toEqual([]);
  });

  it("is a list for programs", async () => {
    const { stdout, error } = await destroy(["production", "--dry-run", "--json"], PROTECTED);
    expect(error).toMatchObject({ kind: "protected" });
    const { status, guards } = JSON.parse(stdout) as { status: string; guards: Guard[] };
    expect(status).toBe("protected");
    expect(guards.map(({ file, resource }) => [file, resource])).toEqual([
      ["sst.config.ts", null],
      ["infra/waivers.json", null],
      ["infra/waivers.json", "MainCacheCluster"],
      ["infra/waivers.json", "MainDatabaseInstance"],
      ["infra/waivers.json", "AlbLoadBalancer"],
    ]);
  });
});

it("--dry-run asks nothing, runs nothing and says all of it, as a document too", async () => {
  const { stdout, error, calls } = await destroy(["dev", "--dry-run", "--json"]);
  expect({ error, calls }).toEqual({ error: null, calls: [] });
  expect(JSON.parse(stdout)).toMatchObject({
    stage: "dev",
    account: "111111111111",
    status: "planned",
    goes: 4,
    losses: [
      { name: "MainDatabaseInstance", holds: "a database", days: null, snapshot: null },
      { name: "ApiSecret", days: 7 },
      { name: "ApiServiceLogs", id: "/shop/dev/api" },
    ],
    stays: [],
    monthly: { usd: expect.closeTo(59, -1), afterUsd: 0 },
    guards: [],
    error: null,
  });
});

it("--json is one document of what was done", async () => {
  const { stdout, error } = await destroy(["production", "--confirm", "production", "--json"], { resources: STAYS });
  expect(error).toBeNull();
  expect(JSON.parse(stdout)).toMatchObject({
    status: "destroyed",
    goes: 2,
    losses: [{ name: "MainCacheCluster", snapshot: "shop-production-main-cache-final-0a1b2c" }],
    stays: [
      { id: "shop-production-main" },
      { id: "shop-production-ff5063" },
      { id: "27d7756f" },
      { name: "VpcVpc", holds: null },
    ],
    log: expect.stringMatching(/^\.sst\/log\/remove-production-/),
    error: null,
  });
});

it("after a run that stopped half-way, names what that one has kept as well, which the state does not have any more", async () => {
  const record = (command: string) => Buffer.from(JSON.stringify({ command }));
  const { stdout } = await destroy(["production", "--dry-run", "--json"], {
    resources: STAYS.filter(({ type }) => type !== DATABASE && type !== CACHE.type),
    kept: {
      // The newest first: SST names them so.
      "update/shop/production/a.json": record("remove"),
      "update/shop/production/b.json": record("remove"),
      "update/shop/production/c.json": record("deploy"),
      "update/shop/production/d.json": record("deploy"),
      "snapshot/shop/production/c.json": checkpoint(STAYS),
      "snapshot/shop/production/b.json": checkpoint([]),
    },
  });
  const { goes, stays, monthly } = JSON.parse(stdout) as { goes: number; stays: { id: string }[]; monthly: object };
  expect({ goes, stays: stays.map(({ id }) => id) }).toEqual({
    goes: 1,
    stays: ["shop-production-main", "shop-production-ff5063", "27d7756f", ""],
  });
  expect(monthly).toMatchObject({ afterUsd: expect.closeTo(51, -1) });
});

describe("a run that does not end well says what is so, and what goes on from there", () => {
  const rows: [what: string, world: World, error: object][] = [
    [
      "AWS refuses something",
      {
        remove: failing(
          "Vpc aws:ec2:Vpc",
          "DependencyViolation: The vpc 'vpc-1' has dependencies and cannot be deleted.",
        ),
      },
      {
        code: 1,
        message: expect.stringMatching(
          /^dev is not destroyed: Vpc \(aws:ec2:Vpc\): DependencyViolation.*What is gone is gone; the same command goes on from there\. Log: /s,
        ),
      },
    ],
    [
      "SST says done, and its state says otherwise",
      { left: [ECS] },
      {
        code: 1,
        message: expect.stringMatching(
          /^SST is done, but its state still has 1 resource of dev: npx space-sst destroy dev goes on with them/,
        ),
      },
    ],
    [
      "somebody else has locked it",
      { lock: { created: "2026-01-31T09:30:00Z", command: "deploy" } },
      { code: 4, kind: "locked" },
    ],
    [
      "SST itself finds a lock",
      {
        remove: [
          "|  Locked      A concurrent update was detected on the app. Run `sst unlock` to remove the lock and try again.",
          { exit: 1 },
        ],
      },
      { code: 4, kind: "locked" },
    ],
    [
      "SST is gone without a word",
      { remove: [{ exit: 137 }] },
      {
        message: expect.stringMatching(
          /^SST ended without a word: dev is half destroyed\. It is not locked: npx space-sst destroy dev goes on from there\./,
        ),
      },
    ],
  ];
  it.each(rows)("%s", async (_, world, error) => {
    expect((await destroy(["dev", "--confirm", "dev"], world)).error).toMatchObject(error);
  });
});

describe("refuses, with what to do, before anything is asked of SST", () => {
  const rows: [what: string, words: string[], message: RegExp][] = [
    ["a stage that nobody confirms by its name", ["dev"], /--confirm: dev is confirmed by its name: --confirm dev/],
    ["another stage's name", ["dev", "--confirm", "staging"], /says "staging", and the stage is dev/],
    ["production without its name", ["production"], /production is confirmed by its name: --confirm production/],
    ["no stage", [], /stage: is required: dev, staging, production, acme-/],
    ["a stage that is none", ["dve", "--confirm", "dve"], /"dve" is no stage of this repo \(did you mean "dev"\?\)/],
    [
      "one that does not stand",
      ["staging", "--confirm", "staging"],
      /^staging is not deployed in account 111111111111, us-east-1\. There is nothing to destroy/,
    ],
    [
      "a client's with credentials of another account",
      ["acme-production", "--confirm", "acme-production"],
      /^acme-production belongs to account 222222222222, but the credentials are for 111111111111 .* Nothing was changed/,
    ],
  ];
  it.each(rows)("%s", async (_, words, message) => {
    const { error, calls } = await destroy(words);
    expect(error?.message).toMatch(message);
    expect(calls).toEqual([]);
  });
});
