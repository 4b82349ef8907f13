import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import { expect, it, onTestFinished, vi } from "vitest";
import { DEPLOY } from "../../lib/deploy/verbs.ts";
import { watchSst } from "../../lib/deploy/watch.ts";
import type { Terminal } from "../../lib/terminal/terminal.ts";
import { temporaryFolder } from "../support/cli.ts";

/** What is shown while SST runs, by a clock that the test moves. SST is a shell script here, which goes on when a file is there. */

async function until(holds: () => boolean): Promise<void> {
  // A real SST that begins on this machine has its turn first, for up to half a minute.
  const end = performance.now() + 45_000;
  while (!holds()) {
    if (performance.now() > end) throw new Error("it never comes about");
    await turn();
  }
}

const SCRIPT = (root: string) => `echo "SST 4.17.1 ready!"
echo "|  Created     Vpc aws:ec2:Vpc (1.2s)"
until [ -e '${root}/go' ]; do sleep 0.02; done
echo "|  Error       Api aws:ecs:Service"
echo "limit"
echo "|  Warning     Db aws:rds:Instance backups: keep them longer"
echo "|  Error       the program is broken"
echo "✕  Failed    "
echo "no capacity"
exit 1`;

/** A run that has made one thing and waits, and all that is shown of it. */
async function watched(isTerminal: boolean) {
  const root = await temporaryFolder();
  const bin = join(root, "node_modules", ".bin");
  await mkdir(bin, { recursive: true });
  await writeFile(join(bin, "sst"), `#!/bin/sh\n${SCRIPT(root)}\n`);
  await chmod(join(bin, "sst"), 0o755);
  vi.useFakeTimers({
    now: 0,
    toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "Date"],
  });
  onTestFinished(() => void vi.useRealTimers());
  const shown: string[] = [];
  const terminal = {
    paint: (_: string, text: string) => text,
    print: (text: string) => shown.push(text),
    liveBlock: () =>
      isTerminal
        ? { draw: (lines: string[]) => shown.push(...lines.map((line) => `~${line}`)), clear: () => shown.push("~") }
        : null,
  };
  const types: string[] = [];
  const watching = watchSst({
    terminal: terminal as unknown as Terminal,
    title: "Deploying dev",
    root,
    stage: "dev",
    verb: "deploy",
    interrupts: { verb: DEPLOY, unlock: "npx sst unlock --stage dev" },
    onEvent: ({ type }) => types.push(type),
  });
  await until(() => types.includes("done") && shown.length > 0);
  /** What is shown within so many milliseconds. */
  const within = (ms: number) => {
    shown.length = 0;
    vi.advanceTimersByTime(ms);
    return [...shown];
  };
  const end = async () => {
    shown.length = 0;
    await writeFile(join(root, "go"), "");
    const { status } = await watching;
    expect([status, vi.getTimerCount()]).toEqual(["failed", 0]);
    return shown;
  };
  return { first: [...shown], within, end };
}

const LOG = /^Deploying dev: everything that SST says is in \.sst\/log\/deploy-dev-19700101T000000Z\.log$/;

it("a log has where all of it is, how far it is after 5 seconds and then every 15, what fails at once, and how it ended", async () => {
  const { first, within, end } = await watched(false);
  expect(first).toEqual([expect.stringMatching(LOG)]);
  expect(within(4_999)).toEqual([]);
  expect(within(1)).toEqual(["  5 s: 1 created"]);
  expect(within(14_999)).toEqual([]);
  expect(within(1)).toEqual(["  20 s: 1 created"]);
  expect(within(15_000)).toEqual(["  35 s: 1 created"]);
  expect(await end()).toEqual([
    "✖ Api (aws:ecs:Service) failed after 35 s",
    "! Db aws:rds:Instance backups: keep them longer",
    "✖ SST failed after 35 s",
    "  35 s: 1 created, 2 failed",
  ]);
});

it("a terminal has it in lines that change four times a second, below those that stay", async () => {
  const { first, within, end } = await watched(true);
  expect(first).toEqual([expect.stringMatching(LOG)]);
  expect(within(249)).toEqual([]);
  expect(within(1)).toEqual(["~Deploying dev … 0 s  1 created"]);
  expect(within(1_750)).toHaveLength(7);
  expect(await end()).toEqual([
    ...["~", "✖ Api (aws:ecs:Service) failed after 2 s", "~Deploying dev … 2 s  1 created, 1 failed"],
    ...["~", "! Db aws:rds:Instance backups: keep them longer", "~Deploying dev … 2 s  1 created, 1 failed"],
    ...["~", "✖ SST failed after 2 s", "~Deploying dev … 2 s  1 created, 2 failed"],
    ...["~", "  2 s: 1 created, 2 failed"],
  ]);
});
