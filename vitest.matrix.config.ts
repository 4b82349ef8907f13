import { defineConfig } from "vitest/config";

/** The proof on SST's real components: minutes, and it needs the platform. */
export default defineConfig({
  test: {
    include: ["test/proof/**/*.test.ts"],
    pool: "forks",
    // Each file keeps both cores busy by itself.
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 900_000,
  },
});
