import type { Edge, Graph, Node, Tier } from "./graph.ts";

/**
 * Nodes of one kind that are connected with the same others, drawn as one box: sixty services on one database are one
 * arrow, not sixty. An arrow of a box holds for each of its members.
 */
export interface Group {
  id: string;
  tier: Tier;
  kind: string;
  members: Member[];
}

export interface Member {
  node: Node;
  /** What it is reached by; empty where an arrow says nothing. */
  address: string;
}

export interface GroupEdge {
  from: string;
  to: string;
}

export interface Grouped {
  groups: Group[];
  edges: GroupEdge[];
}

/** The two ends of each node's edges, looked up once: a picture may have hundreds. */
function neighbours(edges: readonly Edge[]) {
  const sources = new Map<string, string[]>();
  const targets = new Map<string, string[]>();
  for (const { from, to } of edges) {
    targets.set(from, [...(targets.get(from) ?? []), to]);
    sources.set(to, [...(sources.get(to) ?? []), from]);
  }
  return (id: string) => [(sources.get(id) ?? []).sort(), (targets.get(id) ?? []).sort()];
}

export function groupsOf({ nodes, edges }: Pick<Graph, "nodes" | "edges">): Grouped {
  const around = neighbours(edges);
  const labels = new Map(edges.map(({ to, label }) => [to, label]));
  const groups = new Map<string, Group>();
  const groupOf = new Map<string, string>();
  for (const node of nodes) {
    const { id, tier, kind } = node;
    // A vault and its copies are not the same place.
    const key = tier === "keep" ? id : JSON.stringify([tier, kind, ...around(id)]);
    const group = groups.get(key) ?? { id, tier, kind, members: [] };
    group.members.push({ node, address: labels.get(id) ?? "" });
    groups.set(key, group);
    groupOf.set(id, group.id);
  }
  const found = new Map<string, GroupEdge>();
  for (const edge of edges) {
    const [from, to] = [groupOf.get(edge.from), groupOf.get(edge.to)];
    if (from !== undefined && to !== undefined) found.set(JSON.stringify([from, to]), { from, to });
  }
  return { groups: [...groups.values()], edges: [...found.values()] };
}
