import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PlainObject } from "../../lib/proof/simulate/types.ts";
import { Account } from "../../lib/rehearse/account/account.ts";
import { Provider } from "../../lib/rehearse/providers/provider.ts";
import { Schemas } from "../../lib/rehearse/providers/schema.ts";
import { loadSdk, message, type Sdk } from "../../lib/rehearse/providers/sdk.ts";
import { serve } from "../../lib/rehearse/providers/serve.ts";
import { SIGN, UNKNOWN } from "../../lib/rehearse/providers/values.ts";
import { platform } from "../support/platform.ts";

/** A played provider in the messages of Pulumi's engine, asked over gRPC as the engine asks it, with AWS played in memory. */

const TOPIC = "aws:sns/topic:Topic";
const SECRET = { [SIGN]: "1b47061264138c4ac30d75fd1eb44270" };
const urn = (name: string, type = TOPIC) => `urn:pulumi:dev::shop::${type}::${name}`;

interface Response {
  toObject(): Record<string, unknown>;
  [getter: `get${string}`]: () => { toJavaScript(): PlainObject } | undefined;
}
type Client = Record<string, (request: object, done: (error: Error | null, response: Response) => void) => void>;

let sdk: Sdk;
let client: Client;
let account: Account;
let close = () => {};

beforeAll(async () => {
  sdk = loadSdk(join(await platform(), ".sst", "platform"));
  account = new Account("123456789012", [{ on: "create", resource: "Slow", do: "hang" }]);
  const provider = new Provider({ account, schemas: new Schemas(sdk), pkg: "aws", cwd: "/" });
  const served = await serve(sdk, provider, "7.20.0");
  const { ResourceProviderClient } = sdk.require("@pulumi/pulumi/proto/provider_grpc_pb.js");
  const { credentials } = sdk.require("@grpc/grpc-js");
  client = new ResourceProviderClient(`127.0.0.1:${served.port}`, credentials.createInsecure());
  close = () => {
    (client as unknown as { close(): void }).close();
    served.close();
  };
  await ask("configure", "ConfigureRequest", { Args: { region: "eu-west-1", defaultTags: '{"tags":{"Own":"1"}}' } });
});
afterAll(() => close());

/** Asks the provider; objects are sent as Pulumi's structs. */
function ask(method: string, kind: string, values: Record<string, unknown> = {}): Promise<Response> {
  const isObject = (value: unknown) =>
    typeof value === "object" && !Array.isArray(value) && !(value instanceof Uint8Array);
  const sent = Object.entries(values).map(([key, value]) => [
    key,
    isObject(value) ? sdk.struct(value as PlainObject) : value,
  ]);
  const request = message(sdk.provider[kind] ?? sdk.plugin[kind] ?? sdk.Empty, Object.fromEntries(sent));
  return promisify((client[method] as Client[string]).bind(client))(request) as Promise<Response>;
}
const struct = (response: Response, getter: `get${string}`) => response[getter]?.()?.toJavaScript();

it("says which version it is, and is there for whoever attaches to it", async () => {
  expect((await ask("getPluginInfo", "Empty")).toObject()).toMatchObject({ version: "7.20.0" });
  expect((await ask("attach", "PluginAttach")).toObject()).toEqual({});
});

describe("its configuration", () => {
  it("is taken as it is given, and speaks of plain values and of previews", async () => {
    const news = { region: "us-east-1" };
    expect(struct(await ask("checkConfig", "CheckRequest", { News: news }), "getInputs")).toEqual(news);
    const said = await ask("configure", "ConfigureRequest", { Args: { defaultTags: '{"tags":{"Own":"1"}}' } });
    expect(said.toObject()).toMatchObject({ acceptsecrets: false, supportspreview: true });
  });

  it("differs by its inputs, each named once", async () => {
    const differ = async (OldInputs: PlainObject, News: PlainObject) => {
      const { changes, diffsList } = (await ask("diffConfig", "DiffRequest", { OldInputs, News })).toObject();
      return [changes, diffsList];
    };
    const tags = (A: string, B: string) => ({ region: "r", defaultTags: { tags: { A, B } } });
    // `DiffResponse.DiffChanges`: 1 is none, 2 is some.
    expect(await differ(tags("1", "2"), tags("1", "2"))).toEqual([1, []]);
    expect(await differ(tags("1", "2"), tags("3", "4"))).toEqual([2, ["defaultTags"]]);
  });
});

describe("a check", () => {
  const checked = (News: PlainObject, Randomseed: Uint8Array = new Uint8Array([0xab, 0xcd, 0xef, 0x12])) =>
    ask("check", "CheckRequest", { Urn: urn("Alerts"), Olds: {}, News, Randomseed });

  it("names what has no name by the engine's seed, so that a preview says the same, and else by chance", async () => {
    const named = async (seed?: Uint8Array) => struct(await checked({}, seed), "getInputs")?.name;
    expect(await named()).toBe("Alerts-abcdef1");
    const [one, other] = [await named(new Uint8Array()), await named(new Uint8Array())];
    expect(one).toMatch(/^Alerts-[0-9a-f]{7}$/);
    expect(other).not.toBe(one);
  });

  it("says what no provider would take", async () => {
    const said = await checked({ own: "1" });
    expect(said.toObject().failuresList).toEqual([{ property: "own", reason: "there is no such input" }]);
    expect(struct(said, "getInputs")).toMatchObject({ own: "1", tags: { Own: "1" } });
  });
});

describe("a difference", () => {
  const differ = async (OldInputs: PlainObject, News: PlainObject, Ignorechanges: string[] = []) => {
    const asked = { Urn: urn("Alerts"), Olds: OldInputs, OldInputs, News, IgnorechangesList: Ignorechanges };
    const { detaileddiffMap, ...said } = (await ask("diff", "DiffRequest", asked)).toObject();
    return { ...said, detailed: detaileddiffMap };
  };

  it("in place is one input that is updated, added or gone", async () => {
    const olds = { name: "a", displayName: "A", kmsMasterKeyId: "k" };
    const found = await differ(olds, { name: "a", displayName: "B", tags: { A: "1" } });
    // `PropertyDiff.Kind`: 0 adds, 2 deletes, 4 updates.
    expect(found).toMatchObject({
      ...{ changes: 2, diffsList: ["displayName", "kmsMasterKeyId", "tags"], replacesList: [] },
      ...{ deletebeforereplace: false, hasdetaileddiff: true },
      detailed: [
        ["displayName", { kind: 4, inputdiff: true }],
        ["kmsMasterKeyId", { kind: 2, inputdiff: true }],
        ["tags", { kind: 0, inputdiff: true }],
      ],
    });
  });

  it("of a name that the program gave is a replacement that begins with the deletion", async () => {
    const inputs = (name: string) => ({ name, __defaults: [] });
    expect(await differ(inputs("a"), inputs("b"))).toMatchObject({
      ...{ changes: 2, diffsList: ["name"], replacesList: ["name"], deletebeforereplace: true },
      // 5 updates by a replacement.
      detailed: [["name", { kind: 5, inputdiff: true }]],
    });
  });

  it("of an input that makes the thing anew says whether that comes or goes", async () => {
    const kinds = async (olds: PlainObject, news: PlainObject) => (await differ(olds, news)).detailed;
    // 1 adds by a replacement, 3 deletes by one.
    expect(await kinds({}, { fifoTopic: true })).toEqual([["fifoTopic", { kind: 1, inputdiff: true }]]);
    expect(await kinds({ fifoTopic: true }, {})).toEqual([["fifoTopic", { kind: 3, inputdiff: true }]]);
  });

  it("is none where nothing differs, or where the program ignores it", async () => {
    const none = { changes: 1, diffsList: [], replacesList: [], detailed: [] };
    expect(await differ({ name: "a" }, { name: "a" })).toMatchObject(none);
    expect(await differ({ displayName: "a" }, { displayName: "b" }, ["displayName"])).toMatchObject(none);
  });
});

describe("a thing", () => {
  it("is foreseen, made, changed, found and let go", async () => {
    const Urn = urn("Life");
    const Properties = { name: "life", displayName: "A" };
    const foreseen = await ask("create", "CreateRequest", { Urn, Properties, Preview: true });
    expect([foreseen.toObject().id, struct(foreseen, "getProperties")?.arn, account.calls]).toEqual(["", UNKNOWN, []]);
    const created = await ask("create", "CreateRequest", { Urn, Properties });
    const arn = "arn:aws:sns:eu-west-1:123456789012:life";
    const outputs = struct(created, "getProperties") as PlainObject;
    expect([created.toObject().id, outputs.arn, outputs.displayName]).toEqual([arn, arn, "A"]);

    const change = { Urn, Id: arn, Olds: outputs, OldInputs: Properties, News: { name: "life", displayName: "B" } };
    const planned = await ask("update", "UpdateRequest", { ...change, Preview: true });
    expect(struct(planned, "getProperties")).toMatchObject({ arn, displayName: "B" });
    expect(account.find(TOPIC, arn)?.inputs.displayName).toBe("A");
    expect(struct(await ask("update", "UpdateRequest", change), "getProperties")).toMatchObject({ displayName: "B" });
    expect(account.find(TOPIC, arn)?.inputs.displayName).toBe("B");

    const kept = { Urn, Id: arn, Inputs: change.News, Properties: { ...outputs, displayName: "B" } };
    const found = await ask("read", "ReadRequest", kept);
    expect([found.toObject().id, struct(found, "getInputs")]).toEqual([arn, change.News]);
    expect(struct(found, "getProperties")).toMatchObject({ arn, displayName: "B" });

    await ask("delete", "DeleteRequest", { Urn, Id: arn, Properties: outputs });
    expect(account.find(TOPIC, arn)).toBeUndefined();
    expect((await ask("read", "ReadRequest", kept)).toObject()).toMatchObject({ id: "" });
    expect(account.calls.map(({ operation }) => operation)).toEqual(["create", "update", "delete"]);
  });

  it("keeps secret what its provider does, and nothing else", async () => {
    const Urn = urn("Key", "aws:ssm/parameter:Parameter");
    const Properties = { name: "/shop/key", type: "SecureString", value: "s3cret" };
    const outputs = struct(await ask("create", "CreateRequest", { Urn, Properties }), "getProperties");
    expect(outputs).toMatchObject({ value: { ...SECRET, value: "s3cret" }, name: "/shop/key" });
  });

  it("that AWS refuses is an error in its words", async () => {
    const create = () => ask("create", "CreateRequest", { Urn: urn("Twice"), Properties: { name: UNKNOWN } });
    // gRPC's UNKNOWN.
    await expect(create()).rejects.toMatchObject({
      ...{ code: 2, details: `${urn("Twice")}: a value that is not known reached AWS` },
    });
  });
});

it("answers what a program asks AWS", async () => {
  const asked = { Tok: "aws:index/getRegion:getRegion", Args: {} };
  expect(struct(await ask("invoke", "InvokeRequest", asked), "getReturn")).toMatchObject({ region: "eu-west-1" });
});

it("gives up what is under way once the engine cancels", async () => {
  const hangs = new Promise<void>((resolve) => {
    account.faults.onHang = resolve;
  });
  const slow = ask("create", "CreateRequest", { Urn: urn("Slow"), Properties: { name: "slow" } });
  const refused = expect(slow).rejects.toMatchObject({ details: "operation cancelled" });
  await hangs;
  await setImmediate();
  expect((await ask("cancel", "Empty")).toObject()).toEqual({});
  await refused;
});
