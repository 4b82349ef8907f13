import { objects, texts } from "../simulate/stack.ts";
import type { PlainObject, Resource } from "../simulate/types.ts";
import type { Control } from "./control.ts";

const groups = [
  "aws:ec2/securityGroup:SecurityGroup",
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
  "aws:ec2/securityGroupRule:SecurityGroupRule",
];
const lists = ["aws:ec2/networkAcl:NetworkAcl", "aws:ec2/networkAclRule:NetworkAclRule"];

/** The rules by which a resource lets somebody in: a list of its own, or the one rule that it is. */
function ingress({ type, inputs }: Resource): PlainObject[] {
  if (Array.isArray(inputs.ingress)) return objects(inputs.ingress);
  if (/Rule$/.test(type)) return inputs.type === "egress" || inputs.egress === true ? [] : [inputs];
  return [];
}

const sources = (rule: PlainObject) =>
  ["cidrBlocks", "cidrBlock", "cidrIpv4", "ipv6CidrBlocks", "ipv6CidrBlock", "cidrIpv6"].flatMap((key) =>
    texts(rule[key]),
  );

/** A rule for every protocol is a rule for every port. */
const includes = (rule: PlainObject, port: number) => {
  if (String(rule.protocol ?? rule.ipProtocol) === "-1") return true;
  return Number(rule.fromPort ?? 0) <= port && port <= Number(rule.toPort ?? 65_535);
};

const allows = (rule: PlainObject) => (rule.action ?? rule.ruleAction ?? "allow") === "allow";

/** The ports among some that are open to the whole world. */
const openPorts = (resource: Resource, ports: number[], worlds = ["0.0.0.0/0", "::/0"]): string[] => {
  const open = ingress(resource).filter((rule) => allows(rule) && sources(rule).some((cidr) => worlds.includes(cidr)));
  return ports
    .filter((port) => open.some((rule) => includes(rule, port)))
    .map((port) => `port ${port} is open to everybody`);
};

/** Ports that AWS calls high-risk. */
const risky = [
  20, 21, 22, 23, 25, 110, 135, 143, 445, 1433, 1434, 3000, 3306, 3389, 4333, 5000, 5432, 5500, 5601, 8080, 8088, 8888,
  9200, 9300,
];
const remote = [22, 3389];
const isPublic = ({ fromPort, toPort, protocol, ipProtocol }: PlainObject) =>
  String(protocol ?? ipProtocol) !== "-1" && fromPort === toPort && [80, 443].includes(Number(fromPort));

const shared = {
  fix: "let in security groups or the VPC's own addresses, not 0.0.0.0/0: see infra/access.ts",
  severity: "mandatory",
  when: "always",
  of: groups,
} as const;

/** Who may come in. */
export const securityGroupControls: Control[] = [
  {
    ...shared,
    id: "EC2.13",
    title: "SSH is not open to the world",
    why: "it is attacked within minutes; the tunnel needs no open port",
    problem: (resource) => openPorts(resource, [22]),
  },
  {
    ...shared,
    id: "EC2.14",
    title: "Remote Desktop is not open to the world",
    why: "it is attacked within minutes",
    problem: (resource) => openPorts(resource, [3389]),
  },
  {
    ...shared,
    id: "EC2.18",
    title: "only ports 80 and 443 are open to the world",
    why: "every other open port is a way in that nobody watches",
    problem: (resource) =>
      ingress(resource)
        .filter((rule) => sources(rule).some((cidr) => ["0.0.0.0/0", "::/0"].includes(cidr)) && !isPublic(rule))
        .map(({ fromPort, toPort }) => `${fromPort ?? "all"}-${toPort ?? "all"} is open to everybody`),
  },
  {
    ...shared,
    id: "EC2.19",
    title: "no port that attackers look for is open to the world",
    why: "databases, shells and test servers are found and tried within minutes",
    problem: (resource) => openPorts(resource, risky),
  },
  {
    ...shared,
    id: "EC2.21",
    title: "network ACLs keep SSH and Remote Desktop out",
    why: "they are the second wall, for the day when a security group is wrong",
    fix: "deny 22 and 3389 in the network ACL; the VPC's default one is not asked",
    of: lists,
    problem: (resource) => openPorts(resource, remote),
  },
  {
    ...shared,
    id: "EC2.53",
    title: "no port for remote administration is open to every IPv4 address",
    why: "it is attacked within minutes",
    problem: (resource) => openPorts(resource, remote, ["0.0.0.0/0"]),
  },
  {
    ...shared,
    id: "EC2.54",
    title: "no port for remote administration is open to every IPv6 address",
    why: "it is attacked within minutes",
    problem: (resource) => openPorts(resource, remote, ["::/0"]),
  },
];
