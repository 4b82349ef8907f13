import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { askHealth } from "../../lib/deploy/health.ts";

/** An address that does not answer as it should: what is said of it, and how long it is asked. */

describe("no answer is, in words", () => {
  const failing = (code: string, message = "") => new TypeError("fetch failed", { cause: { code, message } });
  // The codes are Node's own (dns, net, tls), which its fetch has as the cause.
  it.each([
    [failing("ENOTFOUND"), "DNS does not know the name", true],
    [failing("EAI_AGAIN"), "DNS does not answer", false],
    [failing("ECONNREFUSED"), "nothing listens there", false],
    [failing("ECONNRESET"), "the connection was cut", false],
    [failing("DEPTH_ZERO_SELF_SIGNED_CERT"), "its certificate is not one that the world trusts", false],
    [failing("SELF_SIGNED_CERT_IN_CHAIN"), "its certificate is not one that the world trusts", false],
    [failing("UNABLE_TO_VERIFY_LEAF_SIGNATURE"), "its certificate is not one that the world trusts", false],
    [failing("ERR_TLS_CERT_ALTNAME_INVALID"), "its certificate is for another name", false],
    [failing("CERT_HAS_EXPIRED"), "its certificate has expired", false],
    [failing("EHOSTUNREACH", "no route"), "EHOSTUNREACH", false],
    [failing("", "bad port"), "bad port", false],
    [new TypeError("Failed to parse URL"), "Failed to parse URL", false],
    [new DOMException("The operation timed out", "TimeoutError"), "no answer in 10 s", false],
  ])("%s: %s", async (error, evidence, unknownHost) => {
    vi.stubGlobal("fetch", () => Promise.reject(error));
    onTestFinished(() => void vi.unstubAllGlobals());
    expect(await askHealth("https://acme.com", 0)).toEqual({ ok: false, evidence, unknownHost });
  });
});

describe("an address is asked", () => {
  /** A server that answers with these statuses, one after the other, each at its moment of a clock that else stands. */
  async function answering(...answers: [at: number, status: number][]) {
    vi.useFakeTimers({ toFake: ["Date"], now: 0 });
    onTestFinished(() => void vi.useRealTimers());
    let asked = 0;
    const server = createServer((_, response) => {
      const [at, status] = answers[asked++] ?? [0, 500];
      vi.setSystemTime(at);
      response.writeHead(status).end("x");
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    onTestFinished(() => void server.close());
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked: () => asked };
  }

  const rows: [what: string, answers: [at: number, status: number][], times: number, ok: boolean][] = [
    [
      "until it answers",
      [
        [2_980, 503],
        [2_990, 404],
        [3_000, 200],
        [3_000, 503],
      ],
      3,
      true,
    ],
    [
      "until the time is over, and not before",
      [
        [2_999, 503],
        [3_000, 503],
        [3_000, 200],
      ],
      2,
      false,
    ],
    [
      "once where there is no time",
      [
        [3_000, 503],
        [3_000, 200],
      ],
      1,
      false,
    ],
  ];
  it.each(rows)("%s", async (_, answers, times, ok) => {
    const { url, asked } = await answering(...answers);
    expect(await askHealth(url, 3_000)).toMatchObject({ ok, unknownHost: false });
    expect(asked()).toBe(times);
  });
});
