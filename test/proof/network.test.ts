import { describe, expect, test } from "vitest";
import { mayLeave, mayReach, type Place, placeOf, placeOfTask } from "../../lib/proof/judges/network.ts";
import { Stack } from "../../lib/proof/simulate/stack.ts";
import type { PlainObject } from "../../lib/proof/simulate/types.ts";
import { make, type Part, simulationOf } from "../controls/rows/make.ts";

/** Who reaches whom, by every form in which a program can write a rule, a place or a route. */

const stackOf = (parts: Part[]) => new Stack(simulationOf(parts));
const withId = (type: string, id: string, inputs: PlainObject = {}) => make(type)(inputs, { id });
const subnets = [
  withId("aws:ec2/subnet:Subnet", "near", { cidrBlock: "10.0.4.0/22" }),
  withId("aws:ec2/subnet:Subnet", "far", { cidrBlock: "10.0.8.0/22" }),
];
const from: Place = { groups: ["client"], subnets: ["near", "far"] };
const place: Place = { groups: ["server"], subnets: ["near"] };
const all = { protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] };

/** The server's rule, and whether it lets the client in to port 5432: the client may send everywhere. */
const group = (id: string, inputs: PlainObject) => withId("aws:ec2/securityGroup:SecurityGroup", id, inputs);
const client = group("client", { egress: [all] });
const tcp = { protocol: "tcp", fromPort: 5432, toPort: 5432 };
const isLetIn = (ingress: PlainObject, who: Place | "internet" = from) =>
  mayReach(who, { place, port: 5432 }, stackOf([...subnets, client, group("server", { ingress: [ingress] })]));

describe("a rule of a security group", () => {
  test.each<[string, PlainObject, boolean]>([
    ["for a group", { ...tcp, securityGroups: ["client"] }, true],
    ["for another group", { ...tcp, securityGroups: ["other"] }, false],
    ["for TCP by its number", { ...tcp, protocol: "6", securityGroups: ["client"] }, true],
    ["for all protocols, whatever its ports", { ...all, cidrBlocks: [], securityGroups: ["client"] }, true],
    ["for UDP", { ...tcp, protocol: "udp", securityGroups: ["client"] }, false],
    ["that ends at the port", { ...tcp, fromPort: 5000, securityGroups: ["client"] }, true],
    ["that ends below it", { ...tcp, fromPort: 5000, toPort: 5431, securityGroups: ["client"] }, false],
    ["that begins at the port", { ...tcp, toPort: 6000, securityGroups: ["client"] }, true],
    ["that begins above it", { ...tcp, fromPort: 5433, toPort: 6000, securityGroups: ["client"] }, false],
    ["for the world", { ...tcp, cidrBlocks: ["0.0.0.0/0"] }, true],
    ["for the world of IPv6", { ...tcp, ipv6CidrBlocks: ["::/0"] }, true],
    ["for all of the client's subnets", { ...tcp, cidrBlocks: ["10.0.4.0/22", "10.0.8.0/22"] }, true],
    ["for what they all lie in", { ...tcp, cidrBlocks: ["10.0.0.0/16"] }, true],
    ["for one of them", { ...tcp, cidrBlocks: ["10.0.4.0/22"] }, false],
    ["for itself", { ...tcp, self: true }, false],
  ])("%s", (_, rule, expected) => {
    expect(isLetIn(rule)).toBe(expected);
  });

  test("for itself lets in what has the same group", () => {
    expect(isLetIn({ ...tcp, self: true }, { ...from, groups: ["client", "server"] })).toBe(true);
    expect(isLetIn({ ...tcp, self: false }, { ...from, groups: ["client", "server"] })).toBe(false);
  });

  test("for addresses lets in nobody whose addresses are not known", () => {
    expect(isLetIn({ ...tcp, cidrBlocks: ["10.0.0.0/8"] }, { groups: ["client"], subnets: [] })).toBe(false);
  });

  test.each([
    ["0.0.0.0/0", true],
    ["10.0.0.0/8", false],
  ])("for %s is for the internet: %s", (block, expected) => {
    expect(isLetIn({ ...tcp, cidrBlocks: [block] }, "internet")).toBe(expected);
  });

  const one = { type: "ingress", securityGroupId: "server", ...tcp };
  const apart = { securityGroupId: "server", ipProtocol: "tcp", fromPort: 5432, toPort: 5432 };
  const RULE = "aws:ec2/securityGroupRule:SecurityGroupRule";
  const INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
  const EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";
  test.each<[string, Part, boolean]>([
    ["a rule", make(RULE)({ ...one, sourceSecurityGroupId: "client" }), true],
    ["a rule of another group", make(RULE)({ ...one, securityGroupId: "x", sourceSecurityGroupId: "client" }), false],
    ["a rule of the other direction", make(RULE)({ ...one, type: "egress", sourceSecurityGroupId: "client" }), false],
    ["an ingress rule", make(INGRESS)({ ...apart, referencedSecurityGroupId: "client" }), true],
    ["an ingress rule for IPv4", make(INGRESS)({ ...apart, cidrIpv4: "0.0.0.0/0" }), true],
    ["an ingress rule for IPv6", make(INGRESS)({ ...apart, cidrIpv6: "::/0" }), true],
    [
      "an ingress rule of another group",
      make(INGRESS)({ ...apart, securityGroupId: "x", cidrIpv4: "0.0.0.0/0" }),
      false,
    ],
    ["an egress rule", make(EGRESS)({ ...apart, cidrIpv4: "0.0.0.0/0" }), false],
  ])("may be a resource of its own: %s", (_, rule, expected) => {
    const stack = stackOf([...subnets, client, group("server", {}), rule]);
    expect(mayReach(from, { place, port: 5432 }, stack)).toBe(expected);
  });

  test("of the default group counts as one of any other, and what cannot send reaches nobody", () => {
    const server = withId("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", "server", { ingress: [all] });
    const reaches = (...parts: Part[]) => mayReach(from, { place, port: 1 }, stackOf([...subnets, server, ...parts]));
    expect(reaches(client)).toBe(true);
    expect(reaches(group("client", {}))).toBe(false);
    expect(reaches(make(EGRESS)({ securityGroupId: "client", ipProtocol: "-1", cidrIpv4: "0.0.0.0/0" }))).toBe(true);
  });
});

describe("a place", () => {
  test("of a task is that of its network", () => {
    const network = { securityGroups: ["a"], subnets: ["b", "c"] };
    expect(placeOfTask({ ...network, assignPublicIp: true })).toEqual({
      groups: ["a"],
      subnets: ["b", "c"],
      public: true,
    });
    expect(placeOfTask(network).public).toBe(false);
    expect(placeOfTask(undefined)).toEqual({ groups: [], subnets: [], public: false });
  });

  test.each<[string, PlainObject, Omit<Place, "public">]>([
    [
      "a database",
      { vpcSecurityGroupIds: ["a"], dbSubnetGroupName: "named" },
      { groups: ["a"], subnets: ["one", "two"] },
    ],
    ["a cache", { securityGroupIds: ["a"], subnetGroupName: "cached" }, { groups: ["a"], subnets: ["three"] }],
    ["a load balancer", { securityGroups: ["a"], subnets: ["b"] }, { groups: ["a"], subnets: ["b"] }],
    ["a machine", { vpcSecurityGroupIds: ["a"], subnetId: "b" }, { groups: ["a"], subnets: ["b"] }],
    ["what is in none", {}, { groups: [], subnets: [] }],
  ])("of %s is what it says", (_, inputs, expected) => {
    const stack = stackOf([
      make("aws:rds/subnetGroup:SubnetGroup")({ name: "named", subnetIds: ["one", "two"] }),
      withId("aws:elasticache/subnetGroup:SubnetGroup", "cached", { subnetIds: ["three"] }),
      make("aws:x/y:Y")(inputs),
    ]);
    const [resource] = stack.of("aws:x/y:Y");
    expect(placeOf(resource as NonNullable<typeof resource>, stack)).toEqual({ ...expected, public: false });
  });

  test("may have an address of its own on the internet", () => {
    const stack = stackOf([make("aws:x/y:Y")({ associatePublicIpAddress: true })]);
    const [machine] = stack.of("aws:x/y:Y");
    expect(placeOf(machine as NonNullable<typeof machine>, stack).public).toBe(true);
  });
});

describe("a way out", () => {
  const relay = { natGatewayId: "nat" };
  const gateway = { gatewayId: "igw" };
  const table = (id: string, routes: PlainObject[]) => [
    withId("aws:ec2/routeTable:RouteTable", id, { routes }),
    make("aws:ec2/routeTableAssociation:RouteTableAssociation")({ subnetId: id, routeTableId: id }),
  ];
  const everywhere = (to: PlainObject) => ({ cidrBlock: "0.0.0.0/0", ...to });
  const leaves = (more: Partial<Place>, parts: Part[], egress: PlainObject = all) =>
    mayLeave(
      { groups: ["client"], subnets: ["near"], ...more },
      443,
      stackOf([group("client", { egress: [egress] }), ...parts]),
    );

  test.each<[string, PlainObject, boolean, boolean]>([
    ["an internet gateway", gateway, false, true],
    ["a NAT gateway", relay, true, false],
    ["a NAT instance", { instanceId: "i" }, true, false],
    ["its network interface", { networkInterfaceId: "eni" }, true, false],
    ["a transit gateway", { transitGatewayId: "tgw" }, true, false],
    ["another VPC", { vpcPeeringConnectionId: "pcx" }, true, false],
    ["nowhere", {}, false, false],
  ])("by %s", (_, to, forPrivate, forPublic) => {
    const routes = table("near", [everywhere(to)]);
    expect([leaves({}, routes), leaves({ public: true }, routes)]).toEqual([forPrivate, forPublic]);
  });

  test("may be a route of its own, or of IPv6; it must be the default one, of this subnet", () => {
    const route = (inputs: PlainObject) => [
      ...table("near", []),
      make("aws:ec2/route:Route")({ routeTableId: "near", ...relay, ...inputs }),
    ];
    expect(leaves({}, route({ destinationCidrBlock: "0.0.0.0/0" }))).toBe(true);
    expect(leaves({}, route({ destinationCidrBlock: "10.1.0.0/16" }))).toBe(false);
    expect(leaves({}, route({ destinationCidrBlock: "0.0.0.0/0", routeTableId: "far" }))).toBe(false);
    expect(leaves({}, table("far", [everywhere(relay)]))).toBe(false);
  });

  test("is there where every subnet has one, and the group lets it out to the world", () => {
    const both = [...table("near", [everywhere(relay)]), ...table("far", [everywhere(relay)])];
    expect(leaves({ subnets: ["near", "far"] }, both)).toBe(true);
    expect(leaves({ subnets: ["near", "far"] }, table("near", [everywhere(relay)]))).toBe(false);
    expect(leaves({ subnets: [] }, both)).toBe(false);
    expect(leaves({}, both, { ...all, cidrBlocks: ["10.0.0.0/8"] })).toBe(false);
    expect(leaves({}, both, { ...all, protocol: "tcp", fromPort: 80, toPort: 442 })).toBe(false);
  });
});
