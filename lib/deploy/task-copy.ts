import type { Aws } from "../aws/client.ts";
import type { Input, Output } from "../aws/services.ts";
import { Failure } from "../errors.ts";

export type TaskDefinition = NonNullable<Output<"ecs", "DescribeTaskDefinition">["taskDefinition"]>;
type Copy = Partial<Input<"ecs", "RegisterTaskDefinition">>;

/**
 * Registers a task definition once more, as the newest revision of its family.
 * @param changes what is other than in the original
 * @returns ARN of the copy
 * @throws {Failure}
 */
export async function registerCopy(aws: Aws, original: TaskDefinition, changes: Copy): Promise<string> {
  const { family, containerDefinitions, cpu, memory, networkMode, volumes, taskRoleArn, executionRoleArn } = original;
  const { requiresCompatibilities, runtimePlatform, ephemeralStorage } = original;
  const copied = await aws.call("ecs", "RegisterTaskDefinition", {
    family,
    containerDefinitions: containerDefinitions ?? [],
    cpu,
    memory,
    networkMode,
    volumes,
    taskRoleArn,
    executionRoleArn,
    requiresCompatibilities,
    runtimePlatform,
    ephemeralStorage,
    ...changes,
  });
  const arn = copied.taskDefinition?.taskDefinitionArn;
  if (arn === undefined) throw new Failure(`ECS has registered no copy of ${family}`);
  return arn;
}
