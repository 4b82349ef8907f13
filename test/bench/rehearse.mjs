import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { sources } from "./sources.mjs";

/**
 * A rehearsal of the saas preset, first deploy, change and second deploy, beside a plan of the same stage: seconds depend
 * on the machine, the ratio does not. The median of a few rounds; `RUNS` sets how many (default 3).
 */

const rounds = Number(process.env.RUNS ?? 3);
const bin = fileURLToPath(new URL("../../dist/bin/space-sst.js", import.meta.url));
const work = mkdtempSync(join(tmpdir(), "space-sst-bench-rehearse-"));

const lib = await sources("rehearse", [
  'export { PRESETS } from "./lib/answers/presets.ts";',
  'export { linkPackages, renderRepo } from "./test/support/repo.ts";',
  'export { engineEnvironment } from "./test/support/engine.ts";',
]);
const env = { ...(await lib.engineEnvironment()), XDG_CACHE_HOME: join(work, "cache") };

const folder = join(work, "repo");
await lib.renderRepo({ project: "bench", domain: "acme.com", ...lib.PRESETS.saas.answers }, folder);
await lib.linkPackages(folder);
const git = (...words) =>
  execFileSync("git", ["-c", "user.name=B", "-c", "user.email=b@x.y", ...words], { cwd: folder });
git("init", "--quiet");
git("add", "--all");
git("commit", "--quiet", "--message", "First");
const stage = join(folder, "infra", "stage.ts");
writeFileSync(stage, readFileSync(stage, "utf8").replaceAll("logDays: 30", "logDays: 60"));

function time(...words) {
  const started = performance.now();
  const { status, stderr } = spawnSync(process.execPath, [bin, ...words], { cwd: folder, env, encoding: "utf8" });
  if (status !== 0) throw new Error(`${words.join(" ")} ended with ${status}: ${stderr}`);
  return performance.now() - started;
}

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
const [plans, rehearsals] = [[], []];
for (let round = 0; round < rounds; round++) {
  plans.push(time("plan", "dev", "--fresh"));
  rehearsals.push(time("rehearse", "dev"));
}
const [plan, rehearsal] = [median(plans), median(rehearsals)];
console.log(`${(rehearsal / 1000).toFixed(1)} s  a first deploy, a change and a second deploy of it`);
console.log(
  `${(plan / 1000).toFixed(1)} s  a plan of the same stage: the rehearsal takes ${(rehearsal / plan).toFixed(1)} times as long`,
);
rmSync(work, { recursive: true, force: true });
process.exit();
