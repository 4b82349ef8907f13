// Installs the SST platform into .sst/platform once: the sources of SST's components and the AWS provider that the
// checks run against. It downloads packages; it needs no AWS account.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";

const read = (path) => (existsSync(path) ? readFileSync(path, "utf8") : "");

const { version } = JSON.parse(read("node_modules/sst/package.json") || "{}");
if (version === undefined) {
  console.error("SST is not installed here: install the repo's packages first.");
  process.exit(1);
}

const settings = read("sst.config.ts");
const types = read(".sst/platform/config.d.ts");
const providers = ["aws", "cloudflare"].filter((name) => new RegExp(`\\b${name}: [{"]`).test(settings));
const complete =
  existsSync(".sst/platform/node_modules/@pulumi/aws") &&
  read(".sst/platform/version").trim() === version &&
  providers.every((name) => types.includes(`@pulumi/${name}`));

if (!complete) {
  console.log(`Installing the SST ${version} platform: about 40 seconds, once …`);
  const env = { ...process.env, SST_SKIP_DEPENDENCY_CHECK: "true", SST_NO_BUN: "true", SST_TELEMETRY_DISABLED: "true" };
  const install = ["node_modules/sst/bin/sst.mjs", "install", "--stage", "dev"];
  const { status } = spawnSync(process.execPath, install, { env, stdio: "inherit" });
  process.exitCode = status ?? 1;
}
