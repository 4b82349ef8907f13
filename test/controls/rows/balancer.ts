import { make, of, type Part, type Rows } from "./make.ts";

const balancer = (inputs = {}): Part =>
  make("aws:lb/loadBalancer:LoadBalancer")(inputs, { id: "lb", outputs: { arn: "lb" } });
const listener = make("aws:lb/listener:Listener");
const secure = { protocol: "HTTPS", loadBalancerArn: "lb" };
const https = listener(secure);
const plain = { protocol: "HTTP", loadBalancerArn: "lb" };
const redirect = { defaultActions: [{ type: "redirect", redirect: { protocol: "HTTPS" } }] };
const refuse = { defaultActions: [{ type: "fixed-response" }] };
const firewall = (inputs = {}): Part =>
  make("aws:wafv2/webAcl:WebAcl")(inputs, { id: "acl", outputs: { arn: "acl-arn" } });
const rule = make("aws:lb/listenerRule:ListenerRule");
const priorities = (...all: number[]) => all.map((priority) => rule({ listenerArn: "l", priority }));
const forward = { actions: [{ type: "forward", targetGroupArn: "tg" }], listenerArn: "l", priority: 1 };
const behind = make("aws:ecs/service:Service")({ loadBalancers: [{ targetGroupArn: "tg" }] });
const certificate = make("aws:acm/certificate:Certificate")({ validationMethod: "DNS" }, { outputs: { arn: "cert" } });
const alias = (name: string, evaluateTargetHealth: boolean) => ({ aliases: [{ name, evaluateTargetHealth }] });

const certifies = (arn: string, domainName: string, ...subjectAlternativeNames: string[]) =>
  make("aws:acm/certificate:Certificate")({ domainName, subjectAlternativeNames }, { outputs: { arn } });
const behindCertificate = (certificateArn: string) =>
  make("aws:lb/listener:Listener")({ certificateArn }, { outputs: { arn: "443" } });
const further = (certificateArn: string) =>
  make("aws:lb/listenerCertificate:ListenerCertificate")({ listenerArn: "443", certificateArn });
const hosts = (...values: string[]) => rule({ listenerArn: "443", conditions: [{ hostHeader: { values } }] });
const siteOf = (acmCertificateArn: string, ...aliases: string[]) =>
  make("aws:cloudfront/distribution:Distribution")({ aliases, viewerCertificate: { acmCertificateArn } });
const record = (name: string) => make("aws:route53/record:Record")({ name });

export const balancerRows: Rows = {
  "ELB.4": of("aws:lb/loadBalancer:LoadBalancer", [{ dropInvalidHeaderFields: true }], [{}]),
  "ELB.5": of(
    "aws:lb/loadBalancer:LoadBalancer",
    [{ accessLogs: { enabled: true, bucket: "logs" } }],
    [{}, { accessLogs: { enabled: false, bucket: "logs" } }],
  ),
  "ELB.6": of("aws:lb/loadBalancer:LoadBalancer", [{ enableDeletionProtection: true }], [{}]),
  "ELB.12": of(
    "aws:lb/loadBalancer:LoadBalancer",
    [{}, { desyncMitigationMode: "strictest" }],
    [{ desyncMitigationMode: "monitor" }],
  ),
  "ELB.13": of("aws:lb/loadBalancer:LoadBalancer", [{ subnets: ["a", "b"] }], [{ subnets: ["a"] }, {}]),
  "ELB.16": {
    good: [[balancer(), make("aws:wafv2/webAclAssociation:WebAclAssociation")({ resourceArn: "lb" })]],
    bad: [[balancer()], [balancer(), make("aws:wafv2/webAclAssociation:WebAclAssociation")({ resourceArn: "other" })]],
  },
  "ELB.1": {
    good: [[https, listener({ ...plain, ...redirect })]],
    bad: [[https, listener({ ...plain, ...refuse })]],
  },
  "ELB.17": of(
    "aws:lb/listener:Listener",
    [{ ...secure, sslPolicy: "ELBSecurityPolicy-TLS13-1-2-Res-2021-06" }],
    [secure, { ...secure, sslPolicy: "ELBSecurityPolicy-2016-08" }],
  ),
  "ELB.18": {
    good: [[https, listener({ ...plain, ...redirect })]],
    bad: [[https, listener({ ...plain, ...refuse })]],
  },
  "OWN.cert": of("aws:lb/listener:Listener", [{ ...secure, certificateArn: "c" }], [secure]),
  "OWN.hsts": of(
    "aws:lb/listener:Listener",
    [
      {
        ...secure,
        routingHttpResponseStrictTransportSecurityHeaderValue: "max-age=1",
        routingHttpResponseServerEnabled: false,
      },
    ],
    [
      { ...secure, routingHttpResponseServerEnabled: false },
      { ...secure, routingHttpResponseStrictTransportSecurityHeaderValue: "max-age=1" },
    ],
  ),
  "WAF.10": of("aws:wafv2/webAcl:WebAcl", [{ rules: [{ name: "one" }] }], [{}, { rules: [] }]),
  "OWN.firewall-blocks": of(
    "aws:wafv2/webAcl:WebAcl",
    [{ rules: [{ overrideAction: { none: {} } }] }, { rules: [{ action: { count: {} } }, { action: { block: {} } }] }],
    [{ rules: [{ overrideAction: { count: {} } }, { action: { count: {} } }] }, { rules: [{ action: { allow: {} } }] }],
  ),
  "WAF.11": {
    good: [
      [firewall(), make("aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration")({ resourceArn: "acl-arn" })],
    ],
    bad: [[firewall()]],
  },
  "WAF.12": of(
    "aws:wafv2/webAcl:WebAcl",
    [{ rules: [{ name: "one", visibilityConfig: { cloudwatchMetricsEnabled: true } }] }],
    [{ rules: [{ name: "one", visibilityConfig: { cloudwatchMetricsEnabled: false } }] }],
  ),
  "OWN.waf-log": of(
    "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration",
    [{ redactedFields: [{ singleHeader: { name: "authorization" } }, { singleHeader: { name: "Cookie" } }] }],
    [{}, { redactedFields: [{ singleHeader: { name: "authorization" } }] }],
  ),
  "WA.tg-health": of(
    "aws:lb/targetGroup:TargetGroup",
    [{ healthCheck: { path: "/health" }, deregistrationDelay: 30 }],
    [{ deregistrationDelay: 30 }, { healthCheck: { path: "/health" } }],
  ),
  "OWN.reachable": {
    good: [
      [behind, rule(forward)],
      [behind, listener({ defaultActions: forward.actions })],
    ],
    bad: [[behind], [behind, rule(forward), rule({ ...forward, priority: 2 })]],
  },
  "OWN.priority": {
    good: [priorities(1, 50_000), [rule({ listenerArn: "l", priority: 1 }), rule({ listenerArn: "m", priority: 1 })]],
    bad: [priorities(7, 7), priorities(0), priorities(50_001)],
  },
  "OWN.name-certificate": {
    good: [
      [hosts("api.acme.com"), behindCertificate("c"), certifies("c", "*.acme.com")],
      [
        hosts("acme.com", "*.app.acme.com"),
        ...[behindCertificate("c"), certifies("c", "acme.com"), further("d"), certifies("d", "x.co", "*.app.acme.com")],
      ],
      // Nothing here knows what a certificate is for that was made elsewhere.
      [hosts("acme.com"), behindCertificate("elsewhere"), further("c"), certifies("c", "x.co")],
      [siteOf("c", "acme.com", "www.acme.com"), certifies("c", "acme.com", "www.acme.com")],
    ],
    bad: [
      [hosts("acme.com"), behindCertificate("c"), certifies("c", "*.acme.com")],
      [hosts("a.b.acme.com"), behindCertificate("c"), certifies("c", "*.acme.com")],
      [hosts("*.app.acme.com"), behindCertificate("c"), certifies("c", "*.acme.com"), certifies("d", "*.app.acme.com")],
      [siteOf("c", "acme.com", "www.acme.com"), certifies("c", "acme.com")],
    ],
  },
  "OWN.name-record": {
    good: [
      [hosts("acme.com"), record("acme.com")],
      [siteOf("c", "acme.com"), make("cloudflare:index/dnsRecord:DnsRecord")({ name: "acme.com" })],
      // DNS is kept by somebody else.
      [hosts("acme.com")],
    ],
    bad: [
      [hosts("acme.com", "www.acme.com"), record("acme.com")],
      [siteOf("c", "www.acme.com"), record("acme.com")],
    ],
  },
  "ACM.1": {
    good: [[certificate, make("aws:acm/certificateValidation:CertificateValidation")({ certificateArn: "cert" })]],
    bad: [[certificate], [make("aws:acm/certificate:Certificate")({ validationMethod: "EMAIL" })]],
  },
  "ACM.2": of(
    "aws:acm/certificate:Certificate",
    [{}, { keyAlgorithm: "EC_prime256v1" }],
    [{ keyAlgorithm: "RSA_1024" }],
  ),
  "WA.dns": of(
    "aws:route53/record:Record",
    [alias("lb.elb.amazonaws.com", true)],
    [alias("lb.elb.amazonaws.com", false)],
  ),
};
