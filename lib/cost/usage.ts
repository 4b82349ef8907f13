import { type Item, units } from "./items.ts";
import { HOURS_PER_MONTH, priceList, priceOf } from "./prices.ts";

/**
 * What is billed by what passes through it or is kept in it. Nobody can foretell how much, so it is named with the price
 * of its unit; what follows from traffic and logs is counted where somebody says how much of them there is.
 */

/** What somebody expects of a stage in a month, in GB; null where nobody said. */
export interface Usage {
  /** Sent to visitors. */
  traffic: number | null;
  /** Written by containers, databases and caches. */
  logs: number | null;
}

export const NO_USAGE: Usage = { traffic: null, logs: null };

/** A stage, as far as its use goes. */
export interface UsedStage {
  region: string;
  /** Ids of the lines of its bill. */
  lines: readonly string[];
  /** Types of its resources, and their settings that are on: a type and its input. */
  has: ReadonlySet<string>;
  /** Months that logs are kept. */
  logMonths: number;
  usage: Usage;
}

interface Use {
  id: string;
  label: string;
  /** Keys of the price list. */
  prices: readonly string[];
  /** Lines of the bill that it comes with: one that begins with each of these. */
  lines?: readonly string[];
  /** Types of resources that it comes with. */
  types?: readonly string[];
  /** Settings of resources that it comes with where they are on: a type and its input. */
  settings?: readonly string[];
  /** Quantities for a month; absent where neither traffic nor logs say anything about them. */
  count?: (stage: UsedStage) => Record<string, number> | null;
}

/** A response is taken for this much: the median page is larger, most answers of an API are smaller. */
const RESPONSE_KB = 50;
const PER_MILLION = 1e6;
const KB_PER_GB = 1e6;
/** The share of the traffic that the services call out for. */
const CALLED_OUT = 0.1;

const ofTraffic =
  (quantities: (gb: number) => Record<string, number>) =>
  ({ usage: { traffic } }: UsedStage) =>
    traffic === null ? null : quantities(traffic);

export const USES: readonly Use[] = [
  {
    id: "transfer",
    label: "traffic to the internet",
    prices: ["transferOut"],
    lines: ["balancer"],
    count: ofTraffic((gb) => ({ transferOut: gb })),
  },
  {
    id: "lcu",
    label: "load balancer capacity",
    prices: ["lcu"],
    lines: ["balancer"],
    // A capacity unit is a GB in an hour.
    count: ofTraffic((gb) => ({ lcu: gb / HOURS_PER_MONTH })),
  },
  {
    id: "zones",
    label: "traffic between zones",
    prices: ["transferZone"],
    lines: ["balancer", "service:"],
    // Half of what is sent was read in the other zone, and both directions are billed.
    count: ofTraffic((gb) => ({ transferZone: (gb / 2) * 2 })),
  },
  {
    id: "nat-bytes",
    label: "calls out through NAT gateways",
    prices: ["natGb"],
    lines: ["nat"],
    count: ofTraffic((gb) => ({ natGb: gb * CALLED_OUT })),
  },
  {
    id: "firewall-requests",
    label: "requests through the firewall",
    prices: ["wafRequests"],
    lines: ["firewall"],
    count: ofTraffic((gb) => ({ wafRequests: (gb * KB_PER_GB) / RESPONSE_KB / PER_MILLION })),
  },
  {
    id: "logs",
    label: "logs",
    prices: ["logsGb", "logsGbMonth"],
    types: ["aws:cloudwatch/logGroup:LogGroup", "aws:ec2/flowLog:FlowLog"],
    count: ({ usage: { logs }, logMonths }) => (logs === null ? null : { logsGb: logs, logsGbMonth: logs * logMonths }),
  },
  {
    id: "log-metrics",
    label: "metrics of logs, for the hours that have an error",
    prices: ["metric"],
    types: ["aws:cloudwatch/logMetricFilter:LogMetricFilter"],
  },
  { id: "key-requests", label: "requests to keys", prices: ["kmsRequests"], lines: ["keys"] },
  {
    id: "key-rotation",
    label: "each of a key's first two rotations, one a year",
    prices: ["kmsKey"],
    settings: ["aws:kms/key:Key enableKeyRotation"],
  },
  { id: "secret-requests", label: "requests to secrets", prices: ["secretRequests"], lines: ["secrets"] },
  {
    id: "database-backups",
    label: "backups of databases beyond their own size",
    prices: ["rdsBackupGb"],
    settings: ["aws:rds/instance:Instance backupRetentionPeriod"],
  },
  {
    id: "database-growth",
    label: "disks of databases that have grown",
    prices: ["rdsDisk.gp3"],
    settings: ["aws:rds/instance:Instance maxAllocatedStorage"],
  },
  {
    id: "database-monitoring",
    label: "enhanced monitoring of databases, which are logs",
    prices: ["logsGb"],
    settings: [
      "aws:rds/instance:Instance monitoringInterval",
      "aws:rds/cluster:Cluster monitoringInterval",
      "aws:rds/clusterInstance:ClusterInstance monitoringInterval",
    ],
  },
  {
    id: "aurora",
    label: "Aurora's storage, requests and backups",
    prices: ["auroraGb", "auroraIo", "auroraBackupGb"],
    types: ["aws:rds/cluster:Cluster"],
  },
  {
    id: "backups",
    label: "backups, and their copies in the second region",
    prices: ["rdsBackupGb", "transferRegion"],
    types: ["aws:backup/vault:Vault"],
  },
  {
    id: "restores",
    label: "restore tests",
    prices: [],
    types: ["aws:backup/restoreTestingPlan:RestoreTestingPlan"],
  },
  {
    id: "cache-snapshots",
    label: "snapshots of caches beyond the first",
    prices: ["cacheBackupGb"],
    settings: [
      "aws:elasticache/replicationGroup:ReplicationGroup snapshotRetentionLimit",
      "aws:elasticache/cluster:Cluster snapshotRetentionLimit",
    ],
  },
  { id: "images", label: "container images", prices: ["imageGb"], types: ["aws:ecr/repository:Repository"] },
  { id: "objects", label: "objects in S3", prices: ["s3Gb"], types: ["aws:s3/bucket:Bucket"] },
  {
    id: "tasks",
    label: "scheduled and one-off tasks",
    prices: ["fargateVcpu", "fargateGb"],
    types: ["aws:ecs/taskDefinition:TaskDefinition"],
  },
  { id: "schedules", label: "calls of schedules", prices: ["schedules"], types: ["aws:scheduler/schedule:Schedule"] },
  { id: "functions", label: "Lambda calls", prices: ["lambdaRequests"], types: ["aws:lambda/function:Function"] },
  {
    id: "names",
    label: "questions for the names of services",
    prices: ["dnsQueries"],
    types: ["aws:servicediscovery/service:Service"],
  },
  { id: "topics", label: "messages to topics", prices: ["messages"], types: ["aws:sns/topic:Topic"] },
  { id: "queues", label: "messages to queues", prices: ["queueRequests"], types: ["aws:sqs/queue:Queue"] },
  { id: "endpoint-bytes", label: "traffic of VPC endpoints", prices: ["endpointGb"], lines: ["endpoints"] },
  {
    id: "cdn",
    label: "CloudFront's requests and traffic",
    prices: [],
    types: [
      "aws:cloudfront/distribution:Distribution",
      "aws:cloudfront/function:Function",
      "aws:cloudfront/keyValueStore:KeyValueStore",
    ],
  },
  { id: "tables", label: "DynamoDB's requests and storage", prices: [], types: ["aws:dynamodb/table:Table"] },
  { id: "files", label: "files in EFS", prices: [], types: ["aws:efs/fileSystem:FileSystem"] },
];

/** What a price is by, in words. */
const BY: Record<string, string> = { month: "a month", hour: "an hour", GB: "a GB", million: "a million" };

/** As AWS writes it: to the cent at least. */
const exact = (usd: number): string => (Number.isInteger(usd * 100) ? usd.toFixed(2) : String(usd));

const quoted = (price: string, region: string): string => {
  const known = priceOf(price, priceList(region));
  if (known === undefined || known.usd === null) return `price unknown in ${region}`;
  const what = known.per === "month" && /(GbMonth|Gb|Disk\.\w+)$/.test(price) ? "a GB a month" : "";
  return `$${exact(known.usd)} ${what || (BY[known.per] ?? `for ${known.per}`)}`;
};

/** `logs ($0.5 a GB, $0.03 a GB a month)` */
const named = ({ label, prices }: Use, region: string): string =>
  prices.length === 0 ? label : `${label} (${[...new Set(prices.map((price) => quoted(price, region)))].join(", ")})`;

const comesWith = ({ lines, types = [], settings = [] }: Use, stage: UsedStage): boolean =>
  lines?.every((begin) => stage.lines.some((id) => id.startsWith(begin))) ??
  [...types, ...settings].some((one) => stage.has.has(one));

/** What of a stage's use is counted, as items of its bill, and what is only named. */
export function usageOf(stage: UsedStage): { items: Item[]; named: string[] } {
  const found = USES.filter((use) => comesWith(use, stage));
  const counts = found.map((use) => ({ use, count: use.count?.(stage) ?? null }));
  return {
    items: counts.flatMap(({ use, count }) =>
      count === null
        ? []
        : [
            {
              line: `use:${use.id}`,
              label: `${use.label.charAt(0).toUpperCase()}${use.label.slice(1)}`,
              detail: "as you expect it",
              units: units(stage.region, count),
            },
          ],
    ),
    named: counts.flatMap(({ use, count }) => (count === null ? [named(use, stage.region)] : [])),
  };
}

/** What counted use takes for granted. */
export const USAGE_ASSUMPTIONS: readonly string[] = [
  `Traffic is what is sent to visitors, in answers of ${RESPONSE_KB} kB; half of it is read in another zone, and a tenth of it is called out for. A capacity unit of the load balancer is a GB in an hour.`,
  "Logs are kept as large as they come in; CloudWatch packs them.",
];
