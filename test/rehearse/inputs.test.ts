import { describe, expect, it } from "vitest";
import type { PlainObject } from "../../lib/proof/simulate/types.ts";
import { UNKNOWN } from "../../lib/rehearse/providers/values.ts";
import { bareProvider, INSTANCE, provider, TASK, TOPIC, urn } from "../support/played-provider.ts";

/** What a provider adds to what a program gives, and what it does not take. */

describe("the inputs of a resource", () => {
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

  it.each<[string, string, PlainObject, PlainObject]>([
    // A bucket's name and those of databases are in lower case.
    ["aws:s3/bucket:Bucket", "Files", {}, { bucket: "files-abc1234" }],
    [INSTANCE, "MainDatabase", { instanceClass: "db.t4g.micro" }, { identifier: "maindatabase-abc1234" }],
    ["aws:rds/cluster:Cluster", "Main", { engine: "aurora" }, { clusterIdentifier: "main-abc1234" }],
    ["aws:iam/role:Role", "Task", { assumeRolePolicy: "{}" }, { name: "Task-abc1234" }],
    // What has a prefix is named by AWS; a type without a name has none.
    ["aws:iam/role:Role", "Task", { assumeRolePolicy: "{}", namePrefix: "t" }, {}],
    ["aws:ec2/eip:Eip", "Address", {}, {}],
    [TASK, "Task", { family: "f", containerDefinitions: "[]" }, {}],
  ])("names %s %s with %o as the bridge does", (type, name, news, names) => {
    const { inputs } = provider().check(urn(type, name), { olds: {}, news }, "abc1234");
    const { tags: _, __defaults: defaults, ...rest } = inputs;
    expect(rest).toEqual({ ...news, ...names });
    expect(defaults).toEqual(expect.arrayContaining(Object.keys(names)));
  });

  it("adds tags to what has some, and none where the program does not say which", () => {
    const of = (type: string, news: PlainObject) =>
      provider().check(urn(type, "Some"), { olds: {}, news }, "x").inputs.tags;
    expect(of("aws:iam/rolePolicy:RolePolicy", { role: "r", policy: "{}" })).toBeUndefined();
    expect(of(TOPIC, { tags: UNKNOWN })).toBe(UNKNOWN);
    expect(of(TOPIC, { tags: { Project: "own" } })).toEqual({ Project: "own" });
    const bare = bareProvider();
    bare.configure({ region: "eu-west-1" });
    expect(bare.check(urn(TOPIC, "Alerts"), { olds: {}, news: {} }, "x").inputs).toEqual({
      ...{ name: "Alerts-x", __defaults: ["name"] },
    });
  });

  it("names nothing where it is no bridge, and refuses nothing that it has no types of", () => {
    const random = bareProvider("random");
    const news = { byteLength: 4 };
    expect(random.check(urn("random:index/randomId:RandomId", "Id"), { olds: {}, news }, "x")).toEqual({
      ...{ inputs: { ...news, __defaults: [] }, problems: [] },
    });
    const docker = bareProvider("docker-build");
    const image = { push: true, own: 1 };
    expect(docker.check(urn("docker-build:index:Image", "Image"), { olds: {}, news: image }, "x")).toEqual({
      ...{ inputs: image, problems: [] },
    });
    const none = provider().check(urn("aws:none/such:Such", "Such"), { olds: {}, news: { a: 1 } }, "x");
    expect(none.problems).toEqual([]);
  });
});
