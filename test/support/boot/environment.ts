import { delimiter } from "node:path";

/** What the tests' own npm and vitest have put there, and what could hide that a service lacks something. */
const OURS = new RegExp(
  [
    "^npm_(package|lifecycle|execpath|node_execpath|command|config_(local_|global_)?prefix)",
    "^(VITEST|NODE_CHANNEL|NODE_UNIQUE)",
    "^(NODE_ENV|NODE_OPTIONS|NODE_PATH|INIT_CWD|TEST|DEV|PROD|MODE|SSR|BASE_URL|FORCE_COLOR)$",
  ].join("|"),
);

/** The environment of a person's shell: no variables of the test run, none of this package's commands. */
export function cleanEnvironment(extra: Readonly<Record<string, string>> = {}): Record<string, string> {
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env)) {
    if (value !== undefined && !OURS.test(name)) env[name] = value;
  }
  const folders = (env.PATH ?? "").split(delimiter).filter((folder) => !/node_modules|node-gyp-bin/.test(folder));
  return { ...env, PATH: folders.join(delimiter), NO_COLOR: "1", ...extra };
}

/** Packages come from npm's cache where it has them. */
export const QUIET_NPM = {
  npm_config_prefer_offline: "true",
  // A connection that stalls is given up and made again, while there is time left for the test.
  npm_config_fetch_timeout: "30000",
  npm_config_fetch_retries: "5",
  npm_config_fetch_retry_mintimeout: "1000",
  npm_config_audit: "false",
  npm_config_fund: "false",
  npm_config_update_notifier: "false",
};

/** No way out: what fetches something finds nobody, and says so. */
export const OFFLINE: Record<string, string> = { HTTPS_PROXY: "http://127.0.0.1:9", HTTP_PROXY: "http://127.0.0.1:9" };
