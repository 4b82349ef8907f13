import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { VERSIONS } from "../../lib/render/manifest/service-packages.ts";
import { cleanEnvironment, QUIET_NPM } from "./boot/environment.ts";
import { cached, exclusively } from "./platform.ts";

const manifest = JSON.stringify({ private: true, type: "module", dependencies: VERSIONS });
const version = createHash("sha256").update(manifest).digest("hex").slice(0, 12);

/**
 * A `node_modules` with every package that a rendered service may depend on: installed once per machine (a minute),
 * in the user's cache.
 */
export async function servicePackages(): Promise<string> {
  const folder = cached("service-packages", version);
  const done = join(folder, "installed");
  if (!existsSync(done)) {
    await exclusively(`${folder}.lock`, async () => {
      if (existsSync(done)) return;
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, "package.json"), manifest);
      const env = cleanEnvironment(QUIET_NPM);
      await execa("npm", ["install", "--ignore-scripts"], { cwd: folder, env, extendEnv: false });
      await writeFile(done, "");
    });
  }
  return join(folder, "node_modules");
}
