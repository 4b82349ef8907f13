import { type Item, times } from "../../cost/items.ts";
import { address, endpoint, loadBalancer, machine, natGateway, webAcl } from "../../cost/things.ts";
import { list, number, type Resource, type Resources, text } from "../resources/index.ts";
import type { Pricer, Pricers } from "./pricer.ts";

/** Public IPv4 addresses that a resource holds: each is billed by the hour, in use or not. */
export const addresses = (resource: Resource, count: number): Item[] => times(count, address(resource));

const balancer: Pricer = (resource) => {
  const { inputs } = resource;
  const zones = Math.max(list(inputs.subnets).length, list(inputs.subnetMappings).length);
  const public_ = inputs.internal !== true && inputs.ipAddressType !== "dualstack-without-public-ipv4";
  return [
    ...loadBalancer(resource, text(inputs.loadBalancerType, "application")),
    // It has an address in each of its zones.
    ...addresses(resource, public_ ? zones : 0),
  ];
};

/** An instance has a public address when it asks for one, or when its subnet gives one to whoever does not say. */
const hasAddress = ({ inputs }: Resource, resources: Resources): boolean =>
  typeof inputs.associatePublicIpAddress === "boolean"
    ? inputs.associatePublicIpAddress
    : resources.named(inputs.subnetId)?.inputs.mapPublicIpOnLaunch === true;

/** The disk that Amazon Linux asks for where an instance does not say, in GB. */
const IMAGE_DISK_GB = 8;

const instance: Pricer = (resource, resources) => {
  const { inputs, name } = resource;
  const disk = inputs.rootBlockDevice as { volumeSize?: number; volumeType?: string } | undefined;
  return [
    ...machine(resource, {
      name: name === "Tunnel" ? null : name,
      type: text(inputs.instanceType, "unknown"),
      disk: disk?.volumeType ?? "gp2",
      gb: number(disk?.volumeSize, IMAGE_DISK_GB),
    }),
    ...addresses(resource, hasAddress(resource, resources) ? 1 : 0),
  ];
};

/** Gateway endpoints, of S3 and DynamoDB, are free. */
const vpcEndpoint: Pricer = (resource) =>
  text(resource.inputs.vpcEndpointType, "Gateway") === "Gateway"
    ? []
    : endpoint(resource, Math.max(1, list(resource.inputs.subnetIds).length));

/** Managed groups that AWS bills on top of the rule that names them, by the month and by the request. */
const PAID = /AWSManagedRules(BotControl|ATP|ACFP|AntiDDoS)RuleSet/g;

const paidRules = ({ inputs }: Resource): string[] => [
  ...new Set([...JSON.stringify(inputs.rules ?? []).matchAll(PAID)].map(([name]) => name)),
];

export const network = {
  "aws:ec2/natGateway:NatGateway": natGateway,
  // An address that is attached to a NAT gateway or an instance is one address, wherever it is written down.
  "aws:ec2/eip:Eip": address,
  "aws:ec2/instance:Instance": instance,
  "aws:ec2/vpcEndpoint:VpcEndpoint": vpcEndpoint,
  "aws:lb/loadBalancer:LoadBalancer": balancer,
  "aws:wafv2/webAcl:WebAcl": (resource) => webAcl(resource, list(resource.inputs.rules).length, paidRules(resource)),
} satisfies Partial<Pricers>;
