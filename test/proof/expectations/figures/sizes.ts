import type { Settings } from "../../../../lib/answers/settings.ts";
import { type Context, settingsOf } from "../context.ts";
import { type Figure, of } from "./figure.ts";

/** How large things are, as the table in infra/stage.ts says it for the environment, and a client's own sizes over it. */

const instance = "aws:rds/instance:Instance";
const cluster = "aws:rds/cluster:Cluster";
const cache = "aws:elasticache/replicationGroup:ReplicationGroup";

const by =
  <Value>(value: (settings: Settings) => Value) =>
  (context: Context): Value =>
    value(settingsOf(context));
const amount = (text: string): number => Number.parseFloat(text);
const backupDays = by(({ database }) => database.backupDays);

export const sizes: readonly Figure[] = [
  ...of(instance, "it is as large as the table says, and grows as far", {
    instanceClass: by(({ database }) => `db.${database.instance}`),
    multiAz: by(({ database }) => database.multiAz),
    maxAllocatedStorage: by(({ database }) => amount(database.storage)),
    storageType: "gp3",
  }),
  ...[instance, cluster].flatMap((type) =>
    of(type, "a moment of the last days can be gone back to", { backupRetentionPeriod: backupDays }),
  ),
  ...of(cluster, "it follows the load between what the table says", {
    "serverlessv2ScalingConfiguration.minCapacity": by(({ database }) => amount(database.capacity.min)),
    "serverlessv2ScalingConfiguration.maxCapacity": by(({ database }) => amount(database.capacity.max)),
  }),
  ...of("aws:rds/clusterInstance:ClusterInstance", "its capacity is the cluster's", { instanceClass: "db.serverless" }),
  ...of(cache, "it is as large as the table says, and its snapshots are all that is kept of it", {
    nodeType: by(({ cache: { node } }) => `cache.${node}`),
    numCacheClusters: by(({ cache: { replicas } }) => 1 + replicas),
    snapshotRetentionLimit: by(({ cache: { snapshotDays } }) => snapshotDays),
  }),
  ...of("aws:cloudwatch/logGroup:LogGroup", "what was written is read as long as the table says", {
    retentionInDays: by(({ logDays }) => logDays),
  }),
];
