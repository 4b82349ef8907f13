import { mkdtemp, realpath } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import type { Answers } from "../../../lib/answers/schema.ts";
import { codeServices, type ServiceItem } from "../../../lib/render/manifest/service-item.ts";
import { removeTree } from "../files.ts";
import { linkNamed, servicePackages } from "../packages.ts";
import { viewOf } from "../view.ts";
import { cleanEnvironment, OFFLINE } from "./environment.ts";
import { writeRepo } from "./workspace.ts";

/** The services of a rendered repo as a developer has them, on packages that are shared instead of installed. */
export interface Sources {
  repo: string;
  items: readonly ServiceItem[];
  folderOf(service: string): string;
  /** Runs a program of the packages; what it has printed, and how it has ended. */
  run(cwd: string, name: string, ...args: string[]): Promise<{ exitCode: number; all: string }>;
  /** Writes the client of each service that has Prisma. */
  generate(): Promise<void>;
  dispose(): void;
}

export async function renderSources(answers: Answers): Promise<Sources> {
  // Vite compares paths: on a Mac, the temporary folder is a link.
  const repo = await realpath(await mkdtemp(join(tmpdir(), "space-sst-sources-")));
  const view = viewOf({ ...answers });
  const packages = await servicePackages();
  await writeRepo(view, repo);
  const items = codeServices(view);
  const folderOf = (service: string) => join(repo, "services", service);
  await Promise.all(items.map(({ name }) => linkNamed(folderOf(name))));
  const env = cleanEnvironment(OFFLINE);
  const run: Sources["run"] = async (cwd, name, ...args) => {
    const options = { cwd, env, extendEnv: false, all: true, reject: false } as const;
    const { exitCode = 1, all } = await execa(join(packages, ".bin", name), args, options);
    return { exitCode, all };
  };
  return {
    repo,
    items,
    folderOf,
    run,
    generate: async () => {
      for (const { name } of items.filter(({ orm }) => orm === "prisma")) {
        const { exitCode, all } = await run(folderOf(name), "prisma", "generate");
        if (exitCode !== 0) throw new Error(`${name}: prisma generate\n${all}`);
      }
    },
    dispose: () => removeTree(repo),
  };
}
