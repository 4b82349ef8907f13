import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { renderSources, type Sources } from "../support/boot/sources.ts";
import { servicePackages } from "../support/packages.ts";

/** How services ask AWS, and each other: with which key, where, and for how long. Who answers is played. */

// biome-ignore lint/suspicious/noExplicitAny: packages and modules of the services, and not of this one.
type Foreign = any;

let sources: Sources;
let required: (name: string) => Foreign;
const module = (service: string, file: string): Promise<Foreign> =>
  import(join(sources.folderOf(service), "src", file));

beforeAll(async () => {
  sources = await renderSources({
    project: "shop",
    domain: "acme.com",
    services: [
      { name: "api", source: "node", bucket: "files", email: "noreply", calls: ["inner"] },
      { name: "inner", source: "node", private: true },
      { name: "sqs", kind: "worker", source: "node", queue: "sqs" },
    ],
    buckets: [{ name: "files" }],
  });
  required = createRequire(join(await servicePackages(), "/"));
}, 120_000);
afterAll(() => sources?.dispose());

/** What is closed after a test, the last first. */
const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

/** In the place of AWS: it notes what it is asked, and answers everything with nothing. */
async function aws() {
  const asked: { method: string | undefined; url: string | undefined; headers: IncomingHttpHeaders }[] = [];
  const server: Server = createServer((request, response) => {
    asked.push({ method: request.method, url: request.url, headers: request.headers });
    request
      .resume()
      .on("end", () =>
        response.setHeader("content-type", "application/json").end(request.method === "HEAD" ? "" : "{}"),
      );
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  open.push(() => new Promise((closed) => server.close(closed).closeAllConnections()));
  return { asked, endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

describe("AWS", () => {
  const settings = { BUCKET_NAME: "files", BUCKET_REGION: "eu-west-1" };
  const mail = { MAIL_FROM: "noreply@acme.com", MAIL_CONFIGURATION_SET: "mail", MAIL_REGION: "eu-west-1" };
  /** What opens each, and the limits: for a connection, and for an answer. */
  const CLIENTS: [
    name: string,
    open: (endpoint?: string) => Promise<Foreign>,
    command: () => Foreign,
    limits: [number, number],
    path: string,
  ][] = [
    [
      "s3",
      async (BUCKET_ENDPOINT) => (await module("api", "bucket.ts")).openBucket({ ...settings, BUCKET_ENDPOINT }).s3,
      () => new (required("@aws-sdk/client-s3").PutObjectCommand)({ Bucket: "files", Key: "one", Body: "1" }),
      [2_000, 10_000],
      "/files/one?x-id=PutObject",
    ],
    [
      "sqs",
      async (endpoint = "https://sqs.eu-west-1.amazonaws.com") =>
        (await module("sqs", "sqs.ts")).openSqs("eu-west-1", `${endpoint}/1/jobs`),
      () => new (required("@aws-sdk/client-sqs").ListQueuesCommand)({}),
      [2_000, 5_000],
      "/",
    ],
  ];

  it.each(CLIENTS)(
    "%s is asked on a developer's machine with the key that opens everything there",
    async (name, client, command, limits, path) => {
      const { asked, endpoint } = await aws();
      const local = await client(endpoint);
      open.push(() => local.destroy());
      await local.send(command());
      expect(asked.map(({ url }) => url)).toEqual([path]);
      expect(asked[0]?.headers.authorization).toMatch(new RegExp(`Credential=local/\\d+/eu-west-1/${name}/`));
      expect(Object.keys(asked[0]?.headers ?? {}).filter((header) => header.startsWith("x-amz-checksum"))).toEqual([]);
      const [connectionTimeout, requestTimeout] = limits;
      const given = { connectionTimeout, requestTimeout, throwOnRequestTimeout: true };
      expect(local.config.requestHandler.httpHandlerConfigs()).toMatchObject(given);
      expect(await local.config.maxAttempts()).toBe(3);
    },
  );

  it.each(CLIENTS)("%s is AWS's own otherwise", async (_, client) => {
    const real = await client();
    open.push(() => real.destroy());
    expect([real.config.endpoint, await real.config.region()]).toEqual([undefined, "eu-west-1"]);
    expect(real.config.forcePathStyle ?? false).toBe(false);
  });

  it("gets mail in time, or not at all", async () => {
    const { Mailer } = await module("api", "mailer.ts");
    const { asked, endpoint } = await aws();
    const { SESv2Client } = required("@aws-sdk/client-sesv2");
    const clients: Foreign[] = [];
    const send = SESv2Client.prototype.send;
    vi.spyOn(SESv2Client.prototype, "send").mockImplementation(function (this: Foreign, ...args: unknown[]) {
      clients.push(this);
      return send.apply(this, args);
    });
    open.push(() => vi.restoreAllMocks());
    const mailer = new Mailer({ ...mail, MAIL_ENDPOINT: endpoint });
    open.push(() => mailer.close());
    await mailer.send({ to: "ana@example.com", subject: "Hello", text: "Hello, Ana" });
    expect(asked[0]?.headers.authorization).toMatch(/Credential=local\/\d+\/eu-west-1\/ses\//);
    const limits = { connectionTimeout: 2_000, requestTimeout: 5_000, throwOnRequestTimeout: true };
    expect(clients[0].config.requestHandler.httpHandlerConfigs()).toMatchObject(limits);
  });
});

describe("another service", () => {
  it("is told of the request where there is one, and not waited for", async () => {
    const { call } = await module("api", "call.ts");
    const { follow } = await module("api", "request-id.ts");
    const { asked, endpoint } = await aws();
    const timeout = vi.spyOn(AbortSignal, "timeout");
    const asks = vi.spyOn(globalThis, "fetch");
    open.push(() => vi.restoreAllMocks());
    await call(`${endpoint}/alone`);
    await follow("r-1", () => call(`${endpoint}/for-one`, { method: "PUT", headers: { "x-request-id": "another" } }));
    expect(asked.map(({ method, url, headers }) => [method, url, headers["x-request-id"]])).toEqual([
      ["GET", "/alone", undefined],
      ["PUT", "/for-one", "r-1"],
    ]);
    // As README.md says.
    expect(timeout.mock.calls).toEqual([[5_000], [5_000]]);
    expect(asks.mock.calls.map(([, init]) => init?.signal)).toEqual(timeout.mock.results.map(({ value }) => value));
  });
});
