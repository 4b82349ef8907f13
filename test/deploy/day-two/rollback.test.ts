import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Writable } from "node:stream";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { Aws } from "../../../lib/aws/client.ts";
import { expectedOf } from "../../../lib/deploy/expected.ts";
import { endRollbacks, sayRolledBack } from "../../../lib/deploy/rolling/guard.ts";
import { versionsOf } from "../../../lib/deploy/rolling/versions.ts";
import { Terminal } from "../../../lib/terminal/terminal.ts";
import { type Answers, AwsFault, type AwsRequest } from "../../support/aws/server.ts";
import { deployedIn } from "../../support/deployed.ts";
import { runHere } from "../../support/in-process.ts";
import { playedStage, running } from "../../support/played-stage.ts";
import { expectShown } from "../../support/shown.ts";
import { TASK } from "../../support/sst/world.ts";

/** `space-sst restart` and `rollback` in a played account: ECS is a server that moves to what it is told at its second look. */

// Nobody waits between two looks.
vi.mock("node:timers/promises", () => ({ setTimeout: async () => undefined }));

const revision = (task: string): string =>
  `arn:aws:ecs:us-east-1:111111111111:service-revision/shop-dev/ApiService/${task}`;

type Tag = { key: string; value: string };

/** The ECS service `api` at a revision, with those before it in its history. */
function ecs(at: number, { tags = [], fails = false }: { tags?: Tag[]; fails?: boolean } = {}): Answers {
  let task = TASK(at);
  let looks = 0;
  const copies = new Map<string, Tag[]>([[task, tags]]);
  const definition = (name: string) => ({
    taskDefinition: {
      taskDefinitionArn: name,
      family: "shop-dev-api",
      status: "INACTIVE",
      revision: 7,
      cpu: "256",
      memory: "512",
      networkMode: "awsvpc",
      taskRoleArn: "arn:aws:iam::111111111111:role/task",
      executionRoleArn: "arn:aws:iam::111111111111:role/execution",
      requiresCompatibilities: ["FARGATE"],
      runtimePlatform: { cpuArchitecture: "ARM64", operatingSystemFamily: "LINUX" },
      volumes: [{ name: "writable-0" }],
      containerDefinitions: [
        { name: "ApiService", image: "shop@sha256:7", secrets: [{ name: "KEY", valueFrom: "arn:aws:secret" }] },
      ],
    },
    tags: copies.get(name) ?? [{ key: "Project", value: "shop" }],
  });
  const text = ({ input }: AwsRequest, name: string) => String(input[name]);
  return {
    "ecs.DescribeServices": () => {
      const [service] = [running()];
      const [deployment] = service.deployments;
      const rolloutState = fails ? "FAILED" : looks++ < 1 ? "IN_PROGRESS" : "COMPLETED";
      return {
        services: [
          {
            ...service,
            taskDefinition: task,
            deployments: [
              { ...deployment, taskDefinition: task, rolloutState, rolloutStateReason: "tasks failed to start" },
            ],
          },
        ],
      };
    },
    "ecs.DescribeTaskDefinition": (request) => definition(text(request, "taskDefinition")),
    "ecs.ListServiceDeployments": {
      serviceDeployments: [8, 8, 7, 6].map((number, index) => ({
        status: "SUCCESSFUL",
        targetServiceRevisionArn: revision(`${number}-${index}`),
        finishedAt: new Date(Date.UTC(2026, 0, number, 9, 30)),
      })),
    },
    "ecs.DescribeServiceRevisions": ({ input }) => ({
      serviceRevisions: (input.serviceRevisionArns as string[]).map((serviceRevisionArn) => ({
        serviceRevisionArn,
        taskDefinition: TASK(Number(/(\d)-\d$/.exec(serviceRevisionArn)?.[1])),
      })),
    }),
    "ecs.RegisterTaskDefinition": ({ input }) => {
      copies.set(TASK(9), input.tags as Tag[]);
      return { taskDefinition: { taskDefinitionArn: TASK(9) } };
    },
    "ecs.UpdateService": ({ input }) => {
      task = (input.taskDefinition as string | undefined) ?? task;
      looks = 0;
      return {};
    },
    "ecs.ListTasks": { taskArns: [] },
  };
}

it("goes back to the version before, and says first what that means", async () => {
  const { root, server } = await playedStage(ecs(8));
  const { stdout, error } = await runHere("rollback", ["dev", "api"], root, server.env);
  expect(error).toBeNull();
  expectShown("rollback", 0, stdout);
  expect(server.asked("ecs.RegisterTaskDefinition").map(({ input }) => input)).toEqual([
    {
      family: "shop-dev-api",
      cpu: "256",
      memory: "512",
      networkMode: "awsvpc",
      taskRoleArn: "arn:aws:iam::111111111111:role/task",
      executionRoleArn: "arn:aws:iam::111111111111:role/execution",
      requiresCompatibilities: ["FARGATE"],
      runtimePlatform: { cpuArchitecture: "ARM64", operatingSystemFamily: "LINUX" },
      volumes: [{ name: "writable-0" }],
      containerDefinitions: [
        { name: "ApiService", image: "shop@sha256:7", secrets: [{ name: "KEY", valueFrom: "arn:aws:secret" }] },
      ],
      tags: [
        { key: "Project", value: "shop" },
        { key: "space-sst:copy-of", value: "shop-dev-api:7" },
      ],
    },
  ]);
  expect(server.asked("ecs.UpdateService").map(({ input }) => input)).toEqual([
    { cluster: "shop-dev", service: "ApiService", taskDefinition: TASK(9) },
  ]);
});

describe("the version", () => {
  const copy: Tag[] = [{ key: "space-sst:copy-of", value: "shop-dev-api:7" }];
  const rows: [what: string, at: number, tags: Tag[], words: string[], to: string][] = [
    ["is the one before what a copy is of, where it was rolled back already", 9, copy, [], "shop-dev-api:6"],
    ["may be given by its number", 8, [], ["--to", "6"], "shop-dev-api:6"],
    ["may be given by its name", 8, [], ["--to", "shop-dev-api:6"], "shop-dev-api:6"],
    ["may be a later one than what runs", 9, copy, ["--to", "8"], "shop-dev-api:8"],
  ];
  it.each(rows)("%s", async (_, at, tags, words, to) => {
    const { root, server } = await playedStage(ecs(at, { tags }));
    const { stdout, error } = await runHere("rollback", ["dev", "api", ...words, "--json"], root, server.env);
    expect(error).toBeNull();
    expect(JSON.parse(stdout)).toMatchObject({
      stage: "dev",
      service: "api",
      to,
      task: TASK(9),
      checks: [{ what: "api", result: "ok" }],
    });
  });
});

it("knows every version that it has run, page by page and no more than ECS describes at a time", async () => {
  const runs = Array.from({ length: 21 }, (_, i) => ({
    targetServiceRevisionArn: `r/${i + 1}`,
    finishedAt: new Date(i),
  }));
  const { deployed } = await deployedIn({
    "ecs.ListServiceDeployments": ({ input }) =>
      input.nextToken === undefined
        ? { serviceDeployments: runs.slice(0, 20), nextToken: "more" }
        : { serviceDeployments: runs.slice(20) },
    "ecs.DescribeServiceRevisions": ({ input }) => {
      const arns = input.serviceRevisionArns as string[];
      if (arns.length > 20) return new AwsFault("InvalidParameterException", "at most 20");
      return {
        serviceRevisions: arns.map((serviceRevisionArn) => ({
          serviceRevisionArn,
          // The last two are of one version, which was restarted.
          taskDefinition: TASK(Math.min(Number(serviceRevisionArn.slice(2)), 20)),
        })),
      };
    },
  });
  const versions = await versionsOf(deployed, { name: "api", service: "ApiService", task: TASK(20) });
  expect(versions.map(({ name }) => name)).toEqual(Array.from({ length: 20 }, (_, i) => `shop-dev-api:${20 - i}`));
  expect(versions[19]).toEqual({ name: "shop-dev-api:1", task: TASK(1), at: "1970-01-01T00:00:00.000Z" });
});

it("says that the version does not come up, and ends with the status of a deploy that does not serve", async () => {
  const { root, server } = await playedStage(ecs(8, { fails: true }));
  const { error } = await runHere("rollback", ["dev", "api"], root, server.env);
  expect(error).toMatchObject({
    code: 3,
    message:
      "the rollback is under way or has failed: api, see above. How it goes on: npx space-sst status dev --watch",
  });
});

it("restarts what runs, and sees that it serves", async () => {
  const { root, server } = await playedStage(ecs(7));
  const { stdout, error } = await runHere("restart", ["dev"], root, server.env);
  expect(error).toBeNull();
  expectShown("restart", 0, stdout);
  expect(server.asked("ecs.UpdateService").map(({ input }) => input)).toEqual([
    { cluster: "shop-dev", service: "ApiService", forceNewDeployment: true },
  ]);
});

it.each([
  ["restart", { stage: "dev", services: [{ name: "api", version: "shop-dev-api:8" }] }],
  ["rollback", { stage: "dev", service: "api", from: "shop-dev-api:8", to: "shop-dev-api:7", task: TASK(9) }],
] as const)("%s --json is one document of what was done, and of what serves", async (command, done) => {
  const { root, server } = await playedStage(ecs(8));
  const { stdout, error } = await runHere(command, ["dev", "api", "--json"], root, server.env);
  expect(error).toBeNull();
  expect(JSON.parse(stdout)).toEqual({ ...done, checks: [expect.objectContaining({ what: "api", result: "ok" })] });
});

it("says of a service without a database that it goes back, and nothing of migrations", async () => {
  const { root, server } = await playedStage(ecs(8));
  const { stdout } = await runHere("rollback", ["dev", "api"], root, server.env);
  expect(stdout).toContain("migrations go forward only");
  const stored = JSON.parse(await readFile(join(root, ".yo-rc.json"), "utf8"));
  stored["generator-space-sst"].services[0].database = null;
  stored["generator-space-sst"].databases = [];
  await writeFile(join(root, ".yo-rc.json"), JSON.stringify(stored));
  server.answer(ecs(8));
  expect((await runHere("rollback", ["dev", "api"], root, server.env)).stdout).not.toContain("migrations");
});

describe("refuses, with what to do, before anything is changed", () => {
  const rows: [what: string, command: "restart" | "rollback", words: string[], answers: Answers, message: RegExp][] = [
    [
      "a version that it has not run",
      "rollback",
      ["dev", "api", "--to", "5"],
      {},
      /^api has run no version "5" in the last 90 days, or runs it now. There are: 7 \(2026-01-07 09:30\), 6 /,
    ],
    [
      "a first version",
      "rollback",
      ["dev", "api"],
      { "ecs.ListServiceDeployments": { serviceDeployments: [] } },
      /^api has no version before shop-dev-api:8/,
    ],
    ["no service", "rollback", ["dev"], {}, /service: is required: api, worker/],
    ["a service that is not there yet", "rollback", ["dev", "worker"], {}, /^worker is not in dev yet/],
    ["production without its name", "rollback", ["production", "api"], {}, /--confirm production/],
    [
      "a history that may not be read",
      "rollback",
      ["dev", "api"],
      {
        "ecs.ListServiceDeployments": new AwsFault(
          "AccessDeniedException",
          "not authorized to perform: ecs:ListServiceDeployments",
        ),
      },
      /^AWS denies ecs:ListServiceDeployments/,
    ],
    ["a service that is none", "restart", ["dev", "apo"], {}, /"apo" is none of the services/],
    [
      "a service that is not there yet, beside one that is",
      "restart",
      ["dev", "api", "worker"],
      {},
      /^not in dev yet, so that a deploy makes it: worker$/,
    ],
    ["production without its name", "restart", ["production"], {}, /--confirm production/],
    ["a stage that is not deployed", "restart", ["staging"], {}, /^staging is not deployed/],
  ];
  it.each(rows)("%s (%s)", async (_, command, words, answers, message) => {
    const { root, server } = await playedStage({ ...ecs(8), ...answers });
    expect((await runHere(command, words, root, server.env)).error?.message).toMatch(message);
    expect([...server.asked("ecs.UpdateService"), ...server.asked("ecs.RegisterTaskDefinition")]).toEqual([]);
  });
});

it("says that there is no other version to go to", async () => {
  const { root, server } = await playedStage({ ...ecs(8), "ecs.ListServiceDeployments": { serviceDeployments: [] } });
  expect((await runHere("rollback", ["dev", "api", "--to", "5"], root, server.env)).error?.message).toBe(
    'api has run no version "5" in the last 90 days, or runs it now. There is no other',
  );
});

describe("the deploy after a rollback", () => {
  const COPY: Tag[] = [{ key: "space-sst:copy-of", value: "shop-dev-api:7" }];
  const RELEASE = "0123456789abcdef0123456789abcdef01234567";

  /** The stage whose program has version 8, rolled back; and what is said. */
  async function rolledBack(tags: Tag[]) {
    const { root, server } = await playedStage(ecs(9, { tags }), { "api.task": TASK(8) });
    for (const [name, value] of Object.entries(server.env)) vi.stubEnv(name, value);
    onTestFinished(() => void vi.unstubAllEnvs());
    const said: string[] = [];
    const out = new Writable({
      write(chunk, _, done) {
        said.push(String(chunk));
        done();
      },
    });
    const deploy = {
      root,
      aws: new Aws({ region: "us-east-1" }),
      terminal: new Terminal({ out }),
      project: "shop",
      stage: "dev",
    };
    return { deploy, said, server };
  }

  it("is refused where it would bring the same version again, unless somebody insists", async () => {
    const { deploy, said } = await rolledBack(COPY);
    vi.stubEnv("RELEASE", RELEASE);
    await expect(sayRolledBack({ ...deploy, insists: false })).rejects.toThrow(
      "api was rolled back, and 0123456789ab is what it was taken back from: revert what is wrong, commit, and deploy that. Nothing was done. To deploy it once more: --after-rollback",
    );
    await sayRolledBack({ ...deploy, insists: true });
    expect(said).toContain("! api was rolled back from shop-dev-api:8 to shop-dev-api:7. This deploy ends it.\n");
  });

  it("says that it ends the rollback where it brings another version, and nothing where there was none", async () => {
    const { deploy, said } = await rolledBack(COPY);
    vi.stubEnv("RELEASE", "another");
    await sayRolledBack({ ...deploy, insists: false });
    expect(said).toEqual(["! api was rolled back from shop-dev-api:8 to shop-dev-api:7. This deploy ends it.\n"]);
    const other = await rolledBack([]);
    await sayRolledBack({ ...other.deploy, insists: false });
    expect(other.said).toEqual([]);
  });

  it("is not stopped by what nobody can know: a first deploy, a stage without a revision, a service that is gone", async () => {
    vi.stubEnv("RELEASE", undefined);
    const { deploy, said, server } = await rolledBack(COPY);
    await sayRolledBack({ ...deploy, stage: "staging", insists: false });
    // The folder is no repository, so it has no revision either: that is not the one of the stage.
    await sayRolledBack({ ...deploy, insists: false });
    expect(said).toHaveLength(1);
    server.answer({ "ecs.DescribeServices": { services: [] } });
    await sayRolledBack({ ...deploy, insists: false });
    expect(said).toHaveLength(1);
  });

  it("brings a service that it has not changed to what the program has", async () => {
    const { deploy, server } = await rolledBack(COPY);
    const expected = expectedOf({ cluster: "shop-dev", "api.service": "ApiService", "api.task": TASK(8) });
    await endRollbacks(deploy.aws, expected, deploy.terminal);
    await endRollbacks(deploy.aws, expected, deploy.terminal);
    expect(server.asked("ecs.UpdateService").map(({ input }) => input)).toEqual([
      { cluster: "shop-dev", service: "ApiService", taskDefinition: TASK(8) },
    ]);
  });
});
