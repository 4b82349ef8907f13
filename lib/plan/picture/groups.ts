import type { Column, Edge, Graph, Node } from "./graph.ts";

/**
 * Nodes of the same kind that are connected alike, drawn as one box: sixty services on one database are one arrow, not
 * sixty.
 */
export interface Group {
  id: string;
  column: Column;
  kind: string;
  members: Node[];
  /** What the members are reached by, in their order; empty where an arrow says nothing. */
  addresses: string[];
}

export interface GroupEdge {
  from: string;
  to: string;
}

export interface Grouped {
  groups: Group[];
  edges: GroupEdge[];
}

/** With more than this that runs, what matters is who shares which data: how it is reached stands in its box. */
export const CROWD = 16;

const sources = (edges: readonly Edge[], id: string): string[] =>
  edges.flatMap(({ from, to }) => (to === id ? [from] : [])).sort();
const targets = (edges: readonly Edge[], id: string): string[] =>
  edges.flatMap(({ from, to }) => (from === id ? [to] : [])).sort();

const keyOf = (node: Node, edges: readonly Edge[], crowded: boolean): string => {
  if (node.column !== "run") return node.id;
  const used = targets(edges, node.id);
  return JSON.stringify(crowded ? [used] : [used, node.kind, sources(edges, node.id)]);
};

/** What runs is grouped by what it is connected with; everything else stands for itself. */
export function groupsOf({ nodes, edges }: Pick<Graph, "nodes" | "edges">): Grouped {
  const crowded = nodes.filter(({ column }) => column === "run").length > CROWD;
  const groups = new Map<string, Group>();
  const groupOf = new Map<string, string>();
  for (const node of nodes) {
    const key = keyOf(node, edges, crowded);
    const group = groups.get(key) ?? { id: node.id, column: node.column, kind: node.kind, members: [], addresses: [] };
    if (group.kind !== node.kind) group.kind = "Services and tasks";
    group.members.push(node);
    group.addresses.push(edges.find(({ to }) => to === node.id)?.label ?? "");
    groups.set(key, group);
    groupOf.set(node.id, group.id);
  }
  const found = new Map<string, GroupEdge>();
  for (const edge of edges) {
    const [from, to] = [groupOf.get(edge.from), groupOf.get(edge.to)];
    if (from !== undefined && to !== undefined) found.set(`${from} ${to}`, { from, to });
  }
  return { groups: [...groups.values()], edges: [...found.values()] };
}
