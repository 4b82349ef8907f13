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

/** And those with a bucket, a queue of SQS, or mail: what plays AWS is tried in bucket.test.ts, queues.test.ts, email.test.ts and full runs. */
const ANSWERS: Answers = {
  ...NPM_VARIANTS,
  services: [
    ...(NPM_VARIANTS.services ?? []),
    { name: "nest-files", kind: "api", source: "nestjs", bucket: "files", email: "noreply" },
    {
      name: "node-files",
      kind: "api",
      source: "node",
      bucket: "files",
      database: "main",
      cache: "main",
      jobs: ["nest-queue"],
    },
    { name: "nest-giver", kind: "api", source: "nestjs", jobs: ["nest-sqs", "node-sqs"] },
    { name: "node-giver", kind: "api", source: "node", jobs: ["node-sqs"] },
    { name: "nest-sqs", kind: "worker", source: "nestjs", queue: "sqs", database: "main" },
    { name: "node-sqs", kind: "worker", source: "node", queue: "sqs" },
    { name: "node-mail", kind: "worker", source: "node", email: "noreply" },
  ],
  domain: "acme.com",
  buckets: [{ name: "files" }],
};

const items = codeServices(viewOf({ ...ANSWERS }));
let sources: Sources;
let report: Report;
let types: { exitCode: number; all: string };

/**
 * One process for all of them, and few for their files: most of what a test run costs is its start. In `npm.full.ts` each
 * service runs its own tests by itself, as its owner does.
 */
async function runTests(): Promise<Report> {
  const { repo, run } = sources;
  const config = 'export default { test: { projects: ["services/*"] } };\n';
  await writeFile(join(repo, "vitest.services.config.mjs"), config);
  const file = join(repo, "results.json");
  const options = ["--config", "vitest.services.config.mjs", "--no-isolate", "--reporter=json", `--outputFile=${file}`];
  const { all } = await run(repo, "vitest", "run", ...options);
  return JSON.parse(await readFile(file, "utf8").catch(() => Promise.reject(new Error(all))));
}

/** One compiler reads what they share once. */
const checkTypes = () =>
  sources.run(sources.repo, "tsc", "-b", "--pretty", "false", ...items.map(({ name }) => sources.folderOf(name)));

beforeAll(async () => {
  sources = await renderSources(ANSWERS);
  await sources.generate();
  report = await runTests();
  types = await checkTypes();
}, 600_000);

afterAll(() => sources?.dispose());

describe.each(items.map(({ name }) => name))("%s", (name) => {
  test("passes its own tests", () => {
    const own = report.testResults.filter((file) => file.name.startsWith(`${sources.folderOf(name)}/`));
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
