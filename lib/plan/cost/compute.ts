import { containerInsights } from "../../cost/insights.ts";
import { type Item, partly } from "../../cost/items.ts";
import { service as ecsService, type Tasks } from "../../cost/things.ts";
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
import { awakeOf } from "./awake.ts";
import { addresses } from "./network.ts";
import type { Pricer, Pricers } from "./pricer.ts";

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
  const { inputs } = resource;
  const count = tasksOf(resource, resources);
  const network = inputs.networkConfiguration;
  const tasks = {
    ...sizeOf(resources.named(inputs.taskDefinition)),
    name: serviceName(resource, resources),
    count,
    spot: runsOnSpot(inputs.capacityProviderStrategies),
  };
  return partly(awakeOf(text(inputs.name, resource.name), resources), [
    ...billed(resource, tasks),
    ...addresses(resource, isObject(network) && network.assignPublicIp === true ? count : 0),
  ]);
};

/** Tasks on instances of one's own cost nothing beyond them. */
const billed = (resource: Resource, tasks: Tasks): Item[] =>
  ecsService(resource, tasks).map((item) => (runsOnInstances(resource) ? { ...item, units: [] } : item));

const onFargate = (resource: Resource): boolean => !runsOnInstances(resource);

/** The mode of a cluster's Container Insights. */
export const insightsOf = ({ inputs }: Resource): string =>
  text(
    list(inputs.settings)
      .filter(isObject)
      .find(({ name }) => name === "containerInsights")?.value,
    "disabled",
  );

const cluster: Pricer = (resource, resources) => {
  const services = resources
    .of("aws:ecs/service:Service")
    .filter((candidate) => onFargate(candidate) && resources.named(candidate.inputs.cluster) === resource);
  return containerInsights(resource, {
    mode: insightsOf(resource),
    services: services.length,
    tasks: services.reduce((sum, candidate) => sum + tasksOf(candidate, resources), 0),
  });
};

export const compute = {
  "aws:ecs/cluster:Cluster": cluster,
  "aws:ecs/service:Service": service,
} satisfies Partial<Pricers>;
