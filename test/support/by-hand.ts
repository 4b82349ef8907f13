import {
  ADDRESS,
  ALARM,
  BALANCER,
  cents,
  DASHBOARD,
  EBS_GP3,
  ENHANCED_METRIC,
  GB,
  HEALTH_CHECK,
  HOURS,
  KEY,
  type Lines,
  METRIC,
  NAT,
  RDS_GP3,
  RDS_GP3_MULTI_AZ,
  RDS_MEDIUM_MULTI_AZ,
  RDS_MICRO,
  SECRET,
  sumOf,
  T4G_NANO,
  VALKEY_MICRO,
  VALKEY_SMALL,
  VCPU,
  WEB_ACL,
  WEB_ACL_RULE,
  ZONE,
} from "./prices-by-hand.ts";

/** What three stages of the preset saas cost a month, calculated by hand. */

const task = (count: number, vcpu: number, gb: number) => count * HOURS * (vcpu * VCPU + gb * GB);

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
    // Two of the nightly task, and three of backups.
    alarms: 5 * ALARM,
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
    // 34 of them; those on the share of failed requests look at two metrics, for two services.
    alarms: (34 + 2) * ALARM,
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
    alarms: (37 + 2) * ALARM,
    metrics: 3 * METRIC,
    dashboard: DASHBOARD,
    health: 2 * HEALTH_CHECK,
  },
};

/** The lines to the cent, as a bill has them. */
export const byHand = (stage: keyof typeof BY_HAND): [string, number][] =>
  Object.entries(BY_HAND[stage]).map(([id, usd]) => [id, cents(usd)]);

/** What the lines add up to. */
export const sumByHand = (stage: keyof typeof BY_HAND): number => sumOf(BY_HAND[stage]);
