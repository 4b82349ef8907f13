import type { ServiceView } from "../../../lib/answers/view.ts";
import { connectionsOf, type Store, storesOf, variablesOf } from "../../../lib/proof/judges/tasks.ts";
import { type Context, type Expectation, each, object } from "./context.ts";
import { containerOf, secretOf, taskOf } from "./services.ts";

/** What a service is told of its database, its cache and its secret. */

/** A database's or a cache's own secret, as the service reads it. */
const valuesOf = (context: Context, service: ServiceView): Record<string, string> => {
  const arn = secretOf(context, service)?.outputs.arn;
  const version = context.stack
    .of("aws:secretsmanager/secretVersion:SecretVersion")
    .find(({ inputs }) => inputs.secretId === arn);
  return JSON.parse(String(version?.inputs.secretString ?? "{}"));
};

/** A URL without its password, which is as long as it must be and needs no encoding. */
const shown = (url: string | undefined): string | undefined => url?.replace(/:MOCKSECRET\w+@/, ":password@");

const storeOf = (context: Context, service: ServiceView, type: RegExp): Store | undefined => {
  const definition = taskOf(context, service);
  const stores = definition === undefined ? [] : connectionsOf(definition, storesOf(context.stack));
  return stores.map(({ store }) => store).find(({ resource }) => type.test(resource.type));
};

const named = ({ name }: ServiceView) => name.replaceAll("-", "_");
/** How a URL begins, and how it asks for a certificate that is verified. */
const POSTGRES = { scheme: "postgresql", verified: "sslmode=verify-full" };
const MYSQL = { scheme: "mysql", verified: `ssl=${encodeURIComponent('{"rejectUnauthorized":true}')}` };
const DRIVERS = { postgres: POSTGRES, "aurora-postgres": POSTGRES, mysql: MYSQL, "aurora-mysql": MYSQL };

export const wiring: Expectation[] = [
  each(
    "a service is told where its database is, over TLS, with a name and a role of its own",
    ({ view }) => view.services.filter(({ database }) => database !== null),
    (service, context) => {
      const store = storeOf(context, service, /^aws:rds/);
      const [host] = store?.hosts ?? [];
      const own = named(service);
      const { scheme, verified } = DRIVERS[service.database?.engine ?? "postgres"];
      return {
        DB_HOST: host,
        DB_PORT: String(store?.port),
        DB_NAME: own,
        DB_USER: own,
        DB_SSL: "true",
        DATABASE_URL: `${scheme}://${own}:password@${host}:${store?.port}/${own}?${verified}`,
      };
    },
    (service, context) => {
      const variables = variablesOf(containerOf(context, service));
      const names = ["DB_HOST", "DB_PORT", "DB_NAME", "DB_SSL"];
      const { DB_USER, DATABASE_URL } = valuesOf(context, service);
      return {
        ...Object.fromEntries(names.map((name) => [name, variables.get(name)])),
        DB_USER,
        DATABASE_URL: shown(DATABASE_URL),
      };
    },
  ),
  each(
    "a service is told where its cache is, over TLS",
    ({ view }) => view.services.filter(({ cache }) => cache !== null),
    (service, context) => {
      const { hosts, port } = storeOf(context, service, /^aws:elasticache/) ?? {};
      const [host] = hosts ?? [];
      return {
        REDIS_HOST: host,
        REDIS_PORT: String(port),
        REDIS_TLS: "true",
        REDIS_URL: `rediss://:password@${host}:${port}`,
      };
    },
    (service, context) => {
      const variables = variablesOf(containerOf(context, service));
      const names = ["REDIS_HOST", "REDIS_PORT", "REDIS_TLS"];
      return {
        ...Object.fromEntries(names.map((name) => [name, variables.get(name)])),
        REDIS_URL: shown(valuesOf(context, service).REDIS_URL),
      };
    },
  ),
  each(
    "a new value of its secret starts new tasks, and makes its role in the database anew",
    ({ view }) =>
      view.services.filter(
        ({ container, secrets, database, cache }) =>
          container && (secrets.length > 0 || database !== null || cache !== null),
      ),
    (service, context) => {
      const version = versionOf(context, service);
      return { SECRETS_VERSION: version, grant: service.database === null ? undefined : version };
    },
    (service, context) => {
      const grant = context.stack
        .of("aws:lambda/invocation:Invocation")
        .find(({ name }) => name === `${service.Id}GrantRun`);
      return {
        SECRETS_VERSION: variablesOf(containerOf(context, service)).get("SECRETS_VERSION"),
        grant: object(grant?.inputs.triggers).secret,
      };
    },
  ),
];

const versionOf = (context: Context, service: ServiceView): unknown => {
  const arn = secretOf(context, service)?.outputs.arn;
  return context.stack
    .of("aws:secretsmanager/secretVersion:SecretVersion")
    .find(({ inputs }) => inputs.secretId === arn)?.outputs.versionId;
};
