import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { sources } from "./sources.mjs";

/**
 * Plans of repos with 5 and with 50 services: whole processes, the first and the second time, and where the time goes.
 * The median of a few rounds; `RUNS` sets how many (default 5).
 */

const rounds = Number(process.env.RUNS ?? 5);
const root = fileURLToPath(new URL("../..", import.meta.url));
const bin = join(root, "dist", "bin", "space-sst.js");
const work = mkdtempSync(join(tmpdir(), "space-sst-bench-plan-"));

const answers = (count) => ({
  project: "bench",
  services: Array.from({ length: count }, (_, i) => ({
    name: `service-${i + 1}`,
    source: "node",
    kind: i % 5 === 4 ? "worker" : "api",
    ...(i % 2 === 0 ? { database: "main" } : {}),
  })),
  databases: [{ name: "main" }],
});

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
const seconds = (ms) => (ms / 1000).toFixed(2).padStart(7);

function plan(folder, ...words) {
  const started = performance.now();
  execFileSync(process.execPath, [bin, "plan", ...words], {
    cwd: folder,
    stdio: "ignore",
    env: { ...process.env, XDG_CACHE_HOME: join(work, "cache"), ALLOW_PLAIN_HTTP: "true" },
  });
  return performance.now() - started;
}

async function phases(lib, folder) {
  const clock = [];
  const timed = async (name, run) => {
    const started = performance.now();
    const result = await run();
    clock.push([name, performance.now() - started]);
    return result;
  };
  await timed("read and hash the repo's files", () => lib.readTree(folder));
  const simulator = await timed("load Pulumi's SDK", () => new lib.Simulator(folder));
  const env = { ALLOW_PLAIN_HTTP: "true" };
  await timed("first stage: bundle the program, load the AWS provider, run", () =>
    simulator.run({ stage: "dev", env }),
  );
  const simulation = await timed("each further stage: run", () => simulator.run({ stage: "production", env }));
  const chosen = { stage: "production", client: null, environment: "production" };
  const stage = await timed("price, check and compare a stage", () =>
    lib.stagePlan(chosen, { simulation, refused: null }, lib.askedOf(folder), {
      usage: lib.NO_USAGE,
      comparison: null,
    }),
  );
  const pen = { width: 80, paint: (_, text) => text };
  await timed("print a stage", () => lib.linesOf(lib.planOf(folder, "bench", [stage], [], lib.NO_USAGE, null), pen));
  return clock;
}

const lib = await sources("plan", [
  'export { Simulator } from "./lib/proof/simulate/simulate.ts";',
  'export { readTree } from "./lib/plan/cache/files.ts";',
  'export { askedOf } from "./lib/plan/controls.ts";',
  'export { stagePlan, planOf } from "./lib/plan/plan.ts";',
  'export { linesOf } from "./lib/plan/text/plan.ts";',
  'export { renderRepo } from "./test/support/repo.ts";',
]);
const results = {};
for (const count of [5, 50]) {
  const folder = join(work, `services-${count}`);
  await lib.renderRepo(answers(count), folder);
  const firsts = [];
  const seconds_ = [];
  for (let round = 0; round < rounds; round++) {
    firsts.push(plan(folder, "--fresh"));
    seconds_.push(plan(folder));
  }
  results[count] = { first: median(firsts), second: median(seconds_), phases: await phases(lib, folder) };
}

for (const [count, { first, second, phases: clock }] of Object.entries(results)) {
  console.log(`${count} services, 3 stages`);
  console.log(`${seconds(first)} s  the first plan`);
  console.log(`${seconds(second)} s  the second plan: ${(first / second).toFixed(1)} times faster`);
  for (const [name, ms] of clock) console.log(`  ${seconds(ms)} s  ${name}`);
}
console.log(`50 services take ${(results[50].first / results[5].first).toFixed(2)} times as long as 5`);
rmSync(work, { recursive: true, force: true });
process.exit();
