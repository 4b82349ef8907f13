/**
 * The architecture of a stage as boxes and arrows: who visits, what answers, what runs, and where the data is. One
 * model for every picture, whether it comes from answers or from the resources of a program.
 */

/** From the outside in, and from what is used to what keeps it. */
export const TIERS = ["people", "edge", "front", "run", "store", "region", "keep", "watch"] as const;
export type Tier = (typeof TIERS)[number];

/** What stands inside the network. S3, SQS and the like are in the region, and in no network of its own. */
export const INSIDE: readonly Tier[] = ["front", "run", "store"];

export interface Node {
  id: string;
  tier: Tier;
  kind: string;
  title: string;
  details: string[];
}

export interface Edge {
  from: string;
  to: string;
  /** What leads there, such as a host; empty where there is nothing to say. */
  label: string;
}

export interface Graph {
  nodes: Node[];
  edges: Edge[];
  /** What the frame around the network says; empty where there is no network. */
  frame: string;
}

/** Some of a picture. */
export type Part = Omit<Graph, "frame">;

/** Words for kinds that both answers and resources know. */
export const KINDS = {
  visitors: "Internet",
  site: "CloudFront + S3",
  balancer: "Load balancer (ALB)",
  service: "ECS service",
  task: "Scheduled task",
  bucket: "S3 bucket",
  queue: "SQS queue",
  email: "Amazon SES",
  vault: "Backup vault",
  copies: "Copies of backups",
  alarms: "CloudWatch",
} as const;

/** Those who visit what stands at the front. */
export function visitors(front: readonly Node[], details: readonly string[]): Part {
  if (front.length === 0) return { nodes: [], edges: [] };
  const id = "people:visitors";
  return {
    nodes: [{ id, tier: "people", kind: KINDS.visitors, title: "Visitors", details: [...details] }],
    edges: front.map((node) => ({ from: id, to: node.id, label: "" })),
  };
}

/** Two edges between the same nodes are one, with both labels; a listener that has rules is not said twice. */
function unique(edges: readonly Edge[]): Edge[] {
  const found = new Map<string, Edge>();
  for (const edge of edges) {
    const key = JSON.stringify([edge.from, edge.to]);
    const known = found.get(key);
    const labels = [...new Set([...(known?.label.split(", ") ?? []), ...edge.label.split(", ")])].filter(
      (label) => label !== "" && (label !== "/*" || known === undefined),
    );
    found.set(key, { ...edge, label: labels.join(", ") });
  }
  return [...found.values()];
}

export const joined = (parts: readonly Part[], frame: string): Graph => ({
  nodes: parts.flatMap(({ nodes }) => nodes),
  edges: unique(parts.flatMap(({ edges }) => edges)),
  frame,
});
