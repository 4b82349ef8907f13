// Counts what the test runs have left. The names of what failed stand at the end, where the last lines of a long log are all
// that is kept. Usage: node .ci/count.mjs results.json…
import { existsSync, readFileSync } from "node:fs";

const sum = { passed: 0, failed: 0, skipped: 0 };
for (const file of process.argv.slice(2).filter((path) => existsSync(path))) {
  const { testResults, outside } = JSON.parse(readFileSync(file, "utf8"));
  if (outside !== undefined) {
    if (outside.verdict === "FAILED") sum.failed += 1;
    console.log(`${outside.verdict} outside of every test\n${outside.message}`);
  }
  for (const { name, status, message, assertionResults, unsteady = [] } of testResults) {
    for (const test of assertionResults) sum[Object.hasOwn(sum, test.status) ? test.status : "skipped"] += 1;
    const failed = assertionResults.filter((test) => test.status === "failed");
    if (status === "failed" && failed.length === 0) {
      sum.failed += 1;
      console.log(`FAILED ${name}\n${message}`);
    }
    for (const test of failed) console.log(`FAILED ${name}: ${test.fullName}\n${test.failureMessages.join("\n")}`);
    for (const test of unsteady)
      console.log(`UNSTEADY ${name}: ${test.fullName}: passed alone, after\n${test.failureMessages.join("\n")}`);
  }
}
const skipped = sum.skipped > 0 ? `, ${sum.skipped} skipped` : "";
console.log(`${sum.passed} passed, ${sum.failed} failed${skipped}`);
