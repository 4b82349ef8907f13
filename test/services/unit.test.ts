import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Answers } from "../../lib/answers/schema.ts";
import { codeServices } from "../../lib/render/manifest/service-item.ts";
import { renderSources, type Sources } from "../support/boot/sources.ts";
import { NPM_VARIANTS } from "../support/boot/variants.ts";
import { viewOf } from "../support/view.ts";

/** The tests and the types that every rendered service brings along, in every variant. */

interface Report {
  testResults: { name: string; status: string; message: string; assertionResults: Assertion[] }[];
}
interface Assertion {
  fullName: string;
  status: string;
  failureMessages: string[];
}

/**
 * Those that are traced, and have a bucket, a queue of SQS, mail, or others that they call: what plays AWS is tried in
 * bucket.test.ts, queues.test.ts, email.test.ts and full runs.
 */
const OTHERS: Answers = {
  project: "acme",
  domain: "acme.com",
  tracing: 5,
  services: [
    { name: "nest-files", kind: "api", source: "nestjs", bucket: "files", email: "noreply" },
    { name: "node-files", kind: "api", source: "node", bucket: "files", database: "main", cache: "main" },
    { name: "nest-giver", kind: "api", source: "nestjs", jobs: ["nest-sqs", "node-sqs"], calls: ["node-giver"] },
    { name: "node-giver", kind: "api", source: "node", private: true, jobs: ["node-sqs"] },
    { name: "nest-sqs", kind: "worker", source: "nestjs", queue: "sqs", database: "main" },
    { name: "node-sqs", kind: "worker", source: "node", queue: "sqs", calls: ["node-giver"] },
    { name: "node-mail", kind: "worker", source: "node", email: "noreply" },
    { name: "front", kind: "static", source: "react" },
  ],
  databases: [{ name: "main" }],
  caches: [{ name: "main" }],
  buckets: [{ name: "files" }],
};
const PROJECTS = [NPM_VARIANTS, OTHERS];

const items = PROJECTS.flatMap((answers) => codeServices(viewOf({ ...answers })));
let repos: Sources[];
let report: Report;
let types: { exitCode: number; all: string };
const folderOf = (service: string): string | undefined =>
  repos.find((one) => one.items.some(({ name }) => name === service))?.folderOf(service);

/**
 * One process for all of them, and few for their files: most of what a test run costs is its start. In `npm.full.ts` each
 * service runs its own tests by itself, as its owner does.
 */
async function runTests([{ repo, run }, ...others]: [Sources, ...Sources[]]): Promise<Report> {
  const projects = ["services/*", ...others.map((other) => `${other.repo}/services/*`)];
  const config = `export default { test: { projects: ${JSON.stringify(projects)} } };\n`;
  await writeFile(join(repo, "vitest.services.config.mjs"), config);
  const file = join(repo, "results.json");
  const options = ["--config", "vitest.services.config.mjs", "--no-isolate", "--reporter=json", `--outputFile=${file}`];
  const { all } = await run(repo, "vitest", "run", ...options);
  return JSON.parse(await readFile(file, "utf8").catch(() => Promise.reject(new Error(all))));
}

/** One compiler for each repo reads what its services share once. */
async function checkTypes(): Promise<typeof types> {
  const found = await Promise.all(
    repos.map(({ repo, run, folderOf, items }) =>
      run(repo, "tsc", "-b", "--pretty", "false", ...items.map(({ name }) => folderOf(name))),
    ),
  );
  return { exitCode: Math.max(...found.map(({ exitCode }) => exitCode)), all: found.map(({ all }) => all).join("") };
}

beforeAll(async () => {
  const [variants, others] = await Promise.all([renderSources(NPM_VARIANTS), renderSources(OTHERS)]);
  repos = [variants, others];
  await variants.generate();
  report = await runTests([variants, others]);
  types = await checkTypes();
}, 600_000);

afterAll(() => Promise.all(repos?.map((one) => one.dispose()) ?? []));

describe.each(items.map(({ name }) => name))("%s", (name) => {
  test("passes its own tests", () => {
    const own = report.testResults.filter((file) => file.name.startsWith(`${folderOf(name)}/`));
    const failed = own.flatMap(({ assertionResults }) => assertionResults.filter(({ status }) => status !== "passed"));
    expect(failed.map(({ fullName, failureMessages }) => [fullName, ...failureMessages])).toEqual([]);
    expect(own.filter(({ status }) => status !== "passed").map(({ message }) => message)).toEqual([]);
    expect(own.flatMap(({ assertionResults }) => assertionResults).length).toBeGreaterThan(0);
  });

  test("has the right types", () => {
    expect(types.all.split("\n").filter((line) => line.startsWith(`services/${name}/`))).toEqual([]);
  });
});

test("the compiler has nothing to say of any other file either", () => {
  expect(types).toEqual({ exitCode: 0, all: "" });
});
