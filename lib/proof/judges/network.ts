import { isObject } from "../simulate/engine/wire.ts";
import { objects, type Stack, texts } from "../simulate/stack.ts";
import type { Plain, PlainObject, Resource } from "../simulate/types.ts";

/** Who reaches whom, as security groups and routes decide it: the one must send, and the other must take it. */

/** Where something is in a network. */
export interface Place {
  groups: string[];
  subnets: string[];
  /** It has an address of its own on the internet. */
  public?: boolean;
}

/** A port of something, over TCP. */
export interface Port {
  place: Place;
  port: number;
}

type Direction = "egress" | "ingress";

const WORLD = ["0.0.0.0/0", "::/0"];

/** The place of a task: of a service, a schedule, or what is run in a deploy. */
export const placeOfTask = (network: Plain | undefined): Place => {
  const { securityGroups, subnets, assignPublicIp } = isObject(network) ? network : {};
  return { groups: texts(securityGroups), subnets: texts(subnets), public: assignPublicIp === true };
};

/** The place of a database, a cache, a load balancer or a machine. */
export function placeOf({ inputs }: Resource, stack: Stack): Place {
  const named = inputs.dbSubnetGroupName ?? inputs.subnetGroupName;
  const group = stack
    .of("aws:rds/subnetGroup:SubnetGroup", "aws:elasticache/subnetGroup:SubnetGroup")
    .find((one) => named !== undefined && [one.id, one.inputs.name, one.outputs.name].includes(named as string));
  return {
    groups: ["securityGroups", "vpcSecurityGroupIds", "securityGroupIds"].flatMap((key) => texts(inputs[key])),
    subnets: [...texts(group?.inputs.subnetIds), ...texts(inputs.subnets), ...texts(inputs.subnetId)],
    public: inputs.associatePublicIpAddress === true,
  };
}

/** The rules of a security group in one direction: those in it, and those that are resources of their own. */
function rulesOf(group: string, direction: Direction, stack: Stack): PlainObject[] {
  const own = stack
    .of("aws:ec2/securityGroup:SecurityGroup", "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup")
    .filter(({ id }) => id === group);
  const alone = stack
    .of("aws:ec2/securityGroupRule:SecurityGroupRule")
    .filter(({ inputs }) => inputs.securityGroupId === group && inputs.type === direction);
  const apart = stack
    .of(
      direction === "ingress"
        ? "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
        : "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
    )
    .filter(({ inputs }) => inputs.securityGroupId === group);
  return [
    ...own.flatMap(({ inputs }) => objects(inputs[direction])),
    ...[...alone, ...apart].map(({ inputs }) => inputs),
  ];
}

const isFor = (rule: PlainObject, port: number): boolean => {
  const protocol = String(rule.protocol ?? rule.ipProtocol);
  if (protocol === "-1") return true;
  return ["tcp", "6"].includes(protocol) && Number(rule.fromPort) <= port && port <= Number(rule.toPort);
};

const blocks = (rule: PlainObject) =>
  ["cidrBlocks", "ipv6CidrBlocks", "cidrIpv4", "cidrIpv6"].flatMap((key) => texts(rule[key]));

const numberOf = (address: string): number => address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);

/** Whether a block of IPv4 addresses lies in another. */
export function isWithin(inner: string, outer: string): boolean {
  const [address = "", bits = "32"] = inner.split("/");
  const [base = "", outerBits = "32"] = outer.split("/");
  if (Number(bits) < Number(outerBits)) return false;
  const size = 2 ** (32 - Number(outerBits));
  return Math.floor(numberOf(address) / size) === Math.floor(numberOf(base) / size);
}

const cidrsOf = (place: Place, stack: Stack): string[] =>
  stack
    .of("aws:ec2/subnet:Subnet")
    .filter(({ id }) => place.subnets.includes(String(id)))
    .map(({ inputs }) => String(inputs.cidrBlock));

/** Whether one of the rules of a place names the other side, which is a place or the whole internet. */
function opens(place: Place, direction: Direction, other: Place | "internet", port: number, stack: Stack): boolean {
  const addresses = other === "internet" ? [] : cidrsOf(other, stack);
  return place.groups.some((group) =>
    rulesOf(group, direction, stack)
      .filter((rule) => isFor(rule, port))
      .some((rule) => {
        const named = blocks(rule);
        if (named.some((block) => WORLD.includes(block))) return true;
        if (other === "internet") return false;
        const groups = ["securityGroups", "sourceSecurityGroupId", "referencedSecurityGroupId"];
        const isNamed = groups.flatMap((key) => texts(rule[key])).some((id) => other.groups.includes(id));
        const isSelf = rule.self === true && other.groups.includes(group);
        const isInside =
          addresses.length > 0 && addresses.every((cidr) => named.some((block) => isWithin(cidr, block)));
        return isNamed || isSelf || isInside;
      }),
  );
}

/** Whether somebody comes through to a port: their groups let them out, and the other's let them in. */
export const mayReach = (from: Place | "internet", { place, port }: Port, stack: Stack): boolean =>
  (from === "internet" || opens(from, "egress", place, port, stack)) && opens(place, "ingress", from, port, stack);

/** Targets of a route behind which a task needs no address of its own: a NAT gateway, a NAT instance, another network. */
const RELAYS = ["natGatewayId", "networkInterfaceId", "instanceId", "transitGatewayId", "vpcPeeringConnectionId"];

/** What a subnet's default route leads to: to the internet itself, or to what knows a way. */
function wayOut(subnet: string, stack: Stack): "gateway" | "relay" | undefined {
  const tables = stack
    .of("aws:ec2/routeTableAssociation:RouteTableAssociation")
    .filter(({ inputs }) => inputs.subnetId === subnet)
    .map(({ inputs }) => inputs.routeTableId);
  const routes = [
    ...stack
      .of("aws:ec2/routeTable:RouteTable")
      .filter(({ id }) => tables.includes(String(id)))
      .flatMap(({ inputs }) => objects(inputs.routes)),
    ...stack
      .of("aws:ec2/route:Route")
      .map(({ inputs }) => inputs)
      .filter(({ routeTableId }) => tables.includes(String(routeTableId))),
  ];
  const ways = routes.filter((route) => WORLD.includes(String(route.cidrBlock ?? route.destinationCidrBlock)));
  if (ways.some((route) => RELAYS.some((target) => Boolean(route[target])))) return "relay";
  return ways.some(({ gatewayId }) => Boolean(gatewayId)) ? "gateway" : undefined;
}

/** Whether something comes to a port of the internet, from each of its subnets: with an address of its own, or through NAT. */
export const mayLeave = (from: Place, port: number, stack: Stack): boolean =>
  opens(from, "egress", "internet", port, stack) &&
  from.subnets.length > 0 &&
  from.subnets.every((subnet) => wayOut(subnet, stack) === (from.public ? "gateway" : "relay"));
