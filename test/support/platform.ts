import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, rm, stat, utimes, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { packageRoot } from "../../lib/system/package-root.ts";

/** Every provider that a rendered repo may use, so that one platform serves all of them. */
const providers = { cloudflare: "6.15.0", "docker-build": "0.0.14", random: "4.16.6" };
const sst = join(packageRoot, "node_modules", "sst");

/** The version of SST that the tests prove the templates on. */
export const { version } = JSON.parse(readFileSync(join(sst, "package.json"), "utf8")) as { version: string };

const config = `/// <reference path="./.sst/platform/config.d.ts" />
export default $config({
  app: () => ({ name: "platform", home: "aws", providers: { aws: { region: "us-east-1" }, ...${JSON.stringify(providers)} } }),
  async run() {},
});
`;

/** A folder in the user's cache, by what is in it. */
export const cached = (...words: string[]): string =>
  join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "generator-space-sst", words.join("-"));

const cacheFolder = () => cached("platform", version, ...Object.entries(providers).flat());

/** Installs the platform of an SST into a folder. */
export async function installPlatform(folder: string, from = sst): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "package.json"), '{ "private": true, "type": "module" }\n');
  await writeFile(join(folder, "sst.config.ts"), config);
  const env = {
    ...process.env,
    SST_SKIP_DEPENDENCY_CHECK: "true",
    SST_NO_BUN: "true",
    SST_TELEMETRY_DISABLED: "true",
  };
  const child = spawn(process.execPath, [join(from, "bin", "sst.mjs"), "install", "--stage", "dev"], {
    cwd: folder,
    env,
  });
  let output = "";
  child.stdout.on("data", (chunk) => {
    output += chunk;
  });
  child.stderr.on("data", (chunk) => {
    output += chunk;
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code !== 0) throw new Error(`sst install failed with ${code}:\n${output}`);
}

/** Test files run in processes of their own: the first one that comes installs, the others wait for it. */
export async function exclusively(lock: string, work: () => Promise<void>): Promise<void> {
  await mkdir(dirname(lock), { recursive: true });
  for (;;) {
    const taken = await mkdir(lock).then(
      () => true,
      (error: NodeJS.ErrnoException) => {
        if (error.code !== "EEXIST") throw error;
        return false;
      },
    );
    if (taken) break;
    const { mtimeMs } = await stat(lock).catch(() => ({ mtimeMs: Date.now() }));
    // Its owner touches it every few seconds: an old one was left by a process that was killed.
    if (Date.now() - mtimeMs > 30_000) await rm(lock, { recursive: true, force: true });
    else await delay(500);
  }
  const alive = setInterval(() => void utimes(lock, new Date(), new Date()).catch(() => undefined), 5_000);
  try {
    await work();
  } finally {
    clearInterval(alive);
    await rm(lock, { recursive: true, force: true });
  }
}

/**
 * A folder whose `.sst` holds SST's platform: installed once per machine (about 40 seconds and 320 MB), in the user's
 * cache. SPACE_SST_PLATFORM names another one.
 */
export async function platform(): Promise<string> {
  const given = process.env.SPACE_SST_PLATFORM;
  if (given) return given;
  const folder = cacheFolder();
  const done = join(folder, "installed");
  if (!existsSync(done)) {
    console.log(`SST's platform is installed once for this machine, into ${folder} (about 40 s) …`);
    await exclusively(`${folder}.lock`, async () => {
      if (existsSync(done)) return;
      await installPlatform(folder);
      await writeFile(done, "");
    });
  }
  return folder;
}
