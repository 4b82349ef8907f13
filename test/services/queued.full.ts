import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Answers } from "../../lib/answers/schema.ts";
import { eventually } from "../support/boot/container.ts";
import { cleanEnvironment } from "../support/boot/environment.ts";
import { freePort } from "../support/boot/guarded.ts";
import { renderSources, type Sources } from "../support/boot/sources.ts";

/**
 * Services that give jobs by SQS and workers that take them, as a kickoff renders them, together on this machine. SQS is played by
 * `scripts/queues.mjs`: it hands each job out once and in order, where AWS promises neither, and nobody's rights are asked.
 */

const ANSWERS: Answers = {
  project: "shop",
  services: [
    { name: "api", jobs: ["mailer"] },
    { name: "office", source: "node", jobs: ["resizer"] },
    { name: "mailer", kind: "worker", queue: "sqs" },
    { name: "resizer", kind: "worker", source: "node", queue: "sqs" },
  ],
};

/** A job is another's after three seconds, and is begun three times. */
const VISIBILITY = 3;
const TRIES = 3;
/** What an owner might have written: one job that always fails, and one that takes its time. */
const OWN = `
  if (name === "fail") throw new Error("as it was asked to");
  if (name === "slow") await new Promise((resolve) => setTimeout(resolve, 1_500));
`;
const WORK: Record<string, [file: string, begin: RegExp]> = {
  mailer: ["src/jobs.processor.ts", /async handle\(\{ id, name \}: Job\): Promise<void> \{/],
  resizer: ["src/jobs.ts", /async function handleJob\(.*\{$/m],
};

interface Running {
  child: ChildProcess;
  lines: Record<string, unknown>[];
}

let sources: Sources;
let queues = "";
const children: ChildProcess[] = [];
const ports = new Map<string, number>();

/** Ends it, and is done when it has ended: until then a question of its own for jobs would be answered. */
async function kill({ child }: Running): Promise<void> {
  child.kill("SIGKILL");
  await once(child, "close");
}

/** Starts a program, and hears what it says. */
async function start(args: string[], cwd: string, env: Record<string, string>, begun: string): Promise<Running> {
  const child = spawn(process.execPath, args, {
    cwd,
    env: cleanEnvironment(env),
    stdio: ["ignore", "pipe", "pipe"],
  });
  children.push(child);
  const lines: Record<string, unknown>[] = [];
  let rest = "";
  let all = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (data) => {
      all += data;
      const parts = `${rest}${data}`.split("\n");
      rest = parts.pop() ?? "";
      for (const line of parts) lines.push(line.startsWith("{") ? JSON.parse(line) : { message: line });
    });
  await eventually(`${args[0]} has begun: ${all}`, async () => all.includes(begun) || undefined, 60_000);
  return { child, lines };
}

function run(name: string): Promise<Running> {
  const item = sources.items.find((one) => one.name === name);
  const env: Record<string, string> = Object.fromEntries(item?.env ?? []);
  for (const variable of item?.queueVariables ?? [])
    env[variable] = `${queues}/${String(env[variable]).split("/").slice(3).join("/")}`;
  const port = ports.get(name);
  if (port !== undefined) Object.assign(env, { PORT: `${port}`, SELF_URL: `http://127.0.0.1:${port}` });
  Object.assign(env, { JOB_SECONDS: `${VISIBILITY - 1}`, JOB_TRIES: `${TRIES}` });
  return start(["dist/main.js"], sources.folderOf(name), env, port === undefined ? "taking jobs" : "serving");
}

async function ask(operation: string, queue: string, more: object = {}): Promise<Record<string, unknown>> {
  const response = await fetch(queues, {
    method: "POST",
    headers: { "x-amz-target": `AmazonSQS.${operation}` },
    body: JSON.stringify({ QueueUrl: `${queues}/0/${queue}`, ...more }),
  });
  return (await response.json()) as Record<string, unknown>;
}

/** Jobs that wait, and jobs that somebody has. */
async function size(queue: string): Promise<[waiting: number, taken: number]> {
  const { Attributes } = await ask("GetQueueAttributes", queue, { AttributeNames: ["All"] });
  const all = Attributes as Record<string, string>;
  return [Number(all.ApproximateNumberOfMessages), Number(all.ApproximateNumberOfMessagesNotVisible)];
}

async function give(service: string, name: string, requestId = "from-a-page"): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${ports.get(service)}/jobs`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-request-id": requestId },
    body: JSON.stringify({ name }),
  });
  expect(response.status).toBe(202);
  return String(((await response.json()) as { id: string }).id);
}

/** The ids of jobs that a worker has done, in any of its lives. */
const doneBy = (...runs: Running[]): unknown[] =>
  runs
    .flatMap(({ lines }) => lines)
    .filter(({ message }) => String(message).endsWith("done"))
    .map(({ job }) => job);

beforeAll(async () => {
  sources = await renderSources(ANSWERS);
  for (const [name, [file, begin]] of Object.entries(WORK)) {
    const path = join(sources.folderOf(name), file);
    const text = await readFile(path, "utf8");
    expect(text).toMatch(begin);
    await writeFile(
      path,
      text.replace(begin, (line) => `${line}${OWN}`),
    );
  }
  for (const { name } of sources.items) {
    const { exitCode, all } = await sources.run(sources.folderOf(name), "tsc", "--project", "tsconfig.build.json");
    if (exitCode !== 0) throw new Error(`${name}: ${all}`);
  }
  const program = join(sources.repo, "scripts", "queues.mjs");
  const played = await start([program, "0", `${VISIBILITY}`, `${TRIES}`], sources.repo, {}, "queues:");
  queues = /http:\S+/.exec(String(played.lines[0]?.message))?.[0] ?? "";
  for (const name of ["api", "office"]) ports.set(name, await freePort());
  await Promise.all([run("api"), run("office")]);
}, 600_000);

afterAll(async () => {
  for (const child of children) child.kill("SIGKILL");
  await sources?.dispose();
});

describe.each([
  ["mailer", "api"],
  ["resizer", "office"],
])("the worker %s", (worker, giver) => {
  test("does what was asked for, under the id of the request", async () => {
    expect(await (await fetch(`http://127.0.0.1:${ports.get(giver)}/ready`)).json()).toEqual({ status: "ok" });
    const running = await run(worker);
    const id = await give(giver, "greet");
    await expect.poll(() => doneBy(running), { timeout: 20_000 }).toEqual([id]);
    expect(running.lines).toContainEqual(
      expect.objectContaining({ message: "job greet done", job: id, requestId: "from-a-page" }),
    );
    await expect.poll(() => size(worker)).toEqual([0, 0]);
    await kill(running);
  }, 60_000);

  test("tries a job that fails again, and it is put aside after the last time", async () => {
    const running = await run(worker);
    const id = await give(giver, "fail");
    const told = () =>
      running.lines.filter(({ job }) => job === id).map(({ level, message }) => [level, String(message).split(":")[0]]);
    await expect
      .poll(told, { timeout: 30_000 })
      .toEqual([
        ...Array.from({ length: TRIES - 1 }, () => ["warn", "job fail failed, and is tried again"]),
        ["error", "job fail failed"],
      ]);
    await expect.poll(() => size(`${worker}-failed`), { timeout: 30_000 }).toEqual([1, 0]);
    expect(await size(worker)).toEqual([0, 0]);
    const { Messages } = await ask("ReceiveMessage", `${worker}-failed`, { WaitTimeSeconds: 0 });
    expect(JSON.parse((Messages as { Body: string }[])[0]?.Body ?? "{}")).toMatchObject({ id, name: "fail" });
    await kill(running);
  }, 90_000);

  test("loses no job when it is killed: another does what it had begun", async () => {
    const ids = await Promise.all(Array.from({ length: 7 }, () => give(giver, "slow")));
    const first = await run(worker);
    await expect.poll(async () => (await size(worker))[1], { timeout: 20_000 }).toBe(5);
    first.child.kill("SIGKILL");
    expect(doneBy(first)).toEqual([]);
    const second = await run(worker);
    await expect.poll(() => doneBy(second).sort(), { timeout: 40_000 }).toEqual(ids.sort());
    await expect.poll(() => size(worker)).toEqual([0, 0]);
    await kill(second);
  }, 120_000);

  test("finishes what it has begun when it is to stop, and leaves the rest to others", async () => {
    const ids = await Promise.all(Array.from({ length: 7 }, () => give(giver, "slow")));
    const first = await run(worker);
    await expect.poll(async () => (await size(worker))[1], { timeout: 20_000 }).toBe(5);
    first.child.kill("SIGTERM");
    // What it has said last is read by then, too.
    const [code] = await once(first.child, "close");
    expect([code, doneBy(first).length, await size(worker)]).toEqual([0, 5, [2, 0]]);
    const second = await run(worker);
    await expect.poll(() => [...doneBy(first), ...doneBy(second)].sort(), { timeout: 30_000 }).toEqual(ids.sort());
    await kill(second);
  }, 120_000);
});
