import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Answers } from "../../lib/answers/schema.ts";
import {
  brokenControls,
  effects,
  failures,
  leftOut,
  problemsOf,
  type Repos,
  renderAll,
  runWays,
  type StageRun,
} from "../support/proof.ts";

const COUNTS = [5, 20, 60, 120];
const MINUTES = 15 * 60_000;

/** APIs, some of them with all that a service can have, and tenants: production has as many certificates as it may. */
const shop = (count: number): Answers => ({
  project: "shop",
  domain: "acme.com",
  stages: ["production"],
  services: Array.from({ length: count }, (_, i) =>
    i % 10 === 0
      ? {
          ...{ name: `api-${i}`, database: "main", cache: "main", bucket: "uploads", secrets: ["JWT_SECRET"] },
          ...(i === 0 ? {} : { calls: ["api-0"], aliases: [`v1-${i}`], redirects: [`old-${i}`] }),
        }
      : { name: `api-${i}`, source: "node" as const, ...(i < 22 ? { aliases: [`*.t${i}`] } : {}) },
  ),
  databases: [{ name: "main", engine: "aurora-postgres" }],
  caches: [{ name: "main" }],
  buckets: [{ name: "uploads" }],
  backup: { region: "us-west-2" },
});

describe("production of very many services", () => {
  let repos: Repos;
  let runs: StageRun[][];
  let previews: StageRun[][];

  beforeAll(async () => {
    repos = await renderAll(COUNTS.map(shop));
    [runs, previews] = await runWays(repos, { timeout: MINUTES }, { timeout: MINUTES, preview: true });
  }, 2 * MINUTES);

  afterAll(() => repos?.dispose());

  it("is right by TypeScript and Biome", async () => {
    expect(await repos.typescript()).toEqual([]);
    expect(await repos.biome()).toBe("");
  }, 300_000);

  it.each(COUNTS.map((count, index) => [count, index] as const))("of %i services keeps what AWS takes", (_, index) => {
    const [stages, before] = [runs[index] as StageRun[], previews[index] as StageRun[]];
    expect(problemsOf(stages, failures)).toEqual({});
    expect(problemsOf(stages, brokenControls)).toEqual({});
    expect(leftOut(stages, before)).toEqual({});
    const { wanted, actual } = effects(stages[0] as StageRun);
    expect(actual).toEqual(wanted);
  });
});
