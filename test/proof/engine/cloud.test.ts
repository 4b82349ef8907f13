import { describe, expect, it } from "vitest";
import { foresee, make, type Request } from "../../../lib/proof/simulate/engine/cloud.ts";
import { unknown } from "../../../lib/proof/simulate/engine/wire.ts";
import type { Plain, PlainObject } from "../../../lib/proof/simulate/types.ts";

/** What is played of AWS: the id and the outputs that it adds to a resource that a program makes. */

const requestOf = (type: string, inputs: PlainObject = {}, more: Partial<Request> = {}): Request => ({
  ...{ urn: `urn:pulumi:dev::shop::${type}::Main`, type, name: "Main", inputs },
  ...{ account: "123456789012", region: "eu-west-1" },
  ...more,
});
const made = (type: string, inputs: PlainObject = {}, more: Partial<Request> = {}) =>
  make(requestOf(type, inputs, more));

describe("the physical name", () => {
  it.each<[string, PlainObject, RegExp]>([
    ["is the one that is given", { name: "jobs" }, /^jobs$/],
    ["is the logical one and seven characters, where none is given", {}, /^Main-[0-9a-f]{7}$/],
    ["is no empty one", { name: "" }, /^Main-[0-9a-f]{7}$/],
    ["completes a prefix", { namePrefix: "jobs-" }, /^jobs-[0-9a-f]{7}$/],
  ])("%s", (_, inputs, name) => {
    expect(made("aws:sqs/queue:Queue", inputs).outputs.name).toMatch(name);
  });

  it("is in lower case and without other signs where it is part of an address", () => {
    const { dnsName } = made("aws:lb/loadBalancer:LoadBalancer", {}, { name: "The__Load Balancer" }).outputs;
    expect(dnsName).toMatch(/^the-load-balancer-[0-9a-f]{7}\.eu-west-1\.elb\.amazonaws\.com$/);
  });
});

describe("a type that nobody has described", () => {
  it("has an id and an ARN of the usual form", () => {
    const { id, outputs } = made("aws:kinesis/stream:Stream");
    expect(id).toMatch(/^main-[0-9a-f]{7}$/);
    expect(outputs).toEqual({ arn: `arn:aws:kinesis:eu-west-1:123456789012:stream/${id}` });
    expect(made("hetzner:index:Server").outputs.arn).toMatch(/^arn:aws:unknown:eu-west-1:123456789012:resource\/main-/);
  });

  it("has no ARN of its own where it is given one, as the policy of a topic is", () => {
    expect(made("aws:sns/topicPolicy:TopicPolicy", { arn: "arn:of:topic" }).outputs).toEqual({});
  });
});

it.each<[string, PlainObject]>([
  ["ApiCertHostedZoneLookup.sst.aws.HostedZoneLookup", { zoneId: "Z0MOCKZONE" }],
  ["ApiZone.sst.cloudflare.ZoneLookup", { zoneId: "0mockzone", zoneName: "acme.com" }],
  ["Cluster.sst.aws.RdsRoleLookup", {}],
  ["SiteFiles.sst.aws.BucketFiles", {}],
])("what SST's own CLI does answers as it does: %s", (name, outputs) => {
  const { id, outputs: said } = made("pulumi-nodejs:dynamic:Resource", { domain: "acme.com" }, { name });
  expect(id).toMatch(/^[0-9a-f]{17}$/);
  expect(said).toEqual(outputs);
});

it("the access of CloudFront that SST makes by itself has an id like any other", () => {
  const name = "SiteAccess.sst.aws.OriginAccessControl";
  expect(made("pulumi-nodejs:dynamic:Resource", {}, { name }).outputs.id).toMatch(/^E[0-9a-f]{17}$/);
});

it.each<[string, PlainObject, number]>([
  ["aws:rds/instance:Instance", { engine: "postgres" }, 5432],
  ["aws:rds/instance:Instance", { engine: "mysql" }, 3306],
  ["aws:rds/instance:Instance", { engine: "mysql", port: 3307 }, 3307],
  ["aws:rds/cluster:Cluster", { engine: "aurora-postgresql" }, 5432],
  ["aws:rds/cluster:Cluster", { engine: "aurora-mysql" }, 3306],
  ["aws:rds/cluster:Cluster", { engine: "aurora-mysql", port: 3307 }, 3307],
  ["aws:elasticache/replicationGroup:ReplicationGroup", {}, 6379],
  ["aws:elasticache/replicationGroup:ReplicationGroup", { port: 6380 }, 6380],
])("%s with %j listens on %i", (type, inputs, port) => {
  expect(made(type, inputs).outputs.port).toBe(port);
});

it("an image without a tag has a name all the same", () => {
  for (const tags of [undefined, [] as Plain[]])
    expect(made("docker-build:index:Image", tags === undefined ? {} : { tags }).outputs.ref).toMatch(
      /^image@sha256:[0-9a-f]{64}$/,
    );
});

it("a digest and a version are those of the content, and an id is that of the resource", () => {
  const image = (context: string, urn = "urn:a") =>
    made("docker-build:index:Image", { context }, { urn }).outputs.digest;
  expect(image("one")).toBe(image("one"));
  expect(image("two")).not.toBe(image("one"));
  expect(image("one", "urn:b")).not.toBe(image("one"));
  const version = (secretString: string) =>
    made("aws:secretsmanager/secretVersion:SecretVersion", { secretString }).outputs.versionId;
  expect(version("two")).not.toBe(version("one"));
  const key = (description: string, urn = "urn:a") => made("aws:kms/key:Key", { description }, { urn }).id;
  expect(key("two")).toBe(key("one"));
  expect(key("one", "urn:b")).not.toBe(key("one"));
});

it("what is looked up or imported keeps its id, and is known by it", () => {
  const { id, outputs } = made("aws:ec2/vpc:Vpc", {}, { knownId: "vpc-1" });
  expect([id, outputs.arn]).toEqual(["vpc-1", "arn:aws:ec2:eu-west-1:123456789012:vpc/vpc-1"]);
});

it("a private key is one that nobody takes for real, and as long as it is asked for where it is a password", () => {
  const { privateKeyPem } = made("tls:index/privateKey:PrivateKey").outputs;
  expect(privateKeyPem).toMatch(/^MOCKSECRET[0-9a-f]{54}$/);
  const inputs = { length: 20, overrideSpecial: "_%@" };
  expect(made("random:index/randomPassword:RandomPassword", inputs).outputs.result).toMatch(
    /^MOCKSECRET_%@[0-9a-f]{7}$/,
  );
});

describe("a preview", () => {
  const foreseen = (inputs: PlainObject) => foresee(requestOf("aws:sqs/queue:Queue", inputs));

  it("knows the name, given or not, and nothing that AWS adds", () => {
    expect(foreseen({ name: "jobs" })).toEqual({ id: "", outputs: { name: "jobs", arn: unknown, url: unknown } });
    expect(foreseen({}).outputs.name).toMatch(/^Main-/);
  });

  it("does not know how a prefix is completed", () => {
    expect(foreseen({ namePrefix: "jobs-" }).outputs.name).toBe(unknown);
  });

  it("knows an output that is also given", () => {
    const { outputs } = foresee(requestOf("aws:rds/instance:Instance", { port: 5433 }));
    expect([outputs.port, outputs.address]).toEqual([5433, unknown]);
  });
});
