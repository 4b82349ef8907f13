import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Answers } from "../../support/aws/server.ts";
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

// Nobody waits between two looks.
vi.mock("node:timers/promises", () => ({ setTimeout: async () => undefined }));

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
