import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { renderSources, type Sources } from "../support/boot/sources.ts";
import { servicePackages } from "../support/packages.ts";
import { playRedis } from "../support/played/redis.ts";

/** What services tell BullMQ of their jobs. That Redis then does so is in faults.full.ts and npm.full.ts. */

// biome-ignore lint/suspicious/noExplicitAny: packages and modules of the services, and not of this one.
type Foreign = any;

/** What jobs take that an owner has written. */
const SOME_TIME = "new Promise((resolve) => setTimeout(resolve, 400))";

let sources: Sources;
let required: (name: string) => Foreign;
const module = (service: string, file: string): Promise<Foreign> =>
  import(join(sources.folderOf(service), "src", file));

beforeAll(async () => {
  sources = await renderSources({
    project: "shop",
    services: [
      { name: "api", source: "node", cache: "main", jobs: ["queue"] },
      { name: "queue", kind: "worker", source: "node", cache: "main" },
      { name: "nest-queue", kind: "worker", source: "nestjs", cache: "main" },
    ],
    caches: [{ name: "main" }],
  });
  required = createRequire(join(await servicePackages(), "/"));
  for (const file of ["queue/src/jobs.ts", "nest-queue/src/jobs.processor.ts"]) {
    const path = join(sources.repo, "services", file);
    const text = await readFile(path, "utf8");
    await writeFile(path, text.replace("return { doneAt", `await ${SOME_TIME};\n  return { doneAt`));
  }
}, 120_000);
afterAll(() => sources?.dispose());

/** What is closed after a test, the last first. */
const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

const warned: string[] = [];
const log = { info: () => {}, warn: (line: string) => void warned.push(line), error: () => {} };
const LOCAL = { REDIS_HOST: "127.0.0.1", REDIS_PORT: 1, REDIS_TLS: false };

/** As Redis answers, but to SLOW. */
const asRedis = (command: string) =>
  command === "INFO" ? "$9\r\nloading:0\r\n" : command === "SLOW" ? null : "+OK\r\n";
async function redis() {
  const server = await playRedis(asRedis);
  open.push(server.stop);
  return server;
}

describe("jobs in Redis", () => {
  /** For an hour what was done, for a week what has failed; Redis takes nothing more when it is full. */
  const KEPT = { removeOnComplete: { age: 3_600, count: 1_000 }, removeOnFail: { age: 604_800, count: 10_000 } };

  it("are taken as many at a time as the worker is told, kept for so long, and waited for as long as it takes", async () => {
    const { startWorker, QUEUE } = await module("queue", "jobs.ts");
    const server = await redis();
    await server.stop();
    warned.length = 0;
    const worker = startWorker({ ...LOCAL, REDIS_PORT: server.port, JOB_CONCURRENCY: 3, JOB_SECONDS: 1 }, { log });
    open.push(() => worker.close(true));
    expect([QUEUE, worker.name]).toEqual(["queue", "queue"]);
    expect(worker.opts).toMatchObject({ concurrency: 3, ...KEPT });
    expect(worker.opts.connection).toMatchObject({
      port: server.port,
      socketTimeout: 20_000,
      maxRetriesPerRequest: null,
    });
    await expect.poll(() => warned).toContainEqual(expect.stringMatching(/^queue: .*ECONNREFUSED/));
  });

  it("are kept as long by a worker with Nest", async () => {
    const metadata: Foreign = Reflect;
    const { JobsProcessor, QUEUE } = await module("nest-queue", "jobs.processor.ts");
    const kept = metadata.getMetadataKeys(JobsProcessor).map((key: string) => metadata.getMetadata(key, JobsProcessor));
    expect(QUEUE).toBe("nest-queue");
    expect(kept).toContainEqual(KEPT);
  });

  it.each(["queue", "nest-queue"])("are finished by a worker that stops: %s", async (service) => {
    const { closeWorker } = await module(service, "close-worker.ts");
    const job = { id: "1", name: "greet", data: {} };
    const worked = async (): Promise<() => Promise<unknown>> => {
      if (service === "nest-queue") {
        const { JobsProcessor } = await module(service, "jobs.processor.ts");
        return () => new JobsProcessor({ JOB_SECONDS: 5 }).process(job);
      }
      const { startWorker } = await module(service, "jobs.ts");
      const worker = startWorker({ ...LOCAL, JOB_CONCURRENCY: 1, JOB_SECONDS: 5 }, { log });
      open.push(() => worker.close(true));
      return () => worker.processFn(job);
    };
    const work = await worked();
    let done = false;
    const ended = work().then(() => {
      done = true;
    });
    // As BullMQ does while the cache is away.
    expect(await closeWorker({ close: () => new Promise(() => {}) }, 200)).toBe(false);
    expect(done).toBe(true);
    await ended;
  });

  describe("that a service gives", () => {
    let waiting = { waiting: 0, delayed: 0 };
    const added: unknown[][] = [];

    /** The queues of a service, with a queue of BullMQ that takes everything. */
    async function queues() {
      const { Queues } = await module("api", "queues.ts");
      const { Queue } = required("bullmq");
      const server = await redis();
      vi.spyOn(Queue.prototype, "getJobCounts").mockImplementation(async (...names) =>
        Object.fromEntries(Object.entries(waiting).filter(([name]) => names.includes(name))),
      );
      vi.spyOn(Queue.prototype, "add").mockImplementation(async (...job) => added.push(job));
      const all = new Queues({ ...LOCAL, REDIS_PORT: server.port }, log);
      open.push(() => vi.restoreAllMocks());
      open.push(() => Promise.race([all.close(), new Promise((late) => setTimeout(late, 500))]));
      return all;
    }

    it("are left where the cache is gone: a service that stops does not wait for it", async () => {
      const all = await queues();
      const closing = vi.spyOn(required("bullmq").Queue.prototype, "close").mockRejectedValue(new Error("timed out"));
      await expect(all.close()).resolves.toBeUndefined();
      closing.mockRestore();
    });

    it("are tried ten times in a quarter of an hour, for the request, under an id that nobody guesses", async () => {
      const { follow } = await module("api", "request-id.ts");
      const all = await queues();
      added.length = 0;
      const id = await follow("r-1", () => all.add("queue", "greet"));
      const tries = { attempts: 10, backoff: { type: "exponential", delay: 1000 } };
      expect(added).toEqual([["greet", { requestId: "r-1" }, { ...tries, jobId: id }]]);
      expect(id).toMatch(/^[\da-f-]{36}$/);
      const seconds = Array.from({ length: tries.attempts - 1 }, (_, index) => 2 ** index).reduce(
        (one, other) => one + other,
      );
      expect(seconds / 60).toBeGreaterThan(8);
    });

    it.each([
      [{ waiting: 9_999, delayed: 0 }, true],
      [{ waiting: 4_000, delayed: 5_999 }, true],
      [{ waiting: 10_000, delayed: 0 }, false],
      [{ waiting: 4_000, delayed: 6_000 }, false],
      [{}, true],
    ])("are taken while fewer than 10,000 wait: %j", async (counts, taken) => {
      const all = await queues();
      waiting = counts as typeof waiting;
      const given = all.add("queue", "greet");
      if (taken) expect(await given).toMatch(/-/);
      else await expect(given).rejects.toMatchObject({ statusCode: 503, message: "10000 jobs wait for queue" });
    });

    const RESULT = { doneAt: "now" };
    it.each([
      ["not there", ["unknown"], null],
      ["under way", ["active"], { id: "1", state: "active", result: null }],
      ["done", ["completed"], { id: "1", state: "completed", result: RESULT }],
      ["done while it is asked for", ["active", "completed"], { id: "1", state: "active", result: null }],
    ])("are found: one that is %s", async (_, states, found) => {
      const all = await queues();
      const { Queue } = required("bullmq");
      // Each question finds the job where it is then.
      let at = 0;
      const next = async (): Promise<string> => states[Math.min(at++, states.length - 1)] ?? "";
      vi.spyOn(Queue.prototype, "getJobState").mockImplementation(next);
      vi.spyOn(Queue.prototype, "getJob").mockImplementation(async () => {
        const state = await next();
        if (state === "unknown") return undefined;
        return { returnvalue: state === "completed" ? RESULT : null, getState: next };
      });
      expect(await all.find("queue", "1")).toEqual(found);
    });
  });
});
