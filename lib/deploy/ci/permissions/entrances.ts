import type { View } from "../../../answers/view.ts";
import { arns, type Conditions, type Grant, type Grants, ownTags, type Scope, untaken } from "./grant.ts";

const routed = ({ has }: View) => has.routed;
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
  { sid: "LoadBalancerRead", when: routed, actions: ["elasticloadbalancing:Describe*"] },
  { sid: "FirewallRead", when: routed, actions: ["wafv2:Get*", "wafv2:List*"] },
  {
    sid: "CertificatesRead",
    when: certified,
    actions: ["acm:DescribeCertificate", "acm:GetCertificate", "acm:ListCertificates", "acm:ListTagsForCertificate"],
  },
  { sid: "DnsRead", when: certified, actions: ["route53:Get*", "route53:List*"] },
];

const write: Grant[] = [
  {
    sid: "LoadBalancer",
    when: routed,
    actions: [
      "elasticloadbalancing:Create*",
      "elasticloadbalancing:AddTags",
      "elasticloadbalancing:RemoveTags",
      "elasticloadbalancing:SetRulePriorities",
      "elasticloadbalancing:SetWebACL",
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
      "elasticloadbalancing:AddListenerCertificates",
      "elasticloadbalancing:RemoveListenerCertificates",
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
    on: ({ zone }) => (zone === null ? [] : ["arn:aws:route53:::hostedzone/*"]),
    where: ownRecords,
  },
  { sid: "HealthChecksMake", when: routed, actions: ["route53:CreateHealthCheck"] },
  {
    sid: "HealthChecks",
    when: routed,
    actions: ["route53:UpdateHealthCheck", "route53:DeleteHealthCheck", "route53:ChangeTagsForResource"],
    on: () => ["arn:aws:route53:::healthcheck/*"],
  },
];

/** Load balancer, firewall, certificates and names. */
export const entrances: Grants = { read, write };
