import { arn, byArn, type Row } from "./row.ts";

/** Load balancers, certificates, names and content delivery. */
export const edge: Record<string, Row> = {
  "aws:lb/loadBalancer:LoadBalancer": byArn("name", "elasticloadbalancing", "loadbalancer/app/{name}/{hash}", {
    arnSuffix: "app/{name}/{hash}",
    dnsName: "{host}.{region}.elb.amazonaws.com",
    zoneId: "Z0MOCKLB",
  }),
  "aws:lb/targetGroup:TargetGroup": byArn("name", "elasticloadbalancing", "targetgroup/{name}/{hash}", {
    arnSuffix: "targetgroup/{name}/{hash}",
  }),
  "aws:lb/listener:Listener": { id: "{arn}", arn: arn("elasticloadbalancing", "listener/app/{host}/{hash}/{hash}") },
  "aws:lb/listenerRule:ListenerRule": {
    id: "{arn}",
    arn: arn("elasticloadbalancing", "listener-rule/app/{host}/{hash}/{hash}/{hash}"),
  },
  "aws:acm/certificate:Certificate": {
    id: "{arn}",
    arn: arn("acm", "certificate/{hash}"),
    more: {
      status: "ISSUED",
      domainValidationOptions: [
        {
          domainName: "{domainName}",
          resourceRecordName: "_mock.{domainName}.",
          resourceRecordType: "CNAME",
          resourceRecordValue: "_mock.acm-validations.aws.",
        },
      ],
    },
  },
  "aws:acm/certificateValidation:CertificateValidation": { id: "{certificateArn}" },
  "aws:route53/zone:Zone": {
    name: "name",
    id: "Z{hash}",
    arn: "arn:aws:route53:::hostedzone/{id}",
    more: { zoneId: "{id}", nameServers: ["ns-1.awsdns-01.com", "ns-2.awsdns-02.net"] },
  },
  "aws:route53/record:Record": { name: "name", id: "{zoneId}_{name}_{type}", more: { fqdn: "{name}" } },
  "aws:route53/healthCheck:HealthCheck": { id: "{uuid}", arn: "arn:aws:route53:::healthcheck/{id}" },
  "aws:cloudfront/distribution:Distribution": {
    id: "E{hash}",
    arn: "arn:aws:cloudfront::{account}:distribution/{id}",
    more: { domainName: "{host}.cloudfront.net", hostedZoneId: "Z2FDTNDATAQYW2", etag: "E1" },
  },
  "aws:cloudfront/originAccessControl:OriginAccessControl": { name: "name", id: "E{hash}" },
  "aws:cloudfront/function:Function": {
    name: "name",
    id: "{name}",
    arn: "arn:aws:cloudfront::{account}:function/{name}",
  },
  "aws:cloudfront/keyValueStore:KeyValueStore": {
    name: "name",
    id: "{name}",
    arn: "arn:aws:cloudfront::{account}:key-value-store/{hash}",
  },
  "aws:cloudfront/cachePolicy:CachePolicy": { name: "name", id: "{hash}" },
  "aws:wafv2/ipSet:IpSet": { name: "name", id: "{hash}", arn: arn("wafv2", "regional/ipset/{name}/{hash}") },
  "aws:wafv2/webAcl:WebAcl": { name: "name", id: "{hash}", arn: arn("wafv2", "regional/webacl/{name}/{hash}") },
};
