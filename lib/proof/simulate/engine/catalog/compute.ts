import { arn, byArn, named, type Row } from "./row.ts";

/** Containers and functions. */
export const compute: Record<string, Row> = {
  "aws:ecs/cluster:Cluster": byArn("name", "ecs", "cluster/{name}"),
  "aws:ecs/service:Service": byArn("name", "ecs", "service/cluster/{name}"),
  "aws:ecs/taskDefinition:TaskDefinition": {
    name: "family",
    id: "{name}",
    arn: arn("ecs", "task-definition/{name}:1"),
    more: { revision: 1, arnWithoutRevision: arn("ecs", "task-definition/{name}") },
  },
  "aws:ecr/repository:Repository": named("name", "ecr", "repository/{name}", {
    registryId: "{account}",
    repositoryUrl: "{account}.dkr.ecr.{region}.amazonaws.com/{name}",
  }),
  "aws:lambda/function:Function": named("name", "lambda", "function:{name}", {
    invokeArn: "arn:aws:apigateway:{region}:lambda:path/2015-03-31/functions/{arn}/invocations",
    qualifiedArn: arn("lambda", "function:{name}:1"),
    version: "1",
  }),
  "aws:lambda/functionUrl:FunctionUrl": {
    id: "{hash}",
    more: { functionUrl: "https://{host}.lambda-url.{region}.on.aws/" },
  },
  "aws:lambda/invocation:Invocation": { id: "{hash}", more: { result: "{}" } },
  "aws:scheduler/schedule:Schedule": named("name", "scheduler", "schedule/default/{name}"),
  "aws:appautoscaling/target:Target": {
    id: "{resourceId}",
    arn: arn("application-autoscaling", "scalable-target/{hash}"),
  },
  "aws:appautoscaling/policy:Policy": named("name", "autoscaling", "scalingPolicy:{hash}"),
  "docker-build:index:Image": { id: "{digest}", more: { contextHash: "{hash}" } },
};
