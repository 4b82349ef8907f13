import type { ClientSizes } from "../answers/sizes.ts";
import type { Environment } from "../answers/vocabulary.ts";

/**
 * The settings of each environment that have a price, in the words of the rendered `infra/stage.ts`, which decides them
 * for real. A test compares the two, so that the estimate cannot drift from what is deployed.
 */
export interface Sizes {
  /** In private subnets behind NAT gateways; otherwise every task has a public address. */
  privateContainers: boolean;
  fullScale: boolean;
  alarms: boolean;
  firewall: boolean;
  healthChecks: boolean;
  logDays: number;
  database: {
    instance: string;
    multiAz: boolean;
    capacity: { min: string };
    replicas: number;
  };
  cache: { node: string; replicas: number };
  backup: { days: number | null; disasterRecovery: boolean };
  tunnel: boolean;
}

const SMALL: Sizes = {
  privateContainers: false,
  fullScale: false,
  alarms: false,
  firewall: false,
  healthChecks: false,
  logDays: 30,
  database: { instance: "t4g.micro", multiAz: false, capacity: { min: "0 ACU" }, replicas: 0 },
  cache: { node: "t4g.micro", replicas: 0 },
  backup: { days: 7, disasterRecovery: false },
  tunnel: true,
};

export const SIZES: Record<Environment, Sizes> = {
  dev: SMALL,
  staging: { ...SMALL, alarms: true, healthChecks: true },
  production: {
    privateContainers: true,
    fullScale: true,
    alarms: true,
    firewall: true,
    healthChecks: true,
    logDays: 365,
    database: { instance: "t4g.medium", multiAz: true, capacity: { min: "0.5 ACU" }, replicas: 1 },
    cache: { node: "t4g.small", replicas: 1 },
    backup: { days: null, disasterRecovery: true },
    tunnel: true,
  },
};

/** What an environment of a client has: the project's sizes, with the client's own over them. */
export function sizesOf(environment: Environment, own: ClientSizes | undefined): Sizes {
  const base = SIZES[environment];
  const settings = own?.[environment];
  if (settings === undefined) return base;
  const { fullScale = base.fullScale, logDays = base.logDays, database, cache } = settings;
  const over = { database: { ...base.database, ...database }, cache: { ...base.cache, ...cache } };
  return { ...base, fullScale, logDays, ...(over as Pick<Sizes, "database" | "cache">) };
}

/** Zones that every stage is spread over: the load balancer has a public address and production a NAT gateway in each. */
export const ZONES = 2;

/** Disk that a database begins with, in GB. */
export const STORAGE_GB = 20;

/** Rules of the firewall's web ACL, each of which is billed. */
export const FIREWALL_RULES = 4;
