import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { answersOf, describeRow, matrix } from "../support/matrix.ts";
import {
  brokenControls,
  effects,
  failures,
  problemsOf,
  type Repos,
  renderAll,
  runStages,
  type StageRun,
} from "../support/proof.ts";

/**
 * Every pair of answers: rendered, type-checked against SST's platform, linted, and run for every stage on the real
 * components.
 */

const rows = matrix();
let repos: Repos;
let runs: StageRun[][];
let devRuns: StageRun[][];

beforeAll(async () => {
  repos = await renderAll(rows.map(answersOf));
  runs = await runStages(repos);
  devRuns = await runStages(repos, (stages) => stages.filter(({ environment }) => environment === "dev"), true);
}, 900_000);

afterAll(() => repos?.dispose());

describe("all rows at once", () => {
  test("TypeScript finds nothing", async () => {
    expect(await repos.typescript()).toEqual([]);
  }, 300_000);

  test("Biome finds nothing", async () => {
    expect(await repos.biome()).toBe("");
  }, 300_000);
});

describe.each(rows.map((row, index) => [describeRow(row), index] as const))("%s", (_, index) => {
  const stages = () => runs[index] ?? [];

  test("every stage runs, and prints nothing", () => {
    expect(stages()).not.toEqual([]);
    expect(problemsOf(stages(), failures)).toEqual({});
  });

  test("sst dev runs", () => {
    expect(problemsOf(devRuns[index] ?? [], failures)).toEqual({});
  });

  test("the repo's own controls find nothing", () => {
    expect(problemsOf(stages(), brokenControls)).toEqual({});
  });

  test("what was asked for is there, and nothing else", () => {
    for (const run of stages()) {
      const { wanted, actual } = effects(run);
      expect(actual, run.stage.stage).toEqual(wanted);
    }
  });
});
