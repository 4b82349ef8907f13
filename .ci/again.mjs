// Runs the files that have failed once more, by themselves: what fails beside others and passes alone is unsteady, which is a
// fault of its test and not of what was changed. Both are said at the end. More than a few files are no matter of chance.
// Usage: node .ci/again.mjs results.json [words for vitest]
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";

const MOST_FILES = 3;

const [file, ...words] = process.argv.slice(2);
const read = (path) => (existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : { testResults: [] });
const failed = ({ status, assertionResults }) =>
  status === "failed" || assertionResults.some((test) => test.status === "failed");

const first = read(file);
const files = first.testResults.filter(failed).map(({ name }) => name);
// Nothing was run where the linter or the compiler has failed.
if (files.length === 0 || files.length > MOST_FILES) process.exit(1);

console.log(`Once more, by themselves: ${files.join(", ")}`);
const { status } = spawnSync("npx", ["vitest", "run", ...words, ...files], { stdio: "inherit" });

const second = new Map(read(file).testResults.map((result) => [result.name, result]));
const results = first.testResults.map((result) => {
  const later = second.get(result.name);
  if (later === undefined || !files.includes(result.name)) return result;
  const tests = result.assertionResults.filter((test) => test.status === "failed");
  // What is done before all tests of a file is no test.
  const unsteady = tests.length > 0 ? tests : [{ fullName: "the file as a whole", failureMessages: [result.message] }];
  return { ...later, unsteady: failed(later) ? [] : unsteady };
});
writeFileSync(file, JSON.stringify({ testResults: results }));
process.exit(status ?? 1);
