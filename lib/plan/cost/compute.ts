import {
  isObject,
  list,
  number,
  type Plain,
  type Resource,
  type Resources,
  shortName,
  text,
} from "../resources/index.ts";
import { amount, type Pricer, units } from "./items.ts";
import { addresses } from "./network.ts";

const DESIRED = "ecs:service:DesiredCount";

/** Tasks of a service that always run: what auto scaling keeps at least, else what the service asks for. */
export function tasksOf(service: Resource, resources: Resources): number {
  const scaling = resources
    .of("aws:appautoscaling/target:Target")
    .find(
      ({ inputs, parent }) =>
        inputs.scalableDimension === DESIRED &&
        (text(inputs.resourceId).endsWith(`/${text(service.inputs.name, service.name)}`) ||
          (parent !== undefined && parent === service.parent)),
    );
  return number(scaling?.inputs.minCapacity ?? service.inputs.desiredCount, 1);
}

export interface TaskSize {
  vcpu: number;
  gb: number;
  arm: boolean;
}

/** What one task of a definition is given; ECS counts 1024 units to a vCPU and 1024 MB to a GB. */
export function sizeOf(definition: Resource | undefined): TaskSize {
  const platform = definition?.inputs.runtimePlatform;
  return {
    vcpu: number(definition?.inputs.cpu, 256) / 1024,
    gb: number(definition?.inputs.memory, 512) / 1024,
    arm: isObject(platform) && platform.cpuArchitecture === "ARM64",
  };
}

/** The name that a person knows an ECS service by. */
export function serviceName(service: Resource, resources: Resources): string {
  const definition = resources.named(service.inputs.taskDefinition);
  return shortName(service, resources, definition?.inputs.family ?? service.inputs.name);
}

const runsOnSpot = (strategies: Plain | undefined): boolean =>
  list(strategies).some((entry) => isObject(entry) && entry.capacityProvider === "FARGATE_SPOT" && entry.weight !== 0);

const runsOnInstances = ({ inputs }: Resource): boolean => inputs.launchType === "EC2";

const service: Pricer = (resource, resources) => {
  const { region, urn, inputs } = resource;
  const tasks = tasksOf(resource, resources);
  const { vcpu, gb, arm } = sizeOf(resources.named(inputs.taskDefinition));
  const name = serviceName(resource, resources);
  const line = { line: `service:${name}`, label: `Service ${name}`, urn };
  const kind = `${arm ? ":arm" : ""}${runsOnSpot(inputs.capacityProviderStrategies) ? ":spot" : ""}`;
  const network = inputs.networkConfiguration;
  const public_ = isObject(network) && network.assignPublicIp === true;
  return [
    {
      ...line,
      detail: `${amount(tasks, "task")} of ${vcpu} vCPU, ${gb} GB${arm ? ", Arm" : ""}${kind.endsWith("spot") ? ", Spot" : ""}`,
      units: runsOnInstances(resource)
        ? []
        : units(region, { [`fargateVcpu${kind}`]: tasks * vcpu, [`fargateGb${kind}`]: tasks * gb }),
    },
    ...addresses(resource, public_ ? tasks : 0),
  ];
};

export const compute: Readonly<Record<string, Pricer>> = { "aws:ecs/service:Service": service };
