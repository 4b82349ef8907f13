import { describe, expect, it } from "vitest";
import { changesOf } from "../../lib/plan/changes/diff.ts";
import { replaces } from "../../lib/plan/changes/replaces.ts";
import { comparisonsOf } from "../../lib/plan/changes/since.ts";
import type { PlainObject, Resource, Simulation } from "../../lib/plan/resources/index.ts";
import type { Reply } from "../../lib/plan/simulate/pool.ts";

it("compares texts of JSON by what they say, and says no secret", () => {
  const resource = (inputs: PlainObject) =>
    ({
      urn: "u",
      type: "aws:ecs/taskDefinition:TaskDefinition",
      name: "Api",
      inputs,
      outputs: {},
      region: "r",
      dependsOn: [],
      secretPaths: ["password"],
    }) as Resource;
  const simulation = (inputs: PlainObject) => ({ resources: [resource(inputs)] }) as Simulation;
  const container = (image: string, space: string) => `[{"name":"Api",${space}"image":"${image}"}]`;
  const found = changesOf(
    simulation({ containerDefinitions: container("a", ""), password: "one" }),
    simulation({ containerDefinitions: container("b", " "), password: "two" }),
  );
  expect(found[0]).toMatchObject({
    action: "replaced",
    inputs: [
      { path: "containerDefinitions[0].image", before: "a", after: "b", replaces: true },
      { path: "password", before: null, after: null, replaces: false },
    ],
  });
  expect(changesOf(simulation({ p: container("a", "") }), simulation({ p: container("a", " ") }))).toEqual([]);
});

/** One resource of a stage, and the stage. */
const some = (type: string, inputs: PlainObject, more: Partial<Resource> = {}) =>
  ({
    urn: `urn:pulumi:dev::shop::${type}::Some`,
    type,
    name: "Some",
    inputs,
    outputs: {},
    region: "r",
    dependsOn: [],
    secretPaths: [],
    ...more,
  }) as Resource;
const stage = (...resources: Resource[]) => ({ resources }) as unknown as Simulation;
const TASK = "aws:ecs/taskDefinition:TaskDefinition";

it.each<[what: string, before: string[], after: string[], path: string]>([
  ["before", ["value"], [], "value"],
  ["now", [], ["value"], "value"],
  ["in a part", ["value.password"], ["value.password"], "value.password"],
  ["as the whole of what it is a part of", ["value"], ["value"], "value.password"],
  ["as the whole of the list that it is in", ["value"], ["value"], "value[0]"],
])("shows no value that is a secret %s", (_, before, after, path) => {
  const shape = (text: string) => ({ value: text, "value.password": { password: text }, "value[0]": [text] })[path];
  const of = (text: string, secretPaths: string[]) => some(TASK, { value: shape(text) ?? null }, { secretPaths });
  expect(changesOf(stage(of("one", before)), stage(of("two", after)))).toMatchObject([
    { inputs: [{ path, before: null, after: null }] },
  ]);
});

it("leaves out what a deploy ignores, and what is no part of a cloud", () => {
  const ignored = (count: number) =>
    some("aws:ecs/service:Service", { desiredCount: count }, { ignoreChanges: ["desiredCount"] });
  expect(changesOf(stage(ignored(1)), stage(ignored(2)))).toEqual([]);
  const part = (text: string) => some("random:index/randomId:RandomId", { keepers: { source: text } });
  expect(changesOf(stage(part("a")), stage(part("b")))).toEqual([]);
});

it("says first what loses data, and of that first what takes most away", () => {
  const instance = "aws:rds/instance:Instance";
  const named = (type: string, name: string, inputs: PlainObject = {}) =>
    some(type, inputs, { urn: `u::${name}`, name });
  const found = changesOf(
    stage(
      named(TASK, "GoneTask"),
      named(instance, "Same", { snapshotIdentifier: "a" }),
      named(instance, "Gone"),
      named("aws:s3/bucket:Bucket", "GoneBucket"),
    ),
    stage(named(instance, "Same", { snapshotIdentifier: "b" }), named(instance, "New"), named(TASK, "NewTask")),
  );
  expect(found.map(({ action, name, stateful }) => `${action} ${name}${stateful ? ", holds data" : ""}`)).toEqual([
    "deleted Gone, holds data",
    "deleted GoneBucket, holds data",
    "replaced Same, holds data",
    "added New, holds data",
    "deleted GoneTask",
    "added NewTask",
  ]);
});

it.each([
  ["aws:rds/instance:Instance", "identifier", false],
  ["aws:rds/instance:Instance", "snapshotIdentifier", true],
  ["aws:rds/instance:Instance", "s3Import.bucketName", true],
  ["aws:rds/clusterInstance:ClusterInstance", "identifier", true],
  ["aws:elasticache/replicationGroup:ReplicationGroup", "preferredCacheClusterAzs[0]", false],
  ["aws:route53/record:Record", "type", false],
  ["aws:ec2/instance:Instance", "ebsBlockDevices[1].volumeSize", true],
  ["aws:ec2/instance:Instance", "ebsBlockDevices[1].tags.Name", false],
  ["aws:ec2/instance:Instance", "keyNames", false],
  ["aws:ec2/routeTable:RouteTable", "region", true],
  ["aws:ec2/routeTable:RouteTable", "vpcId", false],
  ["cloudflare:index/record:Record", "region", false],
])("of %s, says of %s whether it makes the resource anew: %s", (type, path, expected) => {
  expect(replaces(type, path)).toBe(expected);
});

const BUCKET = "aws:s3/bucket:Bucket";
const inputsOf = (before: PlainObject, after: PlainObject, more: Partial<Resource> = {}) =>
  changesOf(stage(some(BUCKET, before, more)), stage(some(BUCKET, after, more)))[0]?.inputs.map(
    ({ path, before: was, after: is }) => [path, was, is],
  );

it("shows short values, and only names long ones", () => {
  const long = "x".repeat(60);
  expect(inputsOf({ a: long }, { a: `${long}x` })).toEqual([["a", long, null]]);
  expect(inputsOf({ a: 1 }, { a: true, b: [1, 2] })).toEqual([
    ["a", "1", "true"],
    ["b", null, "[1,2]"],
  ]);
});

it("compares lists item by item where they are as long as before, and otherwise whole", () => {
  expect(inputsOf({ a: [1, 2] }, { a: [1, 3] })).toEqual([["a[1]", "2", "3"]]);
  expect(inputsOf({ a: [1, 2] }, { a: [1] })).toEqual([["a", "[1,2]", "[1]"]]);
  expect(inputsOf({ a: { b: 1, c: 2 } }, { a: { b: 1, c: 3 } })).toEqual([["a.c", "2", "3"]]);
  expect(inputsOf({ a: "{x" }, { a: "{y" })).toEqual([["a", "{x", "{y"]]);
});

it("ignores what is below an ignored input, and not what only begins like it", () => {
  const more = { ignoreChanges: ["tags"] };
  expect(inputsOf({ tags: { A: "1" }, tagsAll: "1" }, { tags: { A: "2" }, tagsAll: "2" }, more)).toEqual([
    ["tagsAll", "1", "2"],
  ]);
});

it("says what is protected, holds data, and is only looked up", () => {
  const [gone] = changesOf(stage(some(BUCKET, {}, { protect: true })), stage());
  expect(gone).toMatchObject({ action: "deleted", stateful: true, protect: true, inputs: [] });
  const [added] = changesOf(stage(), stage(some(TASK, {})));
  expect(added).toMatchObject({ action: "added", stateful: false, protect: false });
  expect(changesOf(stage(some(BUCKET, {}, { external: true })), stage())).toEqual([]);
});

it("puts what is missed most before what is missed less, and equals by their names", () => {
  const gone = [
    ["aws:cloudwatch/logGroup:LogGroup", "A"],
    [BUCKET, "C"],
    [BUCKET, "B"],
    ["aws:rds/instance:Instance", "D"],
  ].map(([type = "", name = ""]) => some(type, {}, { urn: name, name }));
  expect(changesOf(stage(...gone), stage()).map(({ name }) => name)).toEqual(["D", "B", "C", "A"]);
});

describe("compared with another revision", () => {
  const reply = (errors: string[], ...resources: Resource[]) =>
    ({ simulation: { ...stage(...resources), errors }, refused: null }) as unknown as Reply;
  const one = some(BUCKET, {});
  const compared = (now: Reply, before?: Reply) =>
    comparisonsOf(new Map([["dev", now]]), new Map(before === undefined ? [] : [["dev", before]])).get("dev");

  it("a stage that was not there is new, with all that is in it", () => {
    expect(compared(reply([], one))?.changes).toMatchObject([{ action: "added" }]);
  });

  it("a stage says what it had, beside what changes", () => {
    expect(compared(reply([]), reply([], one))).toMatchObject({
      ...{ changes: [{ action: "deleted" }], before: { resources: [{ name: "Some" }] } },
    });
  });

  it("a program that does not run, here or there, says nothing of changes", () => {
    expect(compared(reply(["x"], one), reply([]))).toBeNull();
    expect(compared(reply([], one), reply(["x"]))).toBeNull();
  });
});
