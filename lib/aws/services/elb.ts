export {
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client as Client,
} from "@aws-sdk/client-elastic-load-balancing-v2";
