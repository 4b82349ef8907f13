import { chmod, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import type { Answers } from "../../../lib/answers/schema.ts";
import type { View } from "../../../lib/answers/view.ts";
import { codeServices, type ServiceItem } from "../../../lib/render/manifest/service-item.ts";
import { render } from "../../../lib/render/render.ts";
import { packageSource } from "../../../lib/system/package-files.ts";
import { place, removeTree } from "../files.ts";
import { viewOf } from "../view.ts";
import { cleanEnvironment, QUIET_NPM } from "./environment.ts";
import { buildImage, type Image } from "./image.ts";
import { folderFor } from "./memory.ts";

/** A rendered repo with its lockfile, and the images that are made of it. */
export interface Workspace {
  repo: string;
  view: View;
  items: readonly ServiceItem[];
  /** Builds the image of a service. */
  image(service: string): Promise<Image>;
  /** Builds the image of the task that makes databases and roles. */
  databaseTask(): Promise<Image>;
  /** Runs a command of the package manager; fails with what it has printed. */
  run(cwd: string, args: readonly string[], variables?: Readonly<Record<string, string>>): Promise<void>;
  dispose(): void;
}

export async function writeRepo(view: View, folder: string): Promise<void> {
  for (const { path, contents, executable } of render(view)) {
    const file = join(folder, path);
    place(file, contents);
    if (executable) await chmod(file, 0o755);
  }
}

/** What a developer leaves lying about, and an image must not contain. */
export const STRAY = {
  "node_modules/stray/index.js": "stray",
  "dist/stray.js": "stray",
  ".env": "STRAY=stray",
  ".env.production": "STRAY=stray",
};

/** For the images of two dozen services, and one that is being built. */
const ROOM = 4 * 2 ** 30;

export async function makeWorkspace(answers: Answers): Promise<Workspace> {
  // Its packages are installed: this one too, from where a kickoff from here has it.
  const { spec, file: packed } = packageSource();
  const view = viewOf({ ...answers }, spec);
  // pnpm links what it has, which it can on one disk only: it would make a store of its own in memory, and leave it there.
  const folder = await mkdtemp(join(view.pm.name === "npm" ? folderFor(ROOM) : tmpdir(), "space-sst-images-"));
  // The containers' user may have to come by.
  await chmod(folder, 0o755);
  const repo = join(folder, "repo");
  const items = codeServices(view);
  await writeRepo(view, repo);
  if (packed !== null) {
    place(join(repo, packed.path), packed.contents);
  }
  for (const { name } of items) {
    for (const [path, contents] of Object.entries(STRAY)) place(join(repo, "services", name, path), contents);
  }
  const env = cleanEnvironment(QUIET_NPM);
  let pm = "npm";
  const run: Workspace["run"] = async (cwd, args, variables = {}) => {
    const { failed, all } = await execa(pm, args, {
      cwd,
      env: { ...env, ...variables },
      extendEnv: false,
      all: true,
      reject: false,
    });
    if (failed) throw new Error(`${view.pm.name} ${args.join(" ")}\n${all}`);
  };
  if (view.pm.version !== null) {
    await execa("npm", ["install", "--prefix", folder, `${view.pm.name}@${view.pm.version}`], {
      env,
      extendEnv: false,
    });
    pm = join(folder, "node_modules/.bin", view.pm.name);
  }
  const lock = view.pm.name === "npm" ? ["--package-lock-only", "--ignore-scripts"] : ["--lockfile-only"];
  await run(repo, ["install", ...lock]);
  return {
    repo,
    view,
    items,
    run,
    image: (service) =>
      buildImage({
        context: repo,
        dockerfile: `services/${service}/Dockerfile`,
        folder: join(folder, "images", service),
        env,
      }),
    databaseTask: () =>
      buildImage({
        context: join(repo, "infra/tasks/database"),
        dockerfile: "Dockerfile",
        folder: join(folder, "images", "database-task"),
        env,
      }),
    dispose: () => removeTree(folder),
  };
}
