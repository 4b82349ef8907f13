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
        { name: "web", kind: "web", source: "node", cache: "main" },
        { name: "nightly", kind: "cron", database: "main", secrets: ["API_KEY"] },
      ],
      databases: [{ name: "main" }],
      caches: [{ name: "main" }],
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

/** What a resource of a stage was given. */
const inputOf = ({ resources }: Simulation, name: string, input: string): unknown =>
  resources.find((resource) => resource.name === name)?.inputs[input];

const passwordOf = (simulation: Simulation): string =>
  JSON.parse(String(inputOf(simulation, "ApiSecretVersion", "secretString"))).DB_PASS;

test("a login that was rotated: the same as for any secret of the service, and nothing makes the first one again", async () => {
  const after = await run({ ApiDatabaseRotated: "api__b:r0tated" });
  expect(changedIn(after)).toEqual(["ApiGrantRun", "ApiSecretVersion", "ApiServiceTask"]);
  const secret = JSON.parse(String(inputOf(after, "ApiSecretVersion", "secretString")));
  expect(secret).toMatchObject({ DB_USER: "api__b", DB_PASS: "r0tated" });
  expect(secret.DATABASE_URL).toMatch(/^postgresql:\/\/api__b:r0tated@.*\/api\?sslmode=verify-full$/);
  expect(changedIn(await run({ ApiDatabaseRotated: `api:${passwordOf(before)}` }))).toEqual([]);
});

test("a token that was rotated: the cache takes it alone, and its services have it", async () => {
  const after = await run({ MainCacheRotated: "r0tated" });
  expect(changedIn(after)).toEqual(["MainCacheCluster", "WebSecretVersion", "WebServiceTask"]);
  const given = ["authToken", "authTokenUpdateStrategy"];
  expect(given.map((input) => inputOf(after, "MainCacheCluster", input))).toEqual(["r0tated", "SET"]);
  expect(inputOf(before, "MainCacheCluster", "authTokenUpdateStrategy")).toBe("ROTATE");
  expect(inputOf(after, "WebSecretVersion", "secretString")).toContain("rediss://:r0tated@");
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
