import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import type { TestProject } from "vitest/node";
import { packageRoot } from "../../lib/system/package-root.ts";
import { servicePackages } from "./packages.ts";
import { platform } from "./platform.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** What test files share lies below this folder, which goes when the run ends. */
    shared: string;
  }
}

/** What comes from the network: where it cannot be had, those that need it say so. */
const without = (what: string) => (error: Error) => console.warn(`without ${what}: ${error.message}`);

/**
 * What no test may wait for within its own time, each beside the other. The tests drive what is published: it is built from the
 * sources before any of them, unless it is built from these already. SST's platform and the packages of services are there, too.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const shared = await mkdtemp(join(tmpdir(), "space-sst-shared-"));
  project.provide("shared", shared);
  await Promise.all([
    execa(process.execPath, [join(packageRoot, "scripts", "built.mjs")], { stdio: "inherit" }),
    platform().catch(without("SST's platform")),
    servicePackages().catch(without("the packages of services")),
  ]);
  // A command that a test has stopped may still be writing.
  return () => rm(shared, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}
