import { chmod, mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { ENGINE_ENDED, type Outcome, type SstRun, startSst, type Verb } from "../../lib/deploy/sst.ts";
import { temporaryFolder } from "../support/cli.ts";

/**
 * What a run of SST has come to, by what it printed and how it ended. SST is a shell script here that says what the row says: that
 * SST says it so is seen in real-sst.test.ts.
 */

/** A repo whose SST is this script. */
async function repoWith(script: string): Promise<string> {
  const root = await temporaryFolder();
  const bin = join(root, "node_modules", ".bin");
  await mkdir(bin, { recursive: true });
  await mkdir(join(root, ".sst", "log"), { recursive: true });
  await writeFile(join(root, ".sst", "outputs.json"), '{ "tunnel": "i-0123" }');
  await writeFile(join(bin, "sst"), `#!/bin/sh\n${script}\n`);
  await chmod(join(bin, "sst"), 0o755);
  return root;
}

type Then = (run: SstRun) => void;

/** Runs it, and does something to it as soon as it says that it is ready. */
async function runOf(root: string, verb: Verb = "deploy", then: Then = () => undefined): Promise<Outcome> {
  let ready: () => void = () => undefined;
  const isReady = new Promise<void>((resolve) => {
    ready = resolve;
  });
  const onEvent = ({ type }: { type: string }) => void (type === "ready" && ready());
  const run = await startSst({ root, stage: "dev", verb, words: ["--policy", "p"], env: { MINE: "yes" }, onEvent });
  void isReady.then(() => then(run));
  return run.outcome;
}

const READY = 'echo "SST 4.17.1 ready!"';
const COMPLETE = 'echo "✓  Complete    "';
const INTERRUPTED = 'echo "✕  Interrupted    "';
const LOCKED = 'echo "|  Locked      A concurrent update was detected on the app."';
const FAILED = 'echo "✕  Failed    "; echo "no capacity"';
/** It goes on until it is asked to stop, and then does this. */
const untilAsked = (then: string) => `trap '${then}' INT\n${READY}\nwhile :; do sleep 0.05; done`;

const interrupt: Then = (run) => run.interrupt();
const kill: Then = (run) => run.kill();

describe("a run is", () => {
  const rows: [what: string, script: string, then: Then | undefined, status: Outcome["status"], errors: string[]][] = [
    ["done where SST says so and ends well", COMPLETE, undefined, "complete", []],
    ["not done where it says so and ends otherwise", `${COMPLETE}; exit 1`, undefined, "failed", []],
    ["not done where it ends well without a word", "exit 0", undefined, "killed", []],
    ["one whose engine was ended, where nobody asked it to stop", INTERRUPTED, undefined, "failed", [ENGINE_ENDED]],
    ["failed, with SST's last words", `${FAILED}; exit 1`, undefined, "failed", ["no capacity"]],
    [
      "failed, with what it said on its way where it has no last words",
      'echo "|  Error       Vpc aws:ec2:Vpc"; echo "limit"; exit 1',
      undefined,
      "failed",
      ["limit"],
    ],
    ["failed, where it has not begun", 'echo "✕  no credentials" >&2; exit 1', undefined, "failed", ["no credentials"]],
    ["locked, where another has the stage", `${LOCKED}; exit 1`, undefined, "locked", []],
    ["killed, where it is gone without a word", "exit 137", undefined, "killed", []],
    ["killed, where a signal has ended SST itself", `${FAILED}; kill -9 $$`, undefined, "killed", ["no capacity"]],
    ["interrupted, where it was asked to stop", untilAsked(`${INTERRUPTED}; exit 1`), interrupt, "interrupted", []],
    ["interrupted, where it then has no word for it", untilAsked("exit 1"), interrupt, "interrupted", []],
    ["done, where it was asked to stop too late", untilAsked(`${COMPLETE}; exit 0`), interrupt, "complete", []],
    ["killed, where it was killed", untilAsked("exit 0"), kill, "killed", []],
  ];
  it.each(rows)("%s", async (_, script, then, status, errors) => {
    const outcome = await runOf(await repoWith(script), "deploy", then);
    expect({ status: outcome.status, errors: outcome.errors.map(({ message }) => message) }).toEqual({
      status,
      errors,
    });
  });

  it("interrupted, where its signal was given before it began", async () => {
    const root = await repoWith(untilAsked(`${INTERRUPTED}; exit 1`));
    const run = await startSst({ root, stage: "dev", verb: "deploy", signal: AbortSignal.abort() });
    // The shell may not have heard of its trap yet, and ends by the signal itself.
    expect(["interrupted", "killed"]).toContain((await run.outcome).status);
  });

  it("done for `unlock`, which has no last word", async () => {
    expect((await runOf(await repoWith("exit 0"), "unlock")).status).toBe("complete");
    expect((await runOf(await repoWith("exit 1"), "unlock")).status).toBe("killed");
  });
});

it.each(["exit 1", "kill -9 $$"])("that has ended is sent no signal any more: %s", async (ends) => {
  const run = await startSst({ root: await repoWith(ends), stage: "dev", verb: "deploy" });
  await run.outcome;
  const sent = vi.spyOn(process, "kill").mockReturnValue(true);
  onTestFinished(() => void sent.mockRestore());
  run.interrupt();
  run.kill();
  expect(sent).not.toHaveBeenCalled();
});

it("is ended whole, where its first process is gone and others are not", async () => {
  const root = await repoWith(`sleep 60 &\n${READY}\nkill -9 $$`);
  const { status, seconds } = await runOf(root, "deploy", (run) => void setTimeout(run.kill, 200));
  expect(status).toBe("killed");
  expect(seconds).toBeLessThan(30);
});

it("has the outputs of the stage only where a deploy is done", async () => {
  const root = await repoWith(COMPLETE);
  expect((await runOf(root)).outputs).toEqual({ tunnel: "i-0123" });
  expect((await runOf(root, "refresh")).outputs).toEqual({});
  expect((await runOf(await repoWith(`${FAILED}; exit 1`))).outputs).toEqual({});
  await writeFile(join(root, ".sst", "outputs.json"), "{");
  expect((await runOf(root)).outputs).toEqual({});
});

it("is told its stage by the command line alone, and prints no colours", async () => {
  const [stage, colour] = ["SST_STAGE", "FORCE_COLOR"];
  vi.stubEnv(stage, "production");
  vi.stubEnv(colour, "1");
  const root = await repoWith(
    `echo "$*"; pwd -P; echo "[$${stage}] [$NO_COLOR] [$${colour}] [$MINE]"; cat; ${COMPLETE}`,
  );
  const { log } = await runOf(root);
  const [args, cwd = "", env] = (await readFile(join(root, log), "utf8")).split("\n");
  expect([args, env]).toEqual(["deploy --stage dev --policy p", "[] [1] [] [yes]"]);
  expect((await stat(cwd)).ino).toBe((await stat(root)).ino);
});

it("keeps all that SST says in a file that only its owner reads: it may have values in it", async () => {
  const root = await repoWith(`echo out; echo err >&2; ${COMPLETE}`);
  const { log, seconds } = await runOf(root);
  expect(log).toMatch(/^\.sst\/log\/deploy-dev-\d{8}T\d{6}Z\.log$/);
  expect((await stat(join(root, log))).mode & 0o777).toBe(0o600);
  expect((await readFile(join(root, log), "utf8")).split("\n").sort()).toEqual(["", "err", "out", "✓  Complete    "]);
  expect(seconds).toBeLessThan(60);
});

describe("what SST keeps to itself is read in its own log", () => {
  const UNEXPECTED = "Unexpected error occurred. Please run with --print-logs";
  const line = (error: string) => `level=ERROR msg="exited with error" err=${error}`;
  it.each([
    ["in quotes, the last of them", [line('"before"'), 'level=INFO msg="x"', line('"a \\"b\\"\\nc"'), ""], 'a "b"\nc'],
    ["without quotes", [line("EOF")], "EOF"],
    ["in quotes that are Go's own", [line('"a \\x41"')], '"a \\x41"'],
    ["and where it is not there, SST's words stand", ['level=ERROR msg="else" err="x"'], UNEXPECTED],
  ])("%s", async (_, lines, message) => {
    const root = await repoWith(`echo "✕  ${UNEXPECTED}" >&2; exit 1`);
    await writeFile(join(root, ".sst", "log", "sst.log"), lines.join("\n"));
    expect((await runOf(root)).errors).toEqual([{ resource: null, message }]);
  });
});

it("is refused in a repo whose packages are not installed", async () => {
  const root = await temporaryFolder();
  await expect(startSst({ root, stage: "dev", verb: "deploy" })).rejects.toThrow(
    `SST is not installed in ${root}: install the repo's packages first (npm install, pnpm install)`,
  );
});
