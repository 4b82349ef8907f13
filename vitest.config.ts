import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/support/build.ts"],
    // Yeoman's helpers change the working directory, which threads cannot.
    pool: "forks",
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
