import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { Account } from "../../lib/rehearse/account/account.ts";
import { contextHash } from "../../lib/rehearse/providers/images.ts";
import { Provider } from "../../lib/rehearse/providers/provider.ts";
import { Schemas } from "../../lib/rehearse/providers/schema.ts";
import { loadSdk } from "../../lib/rehearse/providers/sdk.ts";
import { UNKNOWN } from "../../lib/rehearse/providers/values.ts";
import { temporaryFolder } from "../support/cli.ts";
import { platform } from "../support/platform.ts";

/** The protocol of Pulumi's Terraform bridge, as the stand-in keeps it. Hidden: what providers normalise, and validation. */

let schemas: Schemas;
beforeAll(async () => {
  schemas = new Schemas(loadSdk(join(await platform(), ".sst", "platform")));
});

const urn = (type: string, name: string) => `urn:pulumi:dev::shop::sst:aws:Service$${type}::${name}`;
const TOPIC = "aws:sns/topic:Topic";
const INSTANCE = "aws:rds/instance:Instance";
const TASK = "aws:ecs/taskDefinition:TaskDefinition";

function provider(account = new Account("123456789012")) {
  const made = new Provider({ account, schemas, pkg: "aws", cwd: "/" });
  made.configure({ region: "eu-west-1", defaultTags: '{"tags":{"Project":"shop"}}' });
  return made;
}

describe("a provider", () => {
  it("names by the logical name, keeps the name, and adds the default tags", () => {
    const one = provider();
    const first = one.check(urn(TOPIC, "Alerts"), { olds: {}, news: {} }, "abc1234").inputs;
    expect(first).toEqual({ name: "Alerts-abc1234", tags: { Project: "shop" }, __defaults: ["name", "tags"] });
    const second = one.check(urn(TOPIC, "Alerts"), { olds: first, news: {} }, "other").inputs;
    expect(second.name).toBe("Alerts-abc1234");
    const own = one.check(urn(TOPIC, "Alerts"), { olds: {}, news: { name: "own", tags: { A: "1" } } }, "x").inputs;
    expect(own).toEqual({ name: "own", tags: { Project: "shop", A: "1" }, __defaults: [] });
  });

  it("refuses inputs that there are not, and misses those that are required", () => {
    const { problems } = provider().check(urn("aws:ecs/service:Service", "Api"), { olds: {}, news: { nme: "x" } }, "x");
    expect(problems).toEqual([{ property: "nme", reason: "there is no such input" }]);
    const target = urn("aws:appautoscaling/target:Target", "Target");
    expect(
      provider()
        .check(target, { olds: {}, news: {} }, "x")
        .problems.map(({ property }) => property),
    ).toEqual(["maxCapacity", "minCapacity", "resourceId", "scalableDimension", "serviceNamespace"]);
  });

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

  it("finds what differs, what of it replaces, and that a chosen name is free only when the old one is gone", () => {
    const one = provider();
    const olds = { identifier: "main", instanceClass: "db.t4g.micro", storageEncrypted: true, __defaults: [] };
    const same = one.diff(urn(INSTANCE, "Main"), { olds, news: olds }, {}, []);
    expect(same.changes).toEqual([]);
    const news = { ...olds, instanceClass: "db.t4g.small" };
    expect(one.diff(urn(INSTANCE, "Main"), { olds, news }, {}, [])).toEqual({
      changes: [{ path: "instanceClass", kind: "UPDATE", replaces: false }],
      diffs: ["instanceClass"],
      replaces: [],
      deleteBeforeReplace: false,
    });
    const anew = { ...olds, storageEncrypted: false };
    expect(one.diff(urn(INSTANCE, "Main"), { olds, news: anew }, {}, [])).toMatchObject({
      replaces: ["storageEncrypted"],
      deleteBeforeReplace: true,
    });
    const ignored = one.diff(urn(INSTANCE, "Main"), { olds, news: anew }, {}, ["storageEncrypted"]);
    expect(ignored.changes).toEqual([]);
  });

  it("compares text that holds JSON by what it says", () => {
    const one = provider();
    const task = (containers: object[]) => ({ family: "f", containerDefinitions: JSON.stringify(containers, null, 1) });
    const olds = task([{ name: "api", image: "a" }]);
    const news = { family: "f", containerDefinitions: '[{"name":"api","image":"b"}]' };
    expect(one.diff(urn(TASK, "Task"), { olds, news }, {}, []).changes).toEqual([
      { path: "containerDefinitions[0].image", kind: "UPDATE", replaces: true },
    ]);
  });
});

describe("an image", () => {
  it("is built anew when something changes that its Dockerfile may see", async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, "src"));
    await writeFile(join(folder, "Dockerfile"), "FROM scratch\n");
    await writeFile(join(folder, ".dockerignore"), "*.md\n!README.md\n**/sst-env.d.ts\n");
    await writeFile(join(folder, "src", "main.ts"), "1\n");
    const inputs = { context: { location: "." } };
    const first = contextHash(inputs, folder);
    for (const file of ["notes.md", "src/sst-env.d.ts"]) await writeFile(join(folder, file), "ignored\n");
    expect(contextHash(inputs, folder)).toBe(first);
    await writeFile(join(folder, "README.md"), "seen\n");
    const second = contextHash(inputs, folder);
    expect(second).not.toBe(first);
    await writeFile(join(folder, "src", "main.ts"), "2\n");
    expect(contextHash(inputs, folder)).not.toBe(second);
  });
});
