import { nameIn, regionOf } from "../../aws/arn.ts";
import { lockOf } from "../../aws/sst/state.ts";
import { cents } from "../../cost/round.ts";
import { type Deployed, outputsOf } from "../deployed.ts";
import { askHealth } from "../health.ts";
import { asleepUntil, sleepersOf } from "../sleep/sleepers.ts";
import { alarms } from "./alarms.ts";
import { crons } from "./crons.ts";
import type { BackupStatus, CertificateStatus, MaintenanceStatus, Readings } from "./types.ts";

/** What is read of a stage beside its services: each by itself, because each wants a permission of its own. */

const DAY_MS = 86_400_000;

const moment = (at: Date | undefined): string | null => at?.toISOString() ?? null;

const databasesOf = (deployed: Deployed): string[] =>
  (["database", "cluster"] as const).flatMap((kind) => outputsOf(deployed, kind));

const addresses = ({ addresses: urls }: Deployed): Promise<Readings["addresses"]> =>
  Promise.all(urls.map(async (url) => ({ url, ...(await askHealth(url, 0)) }))).then((all) =>
    all.map(({ url, ok, evidence }) => ({ url, ok, evidence })),
  );

const backups = (deployed: Deployed): Promise<BackupStatus[]> =>
  Promise.all(
    databasesOf(deployed).map(async (ResourceArn) => {
      const { RecoveryPoints = [] } = await deployed.aws.call("backup", "ListRecoveryPointsByResource", {
        ResourceArn,
      });
      const complete = RecoveryPoints.filter(({ Status }) => Status === "COMPLETED");
      const newest = Math.max(...complete.map(({ CreationDate }) => Number(CreationDate ?? 0)));
      const backup = complete.length === 0 ? null : new Date(newest).toISOString();
      return { database: nameIn(ResourceArn), backup };
    }),
  );

async function restoreTest(deployed: Deployed): Promise<Readings["restoreTest"]> {
  const [plan] = outputsOf(deployed, "restoreTest");
  if (plan === undefined) return null;
  const { RestoreJobs = [] } = await deployed.aws.call("backup", "ListRestoreJobs", { ByRestoreTestingPlanArn: plan });
  const [newest] = RestoreJobs.sort((a, b) => Number(b.CreationDate ?? 0) - Number(a.CreationDate ?? 0));
  if (newest === undefined) return { at: null, result: "none yet" };
  const { Status = "", StatusMessage, CreationDate } = newest;
  return { at: moment(CreationDate), result: [Status, StatusMessage].filter(Boolean).join(": ") };
}

/** Those that the stage has made, and those that its load balancer was given. */
const certificatesOf = (deployed: Deployed): string[] => [
  ...new Set([...outputsOf(deployed, "certificate"), ...outputsOf(deployed, "listener")]),
];

const certificates = (deployed: Deployed): Promise<CertificateStatus[]> =>
  Promise.all(
    certificatesOf(deployed).map(async (CertificateArn) => {
      const aws = deployed.aws.in(regionOf(CertificateArn));
      const { Certificate = {} } = await aws.call("acm", "DescribeCertificate", { CertificateArn });
      const { DomainName = "", Status = "", NotAfter } = Certificate;
      const daysLeft = NotAfter === undefined ? null : Math.floor((Number(NotAfter) - Date.now()) / DAY_MS);
      return { domain: DomainName, status: Status, daysLeft };
    }),
  );

async function ofDatabases(deployed: Deployed): Promise<MaintenanceStatus[]> {
  const own = new Set(databasesOf(deployed));
  if (own.size === 0) return [];
  const found: MaintenanceStatus[] = [];
  for await (const { PendingMaintenanceActions = [] } of deployed.aws.pages(
    "rds",
    "DescribePendingMaintenanceActions",
    {},
  ))
    for (const { ResourceIdentifier = "", PendingMaintenanceActionDetails = [] } of PendingMaintenanceActions)
      for (const { Action = "", CurrentApplyDate } of own.has(ResourceIdentifier)
        ? PendingMaintenanceActionDetails
        : [])
        found.push({ what: nameIn(ResourceIdentifier), action: Action, at: moment(CurrentApplyDate) });
  return found;
}

async function ofCaches(deployed: Deployed): Promise<MaintenanceStatus[]> {
  const ReplicationGroupIds = outputsOf(deployed, "cache");
  if (ReplicationGroupIds.length === 0) return [];
  const input = { ReplicationGroupIds, UpdateActionStatus: ["not-applied" as const, "scheduled" as const] };
  const { UpdateActions = [] } = await deployed.aws.call("elasticache", "DescribeUpdateActions", input);
  return UpdateActions.map(
    ({ ReplicationGroupId = "", ServiceUpdateName = "", ServiceUpdateRecommendedApplyByDate }) => ({
      what: ReplicationGroupId,
      action: ServiceUpdateName,
      at: moment(ServiceUpdateRecommendedApplyByDate),
    }),
  );
}

const maintenance = async (deployed: Deployed): Promise<MaintenanceStatus[]> =>
  (await Promise.all([ofDatabases(deployed), ofCaches(deployed)])).flat();

const day = (at: Date): string => at.toISOString().slice(0, 10);

/** The tag that sst.config.ts gives to all that a stage has. */
const TAG = "Stage";

/** One question, for it costs money: what the account costs, in parts by the tag. What has no tag is a part as well. */
async function cost({ aws, project, stage }: Deployed): Promise<Readings["cost"]> {
  const now = new Date();
  const from = day(new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1)));
  const { ResultsByTime = [] } = await aws.in("us-east-1").call("cost", "GetCostAndUsage", {
    // The end is not counted itself.
    TimePeriod: { Start: from, End: day(new Date(Number(now) + DAY_MS)) },
    Granularity: "MONTHLY",
    Metrics: ["UnblendedCost"],
    GroupBy: [{ Type: "TAG", Key: TAG }],
  });
  const parts = ResultsByTime.flatMap(({ Groups = [] }) =>
    Groups.map(({ Keys: [key = ""] = [], Metrics: { UnblendedCost: { Amount = "0", Unit = "USD" } = {} } = {} }) => ({
      key,
      amount: Number(Amount),
      currency: Unit,
    })),
  );
  const sum = (some: typeof parts) => cents(some.reduce((usd, { amount }) => usd + amount, 0));
  const own = parts.filter(({ key }) => key === `${TAG}$${project}-${stage.stage}`);
  return {
    amount: sum(parts),
    ofStage: own.length === 0 ? null : sum(own),
    currency: parts[0]?.currency ?? "USD",
    from,
  };
}

export interface Reading {
  key: keyof Readings;
  /** As people call it. */
  what: string;
  read: (deployed: Deployed) => Promise<Readings[keyof Readings]>;
  /** What changes so seldom, or costs so much to ask, that one look is enough for as long as somebody watches. */
  once?: boolean;
}

export const READINGS: readonly Reading[] = [
  { key: "lock", what: "the lock", read: ({ aws, project, stage }) => lockOf(aws, project, stage.stage) },
  {
    key: "asleepUntil",
    what: "whether it sleeps",
    read: (deployed) => asleepUntil(deployed.aws, sleepersOf(deployed)),
  },
  { key: "addresses", what: "the addresses", read: addresses },
  { key: "alarms", what: "alarms", read: alarms },
  { key: "crons", what: "scheduled tasks", read: crons, once: true },
  { key: "backups", what: "backups", read: backups, once: true },
  { key: "restoreTest", what: "the restore test", read: restoreTest, once: true },
  { key: "certificates", what: "certificates", read: certificates, once: true },
  { key: "maintenance", what: "maintenance", read: maintenance, once: true },
  { key: "cost", what: "the cost", read: cost, once: true },
];
