import { afterAll, beforeAll, expect, it } from "vitest";
import { answersOf, matrix } from "../../support/matrix.ts";
import { type Repos, renderAll, runStages, type StageRun } from "../../support/proof.ts";
import { denied } from "./permissions.ts";

/** Every pair of answers: CI's role may do what each resource of each stage needs. */

let repos: Repos;
let runs: StageRun[];
beforeAll(async () => {
  repos = await renderAll(matrix().map(answersOf));
  runs = (await runStages(repos)).flat();
}, 900_000);
afterAll(() => repos?.dispose());

it("is denied nothing that a deploy needs", () => {
  expect(runs.length).toBeGreaterThan(100);
  expect([...new Set(runs.flatMap(denied))]).toEqual([]);
}, 300_000);
