import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createProcess } from "../../../lib/proof/simulate/engine/process.ts";
import { createRpc } from "../../../lib/proof/simulate/engine/rpc.ts";

/** What a program is given in the place of the SST CLI: its environment, and the answers to its calls. */

describe("the environment", () => {
  beforeEach(() => {
    process.env.SPACE_OUTER = "outer";
  });
  afterEach(() => {
    delete process.env.SPACE_OUTER;
  });

  it("is this one, with credentials that open nothing, and with what is given over all", () => {
    const { env } = createProcess(
      { stage: "dev", env: { RELEASE: "0a1b2c3", SST_AWS_SESSION_TOKEN: "own" } },
      new Set(),
    );
    expect(env).toMatchObject({
      SPACE_OUTER: "outer",
      RELEASE: "0a1b2c3",
      SST_AWS_ACCESS_KEY_ID: "mock",
      SST_AWS_SECRET_ACCESS_KEY: "mock",
      SST_AWS_SESSION_TOKEN: "own",
      CLOUDFLARE_API_TOKEN: "mock",
      CLOUDFLARE_DEFAULT_ACCOUNT_ID: "0mockaccount",
      SST_SECRETS: "{}",
    });
    expect(process.env.RELEASE).toBeUndefined();
  });

  it("has a value for each secret, and notes which were read", () => {
    const read = new Set<string>();
    const options = { stage: "dev", secrets: { Given: "own", Empty: "" }, missingSecrets: ["Missing"] };
    const { env } = createProcess(options, read);
    expect(env.SST_SECRETS).toBe('{"Given":"own","Empty":""}');
    const names = ["Given", "Empty", "Missing", "Any"];
    expect(names.map((name) => env[`SST_SECRET_${name}`])).toEqual(["own", "", undefined, "MOCKSECRET/Any"]);
    expect([...read]).toEqual(names);
  });

  it("has what was rotated only where it was, and names it no secret", () => {
    const read = new Set<string>();
    const { env } = createProcess({ stage: "dev", secrets: { ApiDatabaseRotated: "api__b:r" } }, read);
    expect([env.SST_SECRET_ApiDatabaseRotated, env.SST_SECRET_MainCacheRotated]).toEqual(["api__b:r", undefined]);
    expect([...read]).toEqual([]);
  });

  it("is part of a process that is this one otherwise", () => {
    const played = createProcess({ stage: "dev" }, new Set());
    expect([played.pid, played.cwd(), played.platform]).toEqual([process.pid, process.cwd(), process.platform]);
    expect(played.env).toBe(played.env);
  });
});

describe("SST's CLI", () => {
  const rpc = createRpc({ account: "123456789012", region: "eu-west-1", platform: "/platform" });

  it("says where a region keeps what SST stores", async () => {
    const here = await rpc("Provider.Aws.Bootstrap", {});
    expect(here).toEqual({
      asset: expect.stringMatching(/^sst-asset-[0-9a-f]{12}$/),
      assetEcrRegistryId: "123456789012",
      assetEcrUrl: "123456789012.dkr.ecr.eu-west-1.amazonaws.com/sst-asset",
      state: expect.stringMatching(/^sst-state-[0-9a-f]{12}$/),
      appsyncHttp: "events.appsync-api.eu-west-1.amazonaws.com",
      appsyncRealtime: "events.appsync-realtime-api.eu-west-1.amazonaws.com",
    });
    const there = await rpc("Provider.Aws.Bootstrap", { region: "us-east-1" });
    expect(there.assetEcrUrl).toBe("123456789012.dkr.ecr.us-east-1.amazonaws.com/sst-asset");
    expect([there.asset, there.state].filter((name) => Object.values(here).includes(name as string))).toEqual([]);
  });

  it("says where events are spoken", async () => {
    expect(await rpc("Provider.Aws.Appsync", { region: "us-east-1" })).toEqual({
      http: "events.appsync-api.us-east-1.amazonaws.com",
      realtime: "events.appsync-realtime-api.us-east-1.amazonaws.com",
    });
  });

  it("builds no function: there is an empty one in its place", async () => {
    const built = { out: "/platform/functions/empty-function", errors: [], sourcemaps: [] };
    const handler = "src/hello.handler";
    expect(await rpc("Runtime.Build", { handler })).toEqual({ ...built, handler });
    expect(await rpc("Runtime.Build", {})).toEqual({ ...built, handler: "index.handler" });
    expect(await rpc("Runtime.AddTarget", {})).toEqual({});
  });

  it("says which call nothing answers", async () => {
    await expect(rpc("Provider.Vercel.Domain", {})).rejects.toThrow(
      "offline, nothing answers the call Provider.Vercel.Domain to the SST CLI",
    );
  });
});
