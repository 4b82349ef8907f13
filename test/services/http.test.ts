import { once } from "node:events";
import { connect } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ANSWER_MS, type Api, behind, PAGE, played, renderApis, STARTS } from "../support/boot/apis.ts";
import type { Sources } from "../support/boot/sources.ts";

/** What callers of a rendered API see, and what its log says of them: the same with Nest and without. */

let sources: Sources;
beforeAll(async () => {
  sources = await renderApis();
}, 120_000);
afterAll(() => sources?.dispose());
beforeEach(() => void Object.assign(played, behind));

const ID = { "x-request-id": "r-1" };
const json = { ...ID, "content-type": "application/json" };
const FAILURE = { message: "Something went wrong. Please try again later.", requestId: "r-1" };
const never = () => new Promise<never>(() => {});
/** What waits until it is opened. */
function gate() {
  let open = (_value?: unknown): void => {};
  const opened = new Promise<unknown>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

describe.each(Object.entries(STARTS))("an API of %s", (_, start) => {
  let api: Api;
  beforeAll(async () => {
    api = await start();
  });
  afterAll(() => api?.close());
  beforeEach(() => void api.lines.splice(0));

  const ask = (path: string, init: RequestInit = {}) => fetch(`${api.url}${path}`, { headers: ID, ...init });
  const give = (body: object) => ask("/jobs", { method: "POST", headers: json, body: JSON.stringify(body) });
  const said = async (response: Response) => [response.status, await response.json()];
  const logged = async (count: number) => {
    await expect.poll(() => api.lines.length).toBe(count);
    return api.lines;
  };

  it("keeps no connection for callers that are slow or gone, and one that idles longer than the load balancer does", () => {
    const { headersTimeout, requestTimeout, keepAliveTimeout } = api.server;
    expect({ headersTimeout, requestTimeout, keepAliveTimeout }).toEqual({
      headersTimeout: 20_000,
      requestTimeout: 60_000,
      keepAliveTimeout: 65_000,
    });
  });

  it("says that it is well without a line in the log, and in one what is not", async () => {
    expect(await said(await ask("/health"))).toEqual([200, { status: "ok" }]);
    expect(await said(await ask("/ready"))).toEqual([200, { status: "ok" }]);
    played.checks = { cache: () => Promise.reject(new Error("connect ECONNREFUSED")) };
    expect(await said(await ask("/ready"))).toEqual([503, { status: "unavailable", failed: ["cache"] }]);
    await expect.poll(() => api.lines.map(({ message }) => message)).toContain("GET /ready 503");
    expect(api.lines.filter(({ message }) => /health|200/.test(String(message)))).toEqual([]);
  });

  it.each(["a", "a".repeat(100)])("takes a job with a name, for the request: %s", async (name) => {
    expect(await said(await give({ name }))).toEqual([202, { id: `id of ${name} for r-1` }]);
  });

  it.each([{ name: "a".repeat(101) }, { name: "" }, {}])("takes no job without, and says why: %j", async (body) => {
    const [status, answer] = await said(await give(body));
    expect([status, answer]).toEqual([400, expect.objectContaining({ statusCode: 400, requestId: "r-1" })]);
    expect(JSON.stringify(answer)).toContain("expected");
  });

  it.each([
    ["", 200, 20],
    ["?limit=1", 200, 1],
    ["?limit=100", 200, 100],
    ["?limit=0", 400, null],
    ["?limit=101", 400, null],
    ["?limit=1.5", 400, null],
  ])("lists as many events as it is asked for, of a hundred at most: %s", async (query, status, limit) => {
    const [answered, body] = await said(await ask(`/events${query}`));
    expect(answered).toBe(status);
    if (limit !== null) expect(body).toEqual([{ limit }]);
  });

  it("finds a job, and says where there is none", async () => {
    expect(await said(await ask("/jobs/1"))).toEqual([200, { id: "1", state: "active" }]);
    const none = { statusCode: 404, message: "Not Found", requestId: "r-1" };
    expect(await said(await ask("/jobs/2"))).toEqual([404, none]);
    expect((await logged(2)).map(({ message, path }) => [message, path])).toEqual([
      ["GET /jobs/:id 200", "/jobs/1"],
      ["GET /jobs/:id 404", "/jobs/2"],
    ]);
  });

  it("has a line for what nothing answers to, without the query", async () => {
    const { status, headers } = await ask("/nowhere?token=secret");
    expect([status, headers.get("x-request-id")]).toEqual([404, "r-1"]);
    const [line] = await logged(1);
    const fields = { requestId: "r-1", method: "GET", path: "/nowhere", status: 404, ms: expect.any(Number) };
    expect(line).toEqual({ level: "info", message: "GET no route 404", ...fields });
    expect(Number.isInteger(line?.ms)).toBe(true);
  });

  it.each([
    [{ statusCode: 399 }, 500],
    [{ statusCode: 400 }, 400],
    [{ statusCode: 409 }, 409],
    [{ statusCode: 499 }, 499],
    [{ statusCode: 500 }, 500],
    [{ statusCode: 502 }, 500],
    [{ statusCode: 503 }, 503],
    [{}, 500],
  ])("tells a caller of his own mistakes only: %j is answered with %i", async (thrown, statusCode) => {
    played.queues = { ...behind.queues, find: () => Promise.reject(Object.assign(new Error("the reason"), thrown)) };
    const mistake = { statusCode, message: "the reason", requestId: "r-1" };
    expect(await said(await ask("/jobs/1"))).toEqual([
      statusCode,
      statusCode < 500 ? mistake : { statusCode, ...FAILURE },
    ]);
    const [line] = await logged(1);
    const fields = { requestId: "r-1", method: "GET", route: "/jobs/:id", path: "/jobs/1", status: statusCode };
    expect(line).toMatchObject({ message: `GET /jobs/:id ${statusCode}`, ...fields });
    expect([line?.level, String(line?.stack).includes("the reason")]).toEqual(
      statusCode < 500 ? ["info", false] : ["error", true],
    );
  });

  it("answers with 503 what is not answered in time", async () => {
    played.queues = { ...behind.queues, find: never };
    const began = performance.now();
    expect(await said(await ask("/jobs/1"))).toEqual([503, { statusCode: 503, ...FAILURE }]);
    expect(performance.now() - began).toBeGreaterThan(ANSWER_MS * 0.9);
    expect((await logged(1))[0]).toMatchObject({ level: "error", message: "GET /jobs/:id 503" });
  });

  it("has a line for a caller that has not waited", async () => {
    const asked = gate();
    const find = () => {
      asked.open();
      return never();
    };
    played.queues = { ...behind.queues, find };
    const gone = new AbortController();
    const answer = ask("/jobs/1", { signal: gone.signal }).catch(() => "gone");
    await asked.opened;
    gone.abort();
    expect(await answer).toBe("gone");
    expect((await logged(1))[0]).toMatchObject({ level: "info", message: "GET /jobs/:id 499", status: 499 });
  });

  it("lets pages of its origins read what request an answer is of, and asks again after ten minutes", async () => {
    const headers = { origin: PAGE, "access-control-request-method": "PUT" };
    const preflight = await ask("/jobs", { method: "OPTIONS", headers });
    expect(Object.fromEntries(preflight.headers)).toMatchObject({
      "access-control-allow-origin": PAGE,
      "access-control-allow-credentials": "true",
      "access-control-max-age": "600",
    });
    const answer = await ask("/health", { headers: { origin: PAGE } });
    expect(answer.headers.get("access-control-expose-headers")).toBe("x-request-id");
  });

  it("says nothing of HTTPS, which the load balancer knows of, and what pages of it may do", async () => {
    const { headers } = await ask("/health");
    expect(headers.get("strict-transport-security")).toBeNull();
    expect(headers.get("content-security-policy")).toContain("default-src 'self'");
    expect(headers.get("content-security-policy")).not.toContain("upgrade-insecure-requests");
    expect(headers.get("x-powered-by")).toBeNull();
  });
});

describe.each(Object.entries(STARTS))("an API of %s that stops", (_, start) => {
  it("answers what it is asked on connections that it has, and ends them with that", async () => {
    const { url, server, close } = await start();
    const [asked, answer] = [gate(), gate()];
    const find = () => {
      asked.open();
      return answer.opened;
    };
    played.queues = { ...behind.queues, find };
    const socket = connect(Number(new URL(url).port), "127.0.0.1");
    let read = "";
    socket.setEncoding("utf8").on("data", (text) => {
      read += text;
    });
    const get = (path: string) => socket.write(`GET ${path} HTTP/1.1\r\nhost: localhost\r\n\r\n`);
    get("/jobs/1");
    await asked.opened;
    const closed = close();
    get("/health");
    await once(server, "request");
    answer.open({ id: "1", state: "active" });
    await once(socket, "end");
    await closed;
    expect(read.match(/HTTP\/1.1 \d+/g)).toEqual(["HTTP/1.1 200", "HTTP/1.1 200"]);
    expect(read.slice(read.lastIndexOf("HTTP/1.1")).toLowerCase()).toContain("connection: close");
  });
});
