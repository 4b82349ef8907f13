import type { TypeName } from "../resources/types.ts";

/** What is read of SST's state: of each type of resource, the output that says where it is. */
export const STATE = {
  alarm: ["aws:cloudwatch/metricAlarm:MetricAlarm", "arn"],
  cache: ["aws:elasticache/replicationGroup:ReplicationGroup", "replicationGroupId"],
  certificate: ["aws:acm/certificate:Certificate", "arn"],
  cluster: ["aws:rds/cluster:Cluster", "arn"],
  database: ["aws:rds/instance:Instance", "arn"],
  listener: ["aws:lb/listener:Listener", "certificateArn"],
  restoreTest: ["aws:backup/restoreTestingPlan:RestoreTestingPlan", "arn"],
  schedule: ["aws:scheduler/schedule:Schedule", "target"],
  secret: ["aws:secretsmanager/secret:Secret", "name"],
} as const satisfies Record<string, readonly [type: TypeName, output: string]>;
