import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { stageNamed } from "../../lib/answers/stages.ts";
import { Aws } from "../../lib/aws/client.ts";
import { deployStage, diffStage } from "../../lib/deploy/deploy.ts";
import { viewOf } from "../../lib/repo/changes.ts";
import { storedRepo } from "../../lib/repo/edit/stored.ts";
import { Terminal } from "../../lib/terminal/terminal.ts";
import { type Answers, AwsFault, type AwsRequest } from "../support/aws/server.ts";
import { makeCertificates } from "../support/boot/certificates.ts";
import { bin, run, temporaryFolder } from "../support/cli.ts";
import { callsOf, failing, type Scenario, SHOP, settles, stageRepo, succeeding } from "../support/sst/stage.ts";
import { account, crashed, healthy, TASK } from "../support/sst/world.ts";
import { sstState } from "../support/sst-state.ts";

import { FAILURES } from "./failures.ts";

/** `space-sst deploy`, as a process, with stand-ins for SST and for AWS. */

/** Something that answers a health check. */
async function answering(status = 200): Promise<string> {
  const server = createServer((_, response) => response.writeHead(status).end());
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const outputsOf = (url: string) => ({
  cluster: "shop-dev",
  "api.service": "ApiService",
  "api.task": TASK(7),
  "api.url": url,
  "api.health": `${url}/health`,
  tunnel: "i-0123456789",
});

type GetObject = (request: AwsRequest) => Buffer | AwsFault;

interface World {
  scenario: Scenario;
  aws?: Parameters<typeof account>;
  answers?: typeof SHOP;
  env?: Record<string, string>;
  /** What the doctor asks is answered in its own tests. */
  doctor?: boolean;
}

async function deploy(words: string[], { scenario, aws = [healthy()], answers, env = {}, doctor = false }: World) {
  const root = await temporaryFolder();
  await stageRepo(root, scenario, answers);
  const server = await account(...aws);
  const result = await run(["deploy", ...words, ...(doctor ? [] : ["--skip-doctor"])], {
    cwd: root,
    env: { ...server.env, ...env },
  });
  return { ...result, root, calls: await callsOf(root), server };
}

describe("a deploy", () => {
  it("says what it does, shows how far it is, and proves that the new version serves", async () => {
    const url = await answering();
    const { stdout, stderr, exitCode, calls, root } = await deploy(["dev", "--yes"], {
      scenario: { deploy: succeeding(outputsOf(url)) },
    });
    expect(stderr).toBe("");
    expect(exitCode).toBe(0);
    expect(calls).toEqual([{ args: ["deploy", "--stage", "dev"], plainHttp: null }]);
    expect(stdout).toContain("account  111111111111 (arn:aws:sts::111111111111:assumed-role/Admin/ana)");
    expect(stdout).toMatch(/Deploying dev: everything that SST says is in \.sst\/log\/deploy-dev-\d{8}T\d{6}Z\.log/);
    expect(stdout).toContain("1 created, 1 updated");
    expect(stdout).toContain("✔ api: shop-dev-api:7, 2 of 2 tasks, image sha256:ab12ab12ab12");
    expect(stdout).toMatch(/✔ http:\/\/127\.0\.0\.1:\d+\/health: 200 in \d+ ms/);
    expect(stdout).toContain("✔ dev is deployed.");
    expect(stdout).toContain(`api  ${url}`);
    expect(stdout).toContain("i-0123456789");
    const [log = ""] = await readdir(join(root, ".sst", "log"));
    expect(await readFile(join(root, ".sst", "log", log), "utf8")).toContain("Created     NetworkVpc aws:ec2:Vpc");
  });

  it("--json: one document, and nothing else on standard output", async () => {
    const url = await answering();
    const { stdout } = await deploy(["dev", "--yes", "--json"], { scenario: { deploy: succeeding(outputsOf(url)) } });
    expect(JSON.parse(stdout)).toMatchObject({
      stage: "dev",
      account: "111111111111",
      region: "us-east-1",
      status: "deployed",
      urls: { api: url },
      checks: [
        { what: "api", result: "ok" },
        { what: `${url}/health`, result: "ok" },
      ],
      error: null,
    });
  });

  it("--dry-run shows the diff and deploys nothing, of production too", async () => {
    const diff = [
      "~  Diff",
      "",
      "✓  Generated    ",
      "",
      "+  Vpc aws:ec2:Vpc",
      "   + cidrBlock = 10.0.0.0/16",
      { exit: 0 },
    ];
    const { stdout, exitCode, calls } = await deploy(["production", "--dry-run"], { scenario: { diff } });
    expect(exitCode).toBe(0);
    expect(calls).toMatchObject([{ args: ["diff", "--stage", "production"] }]);
    expect(stdout).toContain("+  Vpc aws:ec2:Vpc\n   + cidrBlock = 10.0.0.0/16");
    expect(stdout).toContain("Nothing was deployed");
  });

  it("without a terminal, says every few seconds what is in the making", async () => {
    const url = await answering();
    const making = {
      resourcePreEvent: {
        metadata: {
          op: "create",
          type: "aws:rds/instance:Instance",
          urn: "urn:pulumi:dev::shop::aws:rds/instance:Instance::MainDatabase",
        },
      },
    };
    const { stdout } = await deploy(["dev", "--yes"], {
      scenario: { deploy: [{ engine: making }, { wait: 7_000 }, ...succeeding(outputsOf(url))] },
    });
    expect(stdout).toMatch(/[5-9] s: nothing yet; creating MainDatabase \(aws:rds:Instance\), \d s/);
  });
});

describe("a deploy in this process", () => {
  /** What is printed, and what SST and AWS were asked by then. */
  async function here(scenario: Scenario, answers: Answers, resources: number | null = null) {
    const root = await temporaryFolder();
    await stageRepo(root, scenario);
    const server = await account(healthy(), answers);
    for (const [name, value] of Object.entries(server.env)) vi.stubEnv(name, value);
    const view = viewOf(storedRepo(root).blueprint);
    const printed: string[] = [];
    const terminal = new Terminal({ json: true });
    vi.spyOn(terminal, "print").mockImplementation((line = "") => void printed.push(line));
    const more = { stage: stageNamed(view, "dev"), again: "", allowPlainHttp: false, wait: 0 };
    const options = { root, view, aws: new Aws({ region: "us-east-1" }), terminal, ...more };
    const result = scenario.diff === undefined ? await deployStage(options, resources) : await diffStage(options);
    return { root, printed, result, server };
  }

  it("is counted to as many resources as its program makes", async () => {
    const deploy = [settles("same", "aws:ec2/vpc:Vpc", "Vpc"), ...succeeding({})];
    const { printed } = await here({ deploy }, {}, 3);
    expect(printed).toContainEqual(expect.stringMatching(/^ {2}\d+ s: 1 of 3 done \(1 created, 1 updated\)$/));
  });

  /** The stage stands, and sleeps: its only schedule brings back the tasks of a service. */
  const asleep = () => {
    const state = sstState();
    const input = JSON.stringify({ Cluster: "shop-dev", Service: "ApiService", DesiredCount: 2 });
    const target = { arn: "arn:aws:scheduler:::aws-sdk:ecs:updateService", input };
    const outputs = { scheduleExpression: "cron(20 7 ? * MON-FRI *)", target };
    const type = "aws:scheduler/schedule:Schedule";
    const resources = [{ urn: `urn:pulumi:dev::shop::${type}::Wake`, type, outputs }];
    state.objects.set("app/shop/dev.json", Buffer.from(JSON.stringify({ checkpoint: { latest: { resources } } })));
    return state.answers;
  };

  it("wakes the stage before SST begins", async () => {
    let ended = false;
    const woken: [object, boolean][] = [];
    const { root, result } = await here(
      { deploy: succeeding({}) },
      {
        ...asleep(),
        "ecs.DescribeServices": { services: [{ serviceName: "ApiService", desiredCount: 0 }] },
        "ecs.UpdateService": ({ input }) => {
          woken.push([input, ended]);
          return {};
        },
      },
    );
    ended = (await callsOf(root)).length > 0;
    expect([result.status, ended]).toEqual(["deployed", true]);
    expect(woken).toEqual([[{ cluster: "shop-dev", service: "ApiService", desiredCount: 2 }, false]]);
  });

  it("brings a service that was rolled back to what the program has, and looks at it then", async () => {
    const url = await answering();
    let task = TASK(6);
    const { services: [service] = [] } = healthy()["ecs.DescribeServices"] as { services: { deployments: object[] }[] };
    const { printed, server } = await here(
      { deploy: succeeding(outputsOf(url)) },
      {
        "ecs.DescribeServices": () => ({
          services: [
            {
              ...service,
              taskDefinition: task,
              deployments: service?.deployments.map((one) => ({ ...one, taskDefinition: task })) ?? [],
            },
          ] as never,
        }),
        "ecs.DescribeTaskDefinition": ({ input }) => ({
          ...(healthy()["ecs.DescribeTaskDefinition"] as object),
          tags: input.taskDefinition === TASK(6) ? [{ key: "space-sst:copy-of", value: "shop-dev-api:5" }] : [],
        }),
        "ecs.UpdateService": ({ input }) => {
          task = String(input.taskDefinition);
          return {};
        },
      },
    );
    expect(server.asked("ecs.UpdateService").map(({ input }) => input)).toEqual([
      { cluster: "shop-dev", service: "ApiService", taskDefinition: TASK(7) },
    ]);
    expect(printed).toContain("api goes on from its rollback to shop-dev-api:7, which this deploy has left as it was.");
    expect(printed).toContainEqual(expect.stringMatching(/^✔ api: shop-dev-api:7, 2 of 2 tasks/));
  });

  it("that is only compared shows what nobody can know before as such", async () => {
    const diff = ["✓  Generated    ", "   + id = 04da6b54-80e4-46f7-96ec-b56ff0331ba9", { exit: 0 }];
    const { result, printed } = await here({ diff }, {});
    expect(result).toMatchObject({ status: "deployed", changes: ["   + id = known after the deploy"], error: null });
    expect(printed).toContain("   + id = known after the deploy");
    const failed = await here({ diff: failing("Vpc aws:ec2:Vpc", "VpcLimitExceeded") }, {});
    expect(failed.result).toMatchObject({
      status: "failed",
      changes: [],
      error: { code: 1 },
      diagnosis: { id: "quota-vpc" },
    });
  });
});

describe("what is refused before anything is done", () => {
  let repo = "";
  beforeAll(async () => {
    repo = await mkdtemp(join(tmpdir(), "space-sst-test-"));
    await stageRepo(repo, {});
  });
  afterAll(() => rm(repo, { recursive: true, force: true }));

  it.each([
    [
      "no stage, where nobody can be asked",
      [],
      "stage: is required: dev, staging, production, acme-staging, acme-production",
    ],
    [
      "a stage that there is not",
      ["prod", "--yes"],
      '"prod" is no stage of this repo; stages: dev, staging, production',
    ],
    ["nothing confirms it", ["dev"], "--yes: nobody can be asked whether to deploy dev"],
    [
      "--yes alone, for production",
      ["production", "--yes"],
      "--confirm: production is confirmed by its name: --confirm production",
    ],
    ["--yes alone, for a client's production", ["acme-production", "--yes"], "--confirm acme-production"],
    [
      "the name of another stage",
      ["acme-production", "--confirm", "production"],
      '--confirm: says "production", and the stage is acme-production',
    ],
    ["a wait that is no number", ["dev", "--yes", "--wait", "soon"], '--wait: "soon" should be a number of seconds'],
  ])("%s", async (_, words, message) => {
    const { stderr, exitCode } = await run(["deploy", ...words], { cwd: repo });
    expect(stderr).toContain(message);
    expect(exitCode).toBe(2);
    expect(await callsOf(repo)).toEqual([]);
  });

  it("a client's stage with the credentials of another account", async () => {
    const { stderr, exitCode, calls } = await deploy(["acme-production", "--confirm", "acme-production"], {
      scenario: {},
    });
    expect(stderr).toContain(
      "acme-production belongs to account 222222222222, but the credentials are for 111111111111",
    );
    expect(exitCode).toBe(1);
    expect(calls).toEqual([]);
  });

  it("production without a domain, unless somebody insists", async () => {
    const { domain: _, clients: __, ...plain } = SHOP;
    const words = ["production", "--yes", "--confirm", "production"];
    const refused = await deploy(words, { scenario: {}, answers: plain });
    expect(refused.stderr).toContain("production has no domain, so passwords would travel unencrypted");
    expect(refused.calls).toEqual([]);
    const url = await answering();
    const scenario = { deploy: succeeding(outputsOf(url)) };
    const insisted = await deploy([...words, "--allow-plain-http"], { scenario, answers: plain });
    expect(insisted.exitCode).toBe(0);
    expect(insisted.calls).toEqual([{ args: ["deploy", "--stage", "production"], plainHttp: "true" }]);
  });

  it("credentials that have expired", async () => {
    const { stderr, exitCode, calls } = await deploy(["dev", "--yes"], {
      scenario: {},
      aws: [
        {
          "sts.GetCallerIdentity": new AwsFault(
            "ExpiredToken",
            "The security token included in the request is expired",
            403,
          ),
        },
      ],
    });
    expect(stderr).toContain("has ended");
    expect(exitCode).toBe(1);
    expect(calls).toEqual([]);
  });

  it("a secret without a value: all are named, with the commands that set them", async () => {
    const { stderr, exitCode, calls } = await deploy(["dev", "--yes"], {
      scenario: {},
      aws: [healthy(), sstState().answers],
    });
    expect(stderr).toContain("dev has no value for ApiJwtSecret (JWT_SECRET of api). Nothing was done.");
    expect(stderr).toContain("npx sst secret set ApiJwtSecret --stage dev");
    expect(exitCode).toBe(1);
    expect(calls).toEqual([]);
  });

  it("a doctor who finds something, unless told otherwise", async () => {
    const { domain: _, clients: __, ...plain } = SHOP;
    const { stdout, stderr, exitCode, calls } = await deploy(["dev", "--yes"], {
      scenario: {},
      answers: plain,
      doctor: true,
    });
    expect(stdout).toMatch(/✖ .*NotInThisTest/);
    expect(stderr).toMatch(/dev is not ready to deploy: .*Nothing was done\. To deploy all the same: --skip-doctor/);
    expect(exitCode).toBe(1);
    expect(calls).toEqual([]);
  });

  it("a stage that is locked: since when and by what", async () => {
    const state = sstState();
    state.secrets("shop", "dev", { ApiJwtSecret: "a secret" });
    state.objects.set("lock/shop/dev.json", Buffer.from('{"created":"2026-01-31T09:30:00Z","command":"deploy"}'));
    const aws = [healthy(), state.answers];
    const { stderr, exitCode, calls } = await deploy(["dev", "--yes"], { scenario: {}, aws });
    expect(stderr).toMatch(/dev is locked: by a run of sst deploy that began .* ago \(2026-01-31T09:30:00Z\)/);
    expect(stderr).toContain("npx sst unlock --stage dev, then npx space-sst deploy dev");
    expect(exitCode).toBe(4);
    expect(calls).toEqual([]);
  });

  it("a folder without SST", async () => {
    const cwd = await temporaryFolder();
    const { stderr, exitCode } = await run(["deploy", "dev", "--yes"], { cwd });
    expect(stderr).toContain("is not a repo of space-sst");
    expect(exitCode).toBe(1);
  });
});

describe("SST is done, and the new version does not serve", () => {
  it("ECS went back to the version before: a failure, with the reason and the log of the task", async () => {
    const url = await answering();
    const rolledBack = {
      "ecs.DescribeServices": {
        services: [
          {
            serviceName: "ApiService",
            status: "ACTIVE",
            events: [],
            deployments: [
              {
                status: "PRIMARY",
                taskDefinition: TASK(6),
                rolloutState: "COMPLETED",
                runningCount: 2,
                desiredCount: 2,
              },
              {
                status: "INACTIVE",
                taskDefinition: TASK(7),
                rolloutState: "FAILED",
                rolloutStateReason: "ECS deployment circuit breaker: tasks failed to start.",
              },
            ],
          },
        ],
      },
    };
    const { stdout, stderr, exitCode } = await deploy(["dev", "--yes"], {
      scenario: { deploy: succeeding(outputsOf(url)) },
      aws: [healthy(), rolledBack, crashed(7, { exitCode: 1, reason: "Essential container in task exited" })],
    });
    expect(exitCode).toBe(3);
    expect(stdout).toContain(
      "✖ api: ECS went back: shop-dev-api:6 runs, not shop-dev-api:7 (ECS deployment circuit breaker: tasks failed to start.)",
    );
    expect(stdout).toContain(
      "Task dead01 of shop-dev-api:7 stopped with exit code 1: Essential container in task exited",
    );
    expect(stdout).toContain("| Error: password authentication failed");
    expect(stdout).not.toContain("dev is deployed");
    expect(stderr).toContain("SST is done, but api does not serve the new version");
  });

  it("another image runs than the one that was deployed", async () => {
    const url = await answering();
    const { stdout, exitCode } = await deploy(["dev", "--yes"], {
      scenario: { deploy: succeeding(outputsOf(url)) },
      aws: [
        healthy(),
        {
          "ecs.DescribeTasks": {
            tasks: [
              {
                taskDefinitionArn: TASK(7),
                containers: [{ name: "ApiService", imageDigest: `sha256:${"0".repeat(64)}` }],
              },
            ],
          },
        },
      ],
    });
    expect(exitCode).toBe(3);
    expect(stdout).toContain("✖ api: a task runs the image sha256:000000000000, not sha256:ab12ab12ab12");
  });

  it("an address answers with an error, or not at all", async () => {
    const url = await answering(503);
    const gone = "http://127.0.0.1:9";
    const outputs = { ...outputsOf(url), "web.url": gone };
    const { stdout, stderr, exitCode } = await deploy(["dev", "--yes", "--wait", "1"], {
      scenario: { deploy: succeeding(outputs) },
    });
    expect(exitCode).toBe(3);
    expect(stderr).toContain(`SST is done, but ${url}/health, ${gone} do not serve the new version: see above.`);
    expect(stdout).toMatch(/✖ \S+\/health: 503 in \d+ ms/);
    expect(stdout).toContain(`✖ ${gone}: `);
  });

  it("an address is asked over HTTPS, and its certificate must be one that the world trusts", async () => {
    const { ca, cert, key } = await makeCertificates(await temporaryFolder());
    const server = createSecureServer({ cert: await readFile(cert), key: await readFile(key) }, (_, response) =>
      response.end("ok"),
    );
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    onTestFinished(() => void server.close());
    const url = `https://localhost:${(server.address() as AddressInfo).port}`;
    const scenario = { deploy: succeeding(outputsOf(url)) };
    const trusted = await deploy(["dev", "--yes"], { scenario, env: { NODE_EXTRA_CA_CERTS: ca } });
    expect(trusted.stdout).toMatch(/✔ https:\/\/localhost:\d+\/health: 200 in \d+ ms/);
    expect(trusted.exitCode).toBe(0);
    const unknown = await deploy(["dev", "--yes", "--wait", "1"], { scenario });
    expect(unknown.stdout).toContain("/health: its certificate is not one that the world trusts");
    expect(unknown.exitCode).toBe(3);
  });

  it("DNS that is looked after elsewhere is no failure: the record to make is said", async () => {
    const host = "api-dev.acme.invalid";
    const outputs = {
      ...outputsOf(`https://${host}`),
      [`${host}.CNAME`]: "shop-1.us-east-1.elb.amazonaws.com",
    };
    const { stdout, exitCode } = await deploy(["dev", "--yes", "--wait", "1"], {
      scenario: { deploy: succeeding(outputs) },
    });
    expect(stdout).toContain(`make the record ${host} CNAME shop-1.us-east-1.elb.amazonaws.com`);
    expect(exitCode).toBe(0);
  });
});

describe("SST fails", () => {
  const UNHEALTHY =
    "waiting for ECS Service (arn:aws:ecs:us-east-1:111111111111:service/shop-dev/ApiService) update: timeout while waiting for state to become 'tfSTABLE'";

  it("a service that does not become healthy: why its last task stopped, and what it said", async () => {
    const resource = "ApiService sst:aws:Service → ApiServiceService aws:ecs:Service";
    const { stdout, stderr, exitCode } = await deploy(["dev", "--yes"], {
      scenario: { deploy: failing(resource, UNHEALTHY) },
      aws: [
        healthy(),
        crashed(7, {
          exitCode: 137,
          reason: "Task failed ELB health checks in (target-group arn:aws:elasticloadbalancing:…)",
        }),
      ],
    });
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/✖ ApiServiceService \(aws:ecs:Service\) failed after \d+ s/);
    expect(stderr).toContain("dev is not deployed: ApiServiceService (aws:ecs:Service): waiting for ECS Service");
    expect(stderr).toContain(
      "Task dead01 of shop-dev-api:7 stopped with exit code 137: Task failed ELB health checks in",
    );
    expect(stderr).toContain("All of its log: npx space-sst logs dev api --since 1d");
    expect(stderr).toContain("  | Connecting to the database\n    | Error: password authentication failed");
    expect(stderr).toContain("ECS: (service ApiService) has reached a steady state.");
  });

  it("a migration: its exit code and the last lines of its log", async () => {
    const { message = "" } = FAILURES.find(({ pain }) => pain === "a migration that fails") ?? {};
    const { stderr, server } = await deploy(["dev", "--yes"], {
      scenario: { deploy: failing("ApiMigrationRun aws:lambda:Invocation", message) },
      aws: [healthy(), crashed(7, { reason: "unused" })],
    });
    expect(stderr).toContain("a migration of shop-dev-api:7 failed with exit code 1");
    expect(stderr).toContain("| Error: password authentication failed");
    expect(server.asked("logs.GetLogEvents").map(({ input }) => input)).toMatchObject([
      { logGroupName: "/shop/dev/api", logStreamName: "/service/ApiService/0123abcd" },
    ]);
  });

  it("AWS that cannot be asked does not make it worse", async () => {
    const { stderr, exitCode } = await deploy(["dev", "--yes"], {
      scenario: { deploy: failing("ApiServiceService aws:ecs:Service", UNHEALTHY) },
      aws: [healthy(), { "ecs.ListTasks": new AwsFault("AccessDeniedException", "no") }],
    });
    expect(stderr).toContain("Likely cause: new tasks of the service do not become healthy");
    expect(stderr).toContain("AWS denies ecs:ListTasks");
    expect(exitCode).toBe(1);
  });

  it("what SST keeps in its own log is shown", async () => {
    const unexpected =
      "✕  Unexpected error occurred. Please run with --print-logs or check .sst/log/sst.log if available.";
    const { stderr } = await deploy(["dev", "--yes"], {
      scenario: {
        deploy: [{ hidden: 'Error initializing aws:\n   bucket "x" is gone' }, { err: unexpected }, { exit: 1 }],
      },
    });
    expect(stderr).toContain('dev is not deployed: Error initializing aws:\n  bucket "x" is gone');
  });

  it("a lock: nothing is done, and the command that frees it is said", async () => {
    const locked =
      "|  Locked      A concurrent update was detected on the app. Run `sst unlock` to remove the lock and try again.";
    const { stderr, exitCode } = await deploy(["dev", "--yes"], { scenario: { deploy: [locked, { exit: 1 }] } });
    expect(exitCode).toBe(4);
    expect(stderr).toContain(
      "dev is locked: another deploy of it runs, or one was killed. Nothing was done. When you know that none runs: npx sst unlock --stage dev, then npx space-sst deploy dev",
    );
  });

  it("a process that is gone: the stage is still locked, and that is said", async () => {
    const { stderr, exitCode } = await deploy(["dev", "--yes"], {
      scenario: { deploy: ["|  Created     NetworkVpc aws:ec2:Vpc", { exit: 137 }] },
    });
    expect(exitCode).toBe(1);
    expect(stderr).toContain(
      "SST ended without a word: dev is half deployed. It is not locked: npx space-sst deploy dev",
    );
  });

  it("a process that is gone and has left its lock: that is said, with the command", async () => {
    const state = sstState();
    state.secrets("shop", "dev", { ApiJwtSecret: "a secret" });
    // The lock comes while SST runs: the first look at it finds none.
    let looks = 0;
    const get: Answers["s3.GetObject"] = (request) => {
      if (request.input.Key !== "lock/shop/dev.json") return (state.answers["s3.GetObject"] as GetObject)(request);
      looks += 1;
      if (looks === 1) return new AwsFault("NoSuchKey", "", 404);
      return Buffer.from(JSON.stringify({ created: "2026-01-31T09:30:00Z", command: "deploy" }));
    };
    const { stderr } = await deploy(["dev", "--yes"], {
      scenario: { deploy: ["|  Created     NetworkVpc aws:ec2:Vpc", { exit: 137 }] },
      aws: [healthy(), state.answers, { ...healthy(), ...state.answers, "s3.GetObject": get }],
    });
    expect(stderr).toContain("It is still locked: when no pulumi process runs any more, npx sst unlock --stage dev");
  });
});

describe("a job that is cancelled", () => {
  it("asks SST once to stop, whatever it is sent", async () => {
    const root = await temporaryFolder();
    const scenario: Scenario = {
      deploy: [{ wait: 30_000 }],
      afterInterrupt: [{ wait: 1_500 }, "✕  Interrupted    ", { exit: 1 }],
    };
    await stageRepo(root, scenario);
    const { env } = await account(healthy());
    const words = [bin, "deploy", "dev", "--yes", "--skip-doctor"];
    const child = execa(process.execPath, words, { cwd: root, env, reject: false, stdin: "ignore" });
    child.stdout.on("data", (data) => {
      if (!String(data).includes("Deploying dev: everything")) return;
      // Once SST runs, which may take a while after it was said.
      void vi
        .waitFor(async () => expect(await callsOf(root)).toHaveLength(1), 20_000)
        .then(() => {
          child.kill("SIGTERM");
          setTimeout(() => child.kill("SIGTERM"), 600);
        });
    });
    const { exitCode, stderr } = await child;
    expect(exitCode).toBe(130);
    expect(stderr).toContain("Stopped: dev is half deployed. It is not locked");
    expect((await callsOf(root)).filter((call) => "signal" in call)).toEqual([{ signal: "SIGINT" }]);
  });
});

describe("a failure in --json", () => {
  it("has its cause and the next step", async () => {
    const scenario = {
      deploy: failing("NetworkEip1 aws:ec2:Eip", "creating EC2 EIP: api error AddressLimitExceeded: too many"),
    };
    const { stdout, exitCode } = await deploy(["dev", "--yes", "--json"], { scenario });
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      status: "failed",
      error: { id: "quota-eip", resource: { name: "NetworkEip1", type: "aws:ec2:Eip" } },
    });
  });
});
