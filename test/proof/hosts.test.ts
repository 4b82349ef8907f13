import { afterAll, beforeAll, expect, test } from "vitest";
import type { Answers } from "../../lib/answers/schema.ts";
import {
  brokenControls,
  effects,
  failures,
  leftOut,
  problemsOf,
  type Repos,
  renderAll,
  runStages,
  type StageRun,
} from "../support/proof.ts";

/** Services with the domain itself, further hosts and redirects, by whoever serves the domain; and until there is one. */

const certificate = "arn:aws:acm:us-east-1:111111111111:certificate/01234567-89ab-cdef-0123-456789abcdef";

const answers = (rest: Partial<Answers>): Answers => ({
  project: "shop",
  stages: ["dev", "production"],
  ci: "none",
  ...rest,
  services: [
    { name: "app", kind: "web", host: "@", aliases: ["*.app", "app"], redirects: ["www", "old"] },
    { name: "api", host: "@", path: "/v1/*", aliases: ["api"] },
    { name: "docs", kind: "static", aliases: ["*.docs", "help"], redirects: ["manual"] },
  ],
});

let repos: Repos;
let runs: StageRun[][];
let previews: StageRun[][];

beforeAll(async () => {
  const domain = "acme.com";
  repos = await renderAll([
    answers({ domain }),
    answers({ domain, dns: "cloudflare" }),
    answers({ domain, dns: "external", certificate }),
    answers({ stages: ["dev"], clients: [{ name: "globex", account: "222222222222", domain: "globex.com" }] }),
  ]);
  runs = await runStages(repos);
  previews = await runStages(repos, undefined, { preview: true });
}, 300_000);

afterAll(() => repos?.dispose());

test("what is rendered is typed and formatted", async () => {
  expect(await repos.typescript()).toEqual([]);
  expect(await repos.biome()).toBe("");
});

test("every name of the answers is there, with its rule, record and certificate", () => {
  expect(runs.flat().map(({ stage }) => stage.stage)).toContain("globex-production");
  for (const stages of [...runs, ...previews]) expect(problemsOf(stages, failures)).toEqual({});
  for (const [i, stages] of runs.entries()) {
    expect(problemsOf(stages, brokenControls)).toEqual({});
    expect(leftOut(stages, previews[i] ?? [])).toEqual({});
    for (const run of stages) {
      const { wanted, actual } = effects(run);
      expect(actual, run.stage.stage).toEqual(wanted);
    }
  }
});
