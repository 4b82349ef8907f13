import { expect, it } from "vitest";
import { list, number, Resources, shortName, text } from "../../lib/plan/resources/index.ts";
import { resource, stage } from "../support/stage-by-hand.ts";

/** How a plan reads inputs, and what it calls things. */

it.each([
  [3, 3],
  ["3", 3],
  ["0.5 GB", 0.5],
  [0, 0],
  ["", 7],
  ["many", 7],
  [null, 7],
  [true, 7],
  [undefined, 7],
])("%o is the number %d", (value, expected) => {
  expect(number(value, 7)).toBe(expected);
});

it("is no text and no list, what is none", () => {
  expect([text("a"), text(3), text(true), text(undefined), text(null, "none")]).toEqual(["a", "3", "", "", "none"]);
  expect([list([1]), list("a"), list(undefined)]).toEqual([[1], [], []]);
});

it.each([
  // What stands behind the project and the stage in its physical name.
  ["Any", "shop-production-order-api", undefined, "order-api"],
  ["OrderApiService", "shop-production-", undefined, "order-api"],
  ["OrderApi2Task", undefined, undefined, "order-api2"],
  ["HTTPServer", undefined, undefined, "http-server"],
  ["MainDatabaseInstance", undefined, undefined, "main"],
  ["Database", undefined, undefined, "database"],
  ["Servicedesk", undefined, undefined, "servicedesk"],
  // Of a component of SST, what that is called.
  ["ApiTarget", "other-name", { type: "sst:aws:Service", name: "WebService" }, "web"],
  ["ApiService", undefined, { type: "aws:ecs/cluster:Cluster", name: "Cluster" }, "api"],
])("%s, named %s by AWS, is what people know as %s", (name, physical, owner, known) => {
  const parent = owner === undefined ? undefined : resource(owner.type, owner.name);
  const one = resource("t", name, {}, parent === undefined ? {} : { parent: parent.urn });
  expect(shortName(one, new Resources(stage(one, ...(parent === undefined ? [] : [parent]))), physical)).toBe(known);
});

it("finds a resource by its ARN and its id, also one that is only looked up, which it counts nowhere", () => {
  const made = resource("t", "Made", {}, { id: "id-1", outputs: { arn: "arn:1" } });
  const found = resource("t", "Found", {}, { id: "id-2", outputs: { arn: "" }, external: true });
  const resources = new Resources(stage(made, found));
  expect(["arn:1", "id-1", "id-2", "", "id-3", 1, undefined].map((name) => resources.named(name)?.name)).toEqual([
    ...["Made", "Made", "Found", undefined, undefined, undefined, undefined],
  ]);
  expect(resources.of("t").map(({ name }) => name)).toEqual(["Made"]);
});
