import type { Rows } from "../row.ts";

/**
 * What the world comes through. Read late in version 5: elbv2/listener.go. Version 5: acm/certificate.go;
 * elbv2/load_balancer.go, target_group.go, listener_rule.go; route53/health_check.go, record.go, zone.go; wafv2/web_acl.go.
 * Inputs that are newer are not known here.
 */
export const edge = {
  "aws:acm/certificate:Certificate": {
    bill: "free",
    holds: null,
    replacedBy: [
      "domainName",
      "subjectAlternativeNames",
      "validationMethod",
      "validationOptions",
      "keyAlgorithm",
      "certificateAuthorityArn",
    ],
  },
  "aws:acm/certificateValidation:CertificateValidation": { bill: "free", holds: null, replacedBy: null },
  "aws:route53/zone:Zone": {
    bill: { priced: true },
    holds: "a DNS zone",
    stays: true,
    replacedBy: ["name", "delegationSetId"],
  },
  "aws:route53/healthCheck:HealthCheck": {
    bill: { priced: true },
    holds: null,
    replacedBy: ["type", "requestInterval", "measureLatency", "referenceName", "routingControlArn"],
  },
  "aws:route53/record:Record": {
    bill: "free",
    holds: null,
    // Another type or setIdentifier is one change batch: the old record goes as the new one comes.
    replacedBy: ["zoneId", "name"],
  },
  "aws:cloudfront/distribution:Distribution": {
    listed: "CloudFront",
    bill: { use: "cdn" },
    holds: null,
    replacedBy: null,
  },
  "aws:cloudfront/function:Function": { bill: { use: "cdn" }, holds: null, replacedBy: null },
  "aws:cloudfront/keyValueStore:KeyValueStore": { bill: { use: "cdn" }, holds: null, replacedBy: null },
  "aws:lb/listener:Listener": { bill: "free", holds: null, replacedBy: ["loadBalancerArn"] },
  "aws:lb/listenerCertificate:ListenerCertificate": {
    bill: "free",
    holds: null,
    replacedBy: ["listenerArn", "certificateArn"],
  },
  "aws:lb/listenerRule:ListenerRule": { bill: "free", holds: null, replacedBy: ["listenerArn"] },
  "aws:lb/loadBalancer:LoadBalancer": {
    listed: "Load balancer",
    bill: { priced: true },
    holds: null,
    // And some changes of subnets and securityGroups of a network load balancer.
    replacedBy: ["name", "namePrefix", "internal", "loadBalancerType", "customerOwnedIpv4Pool"],
  },
  "aws:lb/targetGroup:TargetGroup": {
    bill: "free",
    holds: null,
    replacedBy: ["name", "namePrefix", "port", "protocol", "protocolVersion", "targetType", "vpcId", "ipAddressType"],
  },
  "aws:wafv2/ipSet:IpSet": { label: "WAF IP set", bill: "free", holds: null, replacedBy: null },
  "aws:wafv2/webAcl:WebAcl": {
    label: "WAF web ACL",
    listed: "Web firewall",
    bill: { priced: true },
    holds: null,
    // namePrefix is newer than the source that was read.
    replacedBy: ["name", "scope"],
  },
  "aws:wafv2/webAclAssociation:WebAclAssociation": { bill: "free", holds: null, replacedBy: null },
  "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration": { bill: "free", holds: null, replacedBy: null },
} as const satisfies Rows;
