import type { Resource } from "../../../lib/proof/simulate/types.ts";
import { alarm, type Defect, group, inNested, inText, onAlarm, oneLess, set } from "./damage.ts";

/** What is of another thing of the same kind, is called otherwise, or is kept from what is to be done with it. */

const restored = "aws:backup/restoreTestingSelection:RestoreTestingSelection";
const record = "aws:route53/record:Record";
const cache = "aws:elasticache/replicationGroup:ReplicationGroup";
const links = "what a resource works with is the stage's own, and in its region";

/** Changes what Pulumi is told beside the inputs. */
const told =
  (type: string, name: RegExp, change: Partial<Resource>): Defect["damage"] =>
  ({ each }) =>
    each(type, name, (_, resource) => Object.assign(resource, change));

export const whoseDefects: Defect[] = [
  {
    what: "an alarm watches the tasks of another service",
    by: "an alarm is about what its name says",
    damage: onAlarm(/^service\.api\.no-tasks$/, {
      dimensions: { ClusterName: "shop-production", ServiceName: "OfficeService" },
    }),
  },
  {
    what: "an alarm watches the vault of the copies",
    by: "an alarm is about what its name says",
    damage: onAlarm(/^backup\.missing$/, { dimensions: { BackupVaultName: "shop-production-copies" } }),
  },
  {
    what: "a chart of one service draws another",
    by: "a chart draws what its title says",
    damage: inText("aws:cloudwatch/dashboard:Dashboard", /./, "dashboardBody", '"ApiService"', '"OfficeService"'),
  },
  {
    what: "an alarm has the name of nothing",
    by: "what AWS names is called as its stage and as itself, and stays so",
    damage: onAlarm(/^service\.api\.cpu$/, { name: "shop-production-service" }),
  },
  {
    what: "a database is called otherwise, and a new one takes its place",
    by: "what AWS names is called as its stage and as itself, and stays so",
    damage: set("aws:rds/instance:Instance", /^Main/, { identifier: "shop-production-main-2" }),
  },
  {
    what: "a database writes to a log that AWS makes for it",
    by: "a log is called as whoever writes to it calls it",
    damage: set("aws:cloudwatch/logGroup:LogGroup", /^MainDatabaseLogs-postgresql$/, {
      name: "/aws/rds/instance/shop-production-main/error",
    }),
  },
  {
    what: "an alarm calculates with a metric that it does not have",
    by: "an alarm calculates with what it has: CloudWatch takes another name for nothing, or refuses it",
    damage: inNested(alarm, /^service\.api\.errors$/, '"id":"failed"', '"id":"errors"'),
  },
  {
    what: "a restored database lets in whom containers let in",
    by: "every database is restored to where it is itself: neither is the copy in reach of anybody else",
    damage: set(restored, /-main$/, {
      restoreMetadataOverrides: { dbSubnetGroupName: "shop-production-restore-test", vpcSecurityGroupIds: '["sg-0"]' },
    }),
  },
  {
    what: "a database is in no backup",
    by: "every database is backed up",
    damage: set("aws:backup/selection:Selection", /legacy$/, { resources: [] }),
  },
  {
    what: "a name leads nowhere by IPv6",
    by: "a name leads to the same by IPv6 as by IPv4",
    damage: set(record, /AAAARecord/, { aliases: [] }),
  },
  {
    what: "a record leads to the load balancer by the zone of the domain",
    by: "a record is in the zone of the domain, and leads to what is of the stage, by its zone",
    damage: inNested(record, /^AlbARecordApi/, "Z0MOCKLB", "Z0MOCKZONE"),
  },
  {
    what: "a check from outside asks whether a service lives, not whether it is ready",
    by: "a check from outside asks a service by its own name whether it is ready, and one whose database pauses whether it lives",
    damage: set("aws:route53/healthCheck:HealthCheck", /^Api/, { resourcePath: "/health" }),
  },
  {
    what: "images of one zone go through its NAT gateway",
    by: links,
    damage: oneLess("aws:ec2/vpcEndpoint:VpcEndpoint", /./, "routeTableIds"),
  },
  {
    what: "nobody hears of the failures of one database",
    by: links,
    damage: oneLess("aws:rds/eventSubscription:EventSubscription", /^DbInstanceEvents$/, "sourceIds"),
  },
  {
    what: "a cache can be taken away",
    by: "databases and caches are protected in production, and nothing else is",
    damage: told(cache, /./, { protect: false }),
  },
  {
    what: "queues stay in the account when their worker goes",
    by: "what holds data, and what that stands on, stays in the account in production, and nothing else does",
    damage: told("aws:sqs/queue:Queue", /./, { retainOnDelete: true }),
  },
  {
    what: "who is let in by a group is left as it is",
    by: "a deploy changes what it is told, but for names and what others move",
    damage: told(group, /^DatabaseAccess$/, { ignoreChanges: ["description", "ingress"] }),
  },
  {
    what: "a deploy ends the tasks that were added for a peak",
    by: "what is kept from a change is kept from it everywhere",
    damage: told("aws:ecs/service:Service", /^ApiService/, { ignoreChanges: [] }),
  },
];
