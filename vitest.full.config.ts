import { defineConfig } from "vitest/config";

const ci = (process.env.CI ?? "") !== "";

/** What takes minutes: every variant of a rendered service, built and run for real, and the largest repos. */
export default defineConfig({
  test: {
    include: ["test/**/*.full.ts"],
    globalSetup: ["test/support/build.ts"],
    pool: "forks",
    // Most files keep both cores busy by themselves.
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 300_000,
    reporters: ci ? ["default", ["json", { outputFile: "node_modules/.cache/test-results-full.json" }]] : ["default"],
  },
});
