import { type Stack, texts } from "../simulate/stack.ts";
import type { Resource } from "../simulate/types.ts";
import type { Control } from "./control.ts";
import { handles, isNot, isOff, isSet, isTrue, unless } from "./look.ts";
import { bothFiles, clusters, databases, instanceFile, instances, isMysql, isPostgres, nodes, proxies } from "./rds.ts";
import { publicSubnets } from "./vpc.ts";

/** The group that a VPC gives to whatever brings none of its own. */
const isDefaultGroup = (id: string, stack: Stack) =>
  stack.of("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup").some((group) => handles(group).includes(id));

const defaultPort = (resource: Resource) => (isMysql(resource) ? 3306 : isPostgres(resource) ? 5432 : undefined);
const defaultNames = ["postgres", "root", "admin", "administrator", "mysql", "rdsadmin"];

/** Who reaches databases, and how. */
export const databaseAccessControls: Control[] = [
  {
    id: "RDS.2",
    title: "databases have no public address",
    why: "a database with a public address is attacked within minutes",
    fix: "keep publiclyAccessible false, and use the tunnel that RUNBOOK.md describes",
    severity: "mandatory",
    when: "always",
    of: nodes,
    problem: unless("publiclyAccessible", isOff, "it has a public address"),
  },
  {
    id: "RDS.10",
    title: "databases know IAM authentication",
    why: "people can then sign in as themselves, without a password that is passed around",
    fix: bothFiles,
    severity: "advisory",
    when: "always",
    of: [instances],
    problem: unless("iamDatabaseAuthenticationEnabled", isTrue, "IAM authentication is off"),
  },
  {
    id: "RDS.12",
    title: "Aurora clusters know IAM authentication",
    why: "people can then sign in as themselves, without a password that is passed around",
    fix: bothFiles,
    severity: "advisory",
    when: "always",
    of: [clusters],
    problem: unless("iamDatabaseAuthenticationEnabled", isTrue, "IAM authentication is off"),
  },
  {
    id: "RDS.18",
    title: "databases are in the VPC",
    why: "outside it there is no security group and no private subnet",
    fix: instanceFile,
    severity: "mandatory",
    when: "always",
    of: databases,
    problem: unless("dbSubnetGroupName", isSet, "it has no subnets"),
  },
  {
    id: "RDS.23",
    title: "databases do not listen on their engine's usual port",
    why: "that is where scanners look first",
    fix: "keep `ports` in infra/access.ts; the port of a database that exists changes with a restart",
    severity: "advisory",
    when: "always",
    of: databases,
    problem: (resource) =>
      isNot(undefined, defaultPort(resource))(resource.inputs.port) ? undefined : "it listens on the usual port",
  },
  {
    id: "RDS.24",
    title: "the administrator of a cluster has no usual name",
    why: "a name that everybody knows is half of a password",
    fix: "keep `admin` of infra/kit/database.ts",
    severity: "advisory",
    when: "always",
    of: [clusters],
    problem: ({ inputs }) =>
      defaultNames.includes(String(inputs.masterUsername)) ? `it is called ${inputs.masterUsername}` : undefined,
  },
  {
    id: "RDS.25",
    title: "the administrator of a database has no usual name",
    why: "a name that everybody knows is half of a password",
    fix: "keep `admin` of infra/kit/database.ts; a change replaces the database",
    severity: "advisory",
    when: "always",
    of: [instances],
    problem: ({ inputs }) =>
      defaultNames.includes(String(inputs.username)) ? `it is called ${inputs.username}` : undefined,
  },
  {
    id: "RDS.46",
    title: "databases are in subnets without a way to the internet",
    why: "a route to an internet gateway is half of a public address",
    fix: "keep vpc.privateSubnets for databases",
    severity: "mandatory",
    when: "always",
    scope: "stage",
    of: ["aws:rds/subnetGroup:SubnetGroup"],
    problem: ({ inputs }, stack) => {
      const open = publicSubnets(stack);
      return texts(inputs.subnetIds).some((id) => open.has(id)) ? "one of its subnets is public" : undefined;
    },
  },
  {
    id: "OWN.db-sg",
    title: "databases have a security group of their own",
    why: "in the VPC's default group they are next to everything that was forgotten",
    fix: "keep databaseAccess of infra/access.ts",
    severity: "mandatory",
    when: "always",
    scope: "stage",
    of: [...databases, proxies],
    problem: ({ inputs }, stack) => {
      const groups = texts(inputs.vpcSecurityGroupIds);
      if (groups.length === 0) return "it has no security group of its own";
      return groups.some((id) => isDefaultGroup(id, stack)) ? "it is in the VPC's default group" : undefined;
    },
  },
];
