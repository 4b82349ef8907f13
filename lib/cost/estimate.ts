import { stageName } from "../answers/names.ts";
import type { ClientView, View } from "../answers/view.ts";
import type { Environment } from "../answers/vocabulary.ts";
import type { Context } from "./counts.ts";
import { type LineItem, linesOf } from "./lines.ts";
import { monthly, PRICES, type PriceList } from "./prices.ts";
import { sizesOf } from "./sizes.ts";

/** A line with its price for a month; null where the price of one of its units is unknown. */
export interface CostLine extends LineItem {
  usd: number | null;
}

export interface StageCost {
  /** As in `--stage`. */
  stage: string;
  environment: Environment;
  client: string | null;
  lines: CostLine[];
  /** The sum of the lines whose price is known. */
  usd: number;
  /** Labels of the lines whose price is unknown: they are not in the sum. */
  unknown: string[];
}

export interface Estimate {
  /** Region of the prices. */
  region: string;
  /** When the prices were collected. */
  collected: string;
  hoursPerMonth: number;
  stages: StageCost[];
  assumptions: string[];
}

const cents = (usd: number): number => Math.round(usd * 100) / 100;

function price(item: LineItem, list: PriceList): CostLine {
  let usd: number | null = 0;
  for (const [unit, quantity] of item.units) {
    if (quantity === 0) continue;
    const one = monthly(unit, list);
    usd = one === null || usd === null ? null : usd + one * quantity;
  }
  return { ...item, usd: usd === null ? null : cents(usd) };
}

function stageCost(stage: string, client: string | null, context: Context, list: PriceList): StageCost {
  const lines = linesOf(context).map((item) => price(item, list));
  return {
    stage,
    environment: context.environment,
    client,
    lines,
    usd: cents(lines.reduce((sum, line) => sum + (line.usd ?? 0), 0)),
    unknown: lines.filter((line) => line.usd === null).map((line) => line.label),
  };
}

/**
 * What the stages of a view cost a month while they stand there without visitors. Approximate and on the low side:
 * the assumptions say what is left out.
 */
export function estimate(view: View, list: PriceList = PRICES): Estimate {
  const context = (environment: Environment, { region, domain, backup, ...home }: View | ClientView): Context => ({
    view,
    environment,
    region,
    sizes: sizesOf(environment, "sizes" in home ? home.sizes : undefined),
    domain: domain !== null,
    backup: backup !== null,
  });
  const base = view.environments.map((environment) => stageCost(environment, null, context(environment, view), list));
  const clients = view.clients.flatMap((client) =>
    client.stages.map((environment) =>
      stageCost(stageName(environment, client.name), client.name, context(environment, client), list),
    ),
  );
  const { region, collected, hoursPerMonth } = list;
  return { region, collected, hoursPerMonth, stages: [...base, ...clients], assumptions: assumptions(view, list) };
}

const someProduction = ({ environments, clients }: View): boolean =>
  [environments, ...clients.map(({ stages }) => stages)].some((stages) => stages.includes("production"));

/** What the numbers take for granted, and what they leave out. */
function assumptions(view: View, { region, hoursPerMonth }: PriceList): string[] {
  const { has } = view;
  const regions = new Set([view.region, ...view.clients.map((client) => client.region)]);
  const elsewhere = [...regions].filter((name) => name !== region);
  return [
    `${hoursPerMonth} hours a month, on-demand prices of ${region}, without taxes, free tiers, savings plans or reservations.`,
    ...(elsewhere.length > 0
      ? [
          `These are ${region} prices; ${elsewhere.join(", ")} ${elsewhere.length === 1 ? "has its" : "have their"} own, often higher.`,
        ]
      : []),
    ...(has.services
      ? ["Production runs the minimum number of tasks of each service, other stages one; scaling out adds to it."]
      : []),
    ...(has.containers && someProduction(view)
      ? [
          "Production also collects detailed metrics of every task (Container Insights), which are billed by their number, and are left out.",
        ]
      : []),
    ...(has.crons ? ["Scheduled tasks cost only the minutes that they run, and are left out."] : []),
    ...(has.sites
      ? ["Static sites cost their traffic on CloudFront and a few cents of storage, and are left out."]
      : []),
    has.containers
      ? "Data transfer, load balancer traffic, log volume and container registry storage depend on use, and are left out."
      : "Data transfer depends on use, and is left out.",
    ...(has.aurora
      ? ["Aurora outside production pauses when idle and is counted at zero capacity; storage is $0.10 per GB-month."]
      : []),
    ...(has.backup && (has.databases || has.caches)
      ? ["Backups and their copies in the second region grow with the data and its retention, and are left out."]
      : []),
  ];
}
