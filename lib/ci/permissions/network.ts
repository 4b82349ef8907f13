import type { View } from "../../render/view.ts";
import { arns, type Conditions, type Grant, type Grants, ownTags, type Scope, untaken } from "./grant.ts";
import { edgeFunctionsOf } from "./names.ts";

const routed = ({ has }: View) => has.routed;
const sites = ({ has }: View) => has.sites;
const certified = ({ has }: View) => has.domain && (has.routed || has.sites);
const route53 = (view: View) => certified(view) && view.dns === "route53";

/** Only the records of the stage's own domain. */
const ownRecords = ({ zone }: Scope): Conditions =>
  zone === null
    ? {}
    : {
        "ForAllValues:StringLike": {
          "route53:ChangeResourceRecordSetsNormalizedRecordNames": [zone, `*.${zone}`],
        },
      };

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
  { sid: "LoadBalancerRead", when: routed, actions: ["elasticloadbalancing:Describe*"] },
  { sid: "FirewallRead", when: routed, actions: ["wafv2:Get*", "wafv2:List*"] },
  {
    sid: "CertificatesRead",
    when: certified,
    actions: ["acm:DescribeCertificate", "acm:GetCertificate", "acm:ListCertificates", "acm:ListTagsForCertificate"],
  },
  { sid: "DnsRead", when: certified, actions: ["route53:Get*", "route53:List*"] },
  {
    sid: "EdgeRead",
    when: sites,
    actions: ["cloudfront:Get*", "cloudfront:List*", "cloudfront:DescribeFunction", "cloudfront:DescribeKeyValueStore"],
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
  {
    sid: "LoadBalancer",
    when: routed,
    actions: [
      "elasticloadbalancing:Create*",
      "elasticloadbalancing:AddTags",
      "elasticloadbalancing:RemoveTags",
      "elasticloadbalancing:SetRulePriorities",
    ],
    where: untaken,
  },
  {
    sid: "LoadBalancerChange",
    when: routed,
    actions: [
      "elasticloadbalancing:Modify*",
      "elasticloadbalancing:Delete*",
      "elasticloadbalancing:SetSecurityGroups",
      "elasticloadbalancing:SetSubnets",
      "elasticloadbalancing:SetIpAddressType",
      "elasticloadbalancing:SetWebACL",
    ],
    where: ownTags,
  },
  {
    sid: "Firewall",
    when: routed,
    actions: [
      "wafv2:Create*",
      "wafv2:Update*",
      "wafv2:Delete*",
      "wafv2:Put*",
      "wafv2:TagResource",
      "wafv2:UntagResource",
      "wafv2:AssociateWebACL",
      "wafv2:DisassociateWebACL",
    ],
    on: (scope) => [
      ...arns(
        "wafv2",
        (prefix) => `regional/*/${prefix}/*`,
        (prefix) => `regional/*/${prefix}-*/*`,
      )(scope),
      // AWS's own rules are a part of the firewall, and the load balancer is what it stands before.
      "arn:aws:wafv2:*:aws:regional/managedruleset/*",
      ...arns("wafv2", () => "regional/managedruleset/*")(scope),
      ...arns("elasticloadbalancing", () => "loadbalancer/app/*")(scope),
    ],
  },
  {
    sid: "Certificates",
    when: certified,
    actions: ["acm:RequestCertificate", "acm:AddTagsToCertificate", "acm:RemoveTagsFromCertificate"],
    where: untaken,
  },
  {
    sid: "CertificatesDelete",
    when: certified,
    actions: ["acm:DeleteCertificate", "acm:UpdateCertificateOptions"],
    where: ownTags,
  },
  {
    sid: "Dns",
    when: route53,
    actions: ["route53:ChangeResourceRecordSets"],
    on: () => ["arn:aws:route53:::hostedzone/*"],
    where: ownRecords,
  },
  {
    sid: "HealthChecks",
    when: routed,
    actions: [
      "route53:CreateHealthCheck",
      "route53:UpdateHealthCheck",
      "route53:DeleteHealthCheck",
      "route53:ChangeTagsForResource",
    ],
    on: () => ["arn:aws:route53:::healthcheck/*"],
  },
  {
    sid: "Edge",
    when: sites,
    actions: [
      "cloudfront:CreateDistribution*",
      "cloudfront:CreateInvalidation",
      "cloudfront:CreateOriginAccessControl",
      "cloudfront:DeleteOriginAccessControl",
      "cloudfront:UpdateOriginAccessControl",
      "cloudfront:CreateKeyValueStore",
      "cloudfront:TagResource",
      "cloudfront:UntagResource",
    ],
    where: untaken,
  },
  {
    sid: "EdgeChange",
    when: sites,
    actions: ["cloudfront:UpdateDistribution", "cloudfront:DeleteDistribution"],
    where: ownTags,
  },
  {
    sid: "EdgeFunctions",
    when: sites,
    actions: [
      "cloudfront:CreateFunction",
      "cloudfront:UpdateFunction",
      "cloudfront:PublishFunction",
      "cloudfront:DeleteFunction",
    ],
    on: edgeFunctionsOf,
  },
  {
    sid: "EdgeValues",
    when: sites,
    actions: ["cloudfront:UpdateKeyValueStore", "cloudfront:DeleteKeyValueStore", "cloudfront-keyvaluestore:*"],
    on: ({ account }) => [`arn:aws:cloudfront::${account}:key-value-store/*`],
  },
];

/** The network, the entrances and their names. */
export const network: Grants = { read, write };
