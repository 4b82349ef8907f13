import fc from "fast-check";
import { type Graph, TIERS, type Tier } from "../../lib/render/diagram/graph.ts";

/** Random architectures, with every kind of text that a repo may hold. */

export const hostile = fc.oneof(
  fc.constantFrom(
    "</title><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "]]>--><!--",
    "&amp;<&'",
    "`{{}}`",
    "\u0000\u001b[31m",
    "\ud800",
    "名前 مرحبا",
    "a-very-long-host-name.of-a-client.in-production.example.org",
    "mmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmm",
  ),
  fc.string({ unit: "binary", maxLength: 40 }),
);

/** What leads to what in a real architecture. */
const LEADS: Readonly<Partial<Record<Tier, readonly Tier[]>>> = {
  people: ["edge", "front"],
  front: ["run"],
  run: ["store", "region"],
  store: ["keep"],
  // Jobs that wait.
  region: ["run"],
  keep: ["keep"],
};

export const graphs: fc.Arbitrary<Graph> = fc
  .tuple(
    fc.array(fc.tuple(fc.constantFrom(...TIERS), fc.constantFrom("a", "b"), hostile), { maxLength: 40 }),
    fc.array(fc.tuple(fc.nat(39), fc.nat(39), hostile), { maxLength: 90 }),
    hostile,
  )
  .map(([nodes, edges, frame]) => {
    const made = nodes.map(([tier, kind, title], index) => ({
      id: String(index),
      tier,
      kind: `${kind}${title.slice(0, 3)}`,
      title,
      details: [title],
    }));
    return {
      nodes: made,
      edges: edges
        .filter(([from, to]) => from < to && made[from] && made[to] && LEADS[made[from].tier]?.includes(made[to].tier))
        .map(([from, to, label]) => ({ from: String(from), to: String(to), label })),
      frame,
    };
  });

/** Services of every kind over a few stores, as people have them. */
export function many(count: number): Graph {
  const stores = ["main", "orders", "reports"].slice(0, count < 10 ? 1 : 3);
  const run = Array.from({ length: count }, (_, index) => ({
    id: `s${index}`,
    tier: "run" as const,
    kind: index % 5 === 4 ? "Scheduled task" : "ECS service",
    title: `notification-${index}`,
    details: ["API, NestJS"],
  }));
  return {
    nodes: [
      { id: "people", tier: "people", kind: "Internet", title: "Visitors", details: [] },
      { id: "alb", tier: "front", kind: "Load balancer (ALB)", title: "alb", details: ["HTTPS", "WAF"] },
      ...run,
      ...stores.map((name) => ({ id: name, tier: "store" as const, kind: "RDS PostgreSQL", title: name, details: [] })),
      { id: "vault", tier: "keep", kind: "Backup vault", title: "us-east-1", details: [] },
    ],
    edges: [
      { from: "people", to: "alb", label: "" },
      ...run
        .filter((_, index) => index % 5 < 3)
        .map(({ id, title }) => ({ from: "alb", to: id, label: `${title}.example.org` })),
      ...run.map(({ id }, index) => ({ from: id, to: stores[index % stores.length] as string, label: "" })),
      ...stores.map((id) => ({ from: id, to: "vault", label: "" })),
    ],
    frame: "VPC in us-east-1",
  };
}
