import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Answers } from "../../lib/answers/schema.ts";
import { compile } from "../support/boot/compiled.ts";
import { cleanEnvironment } from "../support/boot/environment.ts";
import { freePort } from "../support/boot/guarded.ts";
import { renderSources, type Sources } from "../support/boot/sources.ts";
import { STAND_INS } from "../support/boot/stand-ins.ts";

/**
 * What the processes of services do from their beginning to the signal to stop, and in which order they end. Where jobs come
 * from, the pause between two runs, the stores and the collector of traces are stand-ins, which say what they are told: that the
 * real ones do so is asked by the tests of each.
 */

const FRAMEWORKS = ["nestjs", "node"] as const;
/** A store that no server has to be there for. */
const email = "noreply";

const ANSWERS: Answers = {
  project: "shop",
  domain: "acme.com",
  tracing: 5,
  services: [
    ...FRAMEWORKS.flatMap((source) => [
      { name: `${source}-api`, source, email, calls: [`${source}-inner`] },
      { name: `${source}-inner`, source, email, private: true },
      { name: `${source}-sqs`, source, email, kind: "worker" as const, queue: "sqs" as const },
      { name: `${source}-poll`, source, email, kind: "worker" as const },
      { name: `${source}-cron`, source, email, kind: "cron" as const },
    ]),
    { name: "page", kind: "static", source: "react" },
  ],
};

let sources: Sources;

beforeAll(async () => {
  sources = await renderSources(ANSWERS);
  const names = sources.items.filter(({ container }) => container).map(({ name }) => name);
  await Promise.all(names.map((name) => compile(sources.folderOf(name), STAND_INS)));
}, 120_000);
afterAll(() => sources?.dispose());

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

type Line = Record<string, unknown>;

/** Starts a service; what it says line by line, and its exit status. */
function start(name: string, env: Record<string, string> = {}) {
  const item = sources.items.find((one) => one.name === name);
  const folder = sources.folderOf(name);
  const alive = join(folder, "alive");
  const child = spawn(process.execPath, ["dist/main.js"], {
    cwd: folder,
    env: cleanEnvironment({ ...Object.fromEntries(item?.env ?? []), ALIVE: alive, ...env }),
    stdio: ["ignore", "pipe", "pipe"],
  });
  children.push(child);
  const lines: Line[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    let rest = "";
    stream.setEncoding("utf8").on("data", (text) => {
      const parts = `${rest}${text}`.split("\n");
      rest = parts.pop() ?? "";
      for (const line of parts.filter((part) => part !== ""))
        lines.push(
          line.startsWith("{") ? JSON.parse(line) : { message: stream === child.stdout ? `no JSON: ${line}` : line },
        );
    });
  }
  const ended = once(child, "close").then(([status]) => status as number);
  const messages = () => lines.map(({ message }) => message);
  const said = (text: string | RegExp) =>
    expect.poll(messages, { timeout: 60_000 }).toContainEqual(expect.stringMatching(text));
  return { child, lines, messages, said, ended, alive };
}

/** What a stop waits for, in its order; the hooks of Nest's modules are an owner's. */
const steps = ({ messages }: ReturnType<typeof start>) =>
  messages().filter((message) =>
    /^(asked|(jobs|runs) done|module ended|stores closed|traces sent)$/.test(String(message)),
  );
/** All that it has said to the log is JSON. */
async function hasEnded({ ended, messages }: ReturnType<typeof start>, status = 0): Promise<void> {
  expect(await ended, messages().join("\n")).toBe(status);
  expect(messages().filter((message) => String(message).startsWith("no JSON"))).toEqual([]);
}
const hooks = (source: string) => (source === "nestjs" ? ["module ended"] : []);

describe.each(FRAMEWORKS)("with %s", { timeout: 180_000 }, (source) => {
  it("an API says where it serves, lets its pages call, and answers what it was asked before it closes its stores", async () => {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const page = "https://app.example.com";
    const api = start(`${source}-api`, { PORT: `${port}`, SELF_URL: url, CORS_ORIGINS: page, STAGE: "dev" });
    await api.said(`serving ${url}`);
    const line = { level: "info", message: `serving ${url}`, stage: "dev", timestamp: expect.any(Number) };
    expect(api.lines).toContainEqual(expect.objectContaining(line));
    const ready = await fetch(`${url}/ready`, { headers: { origin: page } });
    expect([ready.status, ready.headers.get("access-control-allow-origin")]).toEqual([200, page]);
    const answer = fetch(`${url}/health`);
    await api.said("asked");
    await api.said("begun");
    api.child.kill("SIGTERM");
    expect((await answer).status).toBe(200);
    await hasEnded(api);
    expect(steps(api)).toEqual(["asked", ...hooks(source), "stores closed", "traces sent"]);
  });

  it("a private API goes on answering those that still find it", async () => {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const env = { PORT: `${port}`, SELF_URL: url, STAGE: "dev", FOUND_MS: "3000" };
    const inner = start(`${source}-inner`, env);
    await inner.said("begun");
    inner.child.kill("SIGTERM");
    // A connection that it did not have before.
    expect((await fetch(`${url}/health`, { headers: { connection: "close" } })).status).toBe(200);
    expect(inner.messages()).not.toContain("stores closed");
    await hasEnded(inner);
  });

  it("a worker takes jobs as it is told, shows that it lives, and finishes those that have begun", async () => {
    const env = { JOB_CONCURRENCY: "3", JOB_SECONDS: "7", JOB_TRIES: "4" };
    const worker = start(`${source}-sqs`, env);
    await worker.said(`taking jobs from the queue "${source}-sqs"`);
    await worker.said("job greet done");
    const url = sources.items
      .find(({ name }) => name === `${source}-sqs`)
      ?.env.find(([name]) => /_QUEUE$/.test(name))?.[1];
    const queue = { url, concurrency: 3, seconds: 7, tries: 4 };
    expect(worker.lines).toContainEqual({ message: "taking", queue });
    expect(existsSync(worker.alive)).toBe(true);
    await worker.said("begun");
    worker.child.kill("SIGTERM");
    await hasEnded(worker);
    expect(steps(worker)).toEqual(["jobs done", ...hooks(source), "stores closed", "traces sent"]);
  });

  it("a worker that looks for work has so long for a run, and waits so long for the next", async () => {
    const worker = start(`${source}-poll`, { POLL_SECONDS: "3", RUN_SECONDS: "1", SLOW: "1" });
    await worker.said("not done within 1 s");
    expect(worker.lines).toContainEqual({ message: "polling", pauseMs: 3_000 });
    expect(existsSync(worker.alive)).toBe(true);
    await worker.said("begun");
    worker.child.kill("SIGTERM");
    await hasEnded(worker);
    expect(steps(worker)).toEqual(["runs done", ...hooks(source), "stores closed", "traces sent"]);
  });

  it("a task that runs and ends closes what it has opened, and fails where it takes too long", async () => {
    const [done, late] = [start(`${source}-cron`), start(`${source}-cron`, { RUN_SECONDS: "1", SLOW: "1" })];
    await hasEnded(done);
    expect(done.messages()).toContainEqual(expect.stringMatching(/^ran at 2/));
    expect(steps(done)).toEqual(["traces sent", ...hooks(source), "stores closed"]);
    await hasEnded(late, 1);
    expect(late.lines.slice(-2)).toMatchObject([
      { message: "traces sent" },
      { level: "fatal", message: "not done within 1 s" },
    ]);
  });
});

it("what Nest cannot make is said in one line", { timeout: 180_000 }, async () => {
  const port = `${await freePort()}`;
  const runs = ["api", "sqs", "poll"].map((role) => start(`nestjs-${role}`, { BROKEN: "{", PORT: port }));
  for (const run of runs) {
    await hasEnded(run, 1);
    expect(run.lines).toContainEqual(
      expect.objectContaining({ level: "fatal", message: expect.stringMatching(/JSON/) }),
    );
  }
});
