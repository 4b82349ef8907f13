import { rotatedName, sqlName } from "../../answers/names.ts";
import { Failure } from "../../errors.ts";
import { typed } from "../../system/typed.ts";
import { runOneOff } from "../one-off/run.ts";
import { runnableOf } from "../one-off/runnable.ts";
import { registerCopy, type TaskDefinition } from "../task-copy.ts";
import { type Context, newPassword, type Rotation, withCredentials } from "./rotation.ts";

/**
 * The login of a service in its database. Each service has two that take turns, both of which are as good as the role that owns
 * the database: infra/tasks/database makes them, from inside the network.
 */

const LABEL = "rotate-database";
/** What of the login the task reads from the service's secret. */
const LOGIN = ["DB_USER", "DB_PASS"];

/** The task as it would be if the version that is labelled were the current one. */
const ofLabelled = (definition: TaskDefinition) =>
  (definition.containerDefinitions ?? []).map((container) => ({
    ...container,
    secrets: (container.secrets ?? []).map((secret) =>
      LOGIN.includes(secret.name ?? "")
        ? { ...secret, valueFrom: (secret.valueFrom ?? "").replace(/::$/, `:${LABEL}:`) }
        : secret,
    ),
  }));

/** Runs the task that makes databases and logins, as the program has defined it. */
class DatabaseTask {
  readonly #context: Context;
  readonly #service: string;

  constructor(context: Context, service: string) {
    this.#context = context;
    this.#service = service;
  }

  /** @throws {Failure} where the stage was deployed by a version that knows one login only */
  async definition(): Promise<TaskDefinition> {
    const { project, stage, aws } = this.#context.deployed;
    const family = `${project}-${stage.stage}-${this.#service}_grant`;
    const { taskDefinition } = await aws.call("ecs", "DescribeTaskDefinition", { taskDefinition: family });
    const reads = taskDefinition?.containerDefinitions?.[0]?.secrets?.map(({ name }) => name) ?? [];
    if (taskDefinition === undefined || !LOGIN.every((name) => reads.includes(name)))
      throw new Failure(
        `${stage.stage} was deployed by a version that cannot rotate: ${typed(`deploy ${stage.stage}`)}, and then again`,
      );
    return taskDefinition;
  }

  async run(task: string, ...words: string[]): Promise<void> {
    const { deployed, view, signal } = this.#context;
    const engine = view.services.find(({ name }) => name === this.#service)?.database?.engine ?? "postgres";
    const { network } = await runnableOf(deployed, this.#service, false);
    const said: string[] = [];
    const { exitCode, reason, id } = await runOneOff(
      deployed,
      { task, network },
      {
        command: ["node", engine.endsWith("mysql") ? "mysql.mjs" : "postgres.mjs", ...words],
        onLine: (line) => said.push(line),
        signal,
      },
    );
    if (exitCode !== 0)
      throw new Failure(
        `the database task ${id} of ${this.#service} failed: ${[...said.slice(-3), reason].join("; ")}`,
      );
  }
}

export function databaseRotation(context: Context, service: string): Rotation {
  const { aws } = context.deployed;
  const task = new DatabaseTask(context, service);
  const owner = sqlName(service);
  return {
    what: `the database login of ${service}`,
    label: LABEL,
    services: [service],

    next(_, { DB_USER = owner, DB_PASS = "", DATABASE_URL }, begun) {
      const user = begun?.DB_USER ?? (DB_USER === owner ? `${owner}__b` : owner);
      const password = begun?.DB_PASS ?? newPassword();
      const url = withCredentials(DATABASE_URL, `${DB_USER}:${DB_PASS}`, `${user}:${password}`);
      return { DB_USER: user, DB_PASS: password, DATABASE_URL: url };
    },

    ready: async () => void (await task.definition()),

    async open() {
      const definition = await task.definition();
      const copy = await registerCopy(aws, definition, { containerDefinitions: ofLabelled(definition) });
      try {
        await task.run(copy);
      } finally {
        await aws.call("ecs", "DeregisterTaskDefinition", { taskDefinition: copy });
      }
    },

    known: (next) => {
      const { DB_USER, DB_PASS } = next.get(service) ?? {};
      return [[rotatedName(`${service}-database`), `${DB_USER}:${DB_PASS}`]];
    },

    async close() {
      const { taskDefinitionArn = "" } = await task.definition();
      await task.run(taskDefinitionArn, "retire");
    },
  };
}
