import { chmod, mkdir, readdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { toDocument } from "../../lib/answers/document.ts";
import { toBlueprint } from "../../lib/answers/parse.ts";
import type { Answers } from "../../lib/answers/schema.ts";
import { toView, type View } from "../../lib/answers/view.ts";
import { render } from "../../lib/render/render.ts";
import { packageRoot } from "../../lib/system/package-root.ts";
import { place } from "./files.ts";
import { platform } from "./platform.ts";

/** What a document of answers means to the templates. */
export const viewOf = (answers: Answers): View =>
  toView(toBlueprint(answers), { repeat: "npx space-sst --yes", generator: "0.0.0" });

/** On Windows a junction needs no permission; elsewhere the word is ignored. */
export const link = (target: string, path: string): Promise<void> => symlink(target, path, "junction");

/**
 * Renders a repo into a folder and links SST's platform into it, as `npm run platform` would install it.
 * @param edit changes a file on its way, or leaves it out with null
 * @param sst another folder that holds SST's platform
 */
export async function renderRepo(
  answers: Answers,
  folder: string,
  edit: (path: string, contents: string) => string | null = (_, contents) => contents,
  sst?: string,
): Promise<View> {
  const view = viewOf(answers);
  for (const { path, contents, executable } of render(view)) {
    const edited = edit(path, contents);
    if (edited === null) continue;
    const file = join(folder, path);
    place(file, edited);
    if (executable) await chmod(file, 0o755);
  }
  for (const { source, directory, kind } of view.services) {
    if (source === "existing" && directory !== null) await writeExisting(join(folder, directory), kind === "static");
  }
  const store = { "generator-space-sst": toDocument(toBlueprint(answers)) };
  await writeFile(join(folder, ".yo-rc.json"), `${JSON.stringify(store, null, 2)}\n`);
  await link(join(sst ?? (await platform()), ".sst"), join(folder, ".sst"));
  await installProof(folder);
  return view;
}

/** What a service that exists brings along: a Dockerfile, or a site that has been built. */
async function writeExisting(folder: string, site: boolean): Promise<void> {
  await mkdir(join(folder, "dist"), { recursive: true });
  await writeFile(join(folder, "dist", "index.html"), "<!doctype html>\n");
  const manifest = { scripts: { build: "vite build" } };
  if (site) await writeFile(join(folder, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  else await writeFile(join(folder, "Dockerfile"), "FROM scratch\n");
}

/** Installs this package in a folder, as its package.json asks for it. */
async function installProof(folder: string): Promise<void> {
  await mkdir(join(folder, "node_modules"), { recursive: true });
  await link(packageRoot, join(folder, "node_modules", "generator-space-sst"));
}

/** Gives a folder the packages of this one. */
export async function linkPackages(folder: string): Promise<void> {
  const packages = join(packageRoot, "node_modules");
  await mkdir(join(folder, "node_modules"), { recursive: true });
  const names = (await readdir(packages)).filter((name) => name === ".bin" || !name.startsWith("."));
  await Promise.all(names.map((name) => link(join(packages, name), join(folder, "node_modules", name))));
}
