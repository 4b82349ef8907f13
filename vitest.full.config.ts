import { defineConfig } from "vitest/config";

/** Other random cases in every run. */
const seed = process.env.PROOF_SEED ?? String(Date.now() % 2 ** 31);
console.info(`PROOF_SEED=${seed}`);

const ci = (process.env.CI ?? "") !== "";

/** What takes minutes: every variant of a rendered service, built and run for real, and the largest repos. */
export default defineConfig({
  test: {
    include: ["test/**/*.full.ts"],
    globalSetup: ["test/support/build.ts"],
    setupFiles: ["test/support/seed.ts"],
    env: { PROOF_SEED: seed },
    pool: "forks",
    // Most files keep both cores busy by themselves.
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 300_000,
    reporters: ci ? ["default", ["json", { outputFile: "node_modules/.cache/test-results-full.json" }]] : ["default"],
  },
});
