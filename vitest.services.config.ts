import { defineConfig } from "vitest/config";

const ci = (process.env.CI ?? "") !== "";

/** Every variant of a rendered service, built and run for real: a quarter of an hour. `npm test` has those of one preset. */
export default defineConfig({
  test: {
    include: ["test/services/**/*.boots.ts"],
    pool: "forks",
    // Each file keeps both cores busy by itself.
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 300_000,
    reporters: ci
      ? ["default", ["json", { outputFile: "node_modules/.cache/test-results-services.json" }]]
      : ["default"],
  },
});
