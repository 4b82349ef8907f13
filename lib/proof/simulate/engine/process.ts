import type { SimulateOptions } from "../types.ts";
import { isRotated, secretValue } from "./secrets.ts";

const prefix = "SST_SECRET_";

/** The environment that the SST CLI gives to a program. */
const standard = {
  SST_AWS_ACCESS_KEY_ID: "mock",
  SST_AWS_SECRET_ACCESS_KEY: "mock",
  SST_AWS_SESSION_TOKEN: "mock",
  CLOUDFLARE_API_TOKEN: "mock",
  CLOUDFLARE_DEFAULT_ACCOUNT_ID: "0mockaccount",
};

/** The `process` of a run: the real one, with an environment of its own in which every secret has a value. */
export function createProcess(
  { env: given = {}, secrets = {}, missingSecrets = [] }: Omit<SimulateOptions, "root">,
  read: Set<string>,
): NodeJS.Process {
  const values: NodeJS.ProcessEnv = { ...process.env, ...standard, SST_SECRETS: JSON.stringify(secrets), ...given };
  const env = new Proxy(values, {
    get(target, key) {
      if (typeof key !== "string" || !key.startsWith(prefix)) return Reflect.get(target, key);
      const name = key.slice(prefix.length);
      if (isRotated(name)) return secrets[name];
      read.add(name);
      return missingSecrets.includes(name) ? undefined : (secrets[name] ?? secretValue(name));
    },
  });
  return new Proxy(process, {
    get(target, key) {
      if (key === "env") return env;
      const value: unknown = Reflect.get(target, key);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}
