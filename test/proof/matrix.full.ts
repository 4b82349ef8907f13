import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Stage } from "../../lib/answers/stages.ts";
import { standard } from "../../lib/proof/controls/list.ts";
import { differences } from "../../lib/render/docs/differences.ts";
import { denied } from "../deploy/ci/permissions.ts";
import { answersOf, describeRow, matrix } from "../support/matrix.ts";
import {
  brokenAsProduction,
  brokenControls,
  counts,
  effects,
  failures,
  leftOut,
  placesIn,
  problemsOf,
  type Repos,
  renderAll,
  resultsOf,
  runWays,
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
let previews: StageRun[][];

/** Production has what the other stages have, and more; where there is none, the last one stands for all. */
function largest(stages: Stage[]): Stage[] {
  const production = stages.filter(({ environment }) => environment === "production");
  return production.length > 0 ? production : stages.slice(-1);
}

beforeAll(async () => {
  repos = await renderAll(rows.map(answersOf));
  const dev = (stages: Stage[]) => stages.filter(({ environment }) => environment === "dev");
  [runs, devRuns, previews] = await runWays(repos, {}, { choose: dev, dev: true }, { choose: largest, preview: true });
}, 900_000);

afterAll(() => repos?.dispose());

describe("all rows at once", () => {
  test("TypeScript finds nothing", async () => {
    expect(await repos.typescript()).toEqual([]);
  }, 300_000);

  test("Biome finds nothing", async () => {
    expect(await repos.biome()).toBe("");
  }, 300_000);

  test("every control is asked in production, but for those of resources that no repo has", () => {
    const production = runs.flat().filter(({ stage }) => stage.environment === "production");
    const results = production.flatMap(resultsOf);
    const asked = new Set(results.filter(({ status }) => status !== "not applicable").map(({ control }) => control.id));
    // Task sets, shared file systems, network ACLs, parameters, proxies, policies of one's own, roles for GitHub, and what stops
    // and starts a stage: production never sleeps.
    const absent = ["ECS.16", "ECS.18", "EC2.21", "OWN.ssm", "RDS.43", "KMS.1", "OWN.oidc", "OWN.wakes"];
    const never = standard.filter(({ id }) => !asked.has(id)).map(({ id }) => id);
    expect(never.sort()).toEqual(absent.sort());
    console.log(counts(runs.flat()).join("\n"));
  });

  test("what is asked in production only is in the README, with its reason, and nothing else is", () => {
    const missing = new Set<string>();
    const needless = new Set<string>();
    for (const stages of runs) {
      const others = stages.filter(({ stage }) => stage.environment !== "production");
      const [run] = others;
      if (run === undefined) continue;
      const listed = new Set(differences(run.view)?.reasons.flatMap((reason) => reason.controls));
      const relaxed = new Set(others.flatMap(brokenAsProduction));
      for (const id of relaxed) if (!listed.has(id)) missing.add(id);
      for (const id of listed) if (!relaxed.has(id)) needless.add(id);
    }
    expect({ missing: [...missing], needless: [...needless] }).toEqual({ missing: [], needless: [] });
  });
});

describe("CI's role", () => {
  test("is denied nothing that a deploy needs", () => {
    expect(runs.flat().length).toBeGreaterThan(100);
    expect([...new Set(runs.flat().flatMap(denied))]).toEqual([]);
  }, 300_000);
});

describe.each(rows.map((row, index) => [describeRow(row), index] as const))("%s", (_, index) => {
  const stages = () => runs[index] ?? [];

  test("every stage runs, and prints nothing", () => {
    expect(stages()).not.toEqual([]);
    expect(problemsOf(stages(), failures)).toEqual({});
  });

  test("a preview foresees every resource", () => {
    expect(problemsOf(previews[index] ?? [], failures)).toEqual({});
    expect(leftOut(stages(), previews[index] ?? [])).toEqual({});
  });

  test("no input says where it ran", () => {
    expect(problemsOf(stages(), (run) => placesIn(run, repos.root))).toEqual({});
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
