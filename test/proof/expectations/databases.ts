import type { DatabaseView } from "../../../lib/answers/view.ts";
import { parametersOf } from "../../../lib/proof/controls/look.ts";
import { texts } from "../../../lib/proof/simulate/stack.ts";
import { type Expectation, each } from "./context.ts";

/** How a database is set, by its engine. */
interface Settings {
  /** Of its parameters, as AWS calls it, before the version. */
  family: string;
  logs: readonly string[];
  /** TLS alone, and in the logs what is slow and who has come. */
  parameters: Readonly<Record<string, string>>;
}

const SETTINGS: Readonly<Record<DatabaseView["engine"], Settings>> = {
  postgres: {
    family: "postgres",
    logs: ["postgresql", "upgrade"],
    parameters: { "rds.force_ssl": "1", log_min_duration_statement: "1000" },
  },
  mysql: {
    family: "mysql",
    logs: ["audit", "error", "general", "slowquery"],
    parameters: { require_secure_transport: "1", slow_query_log: "1", log_output: "FILE" },
  },
  "aurora-postgres": {
    family: "aurora-postgresql",
    logs: ["postgresql"],
    parameters: { "rds.force_ssl": "1", log_min_duration_statement: "1000" },
  },
  "aurora-mysql": {
    family: "aurora-mysql",
    logs: ["audit", "error", "slowquery"],
    parameters: {
      require_secure_transport: "ON",
      server_audit_logging: "1",
      server_audit_events: "CONNECT,QUERY_DCL,QUERY_DDL",
      slow_query_log: "1",
    },
  },
};

export const settings: Expectation[] = [
  each(
    "a database takes TLS alone, and writes down what is slow",
    ({ view }) => view.databases,
    ({ engine, version, aurora }) => {
      const { family, logs, parameters } = SETTINGS[engine];
      return { family: Array(aurora ? 2 : 1).fill(`${family}${version}`), logs, parameters };
    },
    ({ Id, engine }, { stack }) => {
      const [database] = stack
        .of("aws:rds/instance:Instance", "aws:rds/cluster:Cluster")
        .filter(({ name }) => [`${Id}DatabaseInstance`, `${Id}DatabaseCluster`].includes(name));
      const groups = stack
        .of("aws:rds/parameterGroup:ParameterGroup", "aws:rds/clusterParameterGroup:ClusterParameterGroup")
        .filter(({ name }) => [`${Id}DatabaseParameterGroup`, `${Id}DatabaseClusterParameterGroup`].includes(name));
      const given = new Map(groups.flatMap((group) => [...parametersOf(group)]));
      const asked = Object.keys(SETTINGS[engine].parameters);
      return {
        family: groups.map(({ inputs }) => inputs.family),
        logs: texts(database?.inputs.enabledCloudwatchLogsExports),
        parameters: Object.fromEntries(asked.map((name) => [name, given.get(name)])),
      };
    },
  ),
];
