import { describe, expect, it } from "vitest";
import { normaliseApp, providerConfig } from "../../../lib/proof/simulate/engine/app.ts";
import type { App } from "../../../lib/proof/simulate/types.ts";

/** What SST makes of what `app()` of sst.config.ts answers. */

describe("an app", () => {
  it("has SST's defaults where it says nothing", () => {
    expect(normaliseApp({ name: "shop" }, "dev")).toEqual({
      name: "shop",
      stage: "dev",
      home: "aws",
      removal: "retain",
      protect: false,
      providers: { aws: {} },
    });
  });

  it("keeps what it says, but for the stage, which is that of the run", () => {
    const said = { name: "shop", home: "cloudflare", removal: "remove", protect: true, version: "4.17.1" };
    expect(normaliseApp({ ...said, stage: "other", watch: ["infra"] }, "dev")).toEqual({
      ...{ ...said, stage: "dev", watch: ["infra"] },
      providers: { cloudflare: {} },
    });
  });

  it("has the provider of its home first, and names a version alone as one", () => {
    const providers = { cloudflare: "6.10.0", aws: { region: "eu-west-1" }, random: true, tls: null };
    const app = normaliseApp({ name: "shop", providers }, "dev");
    expect(Object.entries(app.providers)).toEqual([
      ["aws", { region: "eu-west-1" }],
      ["cloudflare", { version: "6.10.0" }],
      ["random", {}],
      ["tls", {}],
    ]);
  });

  it("needs no provider where its state is kept on this machine", () => {
    expect(normaliseApp({ name: "shop", home: "local" }, "dev").providers).toEqual({});
  });

  it.each([undefined, null, {}, { name: "" }])("must have a name: %j", (answer) => {
    expect(() => normaliseApp(answer, "dev")).toThrow("sst.config.ts: app() must return a name");
  });
});

it("Pulumi is told what configures each provider, as text, and not which package it is", () => {
  const providers = {
    aws: { version: "7.20.0", region: "eu-west-1", defaultTags: { tags: { A: "b" } }, skipMetadataApiCheck: true },
    cloudflare: { package: "@pulumi/cloudflare", accountId: "1" },
  };
  expect(providerConfig({ providers } as unknown as App)).toEqual({
    "aws:region": "eu-west-1",
    "aws:defaultTags": '{"tags":{"A":"b"}}',
    "aws:skipMetadataApiCheck": "true",
    "cloudflare:accountId": "1",
  });
});
