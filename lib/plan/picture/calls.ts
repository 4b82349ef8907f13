import { policy, scales, targetOf, tellersOf, trackedBy } from "../../proof/judges/queues.ts";
import { callsOf, endpointsOf, runsOf } from "../../proof/judges/tasks.ts";
import { Stack } from "../../proof/simulate/stack.ts";
import type { Edge, Part } from "../../render/diagram/graph.ts";
import type { Resources } from "../resources/index.ts";

/** Which services give jobs to which worker: those that say how long its queue is. */
function jobs(stack: Stack): Edge[] {
  return stack.of(policy).flatMap((one) => {
    const worker = stack.of("aws:ecs/service:Service").find((service) => scales(one, targetOf(service, stack)));
    const tellers = (trackedBy(one)?.metrics ?? []).flatMap((metric) => tellersOf(metric, stack));
    return worker === undefined
      ? []
      : [...new Set(tellers)]
          .filter((teller) => teller !== worker)
          .map(({ urn }) => ({ from: urn, to: worker.urn, label: "jobs" }));
  });
}

/** Which services and scheduled tasks call which service, by its name in the VPC. */
export function calls({ simulation }: Resources): Part {
  const stack = new Stack(simulation);
  const endpoints = endpointsOf(stack);
  const edges = runsOf(stack)
    // A run within a deploy is in no picture.
    .filter(({ by }) => by.type !== "aws:lambda/invocation:Invocation")
    .flatMap((run) => callsOf(run, endpoints).map(({ to }) => ({ from: run.by.urn, to: to.service.urn, label: "" })));
  return { nodes: [], edges: [...edges, ...jobs(stack)] };
}
