import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import type { Answers } from "../../../lib/answers/schema.ts";
import {
  type Answers as AwsAnswers,
  type AwsRequest,
  type AwsServer,
  awsServer,
  type OperationName,
} from "../aws/server.ts";
import type { Servers } from "../boot/servers.ts";
import { temporaryFolder } from "../cli.ts";
import { servicePackages } from "../packages.ts";
import { link, renderRepo } from "../repo.ts";
import { ACCOUNT } from "../sst/stage.ts";
import { standInSst } from "../sst.ts";
import { sstState } from "../sst-state.ts";
import { CLIENTS, type Engine, SteadyTask, type Values } from "./clients.ts";
import { SecretsManager } from "./secrets.ts";

/**
 * The stage `dev` on real databases and a real cache. AWS is a stand-in: ECS runs the rendered database task as a process, and in
 * place of a service a client that connects again and again; ElastiCache gives its tokens to the Redis. What it hides: how
 * long AWS takes, and what of all this a role may do.
 */

const arn = (service: string, rest: string) => `arn:aws:${service}:us-east-1:${ACCOUNT}:${rest}`;
const NETWORK = {
  awsvpcConfiguration: { subnets: ["subnet-1"], securityGroups: ["sg-1"], assignPublicIp: "DISABLED" },
};

interface Task {
  taskArn: string;
  family: string;
  lastStatus: "RUNNING" | "STOPPED";
  exitCode?: number;
  steady?: SteadyTask;
}

interface Store {
  engine: Engine;
  database: string;
}

export interface Service {
  name: string;
  stores: readonly Store[];
}

const sqlName = (service: string) => service.replaceAll("-", "_");

export class World {
  readonly secrets = new SecretsManager();
  readonly tasks: Task[] = [];
  readonly logged: { group: string; message: string }[] = [];
  readonly output = new Map<string, string[]>();
  readonly definitions = new Map<string, object>();
  root = "";
  programs = "";
  server!: AwsServer;
  readonly services: readonly Service[];
  readonly #servers: Servers;
  #answers: AwsAnswers = {};
  #count = 0;

  constructor(servers: Servers, services: readonly Service[]) {
    this.#servers = servers;
    this.services = services;
  }

  secretOf = (service: string): string => `shop-dev/${service}-a1b2c3`;
  valuesOf = (service: string): Values => this.secrets.values(this.secretOf(service));
  connect = (service: string, engine: Engine, values: Values) =>
    CLIENTS[engine](this.#servers.of(engine), sqlName(service), values);

  /** Renders the repo, makes every service's database with the rendered task, and starts its first task. */
  async begin(answers: Answers): Promise<void> {
    this.root = await temporaryFolder();
    this.programs = await mkdtemp(join(tmpdir(), "space-sst-rotation-"));
    await renderRepo(answers, this.programs);
    await rm(join(this.programs, "node_modules"), { recursive: true, force: true });
    await link(await servicePackages(), join(this.programs, "node_modules"));
    await writeFile(join(this.root, ".yo-rc.json"), JSON.stringify({ "generator-space-sst": answers }));
    await writeFile(join(this.root, "package.json"), "{}");
    await standInSst(this.root);
    const state = sstState();
    const outputs = { cluster: "shop-dev", ...Object.fromEntries(this.services.flatMap(this.#outputs)) };
    const resources = [
      { type: "pulumi:pulumi:Stack", outputs },
      { type: "aws:elasticache/replicationGroup:ReplicationGroup", outputs: { replicationGroupId: "shop-dev-main" } },
      ...this.services.map(({ name }) => ({
        type: "aws:secretsmanager/secret:Secret",
        outputs: { name: this.secretOf(name) },
      })),
    ];
    state.objects.set("app/shop/dev.json", Buffer.from(JSON.stringify({ checkpoint: { latest: { resources } } })));
    const identity = { Account: ACCOUNT, Arn: arn("sts", "assumed-role/Admin/ana"), UserId: "x" };
    this.#answers = { ...this.secrets.answers, ...this.#ecs(), ...this.#logs(), ...this.#elasticache() };
    this.server = await awsServer({ ...state.answers, "sts.GetCallerIdentity": identity, ...this.#answers });
    for (const service of this.services) await this.#deploy(service);
  }

  #outputs = ({ name }: Service): [string, string][] => [
    [`${name}.service`, name],
    [`${name}.task`, this.#definitionOf(name)],
  ];
  #definitionOf = (family: string) => arn("ecs", `task-definition/shop-dev-${family}:1`);

  async #deploy({ name, stores }: Service): Promise<void> {
    const redis = this.#servers.of("redis");
    const values: Record<string, string> = { JWT_SECRET: "first", REDIS_PASSWORD: redis.password };
    values.REDIS_URL = `rediss://:${redis.password}@master.shop-dev-main.x.cache.amazonaws.com:6379`;
    const store = stores.find(({ engine }) => engine !== "redis");
    if (store !== undefined) {
      const [user, pass] = [store.database, "0123456789abcdefABCDEF"];
      Object.assign(values, { DB_USER: user, DB_PASS: pass, DATABASE_URL: `sql://${user}:${pass}@db:1/${user}?ssl=1` });
    }
    this.secrets.add(this.secretOf(name), values);
    this.definitions.set(`${name}_grant`, this.#grantOf(name));
    if (store !== undefined && (await this.grantAgain(name)) !== 0) throw new Error(`no database for ${name}`);
    this.#start(name);
  }

  #programOf = ({ engine }: Store) => (engine === "postgres" ? "postgres.mjs" : "mysql.mjs");

  /** As infra/kit/database.ts defines it. */
  #grantOf(name: string): Grant {
    const from = (key: string) => ({ name: key, valueFrom: `${arn("secretsmanager", `secret:${name}`)}:${key}::` });
    const { engine = "postgres", database = "" } = this.services.find((one) => one.name === name)?.stores[0] ?? {};
    const { host, port, ca } = this.#servers.of(engine);
    return {
      family: `shop-dev-${name}_grant`,
      taskDefinitionArn: this.#definitionOf(`${name}_grant`),
      containerDefinitions: [
        {
          name: "Grant",
          environment: Object.entries({ DB_HOST: host, DB_PORT: `${port}`, DB_NAME: database, DB_SSL_CA: ca }).map(
            ([key, value]) => ({ name: key, value }),
          ),
          secrets: [from("DB_USER"), from("DB_PASS")],
          logConfiguration: { options: { "awslogs-group": "/grant", "awslogs-stream-prefix": "/service" } },
        },
      ],
    };
  }

  #start(service: string): Task {
    const stores = this.services.find(({ name }) => name === service)?.stores ?? [];
    const servers = stores.map((store) => ({ ...store, server: this.#servers.of(store.engine) }));
    const steady = new SteadyTask(servers, this.valuesOf(service));
    const task: Task = { taskArn: this.#arn(), family: `shop-dev-${service}`, lastStatus: "RUNNING", steady };
    this.tasks.push(task);
    return task;
  }

  #arn = () => arn("ecs", `task/shop-dev/${(this.#count++).toString(16).padStart(8, "0")}`);

  /** Runs the rendered program, with what ECS would read from the secret for it. */
  async #runTask(service: string, { containerDefinitions: [container] }: Grant, command: string[]): Promise<Task> {
    const name = service.replace(/_grant$/, "");
    const env = Object.fromEntries((container?.environment ?? []).map((one) => [one.name, one.value]));
    for (const { name: key, valueFrom } of container?.secrets ?? []) {
      const label = valueFrom.split(":").at(-2) || "AWSCURRENT";
      env[key] = this.secrets.values(this.secretOf(name), label)[key] ?? "";
    }
    const { user, password } = this.#servers.of(command[1] === "postgres.mjs" ? "postgres" : "mariadb");
    const [file, program = "", ...words] = command;
    const task: Task = { taskArn: this.#arn(), family: `shop-dev-${service}`, lastStatus: "RUNNING" };
    this.tasks.push(task);
    const path = join(this.programs, "infra/tasks/database", program);
    const child = execa(file === "node" ? process.execPath : "false", [path, ...words], {
      env: { ...env, ADMIN_USER: user, ADMIN_PASS: password, PATH: process.env.PATH ?? "" },
      extendEnv: false,
      reject: false,
      all: true,
    });
    child.then(({ exitCode, all }) => {
      this.output.set(task.taskArn, all.split("\n"));
      Object.assign(task, { lastStatus: "STOPPED", exitCode: exitCode ?? 137 });
    });
    return task;
  }

  async #ended(task: Task): Promise<void> {
    while (task.lastStatus !== "STOPPED") await new Promise((done) => setTimeout(done, 50));
  }

  /** New tasks of a service; the old ones end when those serve. */
  #replace(service: string): void {
    const old = this.tasks.filter(({ family, steady }) => family === `shop-dev-${service}` && steady !== undefined);
    const fresh = this.#start(service);
    const serve = async () => {
      while ((fresh.steady?.connections ?? 0) === 0) await new Promise((done) => setTimeout(done, 20));
      for (const task of old) {
        await task.steady?.stop();
        task.lastStatus = "STOPPED";
      }
    };
    void serve();
  }

  #ecs(): AwsAnswers {
    const running = (service: string) =>
      this.tasks.filter(({ family, lastStatus }) => family === `shop-dev-${service}` && lastStatus === "RUNNING");
    return {
      "ecs.DescribeServices": ({ input }) => {
        const [name = ""] = input.services as string[];
        const taskDefinition = this.#definitionOf(name);
        const rolloutState = running(name).length === 1 ? "COMPLETED" : "IN_PROGRESS";
        const deployments = [{ status: "PRIMARY", taskDefinition, rolloutState, runningCount: 1, desiredCount: 1 }];
        return { services: [{ status: "ACTIVE", taskDefinition, deployments, networkConfiguration: NETWORK }] };
      },
      "ecs.UpdateService": ({ input }) => {
        this.#replace(String(input.service));
        return {};
      },
      "ecs.ListTasks": ({ input }) => {
        const family = input.family ?? `shop-dev-${input.serviceName}`;
        const found = this.tasks.filter((task) => task.family === family && task.lastStatus === input.desiredStatus);
        return { taskArns: found.map(({ taskArn }) => taskArn) };
      },
      "ecs.DescribeTasks": ({ input }) => ({
        tasks: this.tasks
          .filter(({ taskArn }) => (input.tasks as string[]).includes(taskArn))
          .map(({ taskArn, lastStatus, exitCode }) => ({
            taskArn,
            lastStatus,
            containers: [{ name: "Grant", exitCode }],
          })),
      }),
      "ecs.DescribeTaskDefinition": ({ input }) => {
        const name = String(input.taskDefinition).replace(/^.*shop-dev-|:\d+$/g, "");
        return { taskDefinition: (this.definitions.get(name) ?? {}) as never };
      },
      "ecs.RegisterTaskDefinition": ({ input }) => {
        const family = String(input.family).replace("shop-dev-", "");
        this.definitions.set(`${family}-copy`, { ...input, taskDefinitionArn: this.#definitionOf(`${family}-copy`) });
        return { taskDefinition: { taskDefinitionArn: this.#definitionOf(`${family}-copy`) } };
      },
      "ecs.DeregisterTaskDefinition": {},
      "ecs.RunTask": async ({ input }) => {
        const name = String(input.taskDefinition).replace(/^.*shop-dev-|:\d+$/g, "");
        const { containerOverrides } = input.overrides as { containerOverrides: { command: string[] }[] };
        const grant = this.definitions.get(name) as Grant;
        const task = await this.#runTask(name.replace("-copy", ""), grant, containerOverrides[0]?.command ?? []);
        return { tasks: [{ taskArn: task.taskArn }] };
      },
      "ecs.StopTask": {},
    };
  }

  #logs(): AwsAnswers {
    return {
      "logs.GetLogEvents": ({ input }) => {
        const id = String(input.logStreamName).split("/").at(-1);
        const lines = [...this.output].find(([task]) => task.endsWith(`/${id}`))?.[1] ?? [];
        const token = `f/${lines.length}`;
        return {
          events: input.nextToken === token ? [] : lines.map((message) => ({ message })),
          nextForwardToken: token,
        };
      },
      "logs.CreateLogStream": {},
      "logs.PutLogEvents": ({ input }) => {
        for (const { message } of input.logEvents as { message: string }[])
          this.logged.push({ group: String(input.logGroupName), message });
        return {};
      },
    };
  }

  /** Redis has as many passwords as it is given, ElastiCache the last two. */
  #elasticache(): AwsAnswers {
    const redis = this.#servers.of("redis");
    let token = redis.password;
    return {
      "elasticache.DescribeReplicationGroups": {
        ReplicationGroups: { ReplicationGroup: [{ ReplicationGroupId: "shop-dev-main", Status: "available" }] },
      },
      "elasticache.ModifyReplicationGroup": async ({ input }) => {
        const [next, strategy] = [String(input.AuthToken), input.AuthTokenUpdateStrategy];
        const client = await CLIENTS.redis(redis, "", { REDIS_PASSWORD: token });
        await client.sql(`ACL SETUSER default ${strategy === "SET" ? "resetpass " : ""}>${next}`);
        await client.close();
        token = next;
        return {};
      },
    };
  }

  /** Once, when AWS is asked for this, somebody stops the command. AWS does what it is asked for. */
  stopAt(operation: OperationName): void {
    const answer = this.#answers[operation];
    this.server.answer({
      [operation]: (request: AwsRequest) => {
        this.server.answer({ [operation]: answer });
        process.emit("SIGTERM");
        return typeof answer === "function" ? answer(request) : answer;
      },
    });
  }

  /** As each deploy does: the rendered task brings up to date what the service's secret has now. */
  async grantAgain(service: string): Promise<number | undefined> {
    const [store] = this.services.find(({ name }) => name === service)?.stores ?? [];
    const command = ["node", this.#programOf(store as Store)];
    const task = await this.#runTask(`${service}_grant`, this.#grantOf(service), command);
    await this.#ended(task);
    return task.exitCode;
  }

  async end(): Promise<void> {
    for (const { steady } of this.tasks) await steady?.stop();
    await rm(this.programs, { recursive: true, force: true });
  }
}

interface Grant {
  family: string;
  taskDefinitionArn: string;
  containerDefinitions: {
    name: string;
    environment: { name: string; value: string }[];
    secrets: { name: string; valueFrom: string }[];
    logConfiguration: object;
  }[];
}
