import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { packageRoot } from "../../lib/system/package-root.ts";
import { platform } from "./platform.ts";

/**
 * What no test may wait for within its own time. The tests drive what is published: it is built from the sources once, before
 * any of them. SST's platform is there before any of them, too; where it cannot be had, those that need it say so.
 */
export default async function setup(): Promise<void> {
  execFileSync(process.execPath, [join(packageRoot, "scripts", "build.mjs")], { stdio: "inherit" });
  await platform().catch((error: Error) => console.warn(`without SST's platform: ${error.message}`));
}
