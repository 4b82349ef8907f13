import { type Resources, text } from "../resources/index.ts";
import { backups } from "./parts/backups.ts";
import { balancers, sites } from "./parts/front.ts";
import { services } from "./parts/run.ts";
import { stores } from "./parts/stores.ts";

/** The architecture of a stage, found in its resources: who answers the world, what runs, and where the data is. */

export type Column = "people" | "front" | "run" | "store" | "keep";

export interface Node {
  id: string;
  column: Column;
  kind: string;
  title: string;
  details: string[];
}

export interface Edge {
  from: string;
  to: string;
  label: string;
}

export interface Graph {
  nodes: Node[];
  edges: Edge[];
  /** What the frame around containers and stores says; empty where there is no network. */
  frame: string;
}

/** Some of a picture. */
export type Part = Omit<Graph, "frame">;

function visitors(front: readonly Node[]): Part {
  if (front.length === 0) return { nodes: [], edges: [] };
  const users = "people:visitors";
  return {
    nodes: [{ id: users, column: "people", kind: "Internet", title: "Visitors", details: [] }],
    edges: front.map((node) => ({ from: users, to: node.id, label: "" })),
  };
}

/** Two edges between the same nodes are one, with both labels; a listener that has rules is not said twice. */
function unique(edges: readonly Edge[]): Edge[] {
  const found = new Map<string, Edge>();
  for (const edge of edges) {
    const key = `${edge.from} ${edge.to}`;
    const known = found.get(key);
    const labels = [...new Set([...(known?.label.split(", ") ?? []), ...edge.label.split(", ")])].filter(
      (label) => label !== "" && (label !== "/*" || known === undefined),
    );
    found.set(key, { ...edge, label: labels.join(", ") });
  }
  return [...found.values()];
}

/** Queues and tables that nothing in the picture uses serve the machinery, such as letters that could not be delivered. */
const isAside = ({ id: own, kind }: Node, edges: readonly Edge[]): boolean =>
  (kind === "SQS queue" || kind === "DynamoDB") && !edges.some(({ from, to }) => from === own || to === own);

/** The picture's parts, in the order of their URNs: the same program gives the same picture. */
export function graphOf(resources: Resources): Graph {
  const parts = [balancers(resources), sites(resources)];
  const front = parts.flatMap(({ nodes }) => nodes);
  const all = [visitors(front), ...parts, services(resources), stores(resources), backups(resources)];
  const [vpc] = resources.of("aws:ec2/vpc:Vpc");
  const frame = vpc === undefined ? "" : `VPC ${text(vpc.inputs.cidrBlock)}, ${resources.simulation.region}`;
  const edges = unique(all.flatMap((part) => part.edges));
  const nodes = all.flatMap((part) => part.nodes);
  return { nodes: nodes.filter((node) => !isAside(node, edges)), edges, frame };
}
