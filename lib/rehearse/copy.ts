import { existsSync } from "node:fs";
import { lstat, mkdir, readdir, readFile, readlink, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * What git does not have and a program needs, linked from the repo into a copy of it: SST's platform and the packages.
 * Folders that tools write into are the copy's own, so that nothing is written into the repo.
 */

/** What tools keep for the next time. */
const CACHES = new Set([".cache", ".vite", ".vite-temp", ".tmp"]);

/** SST writes its bundles beside the platform's files. */
const BUNDLE = /^sst\.config\./;

async function linkEntry(from: string, to: string): Promise<void> {
  const stats = await lstat(from);
  // A link into the repo, such as that of a workspace, leads into the copy there.
  await symlink(stats.isSymbolicLink() ? await readlink(from) : from, to, "junction");
}

async function linkPackages(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const name of await readdir(from)) {
    if (CACHES.has(name)) continue;
    if (name.startsWith("@")) await linkPackages(join(from, name), join(to, name));
    else await linkEntry(join(from, name), join(to, name));
  }
}

/** Folders that have packages of their own: those of the copy with a `package.json`. */
async function* manifests(folder: string, path = ""): AsyncGenerator<string> {
  for (const entry of await readdir(join(folder, path), { withFileTypes: true })) {
    if (entry.name === "package.json") yield path;
    if (entry.isDirectory() && entry.name !== "node_modules" && !entry.name.startsWith("."))
      yield* manifests(folder, join(path, entry.name));
  }
}

interface Locked {
  name: string;
}

/** SST installs providers anew where the config names others than its lock does: those that are not named go. */
async function writeLock(root: string, copy: string): Promise<void> {
  const lock = await readFile(join(root, ".sst", "provider-lock.json"), "utf8").catch(() => "[]");
  const config = await readFile(join(copy, "sst.config.ts"), "utf8");
  const named = (JSON.parse(lock) as Locked[]).filter(({ name }) => new RegExp(`\\b${name}"?\\s*:`).test(config));
  await writeFile(join(copy, ".sst", "provider-lock.json"), JSON.stringify(named));
}

/** Makes a copy of a repo's files one that its SST can deploy. */
export async function equip(root: string, copy: string): Promise<void> {
  const [from, to] = [join(root, ".sst", "platform"), join(copy, ".sst", "platform")];
  // A repo may have these as links, which git does not always ignore: nothing is written through them.
  await rm(join(copy, ".sst"), { recursive: true, force: true });
  await mkdir(to, { recursive: true });
  for (const name of await readdir(from)) if (!BUNDLE.test(name)) await symlink(join(from, name), join(to, name));
  await writeLock(root, copy);
  for await (const path of manifests(copy)) {
    const packages = join(root, path, "node_modules");
    await rm(join(copy, path, "node_modules"), { recursive: true, force: true });
    if (existsSync(packages)) await linkPackages(packages, join(copy, path, "node_modules"));
  }
}
