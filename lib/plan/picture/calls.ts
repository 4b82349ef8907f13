import { callsOf, endpointsOf, runsOf } from "../../proof/judges/tasks.ts";
import { Stack } from "../../proof/simulate/stack.ts";
import type { Part } from "../../render/diagram/graph.ts";
import type { Resources } from "../resources/index.ts";

/** Which services and scheduled tasks call which service, by its name in the VPC. */
export function calls({ simulation }: Resources): Part {
  const stack = new Stack(simulation);
  const endpoints = endpointsOf(stack);
  const edges = runsOf(stack)
    // A run within a deploy is in no picture.
    .filter(({ by }) => by.type !== "aws:lambda/invocation:Invocation")
    .flatMap((run) => callsOf(run, endpoints).map(({ to }) => ({ from: run.by.urn, to: to.service.urn, label: "" })));
  return { nodes: [], edges };
}
