#!/usr/bin/env node
// A stand-in for SST at the process boundary: it deploys nothing, keeps a journal of what it is asked, and ends as a
// scenario says: { "acme-production": { "ms": 100, "fail": "…", "until": "file", "outputs": {} } }.
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";

const { STAND_IN_JOURNAL: journal, STAND_IN_SCENARIO: scenario, AWS_PROFILE, AWS_ACCESS_KEY_ID, RELEASE } = process.env;
const [verb, , stage] = process.argv.slice(2);
const { ms = 50, fail, until, outputs = {} } = JSON.parse(readFileSync(scenario, "utf8"))[stage] ?? {};

const note = (event, more = {}) =>
  appendFileSync(journal, `${JSON.stringify({ event, verb, stage, at: Date.now(), ...more })}\n`);

// Before anybody can know that it has begun, and stop it.
let interrupts = 0;
process.on("SIGINT", () => {
  interrupts += 1;
  note("interrupt", { interrupts });
});
note("begin", {
  cwd: process.cwd(),
  profile: AWS_PROFILE,
  key: AWS_ACCESS_KEY_ID ?? null,
  release: RELEASE,
  client: existsSync(`clients/${stage.slice(0, stage.lastIndexOf("-"))}.json`),
});
console.log("SST 4.17.1  ready!\n\n~  Deploy\n");
// As SST does: no file with ".sst" in its path gets its providers.
const misplaced = process.cwd().includes(".sst") ? "ReferenceError: aws is not defined" : undefined;
// A test that has failed lets nobody go on: nothing waits for ever.
const end = Date.now() + (until === undefined ? ms : 60_000);
while (interrupts === 0 && Date.now() < end && !(until !== undefined && existsSync(until))) await delay(20);
if (interrupts > 0) {
  // What has begun is finished.
  await delay(200);
  console.log("\n✕  Interrupted");
  note("end", { status: 1 });
  process.exit(1);
}
const failure = misplaced ?? fail;
if (failure !== undefined)
  console.log(`|  Error       ApiService sst:aws:Service\n|  Error       ${failure}\n\n✕  Failed\n   ${failure}`);
else {
  mkdirSync(".sst", { recursive: true });
  writeFileSync(".sst/outputs.json", JSON.stringify(outputs));
  console.log("\n✓  Complete\n");
}
note("end", { status: failure === undefined ? 0 : 1 });
process.exit(failure === undefined ? 0 : 1);
