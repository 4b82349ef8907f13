export {
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  ECSClient as Client,
  ListClustersCommand,
  ListTasksCommand,
} from "@aws-sdk/client-ecs";
