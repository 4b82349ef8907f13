import { describe, expect, it } from "vitest";
import type { PlainObject } from "../../lib/proof/simulate/types.ts";
import { Account } from "../../lib/rehearse/account/account.ts";
import { UNKNOWN } from "../../lib/rehearse/providers/values.ts";
import { INSTANCE, provider, TASK, TOPIC, urn } from "../support/played-provider.ts";

/** What a provider makes, changes, finds and lets go, with AWS played. */

describe("a provider", () => {
  it("knows in a preview what is given, and nothing that AWS decides", async () => {
    const { id, outputs } = await provider().create(urn(TOPIC, "Alerts"), { name: "alerts" }, true);
    expect(id).toBe("");
    expect(outputs).toMatchObject({ name: "alerts", arn: UNKNOWN, id: UNKNOWN, region: "eu-west-1" });
    expect(outputs.displayName).toBeUndefined();
  });

  it("makes things that live, with the region of the provider and a revision that counts", async () => {
    const account = new Account("123456789012");
    const one = provider(account);
    const first = await one.create(urn(TASK, "Task"), { family: "shop-api" }, false);
    const second = await one.create(urn(TASK, "Task"), { family: "shop-api" }, false);
    expect([first.outputs.revision, second.outputs.revision]).toEqual([1, 2]);
    expect(second.outputs.arn).toBe("arn:aws:ecs:eu-west-1:123456789012:task-definition/shop-api:2");
    expect(account.calls.map(({ operation, failed }) => [operation, failed])).toEqual([
      ["create", null],
      ["create", null],
    ]);
  });

  it("does not let a value through that is not known", async () => {
    await expect(provider().create(urn(TOPIC, "Alerts"), { name: UNKNOWN }, false)).rejects.toThrow(
      "a value that is not known reached AWS",
    );
  });

  it("keeps the defaults that it has added itself out of what the resource says", async () => {
    const { outputs } = await provider().create(
      urn(TOPIC, "Alerts"),
      { name: "a", tags: { A: "1" }, __defaults: [] },
      false,
    );
    expect(outputs.__defaults).toBeUndefined();
    expect(outputs).toMatchObject({ name: "a", tags: { A: "1" }, tagsAll: { A: "1" }, region: "eu-west-1" });
    expect(outputs.arn).toMatch(/^arn:aws:sns:eu-west-1:123456789012:/);
    expect(outputs.id).toBeTypeOf("string");
  });

  it("makes a thing in the region that it names, not in that of the provider", async () => {
    const account = new Account("123456789012");
    await provider(account).create(urn(TOPIC, "Far"), { name: "far", region: "us-east-1" }, false);
    expect(account.living().map(({ region, outputs }) => [region, outputs.region])).toEqual([
      ["us-east-1", "us-east-1"],
    ]);
  });

  it("changes a thing in place, where what is no longer given is gone, but for what AWS fills in", async () => {
    const account = new Account("123456789012");
    const one = provider(account);
    const inputs = { name: "alerts", displayName: "Alerts", kmsMasterKeyId: "key", tags: { A: "1" } };
    const { id, outputs } = await one.create(urn(TOPIC, "Alerts"), inputs, false);
    const news = { name: "alerts", displayName: "All", tags: { B: "2" } };
    const changed = await one.update(urn(TOPIC, "Alerts"), id, { olds: outputs, news }, inputs, false);
    expect(changed.outputs).toMatchObject({
      displayName: "All",
      arn: outputs.arn,
      tags: { B: "2" },
      tagsAll: { B: "2" },
    });
    expect(changed.outputs.kmsMasterKeyId).toBeUndefined();
    expect(account.find(TOPIC, id)).toMatchObject({ inputs: news, outputs: { displayName: "All" } });
    expect(account.calls.map(({ operation }) => operation)).toEqual(["create", "update"]);
    await one.delete(urn(TOPIC, "Alerts"), id, changed.outputs);
    expect(account.living()).toEqual([]);
    // In a preview nothing becomes of it.
    const foreseen = await one.update(urn(TOPIC, "Alerts"), id, { olds: outputs, news }, inputs, true);
    expect(foreseen.outputs).toMatchObject({ displayName: "All" });
    expect([account.living().length, account.calls.length]).toEqual([0, 3]);
  });

  it("has AWS say no to a change, and plays the faults of each moment", async () => {
    const account = new Account("123456789012");
    const one = provider(account);
    const olds = { engine: "postgres", engineVersion: "17" };
    const upgrade = (engineVersion: string) =>
      one.update(urn(INSTANCE, "Main"), "main", { olds, news: { ...olds, engineVersion } }, olds, false);
    await expect(upgrade("18")).rejects.toThrow("AllowMajorVersionUpgrade");
    account.faults.add([{ on: "update", resource: "Main", do: "fail" }]);
    await expect(upgrade("17.5")).rejects.toThrow("AccessDenied");
    account.faults.add([{ on: "created", resource: "Alerts", do: "fail" }]);
    await expect(one.create(urn(TOPIC, "Alerts"), { name: "a" }, false)).rejects.toThrow("AccessDenied");
    // The account has it, and the engine does not know.
    expect(account.living().map(({ type }) => type)).toEqual([TOPIC]);
    account.faults.add([{ on: "delete", resource: "Alerts", do: "fail" }]);
    await expect(one.delete(urn(TOPIC, "Alerts"), "x", {})).rejects.toThrow("AccessDenied");
    await expect(one.create(urn(TOPIC, "Other"), { name: "a" }, false)).rejects.toThrow("AlreadyExists");
    const update = one.update(urn(TOPIC, "Alerts"), "x", { olds: {}, news: { name: [UNKNOWN] } }, {}, false);
    await expect(update).rejects.toThrow("a value that is not known reached AWS");
  });

  it("keeps secret what the real provider keeps secret", async () => {
    const { secrets } = await provider().create(urn(INSTANCE, "Main"), { password: "x" }, true);
    expect(secrets).toEqual(["password"]);
    expect((await provider().create(urn(TOPIC, "Alerts"), {}, true)).secrets).toEqual([]);
  });

  it("does not find what is gone, and finds what is looked up by its name", async () => {
    const account = new Account("123456789012");
    const one = provider(account);
    const { id, outputs } = await one.create(urn(TOPIC, "Alerts"), { name: "alerts" }, false);
    expect(one.read(urn(TOPIC, "Alerts"), id, outputs, { name: "alerts" })).toEqual({ outputs });
    expect(one.read(urn(TOPIC, "Alerts"), "gone", outputs, { name: "alerts" })).toBeNull();
    const found = one.read(urn("aws:ec2/vpc:Vpc", "Found"), "vpc-1", { id: "vpc-1" }, {});
    expect(found?.outputs).toMatchObject({
      id: "vpc-1",
      arn: expect.any(String),
      mainRouteTableId: expect.any(String),
    });
  });

  it("answers what a program looks up, in the region of the provider or another one, and nothing else", () => {
    const region = (args: PlainObject) => provider().invoke("aws:index/getRegion:getRegion", args);
    expect(region({})).toMatchObject({ region: "eu-west-1" });
    expect(region({ region: "us-east-1" })).toMatchObject({ region: "us-east-1" });
    expect(provider().invoke("aws:index/getCallerIdentity:getCallerIdentity", {})).toMatchObject({
      accountId: "123456789012",
    });
    expect(() => provider().invoke("aws:none/getSuch:getSuch", {})).toThrow("the rehearsal has no answer to it");
  });
});
