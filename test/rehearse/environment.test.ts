import { mkdir, mkdtemp, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { execa } from "execa";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { engineOf, enginePid, environmentOf, placeHome } from "../../lib/rehearse/environment.ts";
import { packageRoot } from "../../lib/system/package-root.ts";
import { leftBehind } from "../support/left-behind.ts";

/** What surrounds an SST that is rehearsed. Played: the platform, which is a few package.json here, and the engine. */

const URL = "http://127.0.0.1:4242";
const built = (name: string) => pathToFileURL(join(packageRoot, "dist", "rehearse", `${name}.js`)).href;

describe("the variables", () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it("lead to the rehearsal, wherever SST, the engine or a program looks, and to nobody else's credentials", () => {
    for (const name of ["AWS_PROFILE", "GITHUB_TOKEN", "PATH_OF_MINE", "SST_STAGE", "PULUMI_CONFIG_PASSPHRASE"])
      vi.stubEnv(name, "of this machine");
    for (const name of ["USER", "LANG", "LC_ALL", "TZ", "TERM", "ALLOW_PLAIN_HTTP", "SHELL", "LOGNAME"])
      vi.stubEnv(name, "own");
    vi.stubEnv("PATH", "/bin");
    const env = environmentOf({ home: "/home", platform: "/platform", url: URL, account: "123456789012" });
    const gone = Object.keys(env).filter((name) => env[name] === undefined);
    expect(gone).toEqual(
      expect.arrayContaining(["AWS_PROFILE", "GITHUB_TOKEN", "PATH_OF_MINE", "SST_STAGE", "PULUMI_CONFIG_PASSPHRASE"]),
    );
    expect(gone.filter((name) => /^(PATH|USER|LOGNAME|SHELL|LANG|LC_.*|TZ|TERM|ALLOW_PLAIN_HTTP)$/.test(name))).toEqual(
      [],
    );
    expect(Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined))).toEqual({
      HOME: "/home",
      XDG_CONFIG_HOME: join("/home", ".config"),
      TMPDIR: join("/home", "tmp"),
      PATH: `${dirname(process.execPath)}:/bin`,
      NODE_OPTIONS: `--import=${built("inside")}`,
      ...{ HTTP_PROXY: URL, HTTPS_PROXY: URL, http_proxy: URL, https_proxy: URL },
      ...{ NO_PROXY: "127.0.0.1,localhost", no_proxy: "127.0.0.1,localhost" },
      AWS_ENDPOINT_URL: URL,
      AWS_ACCESS_KEY_ID: "AKIA123456789012",
      AWS_SECRET_ACCESS_KEY: "rehearsal",
      AWS_CONFIG_FILE: join("/home", "aws-config"),
      AWS_SHARED_CREDENTIALS_FILE: join("/home", "aws-credentials"),
      AWS_EC2_METADATA_DISABLED: "true",
      ...{ CLOUDFLARE_API_TOKEN: "rehearsal", CLOUDFLARE_DEFAULT_ACCOUNT_ID: "0mockaccount" },
      CLOUDFLARE_API_BASE_URL: `${URL}/cloudflare`,
      SST_PULUMI_PATH: engineOf("/home"),
      PULUMI_HOME: dirname(dirname(engineOf("/home"))),
      // None of these asks on the net for something newer, installs something, or tells somebody.
      ...{ SST_SKIP_DEPENDENCY_CHECK: "true", SST_NO_BUN: "true", SST_TELEMETRY_DISABLED: "true", DO_NOT_TRACK: "1" },
      ...{ PULUMI_SKIP_UPDATE_CHECK: "true", PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true" },
      ...{ NO_UPDATE_NOTIFIER: "1", npm_config_update_notifier: "false" },
      ...{ SPACE_SST_REHEARSAL: URL, SPACE_SST_REHEARSAL_PLATFORM: "/platform" },
      SPACE_SST_REHEARSAL_ACCOUNT: "123456789012",
    });
  });
});

describe.skipIf(process.platform !== "linux")("the home", () => {
  let home = "";
  let platform = "";
  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), "space-sst-home-"));
    leftBehind.add(folder);
    home = join(folder, "home");
    platform = join(folder, "platform");
    const packages = {
      "@pulumi/aws": { version: "7.20.0", pulumi: { resource: true, name: "aws" } },
      "@pulumi/random": { version: "v4.16.6", pulumi: { resource: true, name: "random" } },
      "@pulumiverse/vercel": { version: "3.0.0", pulumi: { resource: true, name: "vercel" } },
      "@pulumi/pulumi": { version: "3.215.0" },
      "@pulumi/nameless": { version: "1.0.0", pulumi: { resource: true } },
      "@pulumi/no-provider": { version: "1.0.0", pulumi: { resource: false, name: "none" } },
      "@other/aws": { version: "1.0.0", pulumi: { resource: true, name: "other" } },
    };
    for (const [name, manifest] of Object.entries(packages)) {
      await mkdir(join(platform, "node_modules", name), { recursive: true });
      await writeFile(join(platform, "node_modules", name, "package.json"), JSON.stringify(manifest));
    }
    await mkdir(join(platform, "node_modules", "@pulumi", "empty"));
    const engine = join(folder, "engine");
    await writeFile(engine, '#!/bin/sh\necho "$$ $@"\n', { mode: 0o755 });
    await placeHome(home, platform, { path: engine, version: "3.215.0" });
  });
  const plugins = () => join(home, ".config", "sst", "plugins");
  const plugin = (name: string) => readFile(join(plugins(), name), "utf8");

  it("has the providers of the platform, and what an engine has beside it, as programs", async () => {
    expect((await readdir(plugins())).sort()).toEqual([
      ...["analyzer-policy-v3.215.0", "language-nodejs-v3.215.0", "resource-aws-v7.20.0"],
      ...["resource-pulumi-nodejs-v3.215.0", "resource-random-v4.16.6", "resource-vercel-v3.0.0"],
    ]);
    const aws = join("resource-aws-v7.20.0", "pulumi-resource-aws");
    expect((await stat(join(plugins(), aws))).mode & 0o777).toBe(0o755);
    expect(await plugin(aws)).toBe(
      `#!/usr/bin/env node\nprocess.argv.splice(2, 0, "resource", "aws", "7.20.0");\nimport("${built("plugin")}");\n`,
    );
    expect(await plugin("language-nodejs-v3.215.0/pulumi-language-nodejs")).toBe(
      `#!/usr/bin/env node\nprocess.argv.splice(2, 0, "language", "nodejs", "3.215.0");\nimport("${built("plugin")}");\n`,
    );
    const sdk = (path: string) =>
      `#!/usr/bin/env node\nrequire("${join(platform, "node_modules", "@pulumi", "pulumi", path)}");\n`;
    expect(await plugin("resource-pulumi-nodejs-v3.215.0/pulumi-resource-pulumi-nodejs")).toBe(
      sdk("cmd/dynamic-provider"),
    );
    expect(await plugin("analyzer-policy-v3.215.0/pulumi-analyzer-policy")).toBe(sdk("cmd/run-policy-pack"));
    expect((await stat(join(home, "tmp"))).isDirectory()).toBe(true);
  });

  it("has an engine that says which process it is, and is the real one", async () => {
    expect(await enginePid(home)).toBeNull();
    const { stdout } = await execa(engineOf(home), ["up", "--stack", "a b"]);
    expect(stdout).toBe(`${await enginePid(home)} up --stack a b`);
  });
});
