import { texts } from "../simulate/stack.ts";
import type { Resource } from "../simulate/types.ts";
import type { Control } from "./control.ts";
import { atLeast, handles, isSet, isTrue, unless } from "./look.ts";
import { publicSubnets } from "./vpc.ts";

const of = ["aws:elasticache/replicationGroup:ReplicationGroup"];
const file = "keep it as infra/kit/cache.ts sets it";
const replicas = "keep `cache.replicas` at 1 or more for production in infra/stage.ts";

/** The nodes of a replication group, each with the names that it has without shards and with one. */
export const nodesOf = ({ id, inputs }: Resource): string[][] =>
  Array.from({ length: Number(inputs.numCacheClusters ?? 1) }, (_, index) => {
    const group = inputs.replicationGroupId ?? id;
    const node = String(index + 1).padStart(3, "0");
    return [`${group}-${node}`, `${group}-0001-${node}`];
  });

/** Caches and queues. */
export const cacheControls: Control[] = [
  {
    id: "ElastiCache.1",
    title: "caches have snapshots",
    why: "AWS Backup does not know caches: these are all there is",
    fix: "keep `snapshotDays` at 1 or more in infra/stage.ts",
    severity: "mandatory",
    when: "always",
    of,
    problem: unless("snapshotRetentionLimit", atLeast(1), "it has no snapshots"),
  },
  {
    id: "ElastiCache.2",
    title: "caches get minor versions by themselves",
    why: "SST switches them off, and security fixes with them",
    fix: file,
    severity: "advisory",
    when: "always",
    of,
    problem: unless("autoMinorVersionUpgrade", (value) => String(value) === "true", "it stays on its minor version"),
  },
  {
    id: "ElastiCache.3",
    title: "a replica takes over when the primary fails",
    why: "without one, whatever waits in queues waits for AWS to repair a node",
    fix: replicas,
    severity: "advisory",
    when: "production",
    of,
    problem: unless("automaticFailoverEnabled", isTrue, "nothing takes over"),
  },
  {
    id: "ElastiCache.4",
    title: "caches are encrypted at rest",
    why: "it cannot be switched on later without moving the data",
    fix: file,
    severity: "mandatory",
    when: "always",
    of,
    problem: unless("atRestEncryptionEnabled", (value) => String(value) === "true", "it is not encrypted at rest"),
  },
  {
    id: "ElastiCache.5",
    title: "connections to caches are encrypted",
    why: "sessions and tokens could be read on their way",
    fix: file,
    severity: "mandatory",
    when: "always",
    of,
    problem: ({ inputs }) =>
      inputs.transitEncryptionEnabled === true && inputs.transitEncryptionMode !== "preferred"
        ? undefined
        : "its connections are not encrypted",
  },
  {
    id: "ElastiCache.6",
    title: "caches ask for a password",
    why: "whoever reaches the port could otherwise read and write everything",
    fix: file,
    severity: "mandatory",
    when: "always",
    of,
    problem: ({ inputs }) =>
      isSet(inputs.authToken) || texts(inputs.userGroupIds).length > 0 ? undefined : "it asks for no password",
  },
  {
    id: "ElastiCache.7",
    title: "caches are in subnets of our choice",
    why: "the default ones belong to the account's default VPC, where everything is public",
    fix: file,
    severity: "mandatory",
    when: "always",
    of,
    problem: unless("subnetGroupName", (value) => isSet(value) && value !== "default", "it is in the default subnets"),
  },
  {
    id: "WA.cache-az",
    title: "the replica of a cache is in another zone",
    why: "a zone fails as a whole",
    fix: replicas,
    severity: "advisory",
    when: "production",
    of,
    problem: ({ inputs }) => [
      ...(inputs.multiAzEnabled === true ? [] : ["multiAzEnabled is off"]),
      ...(Number(inputs.numCacheClusters ?? 0) > 1 || Number(inputs.replicasPerNodeGroup ?? 0) > 0
        ? []
        : ["it has no replica"]),
    ],
  },
  {
    id: "WA.cache-snapshot",
    title: "a cache that is deleted leaves a snapshot",
    why: "whatever waits in its queues is gone otherwise",
    fix: "keepData is true for production in infra/stage.ts",
    severity: "mandatory",
    when: "production",
    of,
    problem: unless("finalSnapshotIdentifier", isSet, "no snapshot is taken when it is deleted"),
  },
  {
    id: "OWN.cache-sg",
    title: "caches have a security group of their own, in private subnets",
    why: "in the VPC's default group they are next to everything that was forgotten",
    fix: "keep cacheAccess of infra/access.ts, and vpc.privateSubnets",
    severity: "mandatory",
    when: "always",
    scope: "stage",
    of,
    problem: ({ inputs }, stack) => {
      const groups = texts(inputs.securityGroupIds);
      const defaults = stack.of("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup").flatMap(handles);
      const open = publicSubnets(stack);
      const subnets = stack
        .of("aws:elasticache/subnetGroup:SubnetGroup")
        .filter((group) => handles(group).includes(inputs.subnetGroupName ?? ""))
        .flatMap((group) => texts(group.inputs.subnetIds));
      return [
        ...(groups.length > 0 && !groups.some((id) => defaults.includes(id)) ? [] : ["it has no group of its own"]),
        ...(subnets.some((id) => open.has(id)) ? ["one of its subnets is public"] : []),
      ];
    },
  },
];
