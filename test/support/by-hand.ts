/**
 * What three stages cost a month, calculated by hand from AWS's public on-demand prices in us-east-1. The prices are typed
 * in here once more, from the pages that are named: a price list that is read wrong does not agree with them.
 */

const HOURS = 730;

// https://aws.amazon.com/fargate/pricing/
const VCPU = 0.04048;
const GB = 0.004445;
// https://aws.amazon.com/rds/postgresql/pricing/ (SKU SCBZU9XX357QUA4D is Multi-AZ), https://aws.amazon.com/elasticache/pricing/
const RDS_MICRO = 0.016;
const RDS_MEDIUM_MULTI_AZ = 0.129;
const RDS_GP3 = 0.115;
const RDS_GP3_MULTI_AZ = 0.23;
const VALKEY_MICRO = 0.0128;
const VALKEY_SMALL = 0.0256;
// https://aws.amazon.com/vpc/pricing/, https://aws.amazon.com/elasticloadbalancing/pricing/
const NAT = 0.045;
const ADDRESS = 0.005;
const BALANCER = 0.0225;
// https://aws.amazon.com/ec2/pricing/on-demand/, https://aws.amazon.com/ebs/pricing/
const T4G_NANO = 0.0042;
const EBS_GP3 = 0.08;
// https://aws.amazon.com/waf/pricing/, …/kms/pricing/, …/secrets-manager/pricing/, …/route53/pricing/, …/cloudwatch/pricing/
const WEB_ACL = 5;
const WEB_ACL_RULE = 1;
const KEY = 1;
const SECRET = 0.4;
const ZONE = 0.5;
/** Of an endpoint in AWS, and its HTTPS. */
const HEALTH_CHECK = 0.5 + 1;
const ALARM = 0.1;
const DASHBOARD = 3;
const METRIC = 0.3;
const ENHANCED_METRIC = 0.07;

const cents = (usd: number): number => Math.round(usd * 100) / 100;
const task = (count: number, vcpu: number, gb: number) => count * HOURS * (vcpu * VCPU + gb * GB);

type Lines = Record<string, number>;

/** Lines of the preset saas with a domain: api, web, worker, a nightly task, PostgreSQL and Valkey. */
export const BY_HAND: Record<"dev" | "staging" | "production", Lines> = {
  dev: {
    // Two of the load balancer, three tasks, the tunnel.
    ipv4: 6 * HOURS * ADDRESS,
    balancer: HOURS * BALANCER,
    "service:api": task(1, 0.25, 1),
    "service:web": task(1, 0.25, 0.5),
    "service:worker": task(1, 0.25, 0.5),
    "database:main": HOURS * RDS_MICRO + 20 * RDS_GP3,
    "cache:main": HOURS * VALKEY_MICRO,
    tunnel: HOURS * T4G_NANO + 8 * EBS_GP3,
    zones: ZONE,
    // The administrators of both stores, and what api, worker and the nightly task are given.
    secrets: 5 * SECRET,
    keys: KEY,
    // The nightly task, and three of backups.
    alarms: 4 * ALARM,
    // How many jobs wait for the worker, for how long, and how many tasks take them.
    metrics: 3 * METRIC,
  },
  staging: {
    ipv4: 6 * HOURS * ADDRESS,
    balancer: HOURS * BALANCER,
    firewall: WEB_ACL + 4 * WEB_ACL_RULE,
    "service:api": task(1, 0.25, 1),
    "service:web": task(1, 0.25, 0.5),
    "service:worker": task(1, 0.25, 0.5),
    "database:main": HOURS * RDS_MICRO + 20 * RDS_GP3,
    "cache:main": HOURS * VALKEY_MICRO,
    tunnel: HOURS * T4G_NANO + 8 * EBS_GP3,
    zones: ZONE,
    secrets: 5 * SECRET,
    keys: KEY,
    // The cluster's, and those of three services and of their task definitions.
    insights: (12 + 3 * (15 + 10)) * METRIC,
    // 32 of them; those on the share of failed requests look at two metrics, for two services.
    alarms: (32 + 2) * ALARM,
    metrics: 3 * METRIC,
    dashboard: DASHBOARD,
    health: 2 * HEALTH_CHECK,
  },
  production: {
    nat: 2 * HOURS * NAT,
    // Two of the load balancer, two of the NAT gateways.
    ipv4: 4 * HOURS * ADDRESS,
    balancer: HOURS * BALANCER,
    firewall: WEB_ACL + 4 * WEB_ACL_RULE,
    "service:api": task(2, 0.25, 1),
    "service:web": task(2, 0.25, 0.5),
    "service:worker": task(2, 0.25, 0.5),
    "database:main": HOURS * RDS_MEDIUM_MULTI_AZ + 20 * RDS_GP3_MULTI_AZ,
    "cache:main": 2 * HOURS * VALKEY_SMALL,
    tunnel: HOURS * T4G_NANO + 8 * EBS_GP3,
    zones: ZONE,
    secrets: 5 * SECRET,
    // One is for the copies of the backups, in the second region.
    keys: 2 * KEY,
    insights: (26 + 3 * (29 + 24) + 6 * 48) * ENHANCED_METRIC,
    // Three more than in staging: the firewall blocks, and the cache has a replica.
    alarms: (35 + 2) * ALARM,
    metrics: 3 * METRIC,
    dashboard: DASHBOARD,
    health: 2 * HEALTH_CHECK,
  },
};

/** The lines to the cent, as a bill has them. */
export const byHand = (stage: keyof typeof BY_HAND): [string, number][] =>
  Object.entries(BY_HAND[stage]).map(([id, usd]) => [id, cents(usd)]);

/** What the lines add up to. */
export const sumByHand = (stage: keyof typeof BY_HAND): number =>
  cents(byHand(stage).reduce((sum, [, usd]) => sum + usd, 0));
