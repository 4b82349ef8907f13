import { type Item, units } from "./items.ts";
import { HOURS_PER_MONTH } from "./prices.ts";
import { quoted } from "./quoted.ts";

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
  /** Keys of the prices that its bill is made of. */
  priced: ReadonlySet<string>;
  /** What its resources, and their settings that are on, are billed for besides: ids of USES. */
  uses: ReadonlySet<string>;
  /** Months that logs are kept. */
  logMonths: number;
  usage: Usage;
}

interface Use {
  id: string;
  label: string;
  /** Keys of the price list. */
  prices: readonly string[];
  /** Keys of prices that the stage's own things have. */
  own?: (stage: UsedStage) => readonly string[];
  /**
   * Lines of the bill that it comes with: one that begins with each of these. Without them it comes with types of resources,
   * whose rows name it (lib/resources).
   */
  lines?: readonly string[];
  /** Quantities for a month; absent where neither traffic nor logs say anything about them. */
  count?: (stage: UsedStage) => Record<string, number> | null;
}

/** A response is taken for this much: the median page is larger, most answers of an API are smaller. */
const RESPONSE_KB = 50;
const PER_MILLION = 1e6;
const KB_PER_GB = 1e6;
/** The share of the traffic that the services call out for. */
const CALLED_OUT = 0.1;

const requestsIn = (gb: number): number => (gb * KB_PER_GB) / RESPONSE_KB;

/** What CloudFront takes nothing for, in an account and a month: GB, and millions of requests and of calls of functions. */
const FREE_AT_THE_EDGE = { gb: 1000, requests: 10, calls: 2 };

/** Each request calls the function, which reads the store once. */
function edge(gb: number, millions: number): Record<string, number> {
  const calls = Math.max(millions - FREE_AT_THE_EDGE.calls, 0);
  return {
    edgeGb: Math.max(gb - FREE_AT_THE_EDGE.gb, 0),
    edgeRequests: Math.max(millions - FREE_AT_THE_EDGE.requests, 0),
    edgeFunctionRequests: calls,
    edgeStoreRequests: calls,
  };
}

/**
 * `db.t4g.small:postgres`, for a database's price in one zone or in two: an instance is copied as one instance. AWS Backup
 * restores a cluster of Aurora without instances.
 */
const copyOf = (price: string): readonly string[] =>
  /^(db\.[\w.]+:(?!aurora)\w+?)(?::multiAz)?$/.exec(price)?.slice(1) ?? [];

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
    count: ofTraffic((gb) => ({ wafRequests: requestsIn(gb) / PER_MILLION })),
  },
  {
    id: "logs",
    label: "logs",
    prices: ["logsGb", "logsGbMonth"],
    count: ({ usage: { logs }, logMonths }) => (logs === null ? null : { logsGb: logs, logsGbMonth: logs * logMonths }),
  },
  { id: "log-metrics", label: "metrics of logs, for the hours that have an error", prices: ["metric"] },
  { id: "key-requests", label: "requests to keys", prices: ["kmsRequests"], lines: ["keys"] },
  { id: "key-rotation", label: "each of a key's first two rotations, one a year", prices: ["kmsKey"] },
  { id: "secret-requests", label: "requests to secrets", prices: ["secretRequests"], lines: ["secrets"] },
  { id: "database-backups", label: "backups of databases beyond their own size", prices: ["rdsBackupGb"] },
  { id: "database-growth", label: "disks of databases that have grown", prices: ["rdsDisk.gp3"] },
  { id: "database-monitoring", label: "enhanced monitoring of databases, which are logs", prices: ["logsGb"] },
  { id: "aurora", label: "Aurora's storage, requests and backups", prices: ["auroraGb", "auroraIo", "auroraBackupGb"] },
  { id: "backups", label: "backups, and their copies in the second region", prices: ["rdsBackupGb", "transferRegion"] },
  {
    id: "restores",
    label: "restore tests: every week a copy of each database for an hour and more, and AWS Backup's test of it",
    prices: ["restoreTest"],
    own: ({ priced }) => [...priced].flatMap(copyOf),
  },
  { id: "cache-snapshots", label: "snapshots of caches beyond the first", prices: ["cacheBackupGb"] },
  { id: "images", label: "container images", prices: ["imageGb"] },
  { id: "objects", label: "objects in S3", prices: ["s3Gb"] },
  { id: "tasks", label: "scheduled and one-off tasks", prices: ["fargateVcpu", "fargateGb"] },
  { id: "traces", label: "traces in X-Ray, beyond the 100,000 a month that an account has free", prices: ["traces"] },
  { id: "schedules", label: "calls of schedules", prices: ["schedules"] },
  { id: "functions", label: "Lambda calls", prices: ["lambdaRequests"] },
  { id: "names", label: "questions for the names of services", prices: ["dnsQueries"] },
  { id: "topics", label: "messages to topics", prices: ["messages"] },
  { id: "queues", label: "messages to queues", prices: ["queueRequests"] },
  { id: "mail", label: "mail that services send", prices: ["mails"] },
  { id: "endpoint-bytes", label: "traffic of VPC endpoints", prices: ["endpointGb"], lines: ["endpoints"] },
  {
    id: "cdn",
    label:
      "CloudFront, beyond what it gives an account each month: 1 TB, 10 million requests, 2 million calls and reads",
    prices: ["edgeGb", "edgeRequests", "edgeFunctionRequests", "edgeStoreRequests"],
    // What a load balancer sends is counted there: nobody said how much of the traffic is which.
    count: ({ lines, usage: { traffic } }) =>
      traffic === null || lines.includes("balancer") ? null : edge(traffic, requestsIn(traffic) / PER_MILLION),
  },
  { id: "tables", label: "DynamoDB's requests and storage", prices: [] },
  { id: "files", label: "files in EFS", prices: [] },
];

/** `logs ($0.5 a GB, $0.03 a GB a month)` */
function named({ label, prices, own }: Use, stage: UsedStage): string {
  const quotes = new Set([...(own?.(stage) ?? []), ...prices].map((price) => quoted(price, stage.region)));
  return quotes.size === 0 ? label : `${label} (${[...quotes].join(", ")})`;
}

const comesWith = ({ id, lines }: Use, stage: UsedStage): boolean =>
  lines?.every((begin) => stage.lines.some((line) => line.startsWith(begin))) ?? stage.uses.has(id);

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
    named: counts.flatMap(({ use, count }) => (count === null ? [named(use, stage)] : [])),
  };
}

/** What counted use takes for granted. */
export const USAGE_ASSUMPTIONS: readonly string[] = [
  `Traffic is what is sent to visitors, in answers of ${RESPONSE_KB} kB; half of it is read in another zone, and a tenth of it is called out for. A capacity unit of the load balancer is a GB in an hour. Visitors of sites are near the stage's region, and what CloudFront gives an account each month is taken off in each stage.`,
  "Logs are kept as large as they come in; CloudWatch packs them.",
];
