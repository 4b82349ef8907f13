import type { Account } from "../account/account.ts";
import type { Living } from "../account/living.ts";
import { json, parsedBody, type Service } from "./request.ts";

/** What runs in ECS: every service the newest version that it was given, with all of its tasks. */

const SERVICE = "aws:ecs/service:Service";
const TASK = "aws:ecs/taskDefinition:TaskDefinition";

interface Container {
  name: string;
  image: string;
}

const containersOf = (account: Account, arn: string): Container[] => {
  const found = account.living().find(({ type, outputs }) => type === TASK && outputs.arn === arn);
  return JSON.parse(String(found?.inputs.containerDefinitions ?? "[]")) as Container[];
};

const named = (account: Account, name: unknown): Living | undefined =>
  account.living().find(({ type, inputs }) => type === SERVICE && inputs.name === name);

const countOf = ({ inputs }: Living): number => (typeof inputs.desiredCount === "number" ? inputs.desiredCount : 1);

function describe(service: Living): object {
  const { inputs } = service;
  const count = countOf(service);
  const primary = { status: "PRIMARY", rolloutState: "COMPLETED", runningCount: count, desiredCount: count };
  return {
    serviceName: inputs.name,
    status: "ACTIVE",
    deployments: [{ ...primary, taskDefinition: inputs.taskDefinition }],
  };
}

/** A task's ARN says which version it is of. */
const taskOf = (version: string, index: number): string => `${version}#${index}`;

const OPERATIONS: Readonly<Record<string, (input: Record<string, unknown>, account: Account) => object>> = {
  DescribeServices: ({ services }, account) => ({
    services: (services as string[]).flatMap((name) => named(account, name) ?? []).map(describe),
  }),
  DescribeTaskDefinition: ({ taskDefinition }, account) => ({
    taskDefinition: { containerDefinitions: containersOf(account, String(taskDefinition)) },
  }),
  ListTasks: ({ serviceName }, account) => {
    const service = named(account, serviceName);
    if (service === undefined) return { taskArns: [] };
    const version = String(service.inputs.taskDefinition);
    return { taskArns: Array.from({ length: countOf(service) }, (_, index) => taskOf(version, index)) };
  },
  DescribeTasks: ({ tasks }, account) => ({
    tasks: (tasks as string[]).map((taskArn) => {
      const taskDefinitionArn = taskArn.replace(/#\d+$/, "");
      const containers = containersOf(account, taskDefinitionArn).map(({ name, image }) => ({
        name,
        image,
        imageDigest: image.split("@")[1],
      }));
      return { taskArn, taskDefinitionArn, containers };
    }),
  }),
};

export const ecs: Service = ({ operation, body }, account) => {
  const answer = OPERATIONS[operation];
  return answer === undefined ? undefined : json(answer(parsedBody(body), account));
};
