import { type Figure, of } from "./figure.ts";

/** What the internet sees. */

const balancer = "aws:lb/loadBalancer:LoadBalancer";
const firewall = "aws:wafv2/webAcl:WebAcl";
const logging = "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration";
const record = "aws:route53/record:Record";

export const edge: readonly Figure[] = [
  ...of("aws:route53/healthCheck:HealthCheck", "people hear after a minute and a half, of what is served over HTTPS", {
    type: "HTTPS",
    port: 443,
    enableSni: true,
    failureThreshold: 3,
    requestInterval: 30,
  }),
  ...of(balancer, "services keep an idle connection longer, and what is no HTTP reaches none of them", {
    idleTimeout: 60,
    dropInvalidHeaderFields: true,
    desyncMitigationMode: "defensive",
    internal: false,
  }),
  ...of(balancer, "its log is where the bucket lets it write", { "accessLogs.prefix": "alb" }),
  ...of(
    "aws:lb/listener:Listener",
    "nobody needs to know what answers",
    { routingHttpResponseServerEnabled: false },
    ({ inputs }) => !JSON.stringify(inputs.defaultActions).includes("redirect"),
  ),
  ...of(
    "aws:lb/listener:Listener",
    "browsers ask over HTTPS alone for a year; not below the domain itself, where others may have names",
    {
      routingHttpResponseStrictTransportSecurityHeaderValue: ({ view }) =>
        `max-age=31536000${view.has.apex ? "" : "; includeSubDomains"}`,
    },
    ({ inputs }) => inputs.port === 443,
  ),
  ...of(firewall, "it keeps out what is known to be bad, and nobody else", {
    scope: "REGIONAL",
    "rules.priority": [10, 20, 30, 40],
    "rules.name": [
      "AWSManagedRulesCommonRuleSet",
      "AWSManagedRulesKnownBadInputsRuleSet",
      "AWSManagedRulesAmazonIpReputationList",
      "RateLimit",
    ],
  }),
  ...of(firewall, "a large body may be an upload, and an office has one address", {
    "rules.statement.managedRuleGroupStatement.ruleActionOverrides.name": ["SizeRestrictions_BODY", null, null, null],
    "rules.statement.rateBasedStatement.limit": [null, null, null, 2_000],
    "rules.statement.rateBasedStatement.aggregateKeyType": [null, null, null, "IP"],
  }),
  ...of(firewall, "what was stopped can be looked at afterwards", {
    "visibilityConfig.cloudwatchMetricsEnabled": true,
    "visibilityConfig.sampledRequestsEnabled": true,
    "rules.visibilityConfig.cloudwatchMetricsEnabled": true,
    "rules.visibilityConfig.sampledRequestsEnabled": true,
  }),
  ...of(logging, "requests that pass are in the load balancer's own log, and those that would not are here", {
    "loggingFilter.defaultBehavior": "DROP",
    "loggingFilter.filters.behavior": "KEEP",
    "loggingFilter.filters.requirement": "MEETS_ANY",
    "loggingFilter.filters.conditions.actionCondition.action": ["BLOCK", "COUNT"],
  }),
  ...of(
    record,
    "a name leads nowhere else when what is behind it is ill",
    { "aliases.evaluateTargetHealth": true },
    ({ inputs }) => inputs.aliases !== undefined,
  ),
  ...of("aws:wafv2/ipSet:IpSet", "it is a set of the load balancer's firewall", {
    scope: "REGIONAL",
    ipAddressVersion: "IPV4",
  }),
];
