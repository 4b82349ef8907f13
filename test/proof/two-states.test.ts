import { appendFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Simulation, Simulator } from "../../lib/proof/simulate/simulate.ts";
import { renderRepo } from "../support/repo.ts";

/**
 * One thing is changed, and what follows from it changes, and nothing else: a stage as it was, and as it is then. Offline
 * every task definition stays revision 1, so that what moves to a new one (services, schedules, migrations) is not seen
 * here: test/rehearse/day-two.full.ts shows it on the real engine.
 */

const stage = "production";
let root: string;
let before: Simulation;

const run = (secrets: Record<string, string> = {}) => new Simulator(root).run({ stage, secrets });

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "space-sst-two-"));
  await renderRepo(
    {
      project: "shop",
      stages: ["production"],
      domain: "shop.example",
      services: [
        { name: "api", database: "main", secrets: ["JWT_SECRET"] },
        { name: "web", kind: "web", source: "node" },
        { name: "nightly", kind: "cron", database: "main", secrets: ["API_KEY"] },
      ],
      databases: [{ name: "main" }],
      backup: { region: "us-west-2" },
    },
    root,
  );
  before = await run();
  expect(before.errors).toEqual([]);
}, 300_000);

afterAll(() => rm(root, { recursive: true, force: true }));

/** The logical names of the AWS resources and images that are made, changed or gone. */
function changedIn(after: Simulation): string[] {
  expect(after.errors).toEqual([]);
  const was = new Map(before.resources.map((resource) => [resource.urn, resource]));
  const is = new Map(after.resources.map((resource) => [resource.urn, resource]));
  const urns = [...new Set([...was.keys(), ...is.keys()])];
  return urns
    .filter((urn) => !isDeepStrictEqual(was.get(urn)?.inputs, is.get(urn)?.inputs))
    .map((urn) => is.get(urn) ?? was.get(urn))
    .filter((resource) => /^(aws|docker-build):/.test(resource?.type ?? ""))
    .map((resource) => resource?.name ?? "")
    .sort();
}

test("a secret of a service: its version, its role in the database, and its tasks", async () => {
  expect(changedIn(await run({ ApiJwtSecret: "another" }))).toEqual([
    "ApiGrantRun",
    "ApiSecretVersion",
    "ApiServiceTask",
  ]);
});

test("a line of a service's code: its image and its tasks", async () => {
  await appendFile(join(root, "services/web/src/main.ts"), "// another line\n");
  const after = await run();
  expect(changedIn(after)).toEqual(["WebServiceImage", "WebServiceTask"]);
  before = after;
});

test("the size of a service: its tasks", async () => {
  const file = join(root, "infra/services/api.ts");
  const text = await readFile(file, "utf8");
  const edited = text.replace(/memory: "[\d.]+ GB"/, 'memory: "2 GB"');
  expect(edited).not.toBe(text);
  await writeFile(file, edited);
  expect(changedIn(await run())).toEqual(["ApiServiceTask"]);
});
