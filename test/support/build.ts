import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { packageRoot } from "../../lib/system/package-root.ts";

/** The tests drive what is published: it is built from the sources once, before any of them. */
export default function setup(): void {
  execFileSync(process.execPath, [join(packageRoot, "scripts", "build.mjs")], { stdio: "inherit" });
}
