import { type Estimate, type StageCost, totalOf } from "../../cost/estimate.ts";
import { amount } from "../../system/amount.ts";
import { md } from "../encode.ts";

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

/** What stages cost together. */
const sum = (stages: readonly StageCost[]): string => {
  const { usd, unknown } = totalOf(stages);
  return `**${dollars(usd)}${unknown ? " + unknown" : ""}**`;
};

/** The stages of one environment of many clients, as one line: from the cheapest to the dearest, and all together. */
function together(environment: string, stages: readonly StageCost[]): string[] {
  const costs = stages.map(({ usd }) => usd);
  const [least, most] = [Math.min(...costs), Math.max(...costs)];
  const each = least === most ? dollars(least) : `${dollars(least)} to ${dollars(most)}`;
  const unknown = stages.some((stage) => stage.unknown.length > 0) ? " + unknown" : "";
  return [`${environment}, ${amount(stages.length, "client")}`, `${each}${unknown}`, sum(stages)];
}

/**
 * One line for each stage of each client, and what each client costs; null where there is no client.
 * @param few for more clients than this, one line for each environment
 */
export function clientCostTable({ stages }: Estimate, few: number): string | null {
  const clients = stages.filter(({ client }) => client !== null);
  if (clients.length === 0) return null;
  const names = [...new Set(clients.map(({ client }) => client))];
  const of = (name: string | null) => clients.filter(({ client }) => client === name);
  if (names.length <= few) {
    return table(
      ["Client", "Stages", "A month"],
      names.map((name) => [
        md(name as string),
        of(name)
          .map((stage) => `${stage.environment} ${total(stage).replaceAll("**", "")}`)
          .join(", "),
        sum(of(name)),
      ]),
    );
  }
  const environments = [...new Set(clients.map(({ environment }) => environment))].sort();
  return table(
    ["Stages", "A month each", "Together"],
    environments.map((name) =>
      together(
        name,
        clients.filter(({ environment }) => environment === name),
      ),
    ),
  );
}

/** Everything: the project's stages and every client's. */
export const wholeCost = ({ stages }: Estimate): string => sum(stages);
