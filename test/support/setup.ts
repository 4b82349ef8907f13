import { execFileSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { packageRoot } from "../../lib/system/package-root.ts";
import { platform } from "./platform.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** What test files share lies below this folder, which goes when the run ends. */
    shared: string;
  }
}

/**
 * What no test may wait for within its own time. The tests drive what is published: it is built from the sources before any of
 * them, unless it is built from these already. SST's platform is there before any of them, too; where it cannot be had, those that need it say so.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const shared = await mkdtemp(join(tmpdir(), "space-sst-shared-"));
  project.provide("shared", shared);
  execFileSync(process.execPath, [join(packageRoot, "scripts", "built.mjs")], { stdio: "inherit" });
  await platform().catch((error: Error) => console.warn(`without SST's platform: ${error.message}`));
  // A command that a test has stopped may still be writing.
  return () => rm(shared, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}
