import { createServer, get, request } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type PlayedAws, playedAws } from "../support/played-aws.ts";

/** The one door of a rehearsal: what wants to leave the machine ends there, and is said. */

let aws: PlayedAws;
let port: number;
beforeAll(async () => {
  aws = await playedAws((message, response) => response.end(`plugin ${message.url}`));
  port = Number(new URL(aws.url).port);
});
afterAll(() => aws.close());

/** What a proxy is asked: a whole address. */
const through = (address: string): Promise<{ status: number | undefined; said: string }> =>
  new Promise((resolve, reject) =>
    get({ host: "127.0.0.1", port, path: address }, (answer) =>
      text(answer).then((said) => resolve({ status: answer.statusCode, said }), reject),
    ).on("error", reject),
  );

const lastOutside = () => aws.outside.at(-1);

it("lets nothing through that is meant for somebody else, and says who that was", async () => {
  expect((await through("http://registry.npmjs.org/sst")).status).toBe(403);
  expect(lastOutside()).toBe("registry.npmjs.org");
  // A host that only ends like this one.
  expect((await through(`http://evil127.0.0.1:${port}/`)).status).toBe(403);
  expect(lastOutside()).toBe(`evil127.0.0.1:${port}`);
});

it("opens no tunnel to anybody", async () => {
  const status = await new Promise((resolve, reject) => {
    const asked = request({ host: "127.0.0.1", port, method: "CONNECT", path: "sts.amazonaws.com:443" });
    // Whoever keeps the socket hears of its end, which is that of the server.
    asked.on("connect", ({ statusCode }, socket) => {
      socket.destroy();
      resolve(statusCode);
    });
    asked.on("error", reject);
    asked.end();
  });
  expect(status).toBe(403);
  expect(lastOutside()).toBe("sts.amazonaws.com:443");
});

it("is told by a process where that wanted to go", async () => {
  expect((await fetch(`${aws.url}/outside/${encodeURIComponent("example.org")}`)).status).toBe(204);
  expect(lastOutside()).toBe("example.org");
});

it("is AWS for what names an account before its host, and says what it cannot answer", async () => {
  const asked = aws.outside.length;
  expect(await through(`http://123456789012.127.0.0.1:${port}/2020`)).toEqual({
    status: 501,
    said: "the rehearsal has no unsigned GET /2020",
  });
  expect(aws.unanswered.at(-1)).toBe("unsigned GET /2020");
  expect(aws.outside).toHaveLength(asked);
});

it("hands plugins on", async () => {
  expect(await (await fetch(`${aws.url}/plugin/aws/7.20.0`)).text()).toBe("plugin /plugin/aws/7.20.0");
});

it("is Cloudflare's API, as far as SST looks for zones", async () => {
  aws.accounts.main.zones.add("acme.com");
  const of = async (path: string) => (await fetch(`${aws.url}/cloudflare${path}`)).json();
  expect(await of("/zones?name=acme.com")).toMatchObject({
    success: true,
    result: [{ name: "acme.com", account: { id: "0mockaccount" } }],
    result_info: { page: 1, count: 1, total_count: 1, total_pages: 1 },
  });
  expect(await of("/accounts")).toMatchObject({ success: true, result: [{ id: "0mockaccount" }] });
  expect((await fetch(`${aws.url}/cloudflare/user`)).status).toBe(501);
  expect(aws.unanswered.at(-1)).toBe("cloudflare GET /user");
});

it("keeps a connection for a minute: whoever asks again after a while would find a shut door", async () => {
  expect((await fetch(`${aws.url}/2020`)).headers.get("keep-alive")).toBe("timeout=60");
});

it("says what is wrong with it, and lives on", async () => {
  const answer = await fetch(`${aws.url}/%E0%A4%A`);
  expect([answer.status, await answer.text()]).toEqual([500, expect.stringContaining("URI malformed")]);
  // An SST that has gone away.
  await expect(fetch(`${aws.url}/sst/1/rpc`, { method: "POST", body: "{}" })).rejects.toThrow();
  expect((await fetch(`${aws.url}/2020`)).status).toBe(501);
});

it("ends at once, whoever still waits for an answer", async () => {
  const other = await playedAws();
  const waiting = expect(fetch(`${other.url}/plugin/aws/7.20.0`)).rejects.toThrow();
  await fetch(`${other.url}/2020`);
  await other.close();
  await waiting;
});

describe("SST's own server", () => {
  let own: ReturnType<typeof createServer>;
  beforeAll(async () => {
    own = createServer((message, response) =>
      text(message).then((said) => response.writeHead(202).end(`${message.method} ${message.url} ${said}`)),
    );
    await new Promise<void>((done) => own.listen(0, "127.0.0.1", done));
  });
  afterAll(() => own.close());
  const say = (method: string, params: object[]) =>
    fetch(`${aws.url}/sst/${(own.address() as AddressInfo).port}/rpc`, {
      method: "POST",
      body: JSON.stringify({ method, params }),
    });

  it.each([
    ["Create", { id: "0mock-A-acme.com", outs: { recordId: "0mock-A-acme.com" } }],
    ["Update", {}],
    ["Delete", {}],
  ])("is not asked to %s a record at Cloudflare", async (word, result) => {
    const answer = await say(`Resource.Cloudflare.DnsRecord.${word}`, [{ type: "A", name: "acme.com" }]);
    expect(await answer.json()).toEqual({ result, error: null });
  });

  it("is asked everything else", async () => {
    const answer = await say("Resource.Aws.Other", []);
    expect([answer.status, await answer.text()]).toEqual([
      202,
      'POST /rpc {"method":"Resource.Aws.Other","params":[]}',
    ]);
  });
});
