// Installs the SST platform into .sst/platform: the sources of SST's components and the providers that sst.config.ts
// names. The checks run against it. It downloads packages once (about 40 seconds); it needs no AWS account.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";

const sst = "node_modules/sst";
const stamp = ".sst/installed";

if (!existsSync(`${sst}/package.json`)) {
  console.error("SST is not installed here: install the repo's packages first.");
  process.exit(1);
}

const { version } = JSON.parse(readFileSync(`${sst}/package.json`, "utf8"));
const wanted = createHash("sha256").update(version).update(readFileSync("sst.config.ts")).digest("hex");
const installed = existsSync(stamp) && existsSync(".sst/platform/config.d.ts") ? readFileSync(stamp, "utf8") : "";

if (installed !== wanted) {
  console.log(`Installing the SST ${version} platform: about 40 seconds the first time …`);
  const env = { ...process.env, SST_SKIP_DEPENDENCY_CHECK: "true", SST_NO_BUN: "true", SST_TELEMETRY_DISABLED: "true" };
  const { status } = spawnSync(process.execPath, [`${sst}/bin/sst.mjs`, "install", "--stage", "dev"], {
    env,
    stdio: "inherit",
  });
  if (status === 0) writeFileSync(stamp, wanted);
  process.exitCode = status ?? 1;
}
