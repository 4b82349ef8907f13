import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { defineConfig } from "vitest/config";
import { LongFirst } from "./test/support/long-first.ts";
import { WORKERS } from "./test/support/workers.ts";

const ci = (process.env.CI ?? "") !== "";

const files = readdirSync(join(import.meta.dirname, "test"), { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".test.ts"))
  .map((name) => `test/${name.replaceAll("\\", "/")}`);

/**
 * Files that want a process of their own: what they import is not what others import, or they load Pulumi's messages from
 * a copy of their own, of which only one per process knows what it is. Or drivers of databases and caches go on in them after
 * a test, and set timers by the clock that a test of another file plays.
 */
const ALONE =
  /\bvi\.(mock|doMock|resetModules)\(|"[^"]*\/(rehearse\/providers\/sdk|support\/(rehearsal|policy|played\/(mysql|postgres|prisma|redis)))\.ts"/;
const isAlone = (file: string) => ALONE.test(readFileSync(join(import.meta.dirname, file), "utf8"));

const project = (name: string, isolate: boolean) => ({
  test: {
    name,
    isolate,
    include: files.filter((file) => isAlone(file) === isolate),
    setupFiles: ["test/support/seed.ts", "test/support/each-file.ts"],
    // Yeoman's helpers change the working directory, which threads cannot.
    pool: "forks" as const,
    testTimeout: 60_000,
    hookTimeout: 300_000,
    // What is waited for comes at once, but on a machine that has other things to do.
    expect: { poll: { timeout: 30_000 } },
  },
});

export default defineConfig({
  test: {
    globalSetup: ["test/support/setup.ts"],
    maxWorkers: WORKERS,
    sequence: { sequencer: LongFirst },
    reporters: ci ? ["default", ["json", { outputFile: "node_modules/.cache/test-results.json" }]] : ["default"],
    // Most of what a small file costs is what it imports: a process keeps that for the files that come after.
    projects: [project("together", false), project("alone", true)],
  },
});
