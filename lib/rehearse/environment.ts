import { existsSync, readdirSync } from "node:fs";
import { chmod, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { packageRoot } from "../system/package-root.ts";
import { keyOf } from "./account/accounts.ts";
import { CLOUDFLARE } from "./aws/server.ts";
import type { Engine } from "./engine.ts";

/** The home of what is rehearsed: SST's settings, plugins under the names that the engine looks for, and variables. */

const built = (name: string): string => join(packageRoot, "dist", "rehearse", `${name}.js`);

async function script(file: string, code: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `#!/usr/bin/env node\n${code}\n`);
  await chmod(file, 0o755);
}

/** The providers that are installed with the platform, by the names of their plugins. */
async function providersOf(platform: string): Promise<{ name: string; version: string }[]> {
  const packages = join(platform, "node_modules");
  const folders = readdirSync(packages).filter((name) => name.startsWith("@pulumi"));
  const files = folders.flatMap((scope) =>
    readdirSync(join(packages, scope)).map((name) => join(packages, scope, name, "package.json")),
  );
  const manifests = await Promise.all(files.filter((file) => existsSync(file)).map((file) => readFile(file, "utf8")));
  return manifests
    .map((text) => JSON.parse(text) as { version: string; pulumi?: { resource?: boolean; name?: string } })
    .filter(({ pulumi }) => pulumi?.resource === true && pulumi.name !== undefined)
    .map(({ version, pulumi }) => ({ name: String(pulumi?.name), version: version.replace(/^v/, "") }));
}

/** Plugins that an engine has beside it, unless it was built alone: these are found only where it was. */
async function placeBundled(folder: string, platform: string, version: string): Promise<void> {
  const sdk = (path: string) =>
    `require(${JSON.stringify(join(platform, "node_modules", "@pulumi", "pulumi", path))});`;
  const plugin = `process.argv.splice(2, 0, "language", "nodejs", ${JSON.stringify(version)});\nimport(${JSON.stringify(pathToFileURL(built("plugin")).href)});`;
  const bundled = {
    "language-nodejs": plugin,
    "resource-pulumi-nodejs": sdk("cmd/dynamic-provider"),
    "analyzer-policy": sdk("cmd/run-policy-pack"),
  };
  for (const [name, code] of Object.entries(bundled))
    await script(join(folder, `${name}-v${version}`, `pulumi-${name}`), code);
}

async function placeProviders(folder: string, platform: string): Promise<void> {
  for (const { name, version } of await providersOf(platform)) {
    const words = ["resource", name, version].map((word) => JSON.stringify(word)).join(", ");
    await script(
      join(folder, `resource-${name}-v${version}`, `pulumi-resource-${name}`),
      `process.argv.splice(2, 0, ${words});\nimport(${JSON.stringify(pathToFileURL(built("plugin")).href)});`,
    );
  }
}

/** Makes the home. @param platform the folder `.sst/platform` of the repo */
export async function placeHome(home: string, platform: string, engine: Engine): Promise<void> {
  const sst = settingsOf(home);
  await Promise.all([mkdir(join(sst, "bin"), { recursive: true }), mkdir(join(home, "tmp"), { recursive: true })]);
  await placeEngine(engineOf(home), engine);
  await placeProviders(join(sst, "plugins"), platform);
  await placeBundled(join(sst, "plugins"), platform, engine.version);
}

/**
 * The engine says its process before it begins: SST starts it out of its own reach, and whoever ends a rehearsal must end it
 * too. From here SST makes a stack with it, whatever SST_PULUMI_PATH says.
 */
async function placeEngine(place: string, { path }: Engine): Promise<void> {
  await symlink(path, `${place}.real`);
  await writeFile(place, '#!/bin/sh\necho $$ >"$0.pid"\nexec "$0.real" "$@"\n');
  await chmod(place, 0o755);
}

export const engineOf = (home: string): string => join(settingsOf(home), "bin", "pulumi");

/** The process of the engine that has begun last; null where none has. */
export async function enginePid(home: string): Promise<number | null> {
  const text = await readFile(`${engineOf(home)}.pid`, "utf8").catch(() => "");
  return text === "" ? null : Number(text);
}

/** As SST finds it: Go's `os.UserConfigDir`. */
const settingsOf = (home: string): string =>
  process.platform === "darwin" ? join(home, "Library", "Application Support", "sst") : join(home, ".config", "sst");

/** Variables that a program may see of the machine that it is rehearsed on: none that is a credential or a way out. */
const KEPT = /^(PATH|USER|LOGNAME|SHELL|LANG|LC_.*|TZ|TERM|ALLOW_PLAIN_HTTP)$/;

export interface Surroundings {
  home: string;
  platform: string;
  /** Address of AWS. */
  url: string;
  account: string;
}

/** The variables of what is rehearsed; undefined takes one of this process away. */
export function environmentOf({ home, platform, url, account }: Surroundings): Record<string, string | undefined> {
  const gone = Object.keys(process.env).filter((name) => !KEPT.test(name));
  return {
    ...Object.fromEntries(gone.map((name) => [name, undefined])),
    HOME: home,
    XDG_CONFIG_HOME: join(home, ".config"),
    TMPDIR: join(home, "tmp"),
    PATH: [dirname(process.execPath), process.env.PATH].join(":"),
    NODE_OPTIONS: `--import=${pathToFileURL(built("inside")).href}`,
    // Whoever follows these ends at the rehearsal, which lets nothing through.
    ...Object.fromEntries(["HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"].map((name) => [name, url])),
    ...Object.fromEntries(["NO_PROXY", "no_proxy"].map((name) => [name, "127.0.0.1,localhost"])),
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: keyOf(account),
    AWS_SECRET_ACCESS_KEY: "rehearsal",
    AWS_CONFIG_FILE: join(home, "aws-config"),
    AWS_SHARED_CREDENTIALS_FILE: join(home, "aws-credentials"),
    AWS_EC2_METADATA_DISABLED: "true",
    CLOUDFLARE_API_TOKEN: "rehearsal",
    CLOUDFLARE_DEFAULT_ACCOUNT_ID: "0mockaccount",
    CLOUDFLARE_API_BASE_URL: `${url}${CLOUDFLARE}`,
    SST_PULUMI_PATH: engineOf(home),
    // Where SST does not say it, the engine asks the system for the home of its user, whatever HOME says.
    PULUMI_HOME: settingsOf(home),
    SST_SKIP_DEPENDENCY_CHECK: "true",
    SST_NO_BUN: "true",
    SST_TELEMETRY_DISABLED: "true",
    DO_NOT_TRACK: "1",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    NO_UPDATE_NOTIFIER: "1",
    npm_config_update_notifier: "false",
    SPACE_SST_REHEARSAL: url,
    SPACE_SST_REHEARSAL_PLATFORM: platform,
    SPACE_SST_REHEARSAL_ACCOUNT: account,
  };
}
