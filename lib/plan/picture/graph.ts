import { type Edge, type Graph, joined, KINDS, type Node, visitors } from "../../render/diagram/graph.ts";
import type { Resources } from "../resources/index.ts";
import { alarms } from "./alarms.ts";
import { backups } from "./backups.ts";
import { calls } from "./calls.ts";
import { balancers, sites, zones } from "./front.ts";
import { services } from "./run.ts";
import { stores } from "./stores.ts";

/** What serves the machinery where nothing in the picture uses it: letters that could not be delivered, logs of the load balancer. */
const ASIDE: readonly string[] = [KINDS.queue, "DynamoDB", KINDS.bucket];
const isAside = ({ id: own, kind }: Node, edges: readonly Edge[]): boolean =>
  ASIDE.includes(kind) && !edges.some(({ from, to }) => from === own || to === own);

/** The architecture of a stage, found in its resources, in the order of their URNs: the same program gives the same picture. */
export function graphOf(resources: Resources): Graph {
  const front = [sites(resources), balancers(resources)];
  const people = visitors(
    front.flatMap(({ nodes }) => nodes),
    zones(resources),
  );
  const inside = [services(resources), calls(resources), stores(resources)];
  const parts = [people, ...front, ...inside, backups(resources), alarms(resources)];
  const frame = resources.of("aws:ec2/vpc:Vpc").length === 0 ? "" : `VPC in ${resources.simulation.region}`;
  const graph = joined(parts, frame);
  return { ...graph, nodes: graph.nodes.filter((node) => !isAside(node, graph.edges)) };
}
