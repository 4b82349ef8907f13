import { md } from "../render/encode.ts";
import type { Estimate, StageCost } from "./estimate.ts";

const dollars = (usd: number): string => `$${usd.toFixed(2)}`;

const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(head), row(head.map((_, i) => (i === 0 ? "---" : "---:"))), ...rows.map(row)].join("\n");

const total = ({ usd, unknown }: StageCost): string => `**${dollars(usd)}${unknown.length > 0 ? " + unknown" : ""}**`;

function cell(stage: StageCost, id: string): string {
  const line = stage.lines.find((candidate) => candidate.id === id);
  if (line === undefined) return "–";
  return line.usd === null ? "price unknown" : dollars(line.usd);
}

/** The base project's stages side by side, line by line. */
export function costTable({ stages }: Estimate): string {
  const base = stages.filter(({ client }) => client === null);
  const labels = new Map(base.flatMap(({ lines }) => lines.map(({ id, label }) => [id, label] as const)));
  // The most complete stage gives the order of the lines; what only another stage has comes after.
  const order = [...base]
    .sort((a, b) => b.lines.length - a.lines.length)
    .flatMap(({ lines }) => lines.map(({ id }) => id));
  const rows = [...new Set(order)].map((id) => [md(labels.get(id)), ...base.map((stage) => cell(stage, id))]);
  return table(["A month", ...base.map(({ stage }) => stage)], [...rows, ["**Total**", ...base.map(total)]]);
}

/** One line for each stage of each client; null where there is no client. */
export function clientCostTable({ stages }: Estimate): string | null {
  const clients = stages.filter(({ client }) => client !== null);
  return clients.length === 0
    ? null
    : table(
        ["Stage", "A month"],
        clients.map((stage) => [stage.stage, total(stage)]),
      );
}
