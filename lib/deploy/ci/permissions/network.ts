import { type Grant, type Grants, ownTags, untaken } from "./grant.ts";

const read: Grant[] = [
  {
    sid: "NetworkRead",
    actions: [
      "ec2:Describe*",
      "ec2:GetSecurityGroupsForVpc",
      "servicediscovery:Get*",
      "servicediscovery:List*",
      "route53:GetHostedZone",
      "route53:ListHostedZones*",
    ],
  },
  {
    sid: "Image",
    actions: ["ssm:GetParameter", "ssm:GetParameters"],
    on: () => ["arn:aws:ssm:*::parameter/aws/service/*"],
  },
];

const write: Grant[] = [
  {
    sid: "Network",
    actions: [
      "ec2:CreateVpc",
      "ec2:ModifyVpcAttribute",
      "ec2:CreateSubnet",
      "ec2:ModifySubnetAttribute",
      "ec2:CreateRouteTable",
      "ec2:CreateRoute",
      "ec2:ReplaceRoute",
      "ec2:AssociateRouteTable",
      "ec2:ReplaceRouteTableAssociation",
      "ec2:CreateInternetGateway",
      "ec2:AttachInternetGateway",
      "ec2:CreateNatGateway",
      "ec2:AllocateAddress",
      "ec2:AssociateAddress",
      "ec2:CreateVpcEndpoint",
      "ec2:ModifyVpcEndpoint",
      "ec2:CreateFlowLogs",
      "ec2:CreateSecurityGroup",
      "ec2:AuthorizeSecurityGroup*",
      "ec2:RevokeSecurityGroup*",
      "ec2:UpdateSecurityGroupRuleDescriptions*",
      "ec2:RunInstances",
      "ec2:ModifyInstanceAttribute",
      "ec2:ModifyInstanceMetadataOptions",
      "ec2:MonitorInstances",
      "ec2:UnmonitorInstances",
      "ec2:CreateTags",
      "ec2:DeleteTags",
      // Cloud Map makes a private zone for SST's namespace.
      "servicediscovery:CreatePrivateDnsNamespace",
      "servicediscovery:TagResource",
      "servicediscovery:UntagResource",
      "route53:CreateHostedZone",
      "route53:AssociateVPCWithHostedZone",
    ],
    where: untaken,
  },
  {
    sid: "NetworkDelete",
    actions: [
      "ec2:DeleteVpc",
      "ec2:DeleteSubnet",
      "ec2:DeleteRouteTable",
      "ec2:DeleteRoute",
      "ec2:DisassociateRouteTable",
      "ec2:DeleteInternetGateway",
      "ec2:DetachInternetGateway",
      "ec2:DeleteNatGateway",
      "ec2:ReleaseAddress",
      "ec2:DisassociateAddress",
      "ec2:DeleteVpcEndpoints",
      "ec2:DeleteFlowLogs",
      "ec2:DeleteSecurityGroup",
      "ec2:TerminateInstances",
      "ec2:StopInstances",
      "ec2:StartInstances",
      "servicediscovery:DeleteNamespace",
      "servicediscovery:UpdatePrivateDnsNamespace",
    ],
    where: ownTags,
  },
];

const endpoints: Grant[] = [
  {
    sid: "Endpoints",
    when: ({ has }) => has.endpoints,
    actions: ["servicediscovery:CreateService", "ec2:ModifySecurityGroupRules"],
    where: untaken,
  },
  {
    sid: "EndpointsChange",
    when: ({ has }) => has.endpoints,
    actions: [
      "servicediscovery:UpdateService",
      "servicediscovery:DeleteService",
      // Of tasks that are gone: a registry with addresses cannot be deleted.
      "servicediscovery:DeregisterInstance",
    ],
    where: ownTags,
  },
];

/** The network that everything is in, and the machine that is the way in for people. */
export const network: Grants = { read, write: [...write, ...endpoints] };
