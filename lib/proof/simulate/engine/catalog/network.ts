import { arn, ec2, type Row } from "./row.ts";

/** Networks and what stands in them. */
export const network: Record<string, Row> = {
  "aws:ec2/vpc:Vpc": ec2("vpc", "vpc", {
    defaultSecurityGroupId: "sg-{hash}",
    defaultNetworkAclId: "acl-{hash}",
    defaultRouteTableId: "rtb-{hash}",
    mainRouteTableId: "rtb-{hash}",
  }),
  "aws:ec2/subnet:Subnet": ec2("subnet", "subnet"),
  "aws:ec2/securityGroup:SecurityGroup": { ...ec2("sg", "security-group"), name: "name" },
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": ec2("sg", "security-group", { name: "default" }),
  "aws:ec2/securityGroupRule:SecurityGroupRule": { id: "sgrule-{hash}", more: { securityGroupRuleId: "sgr-{hash}" } },
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": ec2("sgr", "security-group-rule"),
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": ec2("sgr", "security-group-rule"),
  "aws:ec2/internetGateway:InternetGateway": ec2("igw", "internet-gateway"),
  "aws:ec2/natGateway:NatGateway": ec2("nat", "natgateway", { publicIp: "203.0.113.10", privateIp: "10.0.0.10" }),
  "aws:ec2/eip:Eip": ec2("eipalloc", "elastic-ip", { allocationId: "{id}", publicIp: "203.0.113.20" }),
  "aws:ec2/routeTable:RouteTable": ec2("rtb", "route-table"),
  "aws:ec2/networkAcl:NetworkAcl": ec2("acl", "network-acl"),
  "aws:ec2/vpcEndpoint:VpcEndpoint": ec2("vpce", "vpc-endpoint", {
    dnsEntries: [{ dnsName: "{id}.vpce.amazonaws.com", hostedZoneId: "Z0MOCKVPCE" }],
  }),
  "aws:ec2/flowLog:FlowLog": ec2("fl", "vpc-flow-log"),
  "aws:ec2/instance:Instance": ec2("i", "instance", {
    privateIp: "10.0.0.30",
    publicIp: "203.0.113.30",
    primaryNetworkInterfaceId: "eni-{hash}",
  }),
  "aws:ec2/launchTemplate:LaunchTemplate": ec2("lt", "launch-template", { latestVersion: 1 }),
  "aws:ec2/keyPair:KeyPair": { name: "keyName", id: "{name}", more: { keyPairId: "key-{hash}" } },
  "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace": {
    name: "name",
    id: "ns-{hash}",
    arn: arn("servicediscovery", "namespace/{id}"),
    more: { hostedZone: "Z0MOCKPRIVATE" },
  },
  "aws:servicediscovery/service:Service": {
    name: "name",
    id: "srv-{hash}",
    arn: arn("servicediscovery", "service/{id}"),
  },
};
