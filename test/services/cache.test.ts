import { readFile, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { renderSources, type Sources } from "../support/boot/sources.ts";
import { playRedis } from "../support/played/redis.ts";

/** How services reach their cache, which is played: it can be silent, and gone. */

/** As services have it, only shorter. */
const COMMAND_MS = 1_000;

// biome-ignore lint/suspicious/noExplicitAny: packages and modules of the services, and not of this one.
type Foreign = any;

let sources: Sources;
const module = (file: string): Promise<Foreign> => import(join(sources.folderOf("api"), "src", file));

beforeAll(async () => {
  sources = await renderSources({
    project: "shop",
    services: [{ name: "api", source: "node", cache: "main" }],
    caches: [{ name: "main" }],
  });
  const file = join(sources.folderOf("api"), "src/deadlines.ts");
  const text = await readFile(file, "utf8");
  await writeFile(file, text.replace(/(\bCOMMAND_MS = )[\d_]+/, `$1${COMMAND_MS}`));
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

describe("the cache", () => {
  const always = { host: "cache", port: 6379, connectTimeout: 5_000, keepAlive: 10_000 };

  it("is reached by TLS and a password where there is one, and given up in time", async () => {
    const { cacheOptions } = await module("cache.ts");
    const file = join(sources.folderOf("api"), "ca.pem");
    await writeFile(file, "a certificate");
    const config = { REDIS_HOST: "cache", REDIS_PORT: 6379 };
    const { reconnectOnError, retryStrategy, ...options } = cacheOptions({ ...config, REDIS_TLS: false });
    expect(options).toEqual(always);
    // Soon again, and within what the README says of a cache that is back.
    expect([1, 2, 40, 1_000].map(retryStrategy)).toEqual([50, 100, 2_000, 2_000]);
    // 2: and the command is sent again.
    expect(
      ["READONLY You can't write against a read only replica.", "ERR syntax"].map((text) =>
        reconnectOnError(new Error(text)),
      ),
    ).toEqual([2, false]);
    const secure = { ...config, REDIS_TLS: true, REDIS_PASSWORD: "a secret" };
    expect(cacheOptions(secure)).toMatchObject({ ...always, password: "a secret", tls: { ca: undefined } });
    expect(cacheOptions({ ...secure, REDIS_TLS_CA: file })).toMatchObject({ tls: { ca: "a certificate" } });
  });

  it("is not waited for by who asks, and is told of when it is lost", async () => {
    const { openCache, closeCache } = await module("cache.ts");
    const server = await redis();
    warned.length = 0;
    const cache = await openCache({ ...LOCAL, REDIS_PORT: server.port }, log);
    expect(await cache.ping()).toBe("OK");
    await expect(cache.call("SLOW")).rejects.toThrow(/timed out|timeout/i);
    expect(cache.options).toMatchObject({
      commandTimeout: COMMAND_MS,
      socketTimeout: COMMAND_MS,
      maxRetriesPerRequest: 1,
    });
    await server.stop();
    await expect.poll(() => warned).toContainEqual(expect.stringMatching(/^cache: connect ECONNREFUSED/));
    await closeCache(cache);
  });

  it("is told that nothing more comes", async () => {
    const { openCache, closeCache } = await module("cache.ts");
    const server = await redis();
    await closeCache(await openCache({ ...LOCAL, REDIS_PORT: server.port }, log));
    expect(server.commands.at(-1)).toBe("QUIT");
  });

  it("that takes nobody is not asked again behind one's back", async () => {
    const { openCache } = await module("cache.ts");
    let asked = 0;
    const server = createServer((socket) => {
      asked += 1;
      socket.destroy();
    });
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    open.push(() => new Promise((closed) => server.close(closed)));
    const { port } = server.address() as AddressInfo;
    await expect(openCache({ ...LOCAL, REDIS_PORT: port }, log)).rejects.toThrow();
    const before = asked;
    // Where it goes on, the next time is after 50 ms.
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(asked).toBe(before);
  });

  it("that is not there from the beginning is the reason", async () => {
    const { openCache } = await module("cache.ts");
    const server = await redis();
    await server.stop();
    warned.length = 0;
    await expect(openCache({ ...LOCAL, REDIS_PORT: server.port }, log)).rejects.toThrow("ECONNREFUSED");
    expect(warned).toEqual([]);
  });
});
