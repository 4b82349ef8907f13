import { list, number, type Resource, type Resources, text } from "../resources/index.ts";
import { counted, type Item, type Pricer, units } from "./items.ts";

/** Public IPv4 addresses that a resource holds: each is billed by the hour, in use or not. */
export const addresses = (resource: Resource, count: number): Item[] =>
  count === 0
    ? []
    : [
        {
          line: "ipv4",
          label: "Public IPv4 addresses",
          detail: "address",
          count: ["address", "addresses"],
          units: units(resource.region, { publicIpv4: count }),
          urn: resource.urn,
        },
      ];

/** What a load balancer of each kind is called, and the price of an hour of it. */
const BALANCERS: Record<string, readonly [label: string, price: string]> = {
  application: ["Load balancer", "loadBalancer"],
  network: ["Network load balancer", "networkLoadBalancer"],
  gateway: ["Gateway load balancer", "gatewayLoadBalancer"],
};

const loadBalancer: Pricer = (resource) => {
  const { inputs } = resource;
  const kind = text(inputs.loadBalancerType, "application");
  const [label, price] = BALANCERS[kind] ?? ["Load balancer", `loadBalancer:${kind}`];
  const zones = Math.max(list(inputs.subnets).length, list(inputs.subnetMappings).length);
  const public_ = inputs.internal !== true && inputs.ipAddressType !== "dualstack-without-public-ipv4";
  return [
    {
      line: kind === "application" ? "balancer" : `balancer:${kind}`,
      label,
      detail: "load balancer",
      count: ["load balancer", "load balancers"],
      units: units(resource.region, { [price]: 1 }),
      urn: resource.urn,
    },
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
  const { inputs, region, urn } = resource;
  const type = text(inputs.instanceType, "unknown");
  const disk = inputs.rootBlockDevice as { volumeSize?: number; volumeType?: string } | undefined;
  const tunnel = resource.name === "Tunnel";
  return [
    {
      line: tunnel ? "tunnel" : `instance:${resource.name}`,
      label: tunnel ? "Tunnel" : `Instance ${resource.name}`,
      detail: type,
      units: units(region, {
        [`ec2.${type}`]: 1,
        [`ebs.${disk?.volumeType ?? "gp2"}`]: number(disk?.volumeSize, IMAGE_DISK_GB),
      }),
      urn,
    },
    ...addresses(resource, hasAddress(resource, resources) ? 1 : 0),
  ];
};

const endpoint: Pricer = (resource) => {
  const { inputs, region, urn } = resource;
  // Gateway endpoints, of S3 and DynamoDB, are free.
  if (text(inputs.vpcEndpointType, "Gateway") === "Gateway") return [];
  const zones = Math.max(1, list(inputs.subnetIds).length);
  return [
    {
      line: "endpoints",
      label: "VPC endpoints",
      detail: "zone",
      count: ["zone", "zones"],
      units: units(region, { vpcEndpoint: zones }),
      urn,
    },
  ];
};

/** An address that is attached to a NAT gateway or an instance is one address, wherever it is written down. */
const elasticAddress: Pricer = (resource) => addresses(resource, 1);

const webAcl: Pricer = (resource) => [
  {
    line: "firewall",
    label: "Web firewall",
    detail: `web ACL with ${list(resource.inputs.rules).length} rules`,
    units: units(resource.region, { webAcl: 1, webAclRule: list(resource.inputs.rules).length }),
    urn: resource.urn,
  },
];

export const network: Readonly<Record<string, Pricer>> = {
  "aws:ec2/natGateway:NatGateway": counted("nat", "NAT gateways", ["gateway", "gateways"], { natGateway: 1 }),
  "aws:ec2/eip:Eip": elasticAddress,
  "aws:ec2/instance:Instance": instance,
  "aws:ec2/vpcEndpoint:VpcEndpoint": endpoint,
  "aws:lb/loadBalancer:LoadBalancer": loadBalancer,
  "aws:wafv2/webAcl:WebAcl": webAcl,
};
