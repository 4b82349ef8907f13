import { chmod, copyFile, mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { packageRoot } from "../../lib/system/package-root.ts";
import { platform } from "./platform.ts";
import { link } from "./repo.ts";

/** What the stand-in for SST was called with. */
export interface SstCall {
  args: string[];
  stdin: string;
}

const STAND_IN = `#!/usr/bin/env node
const { appendFileSync, readFileSync } = require("node:fs");
const args = process.argv.slice(2);
const stdin = readFileSync(0, "utf8");
appendFileSync(__dirname + "/sst.calls", JSON.stringify({ args, stdin }) + "\\n");
if (process.env.SST_STAND_IN_FAILS === args[2]) {
  console.error("\\u2715  Could not set secret\\n   AccessDenied: " + stdin);
  process.exit(1);
}
console.log("\\u2713  Set \\"" + args[2] + "\\"");
`;

/** Puts a stand-in for SST, which keeps what it is called with, into a repo. */
export async function standInSst(root: string): Promise<{ calls(): Promise<SstCall[]> }> {
  const folder = join(root, "node_modules", ".bin");
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "sst"), STAND_IN);
  await chmod(join(folder, "sst"), 0o755);
  return {
    calls: async () => {
      const text = await readFile(join(folder, "sst.calls"), "utf8").catch(() => "");
      return text
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => JSON.parse(line));
    },
  };
}

/**
 * Puts the real SST into a repo. Where its platform is not what the repo wants it would install another one, and it
 * writes beside what it reads: the repo gets files of its own, with the providers that its sst.config.ts names.
 * @returns variables with which SST finds Node and git but no npm, so that it cannot touch what all tests share
 */
export async function realSst(root: string): Promise<Record<string, string>> {
  const modules = join(root, "node_modules");
  const bin = join(modules, ".bin");
  await mkdir(bin, { recursive: true });
  await link(join(packageRoot, "node_modules", "sst"), join(modules, "sst"));
  await link(join(packageRoot, "node_modules", ".bin", "sst"), join(bin, "sst"));
  const source = join(await platform(), ".sst");
  const folder = join(root, ".sst", "platform");
  await mkdir(folder, { recursive: true });
  for (const entry of await readdir(join(source, "platform"), { withFileTypes: true })) {
    const [from, to] = [join(source, "platform", entry.name), join(folder, entry.name)];
    await (entry.isFile() ? copyFile(from, to) : link(from, to));
  }
  const config = await readFile(join(root, "sst.config.ts"), "utf8");
  const lock = JSON.parse(await readFile(join(source, "provider-lock.json"), "utf8")) as { name: string }[];
  const used = lock.filter(({ name }) => new RegExp(`^ +"?${name}"?: ["{]`, "m").test(config));
  await writeFile(join(root, ".sst", "provider-lock.json"), JSON.stringify(used));
  const path = join(root, "node_modules", ".path");
  await mkdir(path);
  await symlink(process.execPath, join(path, "node"));
  await symlink((await execa("which", ["git"])).stdout, join(path, "git"));
  return { PATH: path, SST_TELEMETRY_DISABLED: "true" };
}
