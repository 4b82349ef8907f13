import type { Lock } from "../../aws/sst/state.ts";
import type { StoppedTask } from "../tasks.ts";

/** How a stage does, as a document. Moments are ISO 8601. */

/** What ECS does to bring a service to a version. */
export interface DeploymentStatus {
  /** Family and revision: `shop-dev-api:7`. */
  version: string;
  /** ECS's word: PRIMARY is what it goes to. */
  status: string;
  /** IN_PROGRESS, COMPLETED or FAILED. */
  rollout: string;
  wanted: number;
  running: number;
  failed: number;
  since: string | null;
  reason: string | null;
}

export interface ServiceStatus {
  name: string;
  /** All that is wanted runs, is healthy, and nothing is under way. */
  well: boolean;
  /** Of the deployment that ECS goes to. */
  version: string;
  since: string | null;
  wanted: number;
  running: number;
  /** Behind the load balancer: how many of its targets are healthy; null for a service that has none. */
  targets: { healthy: number; all: number; reasons: string[] } | null;
  deployments: DeploymentStatus[];
  /** The last task that ended by itself, where the service is not well. */
  failure: StoppedTask | null;
  /** ECS's last words on it, where it is not well. */
  events: string[];
}

export interface AddressStatus {
  url: string;
  ok: boolean;
  evidence: string;
}

export interface AlarmStatus {
  name: string;
  since: string | null;
  reason: string;
}

export interface CronStatus {
  name: string;
  /** The last that it wrote is no error. */
  well: boolean;
  /** When it wrote last; null where it has never run. */
  at: string | null;
  /** What it wrote then. */
  said: string | null;
}

export interface BackupStatus {
  /** The database's identifier in AWS. */
  database: string;
  /** The newest backup in AWS Backup that is complete. */
  backup: string | null;
}

export interface RestoreTestStatus {
  at: string | null;
  result: string;
}

export interface CertificateStatus {
  domain: string;
  status: string;
  daysLeft: number | null;
}

export interface MaintenanceStatus {
  what: string;
  action: string;
  /** When AWS does it by itself; null where nothing says. */
  at: string | null;
}

export interface CostStatus {
  /** Of all that shares the account. */
  amount: number;
  /** Of the stage alone; null where AWS counts nothing by its tag. */
  ofStage: number | null;
  currency: string;
  /** First day that is counted. */
  from: string;
}

/** What is read beside the services. Null where it could not be read: `unknown` says why. */
export interface Readings {
  lock: Lock | null;
  /** Such as `07:20 Europe/Berlin`; null, too, while it is awake. */
  asleepUntil: string | null;
  addresses: AddressStatus[] | null;
  alarms: AlarmStatus[] | null;
  crons: CronStatus[] | null;
  backups: BackupStatus[] | null;
  restoreTest: RestoreTestStatus | null;
  certificates: CertificateStatus[] | null;
  maintenance: MaintenanceStatus[] | null;
  cost: CostStatus | null;
}

export interface StageStatus extends Readings {
  stage: string;
  account: string;
  region: string;
  /** The git revision that was deployed, where whoever deployed said it. */
  release: string | null;
  /** Every service is well, every address answers, no alarm rings, no scheduled task has failed; or it sleeps. */
  well: boolean;
  services: ServiceStatus[];
  unknown: { what: string; why: string }[];
}
