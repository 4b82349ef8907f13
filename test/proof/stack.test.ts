import { describe, expect, it } from "vitest";
import { containersOf, label, objects, once, Stack, texts, textsIn } from "../../lib/proof/simulate/stack.ts";
import type { Simulation } from "../../lib/proof/simulate/types.ts";
import { unforeseen } from "../../lib/proof/simulate/unforeseen.ts";
import { resource, stage } from "../support/stage-by-hand.ts";

/** What controls ask of a stage, and of what stands in it. */

const QUEUE = "aws:sqs/queue:Queue";
const TOPIC = "aws:sns/topic:Topic";

describe("a stage", () => {
  const made = [resource(QUEUE, "A"), resource(TOPIC, "B"), resource(QUEUE, "C", {}, { external: true })];
  const stack = new Stack(stage(...made, resource(QUEUE, "D")));
  const names = (...types: string[]) => stack.of(...types).map(({ name }) => name);

  it("gives the resources of types, in their order, and none that is only looked up", () => {
    expect([names(QUEUE), names(TOPIC), names("aws:ec2/vpc:Vpc"), names()]).toEqual([["A", "D"], ["B"], [], []]);
    expect(names(TOPIC, QUEUE)).toEqual(["A", "B", "D"]);
  });

  it("gives a list that its reader may change", () => {
    stack.of(QUEUE).pop();
    expect(names(QUEUE)).toEqual(["A", "D"]);
  });

  it.each([
    ["production", true],
    ["acme-production", true],
    ["preproduction", false],
    ["production-2", false],
    ["staging", false],
  ])("%s is production: %s", (name, production) => {
    expect(new Stack({ ...stage(), stage: name }).production).toBe(production);
  });
});

it("what is worked out once is kept for each, nothing too", () => {
  let count = 0;
  const find = once(({ value }: { value: number | undefined }) => {
    count++;
    return value;
  });
  const [one, none] = [{ value: 1 }, { value: undefined }];
  expect([find(one), find(one), find(none), find(none), find({ value: 2 }), count]).toEqual([
    ...[1, 1, undefined, undefined, 2, 3],
  ]);
});

it("a value is read as a list of objects or of texts, whatever it is", () => {
  expect([objects([{ a: 1 }, "b", null, [], { c: 2 }]), objects({ a: 1 }), objects(undefined)]).toEqual([
    [{ a: 1 }, { c: 2 }],
    [],
    [],
  ]);
  expect([texts(["a", 1, null, "b"]), texts("a"), texts(1), texts(undefined)]).toEqual([["a", "b"], ["a"], [], []]);
});

it("the containers of a task are read of its text, and there are none where nobody knows it", () => {
  const task = (containerDefinitions: string | null) =>
    resource("aws:ecs/taskDefinition:TaskDefinition", "T", { containerDefinitions });
  expect(containersOf(task('[{"name":"api"},"no"]'))).toEqual([{ name: "api" }]);
  expect(containersOf(task(null))).toEqual([]);
});

it("every text in a value is found, with its path", () => {
  expect(textsIn({ a: "b", c: [{ d: "e" }, "f", 1], g: null, h: true })).toEqual([
    { path: "a", text: "b" },
    { path: "c[0].d", text: "e" },
    { path: "c[1]", text: "f" },
  ]);
  expect(textsIn("a")).toEqual([{ path: "", text: "a" }]);
});

it("a resource is called by the last word of its type", () => {
  expect(label(resource(QUEUE, "Jobs"))).toBe("Queue Jobs");
});

describe("a preview", () => {
  const CERTIFICATE = "urn:pulumi:dev::shop::sst:aws:Certificate$";
  const DYNAMIC = "urn:pulumi:dev::shop::sst:aws:StaticSite$pulumi-nodejs:dynamic:Resource::";
  const run = (...urns: string[]): Simulation =>
    stage(...urns.map((urn) => ({ ...resource(QUEUE, urn.split("::").at(-1) ?? ""), urn })));

  it.each<[string, string, boolean]>([
    ["another resource", "urn:pulumi:dev::shop::aws:sqs/queue:Queue::Late", true],
    ["a certificate", `${CERTIFICATE}aws:acm/certificate:Certificate::Late`, true],
    ["what proves a domain", `${CERTIFICATE}aws:route53/record:Record::Late`, false],
    ["the files of a site", `${DYNAMIC}Late.sst.aws.BucketFiles`, false],
    ["that its cache is emptied", `${DYNAMIC}Late.sst.aws.DistributionInvalidation`, false],
    ["what else a site does", `${DYNAMIC}Late.sst.aws.KvKeys`, true],
    ["files of something else", "urn:pulumi:dev::shop::pulumi-nodejs:dynamic:Resource::Late.sst.aws.BucketFiles", true],
  ])("that leaves out %s is noticed where the diff would be wrong", (_, urn, isNoticed) => {
    const kept = "urn:pulumi:dev::shop::aws:sqs/queue:Queue::Kept";
    const found = unforeseen(run(kept, urn), run(kept));
    expect(found).toEqual(isNoticed ? [`${QUEUE} ${urn.split("::").at(-1)}`] : []);
    expect(unforeseen(run(kept, urn), run(kept, urn))).toEqual([]);
  });
});
