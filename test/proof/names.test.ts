import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { pascalCase } from "../../lib/answers/names.ts";
import type { Answers } from "../../lib/answers/schema.ts";
import type { Stage } from "../../lib/answers/stages.ts";
import { DATABASE_ENGINES, REGIONS } from "../../lib/answers/vocabulary.ts";
import { standard } from "../../lib/proof/controls/list.ts";
import { name } from "../support/blueprints.ts";
import { failures, problemsOf, type Repos, renderAll, resultsOf, runStages, type StageRun } from "../support/proof.ts";
import { SEED } from "../support/seed.ts";

/**
 * Names as long as they may be, that begin alike: what AWS takes less of is cut, and must stay valid and unique. PROOF_SEED
 * draws others, PROOF_RUNS more of them.
 */

const numRuns = Number(process.env.PROOF_RUNS ?? 4);

/** Names of a length that differ at their ends only: in one character, at the worst. */
const alike = (length: number, count: number): fc.Arbitrary<string[]> =>
  fc
    .tuple(name(length), fc.uniqueArray(fc.stringMatching(/^[a-z0-9]{1,3}$/), { minLength: count, maxLength: count }))
    .map(([start, ends]) => ends.map((end) => `${start.padEnd(length, "x").slice(0, length - end.length)}${end}`))
    .map((names) => names.map((text) => text.replace(/-+/g, "-").padEnd(length, "z")))
    .filter((names) => new Set(names.map(pascalCase)).size === count);

const kinds = [
  { kind: "api", source: "image", image: "nginx:1.29" },
  { kind: "api", source: "node" },
  { kind: "web", source: "image", image: "nginx:1.29" },
  { kind: "worker", source: "node" },
  { kind: "cron", source: "node" },
  { kind: "cron", source: "image", image: "nginx:1.29" },
  { kind: "static", source: "react" },
] as const;

const longest: fc.Arbitrary<Answers> = fc
  .record({
    project: alike(16, 1),
    client: alike(20, 1),
    services: alike(20, kinds.length),
    databases: alike(20, DATABASE_ENGINES.length),
    caches: alike(20, 2),
    region: fc.constantFrom(...REGIONS),
  })
  .map(({ project, client, services, databases, caches, region }) => ({
    project: project[0] as string,
    region,
    stages: ["staging", "production"],
    domain: "acme.com",
    services: kinds.map((kind, index) => ({
      ...kind,
      name: services[index] as string,
      ...(kind.kind === "static"
        ? {}
        : {
            database: databases[index % databases.length] as string,
            cache: caches[index % caches.length] as string,
            secrets: ["A_RATHER_LONG_NAME_OF_A_SECRET"],
          }),
    })),
    databases: DATABASE_ENGINES.map((engine, index) => ({ name: databases[index] as string, engine })),
    caches: caches.map((name) => ({ name })),
    backup: { region: region === "eu-west-1" ? "eu-central-1" : "eu-west-1" },
    alerts: { email: "oncall@acme.com", slack: "T0123ABCD/C0123ABCD" },
    clients: [{ name: client[0] as string, account: "111111111111", domain: "client.example" }],
  }));

const documents = fc.sample(longest, { seed: SEED, numRuns });
/** The longest stage: of the client, and with everything that only production has. */
const ofClient = (stages: Stage[]) =>
  stages.filter(({ client, environment }) => client !== null && environment === "production");

let repos: Repos;
let runs: StageRun[][];

beforeAll(async () => {
  repos = await renderAll(documents);
  runs = await runStages(repos, ofClient);
}, 900_000);

afterAll(() => repos?.dispose());

const wanted = ["OWN.names", "OWN.tag-limits", "OWN.priority", "OWN.role-names"];
const refused = (run: StageRun) =>
  resultsOf(run)
    .filter(({ control }) => wanted.includes(control.id))
    .flatMap(({ control, findings }) =>
      findings.map(({ resource, problem }) => `${control.id} ${resource.urn} ${problem}`),
    );

test.each(documents.map((document, index) => [index, document] as const))(
  `AWS takes the names of document %i, PROOF_SEED=${SEED}`,
  (index, document) => {
    const stages = runs[index] ?? [];
    expect(stages).toHaveLength(1);
    const text = JSON.stringify(document);
    expect(problemsOf(stages, failures), text).toEqual({});
    expect(problemsOf(stages, refused), text).toEqual({});
  },
);

test("what is looked at is in the list", () => {
  const ids = standard.map(({ id }) => id);
  expect(wanted.filter((id) => !ids.includes(id))).toEqual([]);
});
