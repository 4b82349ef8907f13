import { defineConfig } from "vitest/config";

const ci = (process.env.CI ?? "") !== "";

/** Other random cases in every run. */
const seed = process.env.PROOF_SEED ?? String(Date.now() % 2 ** 31);

const shared = {
  setupFiles: "test/support/seed.ts",
  env: { PROOF_SEED: seed },
  pool: "forks",
  testTimeout: 120_000,
  hookTimeout: 600_000,
} as const;

/** It measures how long a service takes to heal: nothing else may keep the machine busy. */
const MEASURED = ["test/services/faults.full.ts"];

/** What takes minutes: every variant of a rendered service, built and run for real, and the largest repos. */
export default defineConfig({
  test: {
    globalSetup: ["test/support/build.ts"],
    reporters: ci ? ["default", ["json", { outputFile: "node_modules/.cache/test-results-full.json" }]] : ["default"],
    // Much of it waits for a program, a download or a time limit.
    maxWorkers: "100%",
    projects: [
      {
        test: {
          ...shared,
          name: `full, PROOF_SEED=${seed}`,
          include: ["test/**/*.full.ts"],
          exclude: MEASURED,
          sequence: { groupOrder: 0 },
        },
      },
      { test: { ...shared, name: "measured", include: MEASURED, sequence: { groupOrder: 1 } } },
    ],
  },
});
