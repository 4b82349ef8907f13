import type { Graph } from "./graph.ts";

/** The picture in words, for those who do not see it: a sentence for each arrow. */
export function wordsOf({ nodes, edges }: Graph): string[] {
  const name = new Map(nodes.map((node) => [node.id, `${node.kind} ${node.title}`]));
  return edges.map(({ from, to, label }) => {
    const by = label === "" || label === "/*" ? "" : ` by ${label}`;
    return `${name.get(from)} leads to ${name.get(to)}${by}`;
  });
}
