import { label } from "../../render/diagram/label.ts";
import type { Column, Graph, Node } from "./graph.ts";

/** The picture as a Mermaid flowchart, for a README: its text shows in GitHub and Bitbucket without a tool. */

const TITLES: Readonly<Record<Column, string>> = {
  people: "",
  front: "Edge",
  run: "ECS Fargate",
  store: "Data",
  keep: "Backups",
};
const COLUMNS: readonly Column[] = ["front", "run", "store", "keep"];

const shape = ({ column, kind, title, details }: Node): string => {
  const text = label(title, kind, ...details);
  return column === "store" ? `[(${text})]` : column === "people" ? `([${text}])` : `[${text}]`;
};

export function mermaidOf({ nodes, edges }: Graph): string {
  const ids = new Map(nodes.map((node, index) => [node.id, `n${index}`]));
  const subgraphs = COLUMNS.flatMap((column) => {
    const members = nodes.filter((node) => node.column === column);
    if (members.length === 0) return [];
    return [
      `  subgraph ${column} [${label(TITLES[column])}]`,
      ...members.map((node) => `    ${ids.get(node.id)}${shape(node)}`),
      "  end",
    ];
  });
  const lines = edges.map(
    ({ from, to, label: said }) => `  ${ids.get(from)} -->${said === "" ? "" : `|${label(said)}|`} ${ids.get(to)}`,
  );
  const people = nodes.filter(({ column }) => column === "people").map((node) => `  ${ids.get(node.id)}${shape(node)}`);
  return ["flowchart LR", ...people, ...subgraphs, ...lines, ""].join("\n");
}
