import { type Graph, TIERS, type Tier } from "./graph.ts";
import { type Group, groupsOf } from "./groups.ts";
import { label } from "./label.ts";

/** The picture as a Mermaid flowchart, which GitHub draws from its text: the same boxes and arrows, in a layout of its own. */

const TITLES: Readonly<Record<Tier, string>> = {
  people: "",
  edge: "",
  front: "",
  run: "ECS Fargate",
  store: "Private subnets",
  region: "",
  keep: "AWS Backup",
  watch: "",
};

/** Names of one box that stand in one line. */
const ROW = 3;

const rows = (names: readonly string[]): string[] =>
  Array.from({ length: Math.ceil(names.length / ROW) }, (_, row) => names.slice(row * ROW, (row + 1) * ROW).join(", "));

const textOf = ({ kind, members }: Group): string => {
  const [only] = members;
  return members.length === 1 && only
    ? label(only.node.title, kind, ...only.node.details)
    : label(`${members.length} × ${kind}`, ...rows(members.map(({ node }) => node.title)));
};

const shape = (group: Group): string => {
  const text = textOf(group);
  return group.tier === "store" || group.tier === "region"
    ? `[(${text})]`
    : group.tier === "people"
      ? `([${text}])`
      : `[${text}]`;
};

export function mermaidOf(graph: Graph): string {
  const { groups, edges } = groupsOf(graph);
  const ids = new Map(groups.map(({ id }, index) => [id, `n${index}`]));
  const boxes = TIERS.flatMap((tier) => {
    const lines = groups.filter((group) => group.tier === tier).map((group) => `${ids.get(group.id)}${shape(group)}`);
    if (lines.length === 0 || TITLES[tier] === "") return lines.map((line) => `  ${line}`);
    return [`  subgraph ${tier} [${label(TITLES[tier])}]`, ...lines.map((line) => `    ${line}`), "  end"];
  });
  const arrows = edges.map(({ from, to }) => `  ${ids.get(from)} --> ${ids.get(to)}`);
  return ["flowchart LR", ...boxes, ...arrows, ""].join("\n");
}
