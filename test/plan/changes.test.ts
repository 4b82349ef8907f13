import { expect, it } from "vitest";
import { changesOf } from "../../lib/plan/changes/diff.ts";
import type { PlainObject, Resource, Simulation } from "../../lib/plan/resources/index.ts";

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
