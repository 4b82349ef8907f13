import { objects, type Stack, texts } from "../simulate/stack.ts";
import type { Plain, Resource } from "../simulate/types.ts";
import type { Control } from "./control.ts";
import { handles, isEmpty, isOff, unless } from "./look.ts";

const of = ["aws:ec2/vpc:Vpc"];
const subnetsOf = (vpc: Resource, stack: Stack) =>
  stack.of("aws:ec2/subnet:Subnet").filter(({ inputs }) => handles(vpc).includes(inputs.vpcId ?? ""));
const zonesOf = (subnets: Resource[]) => new Set(subnets.map(({ inputs }) => inputs.availabilityZone));

/** Subnets from which a default route leads to an internet gateway. */
export function publicSubnets(stack: Stack): Set<Plain> {
  const tables = stack.of("aws:ec2/routeTable:RouteTable");
  const alone = stack.of("aws:ec2/route:Route").filter(({ inputs }) => inputs.gatewayId);
  const open = tables.filter(
    (table) =>
      objects(table.inputs.routes).some(({ gatewayId }) => gatewayId) ||
      alone.some(({ inputs }) => inputs.routeTableId === table.id),
  );
  const ids = new Set(open.map(({ id }) => id));
  return new Set(
    stack
      .of("aws:ec2/routeTableAssociation:RouteTableAssociation")
      .filter(({ inputs }) => ids.has(String(inputs.routeTableId)))
      .map(({ inputs }) => inputs.subnetId ?? null),
  );
}

/** The network. */
export const vpcControls: Control[] = [
  {
    id: "EC2.2",
    title: "the default security group of the VPC lets nobody in",
    why: "whatever is made without a security group of its own gets the default one",
    fix: "keep ingress and egress of the DefaultSecurityGroup empty",
    severity: "mandatory",
    when: "always",
    of: ["aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"],
    problem: ({ inputs }) => (isEmpty(inputs.ingress) && isEmpty(inputs.egress) ? undefined : "it has rules"),
  },
  {
    id: "EC2.6",
    title: "the network keeps a log of what it refused",
    why: "it shows who knocked, and whether a security group is too tight",
    fix: "keep the FlowLog of infra/network.ts",
    severity: "advisory",
    when: "always",
    scope: "stage",
    of,
    problem: (vpc, stack) =>
      stack
        .of("aws:ec2/flowLog:FlowLog")
        .some(({ inputs }) => handles(vpc).includes(inputs.vpcId ?? "") && inputs.trafficType !== "ACCEPT")
        ? undefined
        : "it has no flow log",
  },
  {
    id: "EC2.15",
    title: "subnets hand out no public addresses by themselves",
    why: "whatever is put there by mistake would be on the internet",
    fix: "keep mapPublicIpOnLaunch off in infra/network.ts",
    severity: "mandatory",
    when: "always",
    of: ["aws:ec2/subnet:Subnet"],
    problem: unless("mapPublicIpOnLaunch", isOff, "mapPublicIpOnLaunch is on"),
  },
  {
    id: "OWN.s3-endpoint",
    title: "traffic to S3 stays off the NAT gateways",
    why: "the layers of every image come from S3: the gateway endpoint is free, NAT is not",
    fix: "keep the S3Endpoint of infra/network.ts",
    severity: "advisory",
    when: "always",
    scope: "stage",
    of,
    problem: (vpc, stack) =>
      stack
        .of("aws:ec2/vpcEndpoint:VpcEndpoint")
        .filter(({ inputs }) => handles(vpc).includes(inputs.vpcId ?? ""))
        .some(({ inputs }) => String(inputs.serviceName).endsWith(".s3") && texts(inputs.routeTableIds).length > 0)
        ? undefined
        : "it has no gateway endpoint for S3",
  },
  {
    id: "WA.az",
    title: "the network is in two zones",
    why: "a zone fails as a whole",
    fix: "keep `az` at 2 or more in infra/network.ts",
    severity: "mandatory",
    when: "always",
    scope: "stage",
    of,
    problem: (vpc, stack) => {
      const all = subnetsOf(vpc, stack);
      const open = publicSubnets(stack);
      const inner = all.filter(({ id }) => !open.has(id ?? null));
      const outer = all.filter(({ id }) => open.has(id ?? null));
      return zonesOf(inner).size > 1 && zonesOf(outer).size > 1 ? undefined : "it is in one zone";
    },
  },
  {
    id: "WA.nat",
    title: "every zone has a NAT gateway of its own",
    why: "a gateway in another zone is gone when that zone is",
    fix: "keep `privateContainers` on for production in infra/stage.ts",
    severity: "advisory",
    when: "production",
    scope: "stage",
    of,
    problem: (vpc, stack) => {
      const gateways = stack.of("aws:ec2/natGateway:NatGateway").map(({ inputs }) => inputs.subnetId);
      const all = subnetsOf(vpc, stack);
      const served = zonesOf(all.filter(({ id }) => gateways.includes(id ?? "")));
      const without = [...zonesOf(all)].filter((zone) => !served.has(zone));
      return without.map((zone) => `${zone} has no NAT gateway`);
    },
  },
];
