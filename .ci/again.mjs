// Runs the files that have failed once more, by themselves: what fails beside others and passes alone is unsteady, which is a
// fault of its test and not of what was changed. Both are said at the end. More than a few files are no matter of chance.
// Usage: node .ci/again.mjs RESULTS [words for vitest], with the report in RESULTS.json and all that was said in RESULTS.log.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { stripVTControlCharacters } from "node:util";

const MOST_FILES = 3;
/** Of what was said, as much as shows an error with its stack. */
const MOST_LINES = 60;

const [results, ...words] = process.argv.slice(2);
const report = `${results}.json`;
const read = (path) => (existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : { testResults: [] });
const failed = ({ status, assertionResults }) =>
  status === "failed" || assertionResults.some((test) => test.status === "failed");

const first = read(report);
const said = stripVTControlCharacters(readFileSync(`${results}.log`, "utf8"));

/** Vitest fails a run in which an error was caught by nobody, and says which file was at work then. */
const [, uncaught = ""] = /⎯ (Unhandled Errors ⎯.*)/s.exec(said) ?? [];
const during = [...uncaught.matchAll(/originated in "(.+?)" test file/g)].map(([, name]) => resolve(name));

const files = [...new Set([...first.testResults.filter(failed).map(({ name }) => name), ...during])];

const lines = (uncaught || said).trim().split("\n");
const message = (uncaught ? lines.slice(0, MOST_LINES) : lines.slice(-MOST_LINES)).join("\n");

// The linter and the compiler are no matter of chance either.
const certain = files.length === 0 && uncaught === "";
if (certain) writeFileSync(report, JSON.stringify({ ...first, outside: { verdict: "FAILED", message } }));
if (certain || files.length > MOST_FILES) process.exit(1);

// An error that no file is named for may be anybody's: then all are run.
console.log(`Once more, by themselves: ${files.join(", ") || "all"}`);
const { status } = spawnSync("npx", ["vitest", "run", ...words, ...files], { stdio: "inherit" });

const second = new Map(read(report).testResults.map((result) => [result.name, result]));
const testResults = first.testResults.map((result) => {
  const later = second.get(result.name);
  if (later === undefined || !files.includes(result.name)) return later ?? result;
  const unsteady = result.assertionResults.filter((test) => test.status === "failed");
  // What is done before all tests of a file is no test.
  if (failed(result) && unsteady.length === 0)
    unsteady.push({ fullName: "the file as a whole", failureMessages: [result.message] });
  return { ...later, unsteady: failed(later) ? [] : unsteady };
});
const passed = status === 0;
const outside = uncaught !== "" || (!passed && !testResults.some(failed));
const verdict = passed ? "UNSTEADY" : "FAILED";
writeFileSync(report, JSON.stringify({ testResults, ...(outside ? { outside: { verdict, message } } : {}) }));
process.exit(status ?? 1);
