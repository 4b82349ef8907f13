import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { Aws } from "../../../lib/aws/client.ts";
import {
  lockOf,
  releaseOf,
  stackBeforeRemoval,
  stackOf,
  stateBucket,
  storedSecrets,
} from "../../../lib/aws/sst/state.ts";
import { awsServer, noCredentials } from "../../support/aws/server.ts";
import { type SstState, sstState } from "../../support/sst-state.ts";

/** What SST keeps in an account, read from a played S3 and SSM: they hide whether a newer SST keeps it elsewhere. */

const SERVICE = { urn: "urn:api", type: "aws:ecs/service:Service" };
const ROOT = { urn: "urn:root", type: "pulumi:pulumi:Stack", outputs: { release: "abc123" } };
const checkpoint = (...resources: object[]) => JSON.stringify({ checkpoint: { latest: { resources } } });

let state: SstState;
let aws: Aws;
beforeEach(async () => {
  state = sstState();
  const server = await awsServer(state.answers);
  for (const [name, value] of Object.entries(server.env)) vi.stubEnv(name, value);
  aws = new Aws({ region: "us-east-1" });
});
const has = (key: string, contents: string) => void state.objects.set(key, Buffer.from(contents));

describe("an account that SST has not been used in", () => {
  it.each([
    ["no parameter", undefined],
    ["one that names no bucket", "{}"],
  ])("has %s: nothing stands, is locked or is kept there", async (_, bootstrap) => {
    if (bootstrap === undefined) state.parameters.delete("/sst/bootstrap");
    else state.parameters.set("/sst/bootstrap", bootstrap);
    expect(await stateBucket(aws)).toBeNull();
    expect(await stackOf(aws, "shop", "dev")).toBeNull();
    expect(await stackBeforeRemoval(aws, "shop", "dev")).toBeNull();
    expect(await lockOf(aws, "shop", "dev")).toBeNull();
    expect(await releaseOf(aws, "shop", "dev")).toBeNull();
    expect(await storedSecrets(aws, "shop", "dev")).toEqual({ own: new Map(), fallback: new Map() });
  });
});

describe("a stage", () => {
  it("consists of what the checkpoint has, and its outputs are the root's", async () => {
    has("app/shop/dev.json", checkpoint(ROOT, SERVICE));
    has("app/shop/staging.json", checkpoint());
    expect(await stackOf(aws, "shop", "dev")).toEqual({ outputs: { release: "abc123" }, resources: [SERVICE] });
    expect(await releaseOf(aws, "shop", "dev")).toBe("abc123");
    // Removed: its state is there, and empty.
    expect(await stackOf(aws, "shop", "staging")).toBeNull();
    expect(await stackOf(aws, "shop", "production")).toBeNull();
  });

  it("says no version where its output is no text", async () => {
    has("app/shop/dev.json", checkpoint({ ...ROOT, outputs: { release: null } }, SERVICE));
    expect(await releaseOf(aws, "shop", "dev")).toBeNull();
  });

  it("is locked by whoever the lock names, as far as it says", async () => {
    has("lock/shop/dev.json", JSON.stringify({ created: "2026-01-31T09:30:00Z", command: "deploy" }));
    has("lock/shop/staging.json", "{}");
    expect(await lockOf(aws, "shop", "dev")).toEqual({ created: "2026-01-31T09:30:00Z", command: "deploy" });
    expect(await lockOf(aws, "shop", "staging")).toEqual({ created: "", command: "" });
  });

  it("has secrets of its own and those of all stages, and says which parameter opens them", async () => {
    state.secrets("shop", "dev", { JWT: "own" });
    state.secrets("shop", "_fallback", { JWT: "of all", KEY: "k" });
    const { own, fallback } = await storedSecrets(aws, "shop", "dev");
    expect([Object.fromEntries(own), Object.fromEntries(fallback)]).toEqual([
      { JWT: "own" },
      { JWT: "of all", KEY: "k" },
    ]);
    state.parameters.delete("/sst/passphrase/shop/dev");
    await expect(storedSecrets(aws, "shop", "dev")).rejects.toThrow(
      "the secrets of shop in dev cannot be decrypted with the parameter /sst/passphrase/shop/dev: ",
    );
  });
});

describe("what a stage was before its removal", () => {
  const ran = (name: string, command: string, ...resources: object[]) => {
    has(`update/shop/dev/${name}.json`, JSON.stringify({ command }));
    has(`snapshot/shop/dev/${name}.json`, checkpoint(ROOT, ...resources));
  };

  it("is what the newest run left that was no removal, however many of those there were", async () => {
    ran("1", "remove");
    ran("2", "remove");
    ran("3", "deploy", SERVICE);
    ran("4", "deploy");
    expect(await stackBeforeRemoval(aws, "shop", "dev")).toMatchObject({ resources: [SERVICE] });
  });

  it("is nothing where none has begun, or nothing else was ever run", async () => {
    ran("1", "deploy", SERVICE);
    ran("2", "remove");
    expect(await stackBeforeRemoval(aws, "shop", "dev")).toBeNull();
    expect(await stackBeforeRemoval(aws, "shop", "staging")).toBeNull();
    state.objects.clear();
    ran("1", "remove");
    expect(await stackBeforeRemoval(aws, "shop", "dev")).toBeNull();
  });
});

it("an object that is stored compressed is read as one that is not", async () => {
  const answer: RequestListener = ({ headers }, response) => {
    if (String(headers["x-amz-target"]).startsWith("AmazonSSM"))
      response.end(JSON.stringify({ Parameter: { Value: JSON.stringify({ state: "bucket" }) } }));
    else response.setHeader("content-encoding", "gzip").end(gzipSync(checkpoint(ROOT, SERVICE)));
  };
  const server = createServer(answer);
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const env = { ...noCredentials, AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  expect(await stackOf(new Aws({ region: "us-east-1" }), "shop", "dev")).toMatchObject({ resources: [SERVICE] });
});
