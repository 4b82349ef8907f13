export { DescribeUpdateActionsCommand, ElastiCacheClient as Client } from "@aws-sdk/client-elasticache";
