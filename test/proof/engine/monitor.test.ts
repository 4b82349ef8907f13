import { describe, expect, it } from "vitest";
import { createMonitor, type MonitorOptions } from "../../../lib/proof/simulate/engine/monitor.ts";
import { isSecret, secret, unknown } from "../../../lib/proof/simulate/engine/wire.ts";
import type { PlainObject } from "../../../lib/proof/simulate/types.ts";

/** What stands in for Pulumi's engine, asked as Pulumi asks it. Played: the messages, which are protobuf's classes in Pulumi. */

const STACK = "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev";
const QUEUE = "aws:sqs/queue:Queue";

interface Asked {
  type?: string;
  name?: string;
  parent?: string;
  provider?: string;
  inputs?: PlainObject | null;
  id?: string;
  importId?: string;
  custom?: boolean;
  protect?: boolean;
  retain?: boolean;
  ignore?: string[];
  needs?: string[];
  secrets?: string[];
}

function requestOf({ type = QUEUE, name = "Jobs", parent = STACK, provider = "", inputs = {}, ...more }: Asked) {
  const struct = () => (inputs === null ? undefined : { toJavaScript: () => inputs });
  return {
    ...{ getType: () => type, getName: () => name, getParent: () => parent, getProvider: () => provider },
    ...{ getObject: struct, getProperties: struct, getArgs: struct, getTok: () => type },
    ...{ getId: () => more.id ?? "", getImportid: () => more.importId ?? "", getCustom: () => more.custom ?? true },
    ...{ getProtect: () => more.protect ?? false, hasProtect: () => more.protect !== undefined },
    ...{ getRetainondelete: () => more.retain ?? false, getIgnorechangesList: () => more.ignore ?? [] },
    getDependenciesList: () => more.needs ?? [],
    getAdditionalsecretoutputsList: () => more.secrets ?? [],
  };
}

type Call = (request: unknown, reply: (error: unknown, response?: unknown) => void) => void;
/** The response to a call, whose functions are called. What a call ends with instead is thrown. */
function answered(call: unknown, request: unknown): Record<string, unknown> {
  let said: Record<string, () => unknown> = {};
  (call as Call)(request, (error, response) => {
    if (error !== null) throw error;
    said = response as typeof said;
  });
  return Object.fromEntries(Object.entries(said).map(([key, get]) => [key, get()]));
}

function engine(more: Partial<MonitorOptions> = {}) {
  const { monitor, resources } = createMonitor({
    ...{ project: "shop", stack: "dev", account: "123456789012", region: "eu-west-1", lookups: {}, preview: false },
    struct: (value) => value,
    ...more,
  });
  const calls = monitor as unknown as Record<string, unknown>;
  return {
    resources,
    call: (name: string, request: unknown = {}) => answered(calls[name], request),
    register: (asked: Asked = {}) => answered(monitor.registerResource, requestOf(asked)),
    read: (asked: Asked = {}) => answered(monitor.readResource, requestOf(asked)),
    invoke: (token: string, inputs: PlainObject | null = {}, provider = "") =>
      answered(monitor.invoke, requestOf({ type: token, inputs, provider })).getReturn,
  };
}
const only = ({ resources }: ReturnType<typeof engine>) => [...resources.values()][0];

describe("a resource", () => {
  it("is noted with what it is given and what AWS adds, and nothing that nobody said", () => {
    const played = engine();
    const said = played.register({ inputs: { name: "jobs", delaySeconds: 5 } });
    const urn = `urn:pulumi:dev::shop::${QUEUE}::Jobs`;
    const url = "https://sqs.eu-west-1.amazonaws.com/123456789012/jobs";
    const outputs = { arn: "arn:aws:sqs:eu-west-1:123456789012:jobs", name: "jobs", url, delaySeconds: 5 };
    expect(said).toEqual({
      ...{ getUrn: urn, getId: url, getObject: outputs },
      ...{ getPropertydependenciesMap: undefined, getResult: 0 },
    });
    expect(only(played)).toEqual({
      ...{ urn, type: QUEUE, name: "Jobs", id: url, parent: STACK, region: "eu-west-1" },
      ...{ inputs: { name: "jobs", delaySeconds: 5 }, outputs, dependsOn: [], secretPaths: [] },
    });
  });

  it("is noted with its options", () => {
    const played = engine();
    played.register({
      protect: true,
      retain: true,
      ignore: ["tags"],
      needs: ["urn:b", "urn:a"],
      provider: "urn:p::id",
    });
    expect(only(played)).toMatchObject({
      ...{ protect: true, retainOnDelete: true, ignoreChanges: ["tags"], provider: "urn:p::id" },
      dependsOn: ["urn:a", "urn:b"],
    });
    const open = engine();
    open.register({ protect: false });
    expect(only(open)).toMatchObject({ protect: false });
  });

  it("has its parents in its name, but for the stack", () => {
    const played = engine();
    const parent = played.register({ type: "sst:aws:Queue", name: "Jobs", custom: false }).getUrn as string;
    expect(parent).toBe("urn:pulumi:dev::shop::sst:aws:Queue::Jobs");
    const child = played.register({ parent, name: "JobsQueue" }).getUrn as string;
    expect(child).toBe(`urn:pulumi:dev::shop::sst:aws:Queue$${QUEUE}::JobsQueue`);
    expect(played.register({ parent: child, name: "Deep" }).getUrn).toContain(
      `::sst:aws:Queue$${QUEUE}$${QUEUE}::Deep`,
    );
    const alone = engine();
    expect(alone.register({ parent: "" }).getUrn).toBe(`urn:pulumi:dev::shop::${QUEUE}::Jobs`);
    expect(only(alone)).not.toHaveProperty("parent");
  });

  it("has nothing of AWS where it is a component", () => {
    const played = engine();
    expect(played.register({ type: "sst:aws:Queue", custom: false, inputs: null })).toMatchObject({
      ...{ getId: "", getObject: {} },
    });
    expect(only(played)).not.toHaveProperty("id");
  });

  it("is there once", () => {
    const played = engine();
    const { getUrn } = played.register();
    expect(() => played.register()).toThrow(`Duplicate resource URN '${getUrn}'; try giving it a unique name`);
    expect(() => played.register()).toThrow(expect.objectContaining({ details: expect.stringContaining("Duplicate") }));
  });

  it("of a dynamic provider comes without the provider's code", () => {
    const played = engine();
    played.register({ type: "pulumi-nodejs:dynamic:Resource", inputs: { __provider: "code", domain: "acme.com" } });
    expect(only(played)?.inputs).toEqual({ domain: "acme.com" });
  });

  it("keeps secret what is secret in its inputs, by itself, or because it is asked to", () => {
    const secretsOf = (asked: Asked) => {
      const played = engine();
      const state = played.register(asked).getObject as PlainObject;
      return { of: only(played), names: Object.keys(state).filter((key) => isSecret(state[key])) };
    };
    const given = secretsOf({ inputs: { name: secret("jobs"), tags: { a: "b" } } });
    expect(given.names).toEqual(["name"]);
    expect(given.of).toMatchObject({ inputs: { name: "jobs" }, outputs: { name: "jobs" }, secretPaths: ["name"] });
    expect(secretsOf({ secrets: ["url"] }).names).toEqual(["url"]);
    expect(secretsOf({ type: "random:index/randomPassword:RandomPassword" }).names).toEqual(["result", "bcryptHash"]);
    expect(secretsOf({ type: "tls:index/privateKey:PrivateKey" }).names).toEqual([
      "privateKeyPem",
      "privateKeyOpenssh",
      "privateKeyPemPkcs8",
    ]);
  });

  it("is in its own region, else in that of its provider, else in that of the stage", () => {
    const played = engine();
    const type = "pulumi:providers:aws";
    const { getUrn } = played.register({ type, name: "Far", inputs: { region: "us-west-2" } });
    const provider = `${getUrn}::04da6b54`;
    played.register({ name: "A", provider });
    played.register({ name: "B", provider, inputs: { region: "sa-east-1" } });
    played.register({ name: "C", provider: "urn:pulumi:dev::shop::pulumi:providers:aws::Other::1" });
    const found = [...played.resources.values()].slice(1);
    expect(found.map(({ region }) => region)).toEqual(["us-west-2", "sa-east-1", "eu-west-1"]);
    expect(found.map(({ outputs }) => String(outputs.arn).split(":")[3])).toEqual(found.map(({ region }) => region));
  });

  it("that is looked up is known by its id, and is not this program's", () => {
    const played = engine();
    const said = played.read({ type: "aws:ec2/vpc:Vpc", id: "vpc-1" });
    expect(said).toMatchObject({ getProperties: { arn: "arn:aws:ec2:eu-west-1:123456789012:vpc/vpc-1" } });
    expect(only(played)).toMatchObject({ id: "vpc-1", external: true });
  });

  it("becomes what its component says at the end", () => {
    const played = engine();
    const urn = played.register({ type: "sst:aws:Queue", custom: false }).getUrn as string;
    const outputs = (value: PlainObject | undefined) => ({
      getUrn: () => urn,
      getOutputs: () => value && { toJavaScript: () => value },
    });
    played.call("registerResourceOutputs", outputs({ token: secret("s"), url: "u" }));
    expect(only(played)?.outputs).toEqual({ token: "s", url: "u" });
    played.call("registerResourceOutputs", outputs(undefined));
    expect(only(played)?.outputs).toEqual({});
    expect(played.call("registerResourceOutputs", { ...outputs({}), getUrn: () => "urn:none" })).toEqual({});
  });
});

describe("a preview", () => {
  it("knows nothing that comes of a deploy, but what is there already", () => {
    const played = engine({ preview: true });
    expect(played.register({ inputs: { name: "jobs" } })).toMatchObject({
      getId: "",
      getObject: { name: "jobs", url: unknown, arn: unknown },
    });
    expect(only(played)).not.toHaveProperty("id");
    const known = { arn: "arn:aws:ec2:eu-west-1:123456789012:vpc/vpc-1" };
    const type = "aws:ec2/vpc:Vpc";
    expect(played.register({ type, importId: "vpc-1" })).toMatchObject({ getId: "vpc-1", getObject: known });
    expect(played.read({ type, name: "Other", id: "vpc-1" })).toMatchObject({ getProperties: known });
  });
});

describe("a question", () => {
  it("is answered beside what was asked, for the region that was meant", () => {
    const played = engine();
    expect(played.invoke("aws:ssm/getParameter:getParameter", { name: "/a", withDecryption: secret(true) })).toEqual({
      ...{ name: "/a", value: "mock-/a", withDecryption: true },
      arn: "arn:aws:ssm:eu-west-1:123456789012:parameter/a",
    });
    const region = "aws:index/getRegion:getRegion";
    const { getUrn } = played.register({ type: "pulumi:providers:aws", name: "Far", inputs: { region: "us-west-2" } });
    expect(played.invoke(region, null)).toMatchObject({ region: "eu-west-1" });
    expect(played.invoke(region, {}, `${getUrn}::1`)).toMatchObject({ region: "us-west-2" });
  });

  it("is answered first as the caller of the run has said", () => {
    const token = "aws:iam/getRole:getRole";
    const played = engine({ lookups: { [token]: ({ args, account }) => ({ arn: `${account}/${args.name}` }) } });
    expect(played.invoke(token, { name: "ci" })).toEqual({ name: "ci", arn: "123456789012/ci" });
  });

  it("about what is there is answered with its state", () => {
    const played = engine();
    const urn = played.register({ inputs: { name: secret("jobs") } }).getUrn as string;
    const token = "pulumi:pulumi:getResource";
    const url = "https://sqs.eu-west-1.amazonaws.com/123456789012/jobs";
    expect(played.invoke(token, { urn })).toMatchObject({ urn, id: url, state: { name: secret("jobs"), url } });
    const component = played.register({ type: "sst:aws:Queue", custom: false }).getUrn as string;
    expect(played.invoke(token, { urn: component })).toEqual({ urn: component, id: "", state: {} });
    expect(() => played.invoke(token, { urn: "urn:none" })).toThrow("unknown resource urn:none");
  });

  it("that nothing answers says what to do", () => {
    expect(() => engine().invoke("aws:sqs/getQueue:getQueue")).toThrow(
      'offline, nothing answers getQueue() (aws:sqs/getQueue:getQueue): give its answer in the option "lookups" of simulate()',
    );
  });
});

it("does what Pulumi asks of an engine, and wants its values plain", () => {
  const { call } = engine();
  const supports = (id: string) => call("supportsFeature", { getId: () => id }).getHassupport;
  expect(["secrets", "resourceReferences", "outputValues", "transforms"].map(supports)).toEqual([
    true,
    true,
    false,
    false,
  ]);
  expect(call("registerPackage")).toEqual({ getRef: "mock-package" });
  for (const name of ["registerStackTransform", "registerResourceHook", "signalAndWaitForShutdown"])
    expect(call(name)).toEqual({});
});
