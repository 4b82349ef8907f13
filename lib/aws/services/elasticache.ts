export {
  DescribeReplicationGroupsCommand,
  DescribeUpdateActionsCommand,
  ElastiCacheClient as Client,
  ModifyReplicationGroupCommand,
} from "@aws-sdk/client-elasticache";
