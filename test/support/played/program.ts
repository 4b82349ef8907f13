import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { render } from "../../../lib/render/render.ts";
import { freePort } from "../boot/guarded.ts";
import { viewOf } from "../view.ts";

/** A program of `scripts/` that plays a service of AWS on a developer's machine. */
export interface Program {
  /** The repo, of which there is only this program. */
  root: string;
  /** Where it says that it answers; empty where it does not. */
  url: string;
  /** What it has printed. */
  out: () => string;
  err: () => string;
  /** Once it has printed something on standard error. */
  complained: () => Promise<unknown>;
  /** Sets its clock, where that stands still. */
  setClock: (to: number) => Promise<void>;
  /** The same once more, on these words. */
  again: (...words: string[]) => Promise<Program>;
  stop: () => Promise<void>;
}

/** A clock that stands still until it is told the time. */
const CLOCK = `let now = 1e12; Date.now = () => now; process.on("message", (to) => { now = to; process.send(to); });`;

/** What it is told in the module that is loaded before it. */
const before = (code: string) => ["--import", `data:text/javascript,${encodeURIComponent(code)}`];

async function begin(
  root: string,
  name: string,
  words: readonly string[],
  options: readonly string[],
): Promise<Program> {
  const child: ChildProcess = spawn(process.execPath, [...options, join(root, "scripts", name), ...words], {
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  const said = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"] as const)
    child[stream]?.on("data", (chunk) => {
      said[stream] += String(chunk);
    });
  await Promise.race([once(child.stdout as NodeJS.ReadableStream, "data"), once(child, "exit")]);
  return {
    root,
    url: /http:\S+/.exec(said.stdout)?.[0] ?? "",
    out: () => said.stdout,
    err: () => said.stderr,
    complained: () => (said.stderr === "" ? once(child.stderr as NodeJS.ReadableStream, "data") : Promise.resolve()),
    async setClock(to) {
      child.send(to);
      await once(child, "message");
    },
    again: (...more) => begin(root, name, more, options),
    async stop() {
      child.kill();
    },
  };
}

/**
 * Starts a program of a repo with these answers, on a port that is free. `stop` ends it, and its files go.
 * @param isClockStill whether its clock stands still
 */
export async function playedProgram(
  name: string,
  answers: Record<string, unknown>,
  isClockStill = false,
): Promise<Program> {
  const root = await mkdtemp(join(tmpdir(), "space-sst-played-"));
  const file = render(viewOf(answers)).find(({ path }) => path === `scripts/${name}`);
  await mkdir(join(root, "scripts"));
  await writeFile(join(root, "scripts", name), file?.contents ?? "");
  const port = await freePort();
  const program = await begin(root, name, [`${port}`], isClockStill ? before(CLOCK) : []);
  if (program.url !== `http://localhost:${port}`) throw new Error(`not on ${port}: ${program.out()}${program.err()}`);
  return {
    ...program,
    async stop() {
      await program.stop();
      await rm(root, { recursive: true, force: true });
    },
  };
}
