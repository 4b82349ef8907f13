#!/usr/bin/env node
// A stand-in for `sst` in node_modules/.bin: it prints what a scenario gives, in the formats that the real SST prints
// (test/deploy/real-sst.test.ts sees to it that they are the same), and notes how it was called.
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

const root = process.cwd();
const [verb, , stage] = process.argv.slice(2);
const scenario = JSON.parse(readFileSync(join(root, "scenario.json"), "utf8"));
const note = (what) => appendFileSync(join(root, "calls.jsonl"), `${JSON.stringify(what)}\n`);

async function play(steps) {
  for (const step of steps) {
    if (typeof step === "string") console.log(step);
    if (step.err !== undefined) console.error(step.err);
    if (step.wait !== undefined) await delay(step.wait);
    if (step.engine !== undefined) {
      const folder = join(root, ".sst", "pulumi", "update");
      mkdirSync(folder, { recursive: true });
      appendFileSync(join(folder, "eventlog.json"), `${JSON.stringify(step.engine)}\n`);
    }
    if (step.hidden !== undefined) {
      mkdirSync(join(root, ".sst", "log"), { recursive: true });
      writeFileSync(
        join(root, ".sst", "log", "sst.log"),
        `level=ERROR msg="exited with error" err=${JSON.stringify(step.hidden)}\n`,
      );
    }
    if (step.outputs !== undefined) writeFileSync(join(root, ".sst", "outputs.json"), JSON.stringify(step.outputs));
    if (step.exit !== undefined) process.exit(step.exit);
  }
}

let interrupts = 0;
process.on("SIGINT", () => {
  note({ signal: "SIGINT" });
  interrupts += 1;
  if (interrupts === 2) process.exit(1);
  play(scenario.afterInterrupt ?? []);
});
// Whoever waits for this line may send signals.
note({ args: process.argv.slice(2), plainHttp: process.env.ALLOW_PLAIN_HTTP ?? null });
console.log(`SST 4.17.1 ready!\n\n➜  App:        shop\n   Stage:      ${stage}\n`);
await play(scenario[verb] ?? []);
