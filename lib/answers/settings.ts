import type { Blueprint } from "./normalise.ts";
import type { OwnSettings } from "./sizes.ts";
import { ENVIRONMENTS, type Environment } from "./vocabulary.ts";

/** The settings that the rendered `infra/stage.ts` has for each environment: it is printed from this table. */
export interface Settings {
  keepData: boolean;
  /** In private subnets behind NAT gateways; otherwise every task has a public address. */
  privateContainers: boolean;
  fullScale: boolean;
  /** On Fargate Spot. */
  spot: boolean;
  /** Without tasks and databases at night. */
  sleeps: boolean;
  containerInsights: "disabled" | "enabled" | "enhanced";
  alarms: boolean;
  /** "count" only shows what "block" would stop. */
  firewall: "off" | "count" | "block";
  healthChecks: boolean;
  logDays: number;
  database: {
    instance: string;
    multiAz: boolean;
    storage: string;
    connections: number;
    capacity: { min: string; max: string };
    replicas: number;
    backupDays: number;
    monitoring: 0 | 60;
  };
  cache: { node: string; replicas: number; snapshotDays: number };
  backup: { days: number | null; disasterRecovery: boolean };
  tunnel: boolean;
  /** The share of the requests that is traced. */
  traces: number;
}

const SMALL: Settings = {
  keepData: false,
  privateContainers: false,
  fullScale: false,
  spot: false,
  sleeps: false,
  // Nothing reads its metrics where there are no alarms.
  containerInsights: "disabled",
  alarms: false,
  firewall: "off",
  healthChecks: false,
  logDays: 30,
  database: {
    instance: "t4g.micro",
    multiAz: false,
    storage: "50 GB",
    connections: 60,
    capacity: { min: "0 ACU", max: "2 ACU" },
    replicas: 0,
    backupDays: 7,
    monitoring: 0,
  },
  cache: { node: "t4g.micro", replicas: 0, snapshotDays: 1 },
  backup: { days: 7, disasterRecovery: false },
  tunnel: true,
  traces: 0,
};

/** What a stage has where no answer says otherwise. */
export const SETTINGS: Record<Environment, Settings> = {
  dev: SMALL,
  // What the firewall takes for an attack is met before production.
  staging: { ...SMALL, containerInsights: "enabled", alarms: true, firewall: "count", healthChecks: true },
  production: {
    keepData: true,
    privateContainers: true,
    fullScale: true,
    spot: false,
    sleeps: false,
    containerInsights: "enhanced",
    alarms: true,
    firewall: "block",
    healthChecks: true,
    logDays: 365,
    database: {
      instance: "t4g.medium",
      multiAz: true,
      storage: "200 GB",
      connections: 300,
      capacity: { min: "0.5 ACU", max: "8 ACU" },
      replicas: 1,
      backupDays: 30,
      monitoring: 60,
    },
    cache: { node: "t4g.small", replicas: 1, snapshotDays: 7 },
    backup: { days: null, disasterRecovery: true },
    tunnel: true,
    traces: 0,
  },
};

/** What the answers make of the table. */
export const settingsFor = ({
  capacity,
  sleep,
  tracing,
  tunnel,
}: Pick<Blueprint, "capacity" | "sleep" | "tracing" | "tunnel">): Record<Environment, Settings> => {
  const of = (environment: Environment): Settings => ({
    ...SETTINGS[environment],
    spot: capacity === "spot" && environment !== "production",
    sleeps: sleep?.stages.some((name) => name === environment) ?? false,
    tunnel: tunnel === "always",
    // Outside production there are few requests, and somebody looks for his own.
    traces: tracing === null ? 0 : environment === "production" ? tracing / 100 : 1,
  });
  return Object.fromEntries(ENVIRONMENTS.map((name) => [name, of(name)])) as Record<Environment, Settings>;
};

/** What an environment of a client has: the project's settings, with the client's own over them. */
export function withOwn(base: Settings, own: OwnSettings | undefined): Settings {
  if (own === undefined) return base;
  const { fullScale = base.fullScale, logDays = base.logDays, database, cache } = own;
  const over = { database: { ...base.database, ...database }, cache: { ...base.cache, ...cache } };
  return { ...base, fullScale, logDays, ...(over as Pick<Settings, "database" | "cache">) };
}

/** Zones that every stage is spread over: the load balancer has a public address and production a NAT gateway in each. */
export const ZONES = 2;

/** Disk that a database begins with, in GB. */
export const STORAGE_GB = 20;

/** Rules of the firewall's web ACL, each of which is billed. */
export const FIREWALL_RULES = 4;
