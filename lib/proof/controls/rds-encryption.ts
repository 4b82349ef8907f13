import type { Resource } from "../simulate/types.ts";
import type { Control } from "./control.ts";
import { isSet, isTrue, parametersOf, unless } from "./look.ts";
import { bothFiles, clusterFile, clusters, databases, instanceFile, instances, proxies } from "./rds.ts";

const family = ({ inputs }: Resource) => String(inputs.family ?? "");
const on = (value: string | undefined) => value === "1" || value?.toUpperCase() === "ON";
const tls = "keep `rds.force_ssl` or `require_secure_transport` as infra/kit sets them for the engine";

/** Data in databases is encrypted, at rest and on its way. */
export const databaseEncryptionControls: Control[] = [
  {
    id: "RDS.3",
    title: "the storage of databases is encrypted",
    why: "it cannot be switched on later without moving the data",
    fix: instanceFile,
    severity: "mandatory",
    when: "always",
    of: [instances],
    problem: unless("storageEncrypted", isTrue, "its storage is not encrypted"),
  },
  {
    id: "RDS.27",
    title: "the storage of Aurora clusters is encrypted",
    why: "it cannot be switched on later without moving the data",
    fix: clusterFile,
    severity: "mandatory",
    when: "always",
    of: [clusters],
    problem: unless("storageEncrypted", isTrue, "its storage is not encrypted"),
  },
  {
    id: "OWN.db-cmk",
    title: "databases are encrypted with a key of our own",
    why: "with AWS's key a snapshot can never be given to another account, and the key cannot be changed later",
    fix: bothFiles,
    severity: "advisory",
    when: "production",
    of: databases,
    problem: unless("kmsKeyId", isSet, "it has AWS's key"),
  },
  {
    id: "RDS.38",
    title: "PostgreSQL refuses connections in the clear",
    why: "SST lets them in: passwords and data could be read on their way",
    fix: tls,
    severity: "mandatory",
    when: "always",
    of: ["aws:rds/parameterGroup:ParameterGroup"],
    where: (group) => family(group).startsWith("postgres"),
    problem: (group) => (on(parametersOf(group).get("rds.force_ssl")) ? undefined : "rds.force_ssl is off"),
  },
  {
    id: "RDS.39",
    title: "MySQL refuses connections in the clear",
    why: "SST lets them in: passwords and data could be read on their way",
    fix: tls,
    severity: "mandatory",
    when: "always",
    of: ["aws:rds/parameterGroup:ParameterGroup"],
    where: (group) => /^(mysql|mariadb)/.test(family(group)),
    problem: (group) =>
      on(parametersOf(group).get("require_secure_transport")) ? undefined : "require_secure_transport is off",
  },
  {
    id: "OWN.aurora-tls",
    title: "Aurora refuses connections in the clear",
    why: "passwords and data could be read on their way",
    fix: tls,
    severity: "mandatory",
    when: "always",
    of: ["aws:rds/clusterParameterGroup:ClusterParameterGroup"],
    problem: (group) => {
      const parameter = family(group).includes("mysql") ? "require_secure_transport" : "rds.force_ssl";
      return on(parametersOf(group).get(parameter)) ? undefined : `${parameter} is off`;
    },
  },
  {
    id: "RDS.43",
    title: "RDS Proxy takes connections over TLS only",
    why: "passwords and data could be read on their way",
    fix: "set requireTls",
    severity: "mandatory",
    when: "always",
    of: [proxies],
    problem: unless("requireTls", isTrue, "requireTls is off"),
  },
];
