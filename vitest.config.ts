import { defineConfig } from "vitest/config";
import { LongFirst } from "./test/support/long-first.ts";

const ci = (process.env.CI ?? "") !== "";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/support/setup.ts"],
    setupFiles: ["test/support/seed.ts"],
    // Yeoman's helpers change the working directory, which threads cannot.
    pool: "forks",
    // By itself Vitest leaves one core to what watches it, which on two cores means one file after the other.
    maxWorkers: "100%",
    sequence: { sequencer: LongFirst },
    testTimeout: 60_000,
    hookTimeout: 300_000,
    reporters: ci ? ["default", ["json", { outputFile: "node_modules/.cache/test-results.json" }]] : ["default"],
  },
});
