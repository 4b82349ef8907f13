import { type Stack, texts } from "../simulate/stack.ts";
import type { Plain, Resource } from "../simulate/types.ts";

/** Types of database resources, and what controls ask of more than one of them. */
export const instances = "aws:rds/instance:Instance";
export const clusters = "aws:rds/cluster:Cluster";
export const members = "aws:rds/clusterInstance:ClusterInstance";
export const proxies = "aws:rds/proxy:Proxy";
export const databases = [instances, clusters];
/** What has a machine of its own: instances, and the nodes of clusters. */
export const nodes = [instances, members];

const engine = ({ inputs }: Resource) => String(inputs.engine ?? "");
export const isMysql = (resource: Resource): boolean => /mysql|mariadb/.test(engine(resource));
export const isPostgres = (resource: Resource): boolean => engine(resource).includes("postgres");

/** The nodes of a cluster. */
export const membersOf = (cluster: Resource, stack: Stack): Resource[] =>
  stack
    .of(members)
    .filter(({ inputs }) => [cluster.id, cluster.outputs.id].includes(inputs.clusterIdentifier as string));

/** True when a database sends a log to CloudWatch. */
export const exports = (log: string) => (value: Plain | undefined) => texts(value).includes(log);

export const instanceFile = "keep it as infra/kit/rds-instance.ts sets it";
export const clusterFile = "keep it as infra/kit/rds-cluster.ts sets it";
export const bothFiles = "keep it as infra/kit/rds.ts sets it";
