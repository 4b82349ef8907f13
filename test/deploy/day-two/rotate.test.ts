import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { cacheRotation } from "../../../lib/deploy/rotate/cache.ts";
import type { Context } from "../../../lib/deploy/rotate/rotation.ts";
import { type Answers, AwsFault } from "../../support/aws/server.ts";
import { deployedIn, resource } from "../../support/deployed.ts";
import { runHere } from "../../support/in-process.ts";
import { DOWN, type Played, playedStage } from "../../support/played-stage.ts";
import { SecretsManager } from "../../support/rotation/secrets.ts";
import { expectShown } from "../../support/shown.ts";
import { ACCOUNT } from "../../support/sst/stage.ts";
import { TASK } from "../../support/sst/world.ts";
import { standInSst } from "../../support/sst.ts";

/**
 * `space-sst rotate` in a played account. ECS, the database task and SST are stand-ins that say yes: that no connection fails
 * meanwhile is shown on real servers in test/services/rotate.full.ts.
 */

// Nobody waits between two looks: how long it would have been is kept.
const pauses = vi.hoisted((): number[] => []);
vi.mock("node:timers/promises", () => ({ setTimeout: async (ms: number) => void pauses.push(ms) }));
beforeEach(() => void pauses.splice(0));

const SECRET = "shop-dev/api-a1b2c3";
const URL = "postgresql://api:f1rst@main.internal:5433/api?sslmode=verify-full";
const FIRST = { DB_USER: "api", DB_PASS: "f1rst", DATABASE_URL: URL, JWT_SECRET: "a secret" };
const GRANT = TASK(3, "api_grant");
const { taskDefinition: ofService } = DOWN["ecs.DescribeTaskDefinition"] as { taskDefinition: object };
const task = (id: string) => `arn:aws:ecs:us-east-1:${ACCOUNT}:task/shop-dev/${id}`;

const from = (name: string) => ({ name, valueFrom: `arn:aws:secretsmanager:us-east-1:${ACCOUNT}:secret:s:${name}::` });
const grant = (...reads: string[]) => ({
  family: "shop-dev-api_grant",
  taskDefinitionArn: GRANT,
  containerDefinitions: [{ name: "ApiGrant", secrets: ["ADMIN_PASS", ...reads].map(from) }],
});

let secrets: SecretsManager;
/** Tasks of the service that go on. */
let going: string[];
beforeEach(() => {
  secrets = new SecretsManager();
  secrets.add(SECRET, FIRST);
  going = [];
});

async function played(answers: Answers = {}): Promise<Played & { sst: Awaited<ReturnType<typeof standInSst>> }> {
  const resource = { type: "aws:secretsmanager/secret:Secret", outputs: { name: SECRET } };
  const stage = await playedStage(
    {
      ...secrets.answers,
      "ecs.DescribeTaskDefinition": ({ input }) =>
        ({
          taskDefinition: String(input.taskDefinition).includes("_grant") ? grant("DB_USER", "DB_PASS") : ofService,
        }) as never,
      "ecs.RegisterTaskDefinition": { taskDefinition: { taskDefinitionArn: TASK(4, "api_grant") } },
      "ecs.DeregisterTaskDefinition": {},
      "ecs.RunTask": { tasks: [{ taskArn: task("0123abcd") }] },
      "ecs.ListTasks": ({ input }) => ({ taskArns: input.desiredStatus === "STOPPED" ? going : [] }),
      "ecs.DescribeTasks": ({ input }) => ({
        tasks: (input.tasks as string[]).map((taskArn) =>
          going.includes(taskArn)
            ? { taskArn, lastStatus: "DEACTIVATING" }
            : { taskArn, lastStatus: "STOPPED", containers: [{ name: "ApiGrant", exitCode: 0 }] },
        ),
      }),
      "ecs.UpdateService": {},
      "logs.CreateLogStream": {},
      "logs.PutLogEvents": {},
      ...answers,
    },
    {},
    [resource],
  );
  return { ...stage, sst: await standInSst(stage.root) };
}

const rotate = (stage: Played, ...words: string[]) => runHere("rotate", words, stage.root, stage.server.env);
const commands = ({ server }: Played) =>
  server.asked("ecs.RunTask").map(({ input }) => {
    const { containerOverrides } = input.overrides as { containerOverrides: { command: string[] }[] };
    return [input.taskDefinition, ...(containerOverrides[0]?.command ?? [])].join(" ");
  });
const GRANTED = `${TASK(4, "api_grant")} node postgres.mjs`;
const RETIRED = `${GRANT} node postgres.mjs retire`;

it("makes the new login valid, lets new tasks have it, and ends the old one last", async () => {
  const stage = await played();
  const { error, stdout, stderr } = await rotate(stage, "dev", "database");
  expect(error).toBeNull();
  expectShown("rotate", 0, stdout);
  const { DB_USER, DB_PASS = "", DATABASE_URL, JWT_SECRET } = secrets.values(SECRET);
  expect({ DB_USER, DATABASE_URL, JWT_SECRET }).toEqual({
    DB_USER: "api__b",
    DATABASE_URL: URL.replace("api:f1rst", `api__b:${DB_PASS}`),
    JWT_SECRET: "a secret",
  });
  expect(DB_PASS).toMatch(/^[0-9a-f]{48}$/);
  expect(secrets.labels(SECRET)).toEqual(["AWSCURRENT", "AWSPREVIOUS"]);
  const [set] = await stage.sst.calls();
  expect(set).toEqual({
    args: ["secret", "set", "ApiDatabaseRotated", "--stage", "dev"],
    stdin: `api__b:${DB_PASS}`,
  });
  const [copied] = stage.server
    .asked("ecs.RegisterTaskDefinition")
    .flatMap(({ input }) => input.containerDefinitions as { secrets: { name: string; valueFrom: string }[] }[]);
  expect(copied?.secrets.map(({ name, valueFrom }) => [name, valueFrom.split(":").at(-2)])).toEqual([
    ["ADMIN_PASS", ""],
    ["DB_USER", "rotate-database"],
    ["DB_PASS", "rotate-database"],
  ]);
  expect(commands(stage)).toEqual([GRANTED, RETIRED]);
  const steps = ["ecs.RunTask", "secrets.UpdateSecretVersionStage", "ecs.UpdateService"];
  expect(stage.server.requests.map(({ operation }) => operation).filter((one) => steps.includes(one))).toEqual([
    "ecs.RunTask",
    "secrets.UpdateSecretVersionStage",
    "ecs.UpdateService",
    "ecs.RunTask",
    "secrets.UpdateSecretVersionStage",
  ]);
  // Whose old tasks are waited for; verify asks by the service's name.
  const listed = stage.server.asked("ecs.ListTasks").filter(({ input }) => input.serviceName === undefined);
  expect(listed.map(({ input }) => [input.family, input.desiredStatus])).toEqual([
    ["shop-dev-api", "RUNNING"],
    ["shop-dev-api", "STOPPED"],
  ]);
  const logged = JSON.stringify(stage.server.asked("logs.PutLogEvents"));
  for (const value of [DB_PASS, "f1rst"]) expect(`${stdout}${stderr}${logged}`).not.toContain(value);
});

it("goes back and forth between two logins", async () => {
  const stage = await played();
  const users: string[] = [];
  for (const _ of [1, 2, 3]) {
    await rotate(stage, "dev", "database");
    users.push(secrets.values(SECRET).DB_USER ?? "");
  }
  expect(users).toEqual(["api__b", "api", "api__b"]);
});

it("asks MySQL in its own words", async () => {
  const stage = await played();
  const file = join(stage.root, ".yo-rc.json");
  await writeFile(file, (await readFile(file, "utf8")).replace("postgres", "mysql"));
  await rotate(stage, "dev", "database");
  expect(commands(stage)[0]).toBe(`${TASK(4, "api_grant")} node mysql.mjs`);
});

it("gives a declared secret the value of the file, and keeps all else", async () => {
  const stage = await played();
  await writeFile(join(stage.root, ".env.new"), "JWT_SECRET=n3w\n");
  expect((await rotate(stage, "dev", "secret", "--from", ".env.new")).error).toBeNull();
  expect(secrets.values(SECRET)).toEqual({ ...FIRST, JWT_SECRET: "n3w" });
  expect(await stage.sst.calls()).toEqual([
    { args: ["secret", "set", "ApiJwtSecret", "--stage", "dev"], stdin: "n3w" },
  ]);
  expect(secrets.labels(SECRET)).toEqual(["AWSCURRENT", "AWSPREVIOUS"]);
  expect(stage.server.asked("logs.PutLogEvents").map(({ input }) => input)).toMatchObject(
    ["rotation begun", "rotated"].map((message) => ({
      logGroupName: "/shop/dev/api",
      logStreamName: "rotate",
      logEvents: [
        {
          message: JSON.stringify({
            level: "info",
            message,
            credential: "JWT_SECRET of api",
            by: `arn:aws:sts::${ACCOUNT}:assumed-role/Admin/ana`,
          }),
        },
      ],
    })),
  );
});

describe("changes nothing that tasks read", () => {
  const left = () => ({ labels: secrets.labels(SECRET), current: secrets.values(SECRET) });

  it("where the program cannot be told, and goes on with the same new login", async () => {
    const stage = await played();
    vi.stubEnv("SST_STAND_IN_FAILS", "ApiDatabaseRotated");
    expect((await rotate(stage, "dev", "database")).error?.message).toMatch(/^SST could not set ApiDatabaseRotated/);
    expect(left()).toEqual({ labels: ["AWSCURRENT", "rotate-database"], current: FIRST });
    expect(stage.server.asked("ecs.UpdateService")).toEqual([]);
    const { DB_PASS } = secrets.values(SECRET, "rotate-database");
    vi.stubEnv("SST_STAND_IN_FAILS", "");
    const again = await played();
    expect((await rotate(again, "dev", "database")).error).toBeNull();
    expect(secrets.values(SECRET)).toMatchObject({ DB_USER: "api__b", DB_PASS });
  });

  it("where the database task fails, of which no copy stays registered", async () => {
    const failed = [{ name: "ApiGrant", exitCode: 1 }];
    const stage = await played({
      "ecs.DescribeTasks": ({ input }) => ({
        tasks: (input.tasks as string[]).map((taskArn) => ({ taskArn, lastStatus: "STOPPED", containers: failed })),
      }),
    });
    expect((await rotate(stage, "dev", "database")).error?.message).toMatch(
      /^the database task 0123abcd of api failed: .*no reason given$/,
    );
    expect(left().current).toEqual(FIRST);
    expect(stage.server.asked("ecs.DeregisterTaskDefinition").map(({ input }) => input)).toEqual([
      { taskDefinition: TASK(4, "api_grant") },
    ]);
    expect(await stage.sst.calls()).toEqual([]);
  });

  it("where nobody can be told who did it", async () => {
    const stage = await played({ "logs.CreateLogStream": new AwsFault("AccessDeniedException", "no") });
    expect((await rotate(stage, "dev", "database")).error?.message).toMatch(/logs:CreateLogStream/);
    expect(left()).toEqual({ labels: ["AWSCURRENT"], current: FIRST });
  });
});

it("writes on in the log that an earlier rotation has begun", async () => {
  const exists = new AwsFault("ResourceAlreadyExistsException", "The specified log stream already exists");
  const stage = await played({ "logs.CreateLogStream": exists });
  expect((await rotate(stage, "dev", "database")).error).toBeNull();
  expect(stage.server.asked("logs.PutLogEvents")).toHaveLength(2);
});

describe("the token of a cache", () => {
  const URL = "rediss://:f1rst@master.shop-dev-cache.x.use1.cache.amazonaws.com:6379";
  const store = { label: "cache", kind: "cache", name: "main", services: ["api", "worker"] } as const;

  async function cache(status: () => string) {
    const { deployed, server } = await deployedIn(
      {
        "elasticache.DescribeReplicationGroups": () => ({
          ReplicationGroups: { ReplicationGroup: [{ Status: status() }] },
        }),
        "elasticache.ModifyReplicationGroup": {},
      },
      {
        resources: ["other", "shop-dev-cache"].map((replicationGroupId) =>
          resource("aws:elasticache/replicationGroup:ReplicationGroup", { replicationGroupId }),
        ),
      },
    );
    const context = { deployed, signal: new AbortController().signal } as Context;
    const modified = () =>
      server.requests.map(({ operation, input }) =>
        operation === "elasticache.ModifyReplicationGroup"
          ? [input.ReplicationGroupId, input.AuthToken, input.AuthTokenUpdateStrategy, input.ApplyImmediately].join(" ")
          : "look",
      );
    return { rotation: cacheRotation(context, store), modified };
  }

  it("is one for all its services, that of a rotation that was begun", async () => {
    const { rotation } = await cache(() => "available");
    const next = rotation.next("api", { REDIS_PASSWORD: "f1rst", REDIS_URL: URL }, undefined);
    expect(next).toEqual({
      REDIS_PASSWORD: expect.stringMatching(/^[0-9a-f]{48}$/),
      REDIS_URL: URL.replace("f1rst", next.REDIS_PASSWORD ?? ""),
    });
    expect(rotation.next("worker", { REDIS_PASSWORD: "f1rst", REDIS_URL: URL }, undefined)).toEqual(next);
    expect(rotation.known(new Map())).toEqual([["MainCacheRotated", next.REDIS_PASSWORD]]);
    const begun = (await cache(() => "available")).rotation;
    expect(begun.next("api", { REDIS_PASSWORD: "f1rst", REDIS_URL: URL }, { REDIS_PASSWORD: "s3cond" })).toMatchObject({
      REDIS_PASSWORD: "s3cond",
    });
    expect([rotation.label, rotation.what]).toEqual([
      "rotate-cache",
      "the token of the cache main, which api, worker use",
    ]);
  });

  it("is valid beside the old one from ROTATE until SET, each done at once and only to a cache at rest", async () => {
    const states = ["modifying", "available", "modifying", "available"];
    const { rotation, modified } = await cache(() => states.shift() ?? "available");
    const { REDIS_PASSWORD } = rotation.next("api", { REDIS_PASSWORD: "f1rst", REDIS_URL: URL }, undefined);
    await rotation.open();
    await rotation.close();
    expect(modified()).toEqual([
      ...["look", "look", `shop-dev-cache ${REDIS_PASSWORD} ROTATE true`, "look", "look"],
      ...["look", `shop-dev-cache ${REDIS_PASSWORD} SET true`, "look"],
    ]);
    expect(pauses).toEqual([5000, 5000]);
  });

  it("is not changed in a cache that does not come to rest, or is none of the stage's", async () => {
    let now = 0;
    vi.useFakeTimers({ toFake: ["Date"], now });
    const { rotation, modified } = await cache(() => {
      now += 60_000;
      vi.setSystemTime(now);
      return "modifying";
    });
    rotation.next("api", { REDIS_PASSWORD: "f1rst", REDIS_URL: URL }, undefined);
    await expect(rotation.open()).rejects.toThrow("the cache shop-dev-cache is not available, but modifying");
    vi.useRealTimers();
    expect(modified()).toHaveLength(31);
    rotation.next("api", { REDIS_URL: "rediss://:x@elsewhere.com:6379" }, undefined);
    await expect(rotation.ready()).rejects.toThrow("dev has no cache at elsewhere.com");
  });
});

describe("leaves the old login valid", () => {
  it("while new tasks do not serve, and goes on with the same new one", async () => {
    const stage = await played({ "ecs.DescribeServices": DOWN["ecs.DescribeServices"] });
    const failed = await rotate(stage, "dev", "database", "--wait", "0");
    expect(failed.error).toMatchObject({ code: 3, message: expect.stringContaining("Both credentials are valid") });
    expect(commands(stage)).toEqual([GRANTED]);
    const { DB_PASS } = secrets.values(SECRET);
    const again = await played();
    expect((await rotate(again, "dev", "database")).error).toBeNull();
    expect(secrets.values(SECRET).DB_PASS).toBe(DB_PASS);
    expect(commands(again)).toEqual([RETIRED]);
  });

  it("while a task that is stopping has it", async () => {
    going = [task("dead01")];
    const stage = await played();
    const { error } = await rotate(stage, "dev", "database", "--wait", "0");
    expect(error).toMatchObject({ code: 3, message: expect.stringContaining("goes on: dead01") });
    expect(commands(stage)).toEqual([GRANTED]);
  });

  it("while one of more than a hundred tasks has it: so many ECS describes at once", async () => {
    going = Array.from({ length: 101 }, (_, index) => task(`dead${index}`));
    const { error } = await rotate(await played(), "dev", "database", "--wait", "0");
    expect(error).toMatchObject({ code: 3, message: expect.stringMatching(/goes on: dead0, .*, dead100\. /) });
  });

  it("where a deploy has brought it back meanwhile", async () => {
    const stage = await played({
      "ecs.UpdateService": () => {
        secrets.add(SECRET, FIRST);
        return {};
      },
    });
    const { error } = await rotate(stage, "dev", "database");
    expect(error?.message).toContain("type it again");
    expect(commands(stage)).toEqual([GRANTED]);
  });
});

describe("refuses, and changes nothing", () => {
  const rows: [what: string, words: string[], message: string | RegExp, answers?: Answers][] = [
    ["production without its name", ["production", "database"], /--confirm production/],
    ["what there is not", ["dev", "cache"], /"cache" is none of the credentials.*: database, secret/s],
    ["a secret without its value", ["dev", "secret"], /name a \.env file/],
    [
      "a stage that knows one login only",
      ["dev", "database"],
      "dev was deployed by a version that cannot rotate: npx space-sst deploy dev, and then again",
      { "ecs.DescribeTaskDefinition": { taskDefinition: grant("DB_PASS") } },
    ],
  ];
  it.each(rows)("%s", async (_, words, message, answers) => {
    const stage = await played(answers);
    const { error } = await rotate(stage, ...words);
    expect(error?.message).toEqual(typeof message === "string" ? message : expect.stringMatching(message));
    expect(secrets.labels(SECRET)).toEqual(["AWSCURRENT"]);
    expect(await stage.sst.calls()).toEqual([]);
  });

  it("while somebody deploys", async () => {
    const stage = await played();
    stage.objects.set("lock/shop/dev.json", Buffer.from('{"command":"deploy"}'));
    const { error } = await rotate(stage, "dev", "database");
    expect(error).toMatchObject({ code: 4, kind: "locked" });
    expect(secrets.labels(SECRET)).toEqual(["AWSCURRENT"]);
  });

  it("while another credential of the service is being rotated", async () => {
    const stage = await played();
    stage.server.answer({
      "secrets.DescribeSecret": { VersionIdsToStages: { one: ["AWSCURRENT"], two: ["rotate-JWT_SECRET"] } },
    });
    const { error } = await rotate(stage, "dev", "database");
    expect(error?.message).toBe("another rotation of api has not ended (rotate-JWT_SECRET): type that one again first");
    expect(secrets.values(SECRET)).toEqual(FIRST);
  });
});
