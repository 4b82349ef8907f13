import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { missing } from "../support/boot/binaries.ts";
import { eventually } from "../support/boot/container.ts";
import { CLIENT, CONSUMER, Receiver, SERVER, type Span } from "../support/faults/receiver.ts";
import { FaultyStage, type Running } from "../support/faults/stage.ts";

/**
 * Rendered services that are traced, with their database and cache. `Receiver` stands in for the collector: what that makes
 * of a span for X-Ray is not seen here.
 */

const ANSWERS = {
  project: "shop",
  tracing: 5,
  services: [
    { name: "api", source: "nestjs", database: "main", cache: "main", jobs: ["mailer"] },
    { name: "plain", source: "node", database: "old", cache: "main" },
    { name: "mailer", kind: "worker", source: "node", database: "main", cache: "main" },
    { name: "nightly", kind: "cron", source: "nestjs", schedule: "rate(1 day)", database: "main" },
  ],
  databases: [{ name: "main" }, { name: "old", engine: "mysql" }],
  caches: [{ name: "main" }],
} as const;

const without = [missing("postgres"), missing("mariadb"), missing("redis")].find((one) => one !== "");
if (without) console.warn(`traces: ${without}`);

const ROOT = "1-5759e988-bd862e3fe1be46a99427";
const rootOf = (number: number) => `${ROOT}${String(number).padStart(4, "0")}`;
const idOf = (root: string) => root.slice(2).replace("-", "");

describe.skipIf(without !== undefined)("traces", () => {
  const stage = new FaultyStage();
  const receiver = new Receiver();
  const traced = (name: string) => ({
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint,
    OTEL_SERVICE_NAME: name,
    OTEL_BSP_SCHEDULE_DELAY: "200",
  });

  const ask = (service: Running, path: string, root: string, init: RequestInit = {}) =>
    fetch(`http://127.0.0.1:${service.env.PORT}${path}`, {
      ...init,
      headers: { "x-amzn-trace-id": `Root=${root}`, "content-type": "application/json" },
    });
  const lineOf = (service: Running, root: string) => service.lines().find(({ requestId }) => requestId === root);

  /** The spans of a trace, once one of them is there. */
  const seen = (root: string, name: string): Promise<Span[]> =>
    eventually(
      `${name} of ${root}`,
      async () => {
        const spans = receiver.of(idOf(root));
        return spans.some((span) => span.name === name) ? spans : undefined;
      },
      20_000,
    );
  const server = (spans: Span[]) => spans.find(({ kind }) => kind === SERVER);

  beforeAll(async () => {
    await receiver.open();
    await stage.begin(ANSWERS as never);
    for (const name of ["api", "plain", "mailer"]) await stage.start(name, traced(name));
  }, 300_000);
  afterAll(async () => {
    await stage.end();
    await receiver.close();
  });
  const service = (name: string) => stage.services.get(name) as Running;

  test.each(ANSWERS.services)("$name passes its own tests", async ({ name }) => {
    const { exitCode, all } = await stage.sources.run(stage.sources.folderOf(name), "vitest", "run");
    expect(exitCode, all).toBe(0);
  });

  test.each([
    ["api", "pg"],
    ["plain", "mysql"],
  ])("a request of %s is in the load balancer's trace, and its statements in it", async (name, driver) => {
    const root = rootOf(name.length);
    expect((await ask(service(name), "/events?limit=7", root)).status).toBe(200);
    const spans = await seen(root, "GET /events");
    const request = server(spans) as Span;
    expect(request).toMatchObject({ name: "GET /events", service: name, attributes: { "http.route": "/events" } });
    const statements = spans.filter(
      ({ kind, attributes }) => kind === CLIENT && /SELECT/i.test(JSON.stringify(attributes)),
    );
    expect(statements.length).toBeGreaterThan(0);
    const parents = new Map(spans.map(({ spanId, parentSpanId }) => [spanId, parentSpanId]));
    for (const { spanId } of statements) {
      let at: string | undefined = spanId;
      while (at !== undefined && at !== request.spanId) at = parents.get(at);
      expect(at, `${driver} is below the request`).toBe(request.spanId);
    }
    expect(lineOf(service(name), root)).toMatchObject({ traceId: root, status: 200 });
  });

  test("a job is in the trace of the request that it is done for", async () => {
    const root = rootOf(100);
    expect((await ask(service("api"), "/jobs", root, { method: "POST", body: '{"name":"greet"}' })).status).toBe(202);
    const spans = await seen(root, "job");
    expect(new Set(spans.map((span) => span.service))).toEqual(new Set(["api", "mailer"]));
    const job = spans.find(({ kind }) => kind === CONSUMER) as Span;
    expect(job).toMatchObject({ service: "mailer", attributes: { requestId: root } });
    expect(spans.filter(({ parentSpanId }) => parentSpanId === job.spanId).length).toBeGreaterThan(0);
    expect(lineOf(service("mailer"), root)).toMatchObject({ traceId: root });
  });

  test("a run has sent its trace before it ends", async () => {
    const run = stage.run("nightly", traced("nightly"));
    expect(await run.ended, run.output()).toBe(0);
    const spans = receiver.spans.filter((span) => span.service === "nightly");
    const root = spans.find(({ kind }) => kind === CONSUMER) as Span;
    expect(root).toMatchObject({ name: "run" });
    expect(spans.some(({ parentSpanId, kind }) => parentSpanId === root.spanId && kind === CLIENT)).toBe(true);
    expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(1);
  });

  test("checks are no traces, nor their statements; and no query is in any", async () => {
    for (const path of ["/health", "/ready"]) expect((await ask(service("api"), path, rootOf(200))).status).toBe(200);
    await ask(service("api"), "/events?limit=8", rootOf(201));
    await seen(rootOf(201), "GET /events");
    expect(receiver.of(idOf(rootOf(200)))).toEqual([]);
    const begun = new Set(receiver.spans.filter(({ kind }) => kind !== CLIENT).map(({ traceId }) => traceId));
    expect(receiver.spans.filter(({ traceId }) => !begun.has(traceId))).toEqual([]);
    expect(receiver.text).not.toContain("limit=");
  });

  test("no caller is traced beyond the share; where no collector is, nobody", async () => {
    const share = { ...traced("plain"), OTEL_TRACES_SAMPLER_ARG: "0" };
    for (const [number, env] of [share, {}].entries()) {
      service("plain").signal("SIGTERM");
      expect(await service("plain").ended).toBe(0);
      const plain = await stage.start("plain", env);
      const root = rootOf(300 + number);
      expect((await ask(plain, "/events", `${root};Parent=53995c3f42cd8ad8;Sampled=1`)).status).toBe(200);
      await eventually("the line", async () => lineOf(plain, root), 5_000);
      expect(lineOf(plain, root)).not.toHaveProperty("traceId");
    }
  });

  test("a collector that is gone costs nobody anything: requests are answered, and a stop is in time", async () => {
    await receiver.close();
    const api = service("api");
    const before = api.lines().length;
    for (let number = 400; number < 600; number++) expect((await ask(api, "/events", rootOf(number))).status).toBe(200);
    // Some batches have failed by then.
    await sleep(4_000);
    expect((await ask(api, "/events", rootOf(600))).status).toBe(200);
    const began = performance.now();
    api.signal("SIGTERM");
    expect(await api.ended).toBe(0);
    expect(performance.now() - began).toBeLessThan(10_000);
    const loud = api
      .lines()
      .slice(before)
      .filter(({ level }) => level !== "info");
    expect(loud).toEqual([]);
  });
});
