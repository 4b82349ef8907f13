import { labelOf } from "../../answers/names.ts";
import type { View } from "../../answers/view.ts";
import { Failure } from "../../errors.ts";
import type { Deployed } from "../deployed.ts";
import { serviceSecret } from "../service-secret.ts";

/** The databases and caches that a tunnel leads to. */

export interface Store {
  /** How it is called here: `database`, or `database/orders` where there are several. */
  label: string;
  kind: "database" | "cache";
  name: string;
  /** Services that use it: each has credentials of its own. */
  services: readonly string[];
}

const labelled = (kind: Store["kind"], stores: readonly { name: string; services: string[] }[]): Store[] =>
  stores.map(({ name, services }) => ({ label: labelOf(kind, name, stores.length), kind, name, services }));

export const storesOf = ({ databases, caches }: View): Store[] => [
  ...labelled("database", databases),
  ...labelled("cache", caches),
];

/** How a service reaches a store. Never shown. */
export interface Access {
  host: string;
  port: number;
  user: string;
  password: string;
  /** The logical database; empty for a cache. */
  database: string;
  protocol: string;
  /** Where it comes from: the name of the secret. */
  secret: string;
}

const VARIABLES = { database: "DATABASE_URL", cache: "REDIS_URL" } as const;

/**
 * What a service's secret says of the store.
 * @throws {AwsFailure}
 * @throws {Failure} where the stage has no such secret, or it says nothing of the store
 */
export async function accessOf(deployed: Deployed, { kind, name, label }: Store, service: string): Promise<Access> {
  const secret = serviceSecret(deployed, service, `its way to ${name}`);
  const { SecretString = "{}" } = await deployed.aws.call("secrets", "GetSecretValue", { SecretId: secret });
  const value = (JSON.parse(SecretString) as Record<string, unknown>)[VARIABLES[kind]];
  if (typeof value !== "string")
    throw new Failure(`the secret ${secret} has no ${VARIABLES[kind]}: ${service} does not use the ${label}`);
  const { protocol, hostname: host, port, username, password, pathname } = new URL(value);
  return {
    host,
    port: Number(port),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database: decodeURIComponent(pathname.slice(1)),
    protocol: protocol.replace(/:$/, ""),
    secret,
  };
}
