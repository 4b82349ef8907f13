import { sqlName } from "../../../lib/answers/names.ts";
import type { ServiceItem } from "../../../lib/render/manifest/service-item.ts";
import { type Engine, missing } from "./binaries.ts";
import { runContainer } from "./container.ts";
import { freePort } from "./guarded.ts";
import { type Server, type Servers, secret } from "./servers.ts";
import type { Workspace } from "./workspace.ts";

/** What the infrastructure gives a service: its variables, and a database and a role of its own. */

export const databaseEngine = ({ database }: ServiceItem): Engine | null =>
  database === null ? null : database.family === "postgres" ? "postgres" : "mariadb";

export const enginesOf = (items: readonly ServiceItem[]): Engine[] => [
  ...new Set(
    items.flatMap((item) => [databaseEngine(item) ?? [], item.cache === null ? [] : ["redis" as const]].flat()),
  ),
];

/** Every server that a service uses is installed on this machine. */
export const canRun = (item: ServiceItem): boolean => missing(...enginesOf([item])) === "";

export interface Surroundings {
  env: Record<string, string>;
  /** The values of `env` that nobody may read in a log. */
  secrets: string[];
  /** The servers that it needs, by the names that its readiness route calls them. */
  stores: Record<string, Server>;
}

/** In the production stage, and with the certificates of the tests instead of Amazon's. */
export async function surroundingsOf(item: ServiceItem, servers: Servers | undefined): Promise<Surroundings> {
  const env: Record<string, string> = {
    NODE_ENV: item.nest ? "PROD" : "production",
    STAGE: "acme-production",
    ENVIRONMENT: "production",
    LOG_LEVEL: "info",
  };
  const hidden: Record<string, string> = {};
  const stores: Record<string, Server> = {};
  if (item.http) {
    env.PORT = String(await freePort());
    env.SELF_URL = `http://localhost:${env.PORT}`;
  }
  for (const { variable } of item.calls) env[variable] = `http://localhost:${await freePort()}`;
  if (item.api !== null) env.API_URL = `http://localhost:${await freePort()}`;
  const engine = databaseEngine(item);
  if (engine !== null && servers !== undefined) {
    const { host, port, ca } = servers.of(engine);
    const role = sqlName(item.name);
    stores.database = servers.of(engine);
    hidden.DB_PASS = secret();
    hidden.DATABASE_URL = `${item.database?.family}://${role}:${hidden.DB_PASS}@${host}:${port}/${role}`;
    Object.assign(env, { DB_HOST: host, DB_PORT: String(port), DB_NAME: role, DB_USER: role });
    Object.assign(env, { DB_SSL: "true", DB_SSL_CA: ca });
  }
  if (item.cache !== null && servers !== undefined) {
    const { host, port, password, ca } = servers.of("redis");
    stores.cache = servers.of("redis");
    hidden.REDIS_PASSWORD = password;
    hidden.REDIS_URL = `rediss://:${password}@${host}:${port}`;
    Object.assign(env, { REDIS_HOST: host, REDIS_PORT: String(port), REDIS_TLS: "true", REDIS_TLS_CA: ca });
  }
  for (const name of item.secrets) hidden[name] = secret();
  return { env: { ...env, ...hidden }, secrets: Object.values(hidden), stores };
}

/** Makes the databases and roles of services as a deploy does, with the repo's own task. */
export async function makeDatabases(
  workspace: Workspace,
  services: ReadonlyMap<string, Surroundings>,
): Promise<string[]> {
  const image = await workspace.databaseTask();
  const answers: string[] = [];
  for (const [name, { env, stores }] of services) {
    const server = stores.database;
    if (server === undefined) continue;
    const family = workspace.items.find((item) => item.name === name)?.database?.family;
    const { status, output } = await runContainer(image, {
      command: ["node", `${family}.mjs`],
      env: { ...env, ADMIN_USER: server.user, ADMIN_PASS: server.password },
      shared: server.ca,
    });
    if (status !== 0) throw new Error(`the database task ended with ${status}\n${output}`);
    answers.push(output.trim());
  }
  return answers;
}
