import { number, type Resource, type Resources } from "../../resources/index.ts";
import { serviceName, sizeOf, tasksOf } from "../compute.ts";
import { inputs, isProduction, ofStage, servicesOf } from "./idea.ts";

/** What services run on, and how many tasks of them. */

const isArm = (resources: Resources): boolean =>
  servicesOf(resources).every(({ inputs: { taskDefinition } }) => sizeOf(resources.named(taskDefinition)).arm);

export const arm = ofStage((resources) => !isArm(resources), {
  id: "arm",
  what: "run the services on Arm",
  how: "--architecture arm64",
  price: "every image and native package must exist for Arm",
  loss: "nothing",
  edit: inputs("aws:ecs/taskDefinition:TaskDefinition", () => ({
    runtimePlatform: { cpuArchitecture: "ARM64", operatingSystemFamily: "LINUX" },
  })),
});

const ON_SPOT = [{ capacityProvider: "FARGATE_SPOT", weight: 1 }];

export const spot = ofStage((resources) => !isProduction(resources), {
  id: "spot",
  what: "run the services on Fargate Spot",
  how: "--capacity spot",
  price: "AWS may take a task back, two minutes after it says so",
  loss: "comfort",
  edit: inputs("aws:ecs/service:Service", () => ({ capacityProviderStrategies: ON_SPOT })),
});

const spare = (resources: Resources): Resource[] =>
  servicesOf(resources).filter((service) => tasksOf(service, resources) > 1);

export const oneTask = ofStage(
  (resources) => spare(resources).length > 0,
  (resources) => ({
    id: "tasks",
    what: `one task at least of ${spare(resources)
      .map((service) => serviceName(service, resources))
      .join(", ")}`,
    how: "scaling: { min: 1 } in infra/services/",
    price: "an outage of a minute or two when that task or its zone fails",
    loss: "resilience",
    edit: inputs("aws:appautoscaling/target:Target", ({ inputs: { minCapacity } }) => ({
      minCapacity: Math.min(1, number(minCapacity, 1)),
    })),
  }),
);
