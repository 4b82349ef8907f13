import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseBlueprint } from "../../lib/answers/parse.ts";
import type { Answers } from "../../lib/answers/schema.ts";
import type { Stage } from "../../lib/answers/stages.ts";
import { answers } from "../support/blueprints.ts";
import {
  brokenControls,
  effects,
  failures,
  leftOut,
  placesIn,
  problemsOf,
  type Repos,
  renderAll,
  runWays,
  type StageRun,
} from "../support/proof.ts";
import { SEED } from "../support/seed.ts";

/**
 * Blueprints that nobody thought of, the same in every run. PROOF_SEED draws others, PROOF_RUNS more of them:
 * PROOF_RUNS=200 npm run test:matrix -- property
 */
const numRuns = Number(process.env.PROOF_RUNS ?? 16);
const documents: Answers[] = fc.sample(answers({ services: 6, clients: 2 }), { seed: SEED, numRuns });

/** One stage of each environment shows as much as all of them. */
const oneOfEach = (stages: Stage[]): Stage[] => [
  ...new Map(stages.map((stage, index) => [`${stage.environment} ${index > 2}`, stage])).values(),
];

describe(`random blueprints, PROOF_SEED=${SEED}`, () => {
  let repos: Repos;
  let runs: StageRun[][];
  let previews: StageRun[][];

  beforeAll(async () => {
    repos = await renderAll(documents);
    [runs, previews] = await runWays(repos, { choose: oneOfEach }, { choose: oneOfEach, preview: true });
  }, 900_000);

  afterAll(() => repos?.dispose());

  test("TypeScript finds nothing", async () => {
    expect(await repos.typescript()).toEqual([]);
  }, 300_000);

  test("Biome finds nothing", async () => {
    expect(await repos.biome()).toBe("");
  }, 300_000);

  test.each(documents.map((document, index) => [index, document] as const))(
    "%i does what it says",
    (index, document) => {
      const text = JSON.stringify(document);
      const stages = runs[index] ?? [];
      expect(problemsOf(stages, failures), text).toEqual({});
      expect(problemsOf(stages, brokenControls), text).toEqual({});
      expect(problemsOf(previews[index] ?? [], failures), text).toEqual({});
      expect(leftOut(stages, previews[index] ?? []), text).toEqual({});
      expect(
        problemsOf(stages, (run) => placesIn(run, repos.root)),
        text,
      ).toEqual({});
      for (const run of stages) {
        const { wanted, actual } = effects(run);
        expect(actual, `${run.stage.stage} of ${text}`).toEqual(wanted);
      }
    },
  );
});

describe("anything else", () => {
  test("is refused with its problems, and never thrown about", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(parseBlueprint(value)).toHaveProperty("problems");
      }),
      { numRuns: 300 },
    );
  });
});
