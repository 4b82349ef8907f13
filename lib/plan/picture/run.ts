import { callOf } from "../../proof/judges/sleep.ts";
import { KINDS, type Node, type Part } from "../../render/diagram/graph.ts";
import { serviceName, sizeOf, tasksOf } from "../cost/compute.ts";
import { type Resources, shortName, text } from "../resources/index.ts";

/** What runs: services and scheduled tasks. */
export function services(resources: Resources): Part {
  const nodes = resources.of("aws:ecs/service:Service").map((service): Node => {
    const { vcpu, gb } = sizeOf(resources.named(service.inputs.taskDefinition));
    return {
      id: service.urn,
      tier: "run",
      kind: KINDS.service,
      title: serviceName(service, resources),
      details: [`${tasksOf(service, resources)} × ${vcpu} vCPU, ${gb} GB`],
    };
  });
  const tasks = resources.of("aws:scheduler/schedule:Schedule").filter((schedule) => callOf(schedule) === null);
  const schedules = tasks.map(
    (schedule): Node => ({
      id: schedule.urn,
      tier: "run",
      kind: KINDS.task,
      title: shortName(schedule, resources, schedule.inputs.name),
      details: [text(schedule.inputs.scheduleExpression)],
    }),
  );
  return { nodes: [...nodes, ...schedules], edges: [] };
}
