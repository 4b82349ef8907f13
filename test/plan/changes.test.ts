import { expect, it } from "vitest";
import { changesOf } from "../../lib/plan/changes/diff.ts";
import { replaces } from "../../lib/plan/changes/replaces/index.ts";
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
