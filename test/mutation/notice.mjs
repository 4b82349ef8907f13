import { fork, spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { testsOf } from "./belongs.mjs";
import { changed, passing } from "./copy.mjs";
import { drivesTheBin, nearAndFar } from "./nearness.mjs";

/** Who notices a change: the nearest tests are asked first, and nobody else once one has found something. */

/** One step takes seconds, or minutes where it drives the bin on a busy machine. */
const PATIENCE = 600_000;

const env = { ...process.env, NO_COLOR: "1", CI: "" };

/** The process that runs tests, begun again after one that did not come back. */
function judgeOf(folder) {
  let judge;
  // Tests that are stopped take nothing away.
  const TMPDIR = passing("judged");
  const stop = () => {
    if (judge === undefined) return;
    // With the processes that its tests have started.
    try {
      process.kill(-judge.pid, "SIGKILL");
    } catch {}
    judge = undefined;
  };
  // Before the folder goes that it works in.
  process.prependListener("exit", stop);
  return (question) =>
    new Promise((resolve) => {
      judge ??= fork(fileURLToPath(new URL("judge.mjs", import.meta.url)), {
        cwd: folder,
        env: { ...env, TMPDIR },
        detached: true,
        stdio: ["ignore", "ignore", "ignore", "ipc"],
      });
      const answer = (found) => {
        clearTimeout(clock);
        judge?.removeAllListeners();
        resolve(found);
      };
      const lost = (message) => () => {
        stop();
        answer([{ test: null, name: "", message }]);
      };
      const clock = setTimeout(lost("no end: timed out"), PATIENCE);
      judge.once("exit", lost("the process has ended"));
      judge.once("message", answer);
      judge.send(question);
    });
}

const TIME = /timed out/i;

/**
 * Asks about changes to the sources of a folder, which is a copy of this repo: all tests that belong to them, or only
 * the nearest ones where there are such, which takes seconds.
 */
export function court(folder, tracked, isNearOnly = false) {
  const ask = judgeOf(folder);
  const run = (tests, bail) =>
    tests.length === 0 ? [] : ask({ tests, bail, isBuilt: tests.some((test) => drivesTheBin(folder, test)) });

  const tsc = join(folder, "node_modules", "typescript", "bin", "tsc");
  // It keeps what it has found out, and looks again only at what a change reaches.
  const once = ["--noEmit", "--incremental", "--tsBuildInfoFile", join(folder, "types.tsbuildinfo")];
  const compiled = () => spawnSync(process.execPath, [tsc, ...once], { cwd: folder }).status === 0;

  const failing = async (mutant, tests) => {
    const [found] = await changed(folder, mutant, () => run(tests, 1));
    if (found === undefined) return null;
    const { test, name, message } = found;
    return { test, said: [test, name, message].filter(Boolean).join(" > "), isTime: TIME.test(message) };
  };

  /** Who notices and what it says, and whether that was only that something has not ended; or null. */
  async function noticedBy(mutant) {
    const { near, far } = nearAndFar(folder, mutant.file, testsOf(mutant.file, tracked));
    const found = await failing(mutant, near);
    if (found !== null) return found;
    if (mutant.file.startsWith("lib/") && !(await changed(folder, mutant, compiled)))
      return { test: null, said: "the compiler", isTime: false };
    // What is rendered is imported by no test.
    return isNearOnly && near.length > 0 ? null : failing(mutant, far);
  }

  /** Those of some tests that fail without any change: they say nothing about one. */
  async function failingAnyway(tests) {
    const failed = await run(tests, 0);
    return failed.map(({ test }) => test);
  }

  return { noticedBy, failingAnyway };
}
