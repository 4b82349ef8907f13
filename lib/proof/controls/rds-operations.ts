import { type Stack, texts } from "../simulate/stack.ts";
import type { Resource } from "../simulate/types.ts";
import type { Control } from "./control.ts";
import { isSet, isTrue, parametersOf, unless } from "./look.ts";
import {
  clusterFile,
  clusters,
  exports,
  instanceFile,
  instances,
  isMysql,
  isPostgres,
  members,
  membersOf,
  nodes,
} from "./rds.ts";

const audit = ["audit", "error", "general", "slowquery"];
const logs = (resource: Resource) =>
  isMysql(resource) ? audit : isPostgres(resource) ? ["postgresql", "upgrade"] : [];

/** Events of RDS that somebody must hear of: which categories, of which kind of thing. */
const subscribed = (stack: Stack, sourceType: string, wanted: string[]) =>
  stack
    .of("aws:rds/eventSubscription:EventSubscription")
    .filter(({ inputs }) => inputs.enabled !== false && isSet(inputs.snsTopic))
    .filter(({ inputs }) => inputs.sourceType === undefined || inputs.sourceType === sourceType)
    .some(({ inputs }) => {
      const categories = texts(inputs.eventCategories);
      return categories.length === 0 || wanted.every((category) => categories.includes(category));
    });

/** A control that asks whether somebody hears of some events. */
const event = (id: string, of: string[], sourceType: string, wanted: string[]): Control => ({
  id,
  title: `somebody hears of ${wanted.join(", ")} of a ${sourceType.replaceAll("-", " ")}`,
  why: "RDS reports by itself what no alarm measures",
  fix: "keep them in infra/monitoring.ts",
  severity: "advisory",
  when: "production",
  scope: "stage",
  of,
  problem: (_, stack) => (subscribed(stack, sourceType, wanted) ? undefined : "nobody is told of its events"),
});

/** Databases are watched, kept up to date and survive the loss of a zone. */
export const databaseOperationsControls: Control[] = [
  {
    id: "RDS.5",
    title: "databases have a standby in a second zone",
    why: "a zone fails as a whole",
    fix: "keep `multiAz` on for production in infra/stage.ts",
    severity: "advisory",
    when: "production",
    of: [instances],
    problem: unless("multiAz", isTrue, "it is in one zone"),
  },
  {
    id: "RDS.15",
    title: "Aurora clusters have a second node",
    why: "a zone fails as a whole",
    fix: "keep `replicas` at 1 or more for production in infra/stage.ts",
    severity: "advisory",
    when: "production",
    scope: "stage",
    of: [clusters],
    problem: (cluster, stack) => (membersOf(cluster, stack).length > 1 ? undefined : "it has one node"),
  },
  {
    id: "RDS.6",
    title: "databases report what happens inside their operating system",
    why: "only there one sees which process took the memory",
    fix: "keep `monitoring` on for production in infra/stage.ts",
    severity: "advisory",
    when: "production",
    of: nodes,
    problem: ({ inputs }) =>
      Number(inputs.monitoringInterval ?? 0) > 0 && isSet(inputs.monitoringRoleArn) ? undefined : "it reports nothing",
  },
  {
    id: "RDS.9",
    title: "databases send their logs to CloudWatch",
    why: "on the database's own disk they are gone after days, or with it",
    fix: instanceFile,
    severity: "advisory",
    when: "always",
    of: [instances],
    problem: (resource) =>
      logs(resource)
        .filter((log) => !exports(log)(resource.inputs.enabledCloudwatchLogsExports))
        .map((log) => `its ${log} log stays on its disk`),
  },
  {
    id: "RDS.36",
    title: "PostgreSQL sends its log to CloudWatch",
    why: "on the database's own disk it is gone after days, or with it",
    fix: instanceFile,
    severity: "advisory",
    when: "always",
    of: [instances],
    where: isPostgres,
    problem: unless("enabledCloudwatchLogsExports", exports("postgresql"), "its log stays on its disk"),
  },
  {
    id: "RDS.37",
    title: "Aurora PostgreSQL sends its log to CloudWatch",
    why: "on the cluster's own disk it is gone after days, or with it",
    fix: clusterFile,
    severity: "advisory",
    when: "always",
    of: [clusters],
    where: isPostgres,
    problem: unless("enabledCloudwatchLogsExports", exports("postgresql"), "its log stays on its disk"),
  },
  {
    id: "RDS.34",
    title: "Aurora MySQL sends its audit log to CloudWatch",
    why: "it says who did what, for longer than the cluster keeps it",
    fix: clusterFile,
    severity: "advisory",
    when: "always",
    of: [clusters],
    where: isMysql,
    problem: unless("enabledCloudwatchLogsExports", exports("audit"), "its audit log stays on its disk"),
  },
  {
    id: "RDS.45",
    title: "Aurora MySQL keeps an audit log",
    why: "it says who did what",
    fix: "keep server_audit_logging and server_audit_events in infra/kit/aurora-mysql.ts",
    severity: "advisory",
    when: "always",
    of: ["aws:rds/clusterParameterGroup:ClusterParameterGroup"],
    where: ({ inputs }) => String(inputs.family).includes("mysql"),
    problem: (group) => {
      const parameters = parametersOf(group);
      const on = ["1", "ON"].includes(String(parameters.get("server_audit_logging")).toUpperCase());
      return on && isSet(parameters.get("server_audit_events")) ? undefined : "server_audit_logging is off";
    },
  },
  {
    id: "RDS.13",
    title: "databases get minor versions by themselves",
    why: "SST switches them off, and security fixes with them",
    fix: instanceFile,
    severity: "advisory",
    when: "always",
    of: [instances],
    problem: unless("autoMinorVersionUpgrade", isTrue, "it stays on its minor version"),
  },
  {
    id: "RDS.35",
    title: "Aurora clusters get minor versions by themselves",
    why: "SST switches them off, and security fixes with them",
    fix: clusterFile,
    severity: "advisory",
    when: "always",
    of: [members],
    problem: unless("autoMinorVersionUpgrade", isTrue, "it stays on its minor version"),
  },
  event("RDS.19", [clusters], "db-cluster", ["maintenance", "failure"]),
  event("RDS.20", nodes, "db-instance", ["maintenance", "configuration change", "failure"]),
  event("RDS.21", [instances, clusters], "db-parameter-group", ["configuration change"]),
];
