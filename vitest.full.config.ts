import { defineConfig } from "vitest/config";
import { LongFirst } from "./test/support/long-first.ts";
import { WORKERS } from "./test/support/workers.ts";

const ci = (process.env.CI ?? "") !== "";

/** Other random cases in every run. */
const seed = process.env.PROOF_SEED ?? String(Date.now() % 2 ** 31);

const FULL = "test/**/*.full.ts";
/** They wait, and measure how long a service takes to heal or to answer: nothing else may keep the machine busy. */
const MEASURED = ["faults", "failover", "asleep"].map((name) => `test/services/${name}.full.ts`);

/** Groups run one after the other. */
const group = (order: number, name: string, include: string[], exclude: string[] = []) => ({
  test: {
    name,
    include,
    exclude,
    maxWorkers: WORKERS,
    sequence: { groupOrder: order },
    setupFiles: "test/support/seed.ts",
    env: { PROOF_SEED: seed },
    pool: "forks" as const,
    testTimeout: 120_000,
    hookTimeout: 600_000,
  },
});

/** What takes minutes: every variant of a rendered service, built and run for real, and the largest repos. */
export default defineConfig({
  test: {
    globalSetup: ["test/support/setup.ts"],
    sequence: { sequencer: LongFirst },
    reporters: ci ? ["default", ["json", { outputFile: "node_modules/.cache/test-results-full.json" }]] : ["default"],
    projects: [group(0, `PROOF_SEED=${seed}`, [FULL], MEASURED), group(1, "measured", MEASURED)],
  },
});
