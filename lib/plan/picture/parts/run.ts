import { serviceName, sizeOf, tasksOf } from "../../cost/compute.ts";
import { type Resources, shortName, text } from "../../resources/index.ts";
import type { Node, Part } from "../graph.ts";

/** What runs: services and scheduled tasks. */
export function services(resources: Resources): Part {
  const nodes = resources.of("aws:ecs/service:Service").map((service): Node => {
    const { vcpu, gb } = sizeOf(resources.named(service.inputs.taskDefinition));
    return {
      id: service.urn,
      column: "run",
      kind: "ECS service",
      title: serviceName(service, resources),
      details: [`${tasksOf(service, resources)} × ${vcpu} vCPU, ${gb} GB`],
    };
  });
  const schedules = resources.of("aws:scheduler/schedule:Schedule").map(
    (schedule): Node => ({
      id: schedule.urn,
      column: "run",
      kind: "Scheduled task",
      title: shortName(schedule, resources, schedule.inputs.name),
      details: [text(schedule.inputs.scheduleExpression)],
    }),
  );
  return { nodes: [...nodes, ...schedules], edges: [] };
}
