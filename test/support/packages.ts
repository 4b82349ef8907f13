import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { VERSIONS } from "../../lib/render/manifest/package-versions.ts";
import { cleanEnvironment, QUIET_NPM } from "./boot/environment.ts";
import { cached, exclusively } from "./platform.ts";
import { link } from "./repo.ts";

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

/** Gives a folder those of the packages that its package.json names: what it forgets to name is not found. */
export async function linkNamed(folder: string): Promise<void> {
  const packages = await servicePackages();
  const { dependencies, devDependencies } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  for (const name of Object.keys({ ...dependencies, ...devDependencies })) {
    const place = join(folder, "node_modules", name);
    await mkdir(dirname(place), { recursive: true });
    await link(join(packages, name), place);
  }
}
