#!/usr/bin/env node
// A stand-in for the Pulumi engine that SST starts: it makes nothing, and writes the event log that a scenario gives.
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

const args = process.argv.slice(2);
const { app, stage, events = [], afterInterrupt } = JSON.parse(readFileSync(process.env.STAND_IN_ENGINE, "utf8"));
const state = join(process.cwd(), ".pulumi", "stacks", app, `${stage}.json`);

function writeState(resources) {
  const manifest = { time: "2026-01-01T00:00:00Z", magic: "", version: "" };
  const checkpoint = { stack: `organization/${app}/${stage}`, latest: { manifest, resources } };
  mkdirSync(dirname(state), { recursive: true });
  writeFileSync(state, JSON.stringify({ version: 3, checkpoint }));
}

async function play(steps) {
  const log = args[args.indexOf("--event-log") + 1];
  for (const { wait = 20, resources, stderr, exit, killed, ...event } of steps) {
    await delay(wait);
    if (resources !== undefined) writeState(resources);
    if (stderr !== undefined) console.error(stderr);
    if (Object.keys(event).length > 0)
      appendFileSync(log, `${JSON.stringify({ sequence: 0, timestamp: 1, ...event })}\n`);
    // The real engine's last words, where nobody watches.
    if (event.summaryEvent !== undefined) console.log("Resources:\n    1 unchanged\n");
    if (killed !== undefined) process.kill(process.pid, killed);
    if (exit !== undefined) process.exit(exit);
  }
}

if (args[0] === "version") console.log("v3.215.0");
else if (args[0] === "stack") writeState([]);
else {
  let interrupts = 0;
  process.on("SIGINT", () => {
    interrupts += 1;
    if (interrupts === 2) process.exit(255);
    play(afterInterrupt ?? []);
  });
  await play(events);
}
