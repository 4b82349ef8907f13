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
    neededBy: ["aws:lb/listener:Listener", "aws:lb/listenerCertificate:ListenerCertificate"],
  },
  "aws:acm/certificateValidation:CertificateValidation": {
    bill: "free",
    holds: null,
    replacedBy: null,
    controls: ["ACM.1"],
  },
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
    controls: ["OWN.alarm-means"],
  },
  "aws:route53/record:Record": {
    bill: "free",
    holds: null,
    // Another type or setIdentifier is one change batch: the old record goes as the new one comes.
    replacedBy: ["zoneId", "name"],
    outage: { of: "the host", minutes: 2 },
  },
  "aws:cloudfront/distribution:Distribution": {
    listed: "CloudFront",
    bill: { use: "cdn" },
    holds: null,
    replacedBy: null,
    outage: { of: "the site", minutes: 10 },
  },
  "aws:cloudfront/function:Function": {
    bill: { use: "cdn" },
    holds: null,
    replacedBy: null,
    controls: "SST's own code, which finds the file of an address",
  },
  "aws:cloudfront/keyValueStore:KeyValueStore": {
    bill: { use: "cdn" },
    holds: null,
    replacedBy: null,
    controls: "SST's own, with names of files that everybody may read",
  },
  "aws:lb/listener:Listener": {
    bill: "free",
    holds: null,
    replacedBy: ["loadBalancerArn"],
    outage: { of: "every service behind the listener", minutes: 1 },
  },
  "aws:lb/listenerCertificate:ListenerCertificate": {
    bill: "free",
    holds: null,
    replacedBy: ["listenerArn", "certificateArn"],
  },
  "aws:lb/listenerRule:ListenerRule": {
    bill: "free",
    holds: null,
    replacedBy: ["listenerArn"],
    outage: { of: "the service behind the rule", minutes: 1 },
  },
  "aws:lb/loadBalancer:LoadBalancer": {
    listed: "Load balancer",
    bill: { priced: true },
    holds: null,
    // And some changes of subnets and securityGroups of a network load balancer.
    replacedBy: ["name", "namePrefix", "internal", "loadBalancerType", "customerOwnedIpv4Pool"],
    outage: { of: "every service behind the load balancer", minutes: 5 },
  },
  "aws:lb/targetGroup:TargetGroup": {
    bill: "free",
    holds: null,
    replacedBy: ["name", "namePrefix", "port", "protocol", "protocolVersion", "targetType", "vpcId", "ipAddressType"],
    outage: { of: "the service behind the target group", minutes: 3 },
    neededBy: ["aws:lb/listener:Listener", "aws:lb/listenerRule:ListenerRule"],
  },
  "aws:wafv2/ipSet:IpSet": {
    label: "WAF IP set",
    bill: "free",
    holds: null,
    replacedBy: null,
    controls: "addresses; what is done with them, its web ACL is asked",
  },
  "aws:wafv2/webAcl:WebAcl": {
    label: "WAF web ACL",
    listed: "Web firewall",
    bill: { priced: true },
    holds: null,
    // namePrefix is newer than the source that was read.
    replacedBy: ["name", "scope"],
    neededBy: ["aws:wafv2/webAclAssociation:WebAclAssociation"],
  },
  "aws:wafv2/webAclAssociation:WebAclAssociation": {
    bill: "free",
    holds: null,
    replacedBy: null,
    controls: ["ELB.16"],
  },
  "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration": { bill: "free", holds: null, replacedBy: null },
  "cloudflare:index/dnsRecord:DnsRecord": {
    bill: "free",
    holds: null,
    replacedBy: null,
    outage: { of: "the host", minutes: 2 },
  },
} as const satisfies Rows;
